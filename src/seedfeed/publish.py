"""Documents → feeds/. `compare` decides and touches nothing, `publish` does. The edge that writes.

Every reader of feeds/ sees a whole document, old or new: each is written beside its place, synced and
renamed. What the tool did not write is never overwritten or removed.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from seedfeed.formats import FORMATS, MARK, MARK_WITHIN
from seedfeed.model import Document, Plan, Problem, PublishError

#: The folders below feeds/ in which documents stand.
_FOLDERS = ("", "tags/")
#: One build writes at a time, and one document at a time: one name is enough.
_TEMPORARY = ".seedfeed.tmp"
_SUFFIXES = tuple(f".{name}" for name in FORMATS)


@contextmanager
def lock(output: Path, shown: str) -> Iterator[None]:
    """Hold the output folder for one build; the kernel frees it, however the build ends.

    Makes the folder where there is none. Raises PublishError where another build holds it.
    """
    try:
        if output.exists() and not output.is_dir():
            raise PublishError(Problem(shown, None, "is no folder; move it away, then build again"))
        made = _make_folder(output)
        handle = os.open(output, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise PublishError(Problem(shown, None, f"cannot be made or opened: {error.strerror}")) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise PublishError(Problem(shown, None, "another build is running; try again when it is done")) from error
    finally:
        os.close(handle)
        if made:
            with suppress(OSError):  # holds documents now
                os.rmdir(output)


def _make_folder(path: Path) -> bool:
    if path.is_dir():
        return False
    path.mkdir(parents=True)
    return True


def compare(documents: Iterable[Document], output: Path, shown: str) -> Plan:
    """What is to be written, kept and removed so that `output` holds just `documents`."""
    write, keep, blocked, due = [], [], [], set()
    for document in documents:
        due.add(document.path.casefold())  # on some file systems Feed.atom is feed.atom
        try:
            if _stands(document, output):
                keep.append(document.path)
            else:
                write.append(document)
        except _InTheWayError as error:
            blocked.append(Problem(f"{shown}/{document.path}", None, str(error)))
        except OSError as error:
            blocked.append(Problem(f"{shown}/{document.path}", None, f"cannot be read: {error.strerror}"))
    others = [path for path in _files(output) if path.casefold() not in due]
    return Plan(
        write=tuple(write),
        keep=tuple(keep),
        remove=tuple(path for path in others if path.endswith(_SUFFIXES) and _is_ours(output / path)),
        litter=tuple(path for path in others if path.rpartition("/")[2] == _TEMPORARY),
        blocked=tuple(blocked),
    )


class _InTheWayError(Exception):
    """Something that is not ours has the place of a document."""


def _stands(document: Document, output: Path) -> bool:
    """Whether the same bytes stand there already. Raises _InTheWayError where others do not let it."""
    path = output / document.path
    if path.parent != output and os.path.lexists(path.parent) and not _is_folder(path.parent):
        raise _InTheWayError(f"{path.parent.name} is no folder; move it away, then build again")
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(found.st_mode):
        raise _InTheWayError("no regular file; move it away, then build again")
    if found.st_size == document.size and _holds(path, document):
        return True
    if not _is_ours(path):
        raise _InTheWayError("not written by seedfeed; move it away, then build again")
    return False


def _is_folder(path: Path) -> bool:
    """A real one: through a link, documents would land elsewhere."""
    return stat.S_ISDIR(path.lstat().st_mode)


def _holds(path: Path, document: Document) -> bool:
    with path.open("rb") as file:
        return all(file.read(len(part)) == part for part in document)


def _is_ours(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb") as file:
            return bool(MARK.search(file.read(MARK_WITHIN)))
    except OSError:  # gone, or not ours to read: not ours to remove
        return False


def _files(output: Path) -> list[str]:
    """Paths below `output` of what stands in the folders of documents."""
    found: list[str] = []
    for folder in _FOLDERS:
        with suppress(OSError):
            if not folder or _is_folder(output / folder):
                found += [folder + name for name in os.listdir(output / folder)]
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a plan: paths below feeds/, and why a document could not be written or removed."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    failures: tuple[Problem, ...] = ()


def foresee(plan: Plan) -> Outcome:
    """What comes of a plan where nothing fails."""
    return Outcome(tuple(document.path for document in plan.write), plan.remove)


def publish(plan: Plan, output: Path, shown: str) -> Outcome:
    """Carry out a plan, in its order. A document that cannot be written stays as it was, the others go on."""
    written, removed, failures = [], [], []
    for path in plan.litter:
        with suppress(OSError):
            os.unlink(output / path)
    for document in plan.write:
        try:
            _write(output / document.path, document)
            written.append(document.path)
        except OSError as error:
            failures.append(Problem(f"{shown}/{document.path}", None, f"cannot be written: {error.strerror}"))
    for path in plan.remove:
        try:
            os.unlink(output / path)
            removed.append(path)
        except OSError as error:
            failures.append(Problem(f"{shown}/{path}", None, f"cannot be removed: {error.strerror}"))
    for folder in {os.path.dirname(path) for path in (*written, *removed)}:
        with suppress(OSError):  # not every file system can
            _sync(output / folder)
        if folder:
            with suppress(OSError):  # only an empty one goes
                os.rmdir(output / folder)
    return Outcome(tuple(written), tuple(removed), tuple(failures))


def _write(path: Path, document: Document) -> None:
    path.parent.mkdir(exist_ok=True)
    beside = path.parent / _TEMPORARY
    with suppress(FileNotFoundError):
        os.unlink(beside)
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666), "wb") as file:
            file.writelines(document)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
