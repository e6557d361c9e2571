"""The file of the cache: opened, begun anew, thrown away. An edge."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from seedfeed.cache.store import MEMORY, Cache, CacheError, connect
from seedfeed.model import digest

#: Libraries whose next release may read, compute or write something else.
_LIBRARIES = (
    *("ahocorasick_rs", "dateutil", "feedgen", "jinja2", "lxml", "pymorphy3", "pymorphy3_dicts_ru"),
    *("pymorphy3_dicts_uk", "regex", "tzdata", "yaml"),
)


def known_cache(path: Path) -> Cache | None:
    """The cache in the file at `path`, if there is one that this code has made. Raises OSError, CacheError."""
    if not path.is_file():
        return None
    return _opened(path, lambda maker: bool(maker) and maker[0] == _maker())


def published_tags(path: Path) -> dict[str, tuple[str, ...]] | None:
    """The tags of the entries that the last build published, by the paths of their seeds; None if nobody knows."""
    with suppress(OSError, CacheError):
        if cache := known_cache(path):
            try:
                return cache.published_tags()
            finally:
                cache.close()
    return None


def open_cache(path: Path | None, settings: str = "", *, anew: bool = False) -> tuple[Cache, str | None]:
    """The cache in the file at `path`, or in memory where there is none, and what is wrong with the file.

    A file made by other code or with other `settings` is begun anew without a word; so is any with `anew`.
    """
    maker = [_maker(), settings]
    if path is None:
        return _begin(MEMORY, maker), None
    fault = None
    try:
        if not path.parent.is_dir():
            path.parent.mkdir()
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            return _begin(MEMORY, maker), "no regular file; remove it"
        if not anew and path.exists():
            try:
                if cache := _opened(path, lambda found: found == maker):
                    return cache, None
            except CacheError as error:
                fault = f"{error}; begun anew"
        discard(path)
        return _begin(str(path), maker), fault
    except (OSError, CacheError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return _begin(MEMORY, maker), f"cannot be used ({reason}); until it can, every build reads all seeds"


def discard(path: Path) -> None:
    """Remove a cache and what SQLite left beside it. Raises OSError."""
    for each in (path, path.with_name(f"{path.name}-journal")):
        with suppress(FileNotFoundError):
            os.unlink(each)


def _opened(path: Path, is_ours: Callable[[Any], bool]) -> Cache | None:
    """The cache in a file if `is_ours` accepts its maker, else closed again. Raises CacheError."""
    cache = Cache(connect(str(path)), str(path))
    ours = False
    try:
        ours = is_ours(cache.recall("maker"))
    finally:
        if not ours:
            cache.close()
    return cache if ours else None


def _begin(path: str, maker: list[str]) -> Cache:
    cache = Cache(connect(path), path)
    try:
        cache.begin(maker)
    except CacheError:
        cache.close()
        raise
    return cache


def _maker() -> str:
    """Names the code that fills the cache: this package, the libraries and the Python that it runs on."""
    files = [each for each in _files(Path(__file__).parent.parent) if each.name.endswith((".py", ".html"))]
    specs = [find_spec(name) for name in _LIBRARIES]
    origins = [Path(spec.origin) for spec in specs if spec and spec.origin]
    stats = sorted((each.path, (found := each.stat()).st_size, found.st_mtime_ns) for each in files)
    stats += [(str(each), (found := each.stat()).st_size, found.st_mtime_ns) for each in origins]
    return digest(sys.version, stats).hex()


def _files(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """All files below a folder."""
    for each in os.scandir(folder):
        if each.is_dir():
            yield from _files(each.path)
        else:
            yield each
