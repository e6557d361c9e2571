"""feeds/ → what subscribers can see: the entries of the main feed and of its history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from html import unescape

from seedfeed.cache.store import Published
from seedfeed.documents.due import MARK_WITHIN, is_ours
from seedfeed.documents.formats import FORMATS, Shown, format_of
from seedfeed.feeds import MAIN
from seedfeed.model import Config, File
from seedfeed.seeds.scan import read, stat_of

_ROOT = re.compile(rb"<feed\b[^>]*>.*?<id>([^<]*)</id>", re.DOTALL)


def published_in(
    config: Config, known: Published | None, files: Mapping[str, File], roots: Sequence[str]
) -> Published:
    """What is published: as the cache has `known` it, with the `files` that it wrote, or else what feeds/ shows.

    RSS and JSON Feed do not say of which root ids are made: if it is one of `roots`, the ids tell. What cannot be
    read counts as nothing.
    """
    for name in FORMATS:
        path = config.output / f"{MAIN}.{name}"
        with suppress(OSError):
            file = files.get(path.name)
            if known and file and file.stat == stat_of(path.lstat()):
                return known
            start = read(path, MARK_WITHIN)
            if start and is_ours(start):
                found = _ROOT.search(start)
                root = unescape(found[1].decode()) if found else known and known.root
                return known if known and root == known.root else _published(config, name, root, roots)
    return known._replace(shown=False) if known and known.root == config.id else Published()


def _published(config: Config, name: str, root: str | None, roots: Sequence[str]) -> Published:
    """What the documents in one format show."""
    announced: dict[str, str] = {}
    ids: dict[str, None] = {}
    for entry in entries_in(config, name):
        ids[entry.id] = None
        if entry.updated:
            announced[entry.id] = entry.updated
    return Published(ids, root or _root_of(ids, roots), announced or None)


def _root_of(ids: Iterable[str], roots: Sequence[str]) -> str | None:
    """The first of some roots of which any of these ids is made."""
    return next((root for root in roots if any(uri.startswith(f"{root.removesuffix('/')}/") for uri in ids)), None)


def entries_in(config: Config, name: str | None = None) -> Iterator[Shown]:
    """What the main feed and its history show, in one format: by default, the first that there is."""
    name = name or next((each for each in FORMATS if (config.output / f"{MAIN}.{each}").is_file()), "atom")
    output = config.output
    for path in (output / f"{MAIN}.{name}", *sorted(output.glob(f"archive/*.{name}"), reverse=True)):
        with suppress(OSError, ValueError, KeyError):
            if path.is_file():
                with path.open("rb") as file:
                    yield from format_of(name).read_entries(file)
