"""The file of the cache: opened, begun anew, removed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

from seedfeed.cache.store import MEMORY, Cache, CacheError
from seedfeed.text.digests import name_of

#: Libraries whose next release may read, compute or write something else.
LIBRARIES = (
    *("ahocorasick_rs", "babel", "dateutil", "feedgen", "jinja2", "linkify_it", "lxml", "markdown_it"),
    *("pymorphy3", "pymorphy3_dicts_ru", "pymorphy3_dicts_uk", "regex", "sentencex", "tzdata", "yaml"),
)


def open_cache(path: Path, settings: str, *, anew: bool = False) -> tuple[Cache, str | None]:
    """The cache in the file at `path`, and what is wrong with the file, if anything is.

    A file made by other code or with other `settings` is begun anew without a word; so is any with `anew`.
    Where no file can be used, the cache is in memory.
    """
    maker = [_maker(), settings]
    fault = None
    try:
        if not path.parent.is_dir():
            path.parent.mkdir()
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            return empty_cache(), "not a regular file; remove it"
        if not anew and path.exists():
            try:
                if cache := _opened(path, maker):
                    return cache, None
            except CacheError as error:
                fault = f"{error}; begun anew"
        discard(path)
        return _begin(str(path), maker), fault
    except (OSError, CacheError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return empty_cache(), f"cannot be used ({reason}); until it can, every build reads all seeds"


def copy_cache(path: Path, settings: str) -> Cache:
    """A cache in memory that holds what the file at `path` holds, if it can be used. The file is not touched."""
    maker = [_maker(), settings]
    copy = Cache(MEMORY)
    with suppress(OSError, CacheError):
        if path.is_file() and (cache := _opened(path, maker, read_only=True)):
            with closing(cache):
                copy.copy(cache)
                return copy
    copy.close()
    return empty_cache()


def published_tags(path: Path, settings: str) -> dict[str, tuple[str, ...]] | None:
    """The tags of the entries that the last build published, by the paths of their seeds; None if nobody knows."""
    with suppress(OSError, CacheError):
        if path.is_file() and (cache := _opened(path, [_maker(), settings], read_only=True)):
            with closing(cache):
                return cache.published_tags()
    return None


def empty_cache() -> Cache:
    """A cache in memory that knows nothing."""
    return _begin(MEMORY, [])


def discard(path: Path) -> None:
    """Remove a cache and what SQLite left beside it. Raises OSError."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.unlink(path.with_name(path.name + suffix))


def _opened(path: Path, maker: list[str], *, read_only: bool = False) -> Cache | None:
    """The cache in a file; None if another maker made it. Raises CacheError."""
    cache = Cache(str(path), read_only=read_only)
    ours = False
    try:
        ours = cache.recall("maker") == maker
    finally:
        if not ours:
            cache.close()
    return cache if ours else None


def _begin(path: str, maker: list[str]) -> Cache:
    cache = Cache(path)
    try:
        cache.begin(maker)
    except CacheError:
        cache.close()
        raise
    return cache


def _maker() -> str:
    """Names the code that fills the cache: this package, its libraries and the Python that runs them."""
    package = Path(__file__).parent.parent
    files = [each for each in _files(package) if each.name.endswith((".py", ".html", ".css"))]
    specs = [find_spec(name) for name in LIBRARIES]
    origins = [Path(spec.origin) for spec in specs if spec and spec.origin]
    stats = sorted((each.path, (found := each.stat()).st_size, found.st_mtime_ns) for each in files)
    stats += [(str(each), (found := each.stat()).st_size, found.st_mtime_ns) for each in origins]
    return name_of(sys.version, stats).hex()


def _files(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """All files below a folder."""
    for each in os.scandir(folder):
        if each.is_dir():
            yield from _files(each.path)
        else:
            yield each
