"""One document → the disk, whole: written beside its place, read back, renamed. An edge."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from hashlib import file_digest
from io import BufferedReader, BytesIO
from pathlib import Path

from seedfeed.cache.store import CacheError
from seedfeed.model import Document, File, folder_of
from seedfeed.publish.compare import LITTER, new_digest
from seedfeed.seeds.scan import stat_of

_SMALL = 1 << 16  # bytes


def make_folder(folder: str, output: Path, *, sync: bool) -> None:
    """Make a folder below `output`, and those that it is in. Raises OSError."""
    if not folder or (output / folder).exists():
        return
    make_folder(folder_of(folder), output, sync=sync)
    (output / folder).mkdir()
    if sync:
        sync_folder((output / folder).parent)


def beside(path: str, output: Path) -> str:
    """Where the document at a path is written before it takes its place."""
    folder, slash, name = path.rpartition("/")
    return f"{output}/{folder}{slash}.{name}{LITTER}"


def _create(path: str) -> int:
    """A new file. What a killed build left there goes."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o666)
    except FileExistsError:
        os.unlink(path)
        return os.open(path, flags, 0o666)


def _read_back(handle: int) -> BytesIO | BufferedReader:
    """What a file holds. Of a small one, all at once: there may be many."""
    data = os.pread(handle, _SMALL, 0)
    if len(data) < _SMALL:
        return BytesIO(data)
    os.lseek(handle, 0, os.SEEK_SET)
    return open(handle, "rb", closefd=False)


def _write(handle: int, data: bytes) -> None:
    """Write all of it: the system may take less at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


#: The digest of a document that is written beside its place; or None, the errno (None for a bug of ours), and why.
Prepared = tuple[bytes | None, int | None, str]


def prepare(document: Document, output: Path, stale: File | None, *, sync: bool) -> Prepared:
    """Write a document beside its place and read it back; none that has the same bytes as the stale one there.

    Without `sync`, it is not on the disk before the caller sees to it.
    """
    waiting = beside(document.path, output)
    try:
        handle = _create(waiting)
        try:
            meant = new_digest()
            for part in document.parts():
                meant.update(part)
                _write(handle, part)
            if stale and meant.digest() == stale.digest:
                os.unlink(waiting)
                return stale.digest, None, ""
            if sync:
                os.fsync(handle)
            with _read_back(handle) as again:
                _check(document, list(document.read_ids(again)))
                again.seek(0)
                if file_digest(again, new_digest).digest() != meant.digest():
                    return None, errno.EIO, "what was read back is not what was written"
        finally:
            os.close(handle)
        return meant.digest(), None, ""
    except OSError as error:
        return None, error.errno or errno.EIO, error.strerror or str(error)
    except CacheError:
        raise
    except MemoryError:
        return None, errno.ENOMEM, os.strerror(errno.ENOMEM)
    except Exception as error:  # a bug of ours; the other documents are none the worse
        return None, None, f"{type(error).__name__}: {error}"


def place(document: Document, ready: Prepared, output: Path) -> File:
    """Put a prepared document into its place. Raises OSError; ValueError for a bug of ours."""
    digest, number, reason = ready
    if digest is None:
        raise ValueError(reason) if number is None else OSError(number, reason)
    path = f"{output}/{document.path}"
    os.replace(beside(document.path, output), path)
    return File(document.source, digest, stat_of(os.lstat(path)))


def _check(document: Document, ids: Sequence[bytes]) -> None:
    """Raises ValueError unless each entry is there once, by the ids that were read back."""
    if len(ids) != len(document.entries):
        raise ValueError(f"{len(ids)} entries instead of {len(document.entries)}")
    if len(set(ids)) != len(ids):
        raise ValueError("an id that is there twice")


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in a folder, where the file system can. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
