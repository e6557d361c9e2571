"""feeds/ → what subscribers can see: the entries of the main feed and of its history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html import unescape
from pathlib import Path

from seedfeed.documents.due import MARK_WITHIN, is_ours
from seedfeed.documents.formats import FORMATS, format_of
from seedfeed.feeds import MAIN
from seedfeed.model import Config, File
from seedfeed.publish.guard import Published
from seedfeed.seeds.scan import stat_of

_ROOT = re.compile(rb"<feed\b[^>]*>.*?<id>([^<]*)</id>", re.DOTALL)


def published_in(config: Config, known: Published | None, files: Mapping[str, File]) -> Published:
    """What is published, of which the cache knows so much: entries, and documents as they were written.

    Without a main feed, nothing is. What cannot be read counts as nothing.
    """
    mains = {name: path for name in FORMATS if (path := config.output / f"{MAIN}.{name}").is_file()}
    for name, path in mains.items():
        with suppress(OSError):
            file = files.get(f"{MAIN}.{name}")
            if known and file and file.stat == stat_of(path.lstat()):
                return known
            with path.open("rb") as opened:
                start = opened.read(MARK_WITHIN)
            if is_ours(start):
                found = _ROOT.search(start)
                root = unescape(found[1].decode()) if found else known and known.root
                return (
                    known
                    if known and root == known.root
                    else Published(frozenset(_ids(config.output, name)), root)
                )
    return Published()


def _ids(output: Path, name: str) -> Iterator[str]:
    """The ids of entries in the main feed and its history, in one format."""
    for path in (output / f"{MAIN}.{name}", *sorted(output.glob(f"archive/*.{name}"))):
        with suppress(OSError, ValueError), path.open("rb") as file:
            for each in list(format_of(name).read_ids(file)):
                yield each.decode() if name == "json" else unescape(each.decode())
