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
from seedfeed.model import Config, Document, Plan, Problem, PublishError

#: The folders below feeds/ in which documents stand.
_FOLDERS = ("", "tags/", "archive/")
#: One build writes at a time, and one document at a time: one name is enough.
_TEMPORARY = ".seedfeed.tmp"
_SUFFIXES = (".opml", ".html", *(f".{name}" for name in FORMATS))


@contextmanager
def lock(config: Config) -> Iterator[None]:
    """Hold the output folder for one build; the kernel frees it, however the build ends.

    Makes the folder where there is none. Raises PublishError where another build holds it.
    """
    output = config.output
    if os.path.lexists(output) and not output.is_dir():
        raise PublishError(config.document_problem("", "is no folder; move it away, then build again"))
    try:
        output.mkdir(parents=True, exist_ok=True)
        handle = os.open(output, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        reason = f"cannot be made or opened: {error.strerror}"
        raise PublishError(config.document_problem("", reason)) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            reason = "another build is running; try again when it is done"
            raise PublishError(config.document_problem("", reason)) from error
        except OSError as error:
            reason = f"cannot be locked: {error.strerror}"
            raise PublishError(config.document_problem("", reason)) from error
        yield
    finally:
        os.close(handle)


def compare(documents: Iterable[Document], config: Config) -> Plan:
    """What is to be written, kept and removed so that the output folder holds just `documents`."""
    output = config.output
    write, keep, blocked, due = [], [], [], set()
    for document in documents:
        due.add(document.path.casefold())  # on some file systems Feed.atom is feed.atom
        try:
            if _stands(document, output):
                keep.append(document.path)
            else:
                write.append(document)
        except _InTheWayError as error:
            blocked.append(config.document_problem(document.path, str(error)))
        except OSError as error:
            blocked.append(config.document_problem(document.path, f"cannot be read: {error.strerror}"))
    others = [path for path in _files(output) if path.casefold() not in due]
    return Plan(
        write=tuple(write),
        keep=tuple(keep),
        remove=tuple(path for path in others if path.endswith(_SUFFIXES) and _is_removable(output / path)),
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
    """Whether a regular file bears our mark."""
    with path.open("rb") as file:
        return bool(MARK.search(file.read(MARK_WITHIN)))


def _is_removable(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode) and _is_ours(path)
    except OSError:  # gone, or not ours to read
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


def publish(plan: Plan, config: Config) -> Outcome:
    """Carry out a plan, in its order. A document that cannot be written stays as it was, the others go on."""
    output = config.output
    written, removed, failures = [], [], []
    for path in plan.litter:
        with suppress(OSError):
            os.unlink(output / path)
    for document in plan.write:
        try:
            _write(output / document.path, document)
            written.append(document.path)
        except OSError as error:
            failures.append(config.document_problem(document.path, f"cannot be written: {error.strerror}"))
    for path in plan.remove:
        try:
            os.unlink(output / path)
            removed.append(path)
        except OSError as error:
            failures.append(config.document_problem(path, f"cannot be removed: {error.strerror}"))
    if written or removed:
        for folder in reversed(_FOLDERS):
            with suppress(OSError):  # only an empty one goes
                if removed and folder:
                    os.rmdir(output / folder)
            with suppress(OSError):  # not every file system can; a folder may not be there
                _sync(output / folder)
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
