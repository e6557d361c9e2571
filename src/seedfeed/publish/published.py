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
from seedfeed.seeds.scan import read, stat_of

_ROOT = re.compile(rb"<feed\b[^>]*>.*?<id>([^<]*)</id>", re.DOTALL)


def published_in(config: Config, known: tuple[str, frozenset[str]] | None, files: Mapping[str, File]) -> Published:
    """What is published. The cache knows the id of the main feed, those of entries, and the files it wrote.

    Without a main feed, nothing is. What cannot be read counts as nothing.
    """
    for name in FORMATS:
        path = config.output / f"{MAIN}.{name}"
        with suppress(OSError):
            file = files.get(path.name)
            if known and file and file.stat == stat_of(path.lstat()):
                return Published(known[1], known[0])
            start = read(path, MARK_WITHIN)
            if start and is_ours(start):
                found = _ROOT.search(start)
                root = unescape(found[1].decode()) if found else known and known[0]
                if known and root == known[0]:
                    return Published(known[1], root)
                return Published(frozenset(_ids(config.output, name)), root)
    return Published()


def _ids(output: Path, name: str) -> Iterator[str]:
    """The ids of entries in the main feed and its history, in one format."""
    for path in (output / f"{MAIN}.{name}", *sorted(output.glob(f"archive/*.{name}"))):
        with suppress(OSError, ValueError):
            if path.is_file():
                with path.open("rb") as file:
                    for each in list(format_of(name).read_ids(file)):
                        yield each.decode() if name == "json" else unescape(each.decode())
