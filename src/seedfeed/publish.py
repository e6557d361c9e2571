"""Documents → feeds/. `compare` decides and touches nothing, `publish` does. The edge that writes.

Every reader of feeds/ sees a whole document, old or new: each is written beside its place, synced, read back
and renamed. What the tool did not write is never overwritten or removed.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from seedfeed.cache import CacheError
from seedfeed.formats import FORMATS, MARK, MARK_WITHIN
from seedfeed.model import FOLDERS, Config, Document, File, Plan, Problem, Progress, Spread
from seedfeed.scan import stat_of

_HISTORY = "archive"
#: How the names of files end that a killed build leaves behind; they begin with a dot.
_LITTER = ".seedfeed.tmp"
_CHUNK = 1 << 18
#: Entries. A document of more is made ready first: another core has the others.
_LONG = 1000
_WAITS = "stays as it was, because the history behind it cannot be written"
_SUFFIXES = (".opml", ".html", *(f".{name}" for name in FORMATS))


def standing(documents: Iterable[Document], config: Config, known: Mapping[str, File]) -> dict[str, File]:
    """Of documents that are `known`, those made of the same that stand there as they were published.

    None is rendered, and none opened whose stat is the same.
    """
    found = {}
    real = {folder for folder in FOLDERS if folder and _is_real(config.output / folder)} | {""}
    for document in documents:
        file = known.get(document.path)
        if file and file.source == document.source and document.path[: document.path.rfind("/") + 1] in real:
            with suppress(OSError):
                path = f"{config.output}/{document.path}"
                there = os.lstat(path)
                if file.stat == stat_of(there):
                    found[document.path] = file
                elif stat.S_ISREG(there.st_mode) and _digest_of(path) == file.digest:
                    found[document.path] = file._replace(stat=stat_of(there))
    return found


def compare(documents: Iterable[Document], config: Config, keep: Mapping[str, File]) -> Plan:
    """What is to be written, kept and removed so that the output folder holds just `documents`.

    Touches nothing. Those to `keep` are not looked at; others are rendered as far as they are the same.
    """
    output = config.output
    documents = tuple(documents)
    kept, write, failures = [], [], []
    due: dict[str, str] = {}  # on some file systems Feed.atom is feed.atom
    for document in documents:
        due[document.path.casefold()] = document.path
        try:
            if file := keep.get(document.path) or _same(document, output):
                kept.append((document.path, file))
            else:
                write.append(document)
        except _InTheWayError as error:
            failures.append(config.document_problem(document.path, str(error)))
        except OSError as error:
            failures.append(config.document_problem(document.path, f"cannot be read: {error.strerror}"))
        except CacheError:
            raise
        except Exception:  # a bug of ours: the attempt to write it says more
            write.append(document)
    there, seen = _files(output)
    others = [path for path in there if path.casefold() not in due]
    exact = {document.path for document in documents}
    for path in there:  # Feed.atom beside feed.atom: two files here, one elsewhere
        if path not in exact and path.casefold() in due and due[path.casefold()] in there:
            others.append(path)
    no_longer_due = {path: _is_removable(output / path) for path in others if path.endswith(_SUFFIXES)}
    return Plan(
        write=tuple(write),
        keep=tuple(kept),
        remove=tuple(path for path, ours in no_longer_due.items() if ours),
        unsure=not seen or None in no_longer_due.values() or not {*there} <= exact | {*others},
        litter=tuple(path for path in others if _is_litter(path)),
        failures=tuple(failures),
    )


class _InTheWayError(Exception):
    """Something that is not ours has the place of a document."""


def _same(document: Document, output: Path) -> File | None:
    """The file in the place of a document, if it holds the same bytes.

    Raises _InTheWayError where something there is not ours.
    """
    path = output / document.path
    if path.parent != output and os.path.lexists(path.parent) and not _is_folder(path.parent):
        raise _InTheWayError(f"{path.parent.name} is no folder; move it away, then build again")
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise _InTheWayError("no regular file; move it away, then build again")
    seen = sha256()
    with path.open("rb") as file:
        for part in document.parts():
            if file.read(len(part)) != part:
                break
            seen.update(part)
        else:
            if not file.read(1):
                return File(document.source, seen.digest(), stat_of(found))
    if not _is_ours(path):
        raise _InTheWayError("not written by seedfeed; move it away, then build again")
    return None


def _is_litter(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(".") and name.endswith(_LITTER)


def _is_real(path: Path) -> bool:
    try:
        return _is_folder(path)
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    """A real one: through a link, documents would land elsewhere."""
    return stat.S_ISDIR(path.lstat().st_mode)


def _digest_of(path: str | Path) -> bytes:
    seen = sha256()
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            seen.update(chunk)
    return seen.digest()


def _is_ours(path: Path) -> bool:
    """Whether a regular file bears our mark."""
    with path.open("rb") as file:
        return bool(MARK.search(file.read(MARK_WITHIN)))


def _is_removable(path: Path) -> bool | None:
    """Whether a file is a document of ours; None where it cannot be read."""
    try:
        return stat.S_ISREG(path.lstat().st_mode) and _is_ours(path)
    except FileNotFoundError:
        return False
    except OSError:
        return None


def _files(output: Path) -> tuple[list[str], bool]:
    """Paths below `output` of what stands in the folders of documents; and whether all of these could be seen."""
    found: list[str] = []
    seen = True
    for folder in FOLDERS:
        try:
            if not folder or _is_folder(output / folder):
                found += [folder + name for name in os.listdir(output / folder)]
        except FileNotFoundError:
            pass
        except OSError:
            seen = False
    return sorted(found), seen


class Outcome(NamedTuple):
    """What came of a plan: paths below feeds/, and why a document could not be written or removed."""

    written: dict[str, File]
    removed: tuple[str, ...] = ()
    failures: tuple[Problem, ...] = ()


def foresee(plan: Plan) -> Outcome:
    """What comes of a plan where nothing fails. Renders what would be written, for its size."""
    nowhere = (0, 0, 0)
    written = {each.path: File(each.source, b"", (sum(map(len, each.parts())), *nowhere)) for each in plan.write}
    return Outcome(written, plan.remove)


def publish(plan: Plan, config: Config, progress: Progress, spread: Spread) -> Outcome:
    """Carry out a plan, in its order. A document that cannot be written stays as it was, the others go on.

    `spread` says how several are made ready at a time.

    What a document links to is on the disk before it is: each folder is synced before the next one's turn.
    Without its history no feed goes ahead, or who follows it would miss what has moved there.
    """
    output = config.output
    written: dict[str, File] = {}
    removed: list[str] = []
    failures: list[Problem] = []

    @contextmanager
    def reported(path: str, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            failures.append(config.document_problem(path, f"cannot be {what}: {error.strerror or error}"))
        except ValueError as error:
            reason = f"a bug in seedfeed, please report it: {error}; the document stays as it was"
            failures.append(config.document_problem(path, reason))

    for path in plan.litter:
        with suppress(OSError):
            os.unlink(output / path)
    for folder in dict.fromkeys(_folder_of(document.path) for document in plan.write):
        with reported(folder, "made"):
            if not (output / folder).exists():
                (output / folder).mkdir()
                _sync(output)

    def prepare(number: int) -> _Prepared:
        return _prepare(plan.write[number], output)

    order = sorted(range(len(plan.write)), key=lambda number: len(plan.write[number].entries) <= _LONG)
    prepared = zip(plan.write, _in_turn(order, spread(prepare, order)), strict=True)
    waits = False
    try:
        for folder, documents in groupby(progress("writing", prepared, len(plan.write)), key=_folder_of_prepared):
            before, failed = len(written), len(failures)
            for document, (named, fault) in documents:
                if waits:
                    failures.append(config.document_problem(document.path, _WAITS))
                    continue
                with reported(document.path, "written"):
                    written[document.path] = _place(document, named, fault, output)
            if len(written) > before:
                with reported(folder, "synced"):
                    _sync(output / folder)
            waits = waits or (folder == _HISTORY and len(failures) > failed)
    except CacheError as error:
        error.written = tuple(written)
        raise
    finally:
        for document in plan.write if len(written) < len(plan.write) else ():
            with suppress(OSError):
                os.unlink(_beside(output / document.path))
    for path in plan.remove:
        with reported(path, "removed"):
            os.unlink(output / path)
            removed.append(path)
    for folder in sorted({_folder_of(path) for path in removed}, reverse=True):
        with reported(folder, "synced"):
            if folder and not os.listdir(output / folder):
                os.rmdir(output / folder)
                folder = ""
            _sync(output / folder)
    return Outcome(written, tuple(removed), tuple(failures))


def _in_turn(order: Iterable[int], results: Iterable[_Prepared]) -> Iterator[_Prepared]:
    """Results that come in some order, in the order of their numbers."""
    waiting = {}
    turn = 0
    for number, result in zip(order, results, strict=True):
        waiting[number] = result
        while turn in waiting:
            yield waiting.pop(turn)
            turn += 1


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _folder_of_prepared(pair: tuple[Document, object]) -> str:
    return _folder_of(pair[0].path)


def _beside(path: Path) -> Path:
    """Where a document is written before it takes its place."""
    return path.with_name(f".{path.name}{_LITTER}")


#: The digest of a document that stands beside its place; or errno and words, or words alone for a bug of ours.
_Prepared = tuple[bytes, None] | tuple[None, tuple[int | None, str]]


def _prepare(document: Document, output: Path) -> _Prepared:
    """Write a document beside its place and read it back."""
    beside = _beside(output / document.path)
    try:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        meant = sha256()
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666), "wb") as file:
            for part in document.parts():
                file.write(part)
                meant.update(part)
            file.flush()
            os.fsync(file.fileno())
        again = _Hashed(beside)
        with io.BufferedReader(again, _CHUNK) as reader:
            _check(document, list(document.read_ids(reader)))
        if again.seen.digest() != meant.digest():
            return None, (errno.EIO, "the disk does not give back what was written")
        return meant.digest(), None
    except OSError as error:
        return None, (error.errno or errno.EIO, error.strerror or str(error))
    except CacheError:
        raise
    except Exception as error:  # a bug of ours; the other documents are none the worse
        return None, (None, f"{type(error).__name__}: {error}")


def _place(document: Document, named: bytes | None, fault: tuple[int | None, str] | None, output: Path) -> File:
    """Put a prepared document into its place. Raises OSError; ValueError for a bug of ours."""
    if named is None:
        number, reason = fault or (None, "")
        raise ValueError(reason) if number is None else OSError(number, reason)
    path = output / document.path
    os.replace(_beside(path), path)
    return File(document.source, named, stat_of(path.lstat()))


class _Hashed(io.FileIO):
    """A file that names what has been read of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.seen = sha256()

    def readinto(self, buffer: Any) -> int:
        """Read, and remember what."""
        length = super().readinto(buffer) or 0
        self.seen.update(memoryview(buffer)[:length])
        return length


def _check(document: Document, ids: Sequence[bytes]) -> None:
    """Whether what was read back is what was meant. Raises ValueError."""
    if len(ids) != len(document.entries):
        raise ValueError(f"{len(ids)} entries instead of {len(document.entries)}")
    if len(set(ids)) != len(ids):
        raise ValueError("an id that stands there twice")


def _sync(folder: Path) -> None:
    """Wait until the disk knows the names in a folder, where the file system can. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
