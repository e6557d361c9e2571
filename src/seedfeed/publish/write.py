"""Plan → feeds/. The edge that writes.

Every reader of feeds/ sees a whole document, old or new: each is written beside its place, synced, read back
and renamed. What the tool did not write is never overwritten or removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import file_digest
from io import BufferedReader, BytesIO
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from seedfeed.cache.store import LONG, CacheError
from seedfeed.model import ARCHIVE, ENTRIES, Config, Document, File, folder_of
from seedfeed.publish.compare import LITTER, Plan, new_digest
from seedfeed.report import Problem, Progress
from seedfeed.seeds.scan import stat_of

#: What a function gives for each task, in their order: `map`, or something that does it on all cores.
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

#: What leads to nothing that comes later, then what leads to that alone; all else leads to both.
_ORDER = (ENTRIES, ARCHIVE)
_FEW_DOCUMENTS, _FEW_ENTRIES = 50, 3000
#: Of more documents, all are synced at once: to wait for each of 10,000 pages takes ten seconds and more.
_MANY = 300
_SMALL = 1 << 16  # bytes
_WAITS = "stays as it was, because what it leads to cannot be written"


class Outcome(NamedTuple):
    """What came of a plan: paths below feeds/, and why a document could not be written or removed."""

    written: dict[str, File]
    same: Mapping[str, File] = MappingProxyType({})  #: what turned out to have the same bytes
    removed: tuple[str, ...] = ()
    failures: tuple[Problem, ...] = ()


def foresee(plan: Plan, config: Config) -> Outcome:
    """What comes of a plan where the disk does its part.

    Renders feeds, for their size, and what may turn out to be the same.
    """
    blocked = _blocked(fault.path.removeprefix(f"{config.output_name}/") for fault in plan.failures)
    written: dict[str, File] = {}
    same: dict[str, File] = {}
    failures: list[Problem] = []
    for document in plan.write:
        stale = plan.stale.get(document.path)
        data = b"".join(document.parts()) if stale or document.format else b""
        if stale and stale.digest == new_digest(data).digest():
            same[document.path] = stale
        elif _rank(document.path) > blocked:
            failures.append(config.document_problem(document.path, _WAITS))
        else:
            written[document.path] = File(document.source, b"", (len(data), 0, 0, 0))
    return Outcome(written, same, () if failures else plan.remove, tuple(failures))


def _rank(path: str) -> int:
    """How many other documents one leads to, as a place in _ORDER."""
    top = path.partition("/")[0] if "/" in path else ""
    return _ORDER.index(top) if top in _ORDER else len(_ORDER)


def _blocked(paths: Iterable[str]) -> int:
    """The rank above which documents wait, because those at `paths` cannot be written."""
    return min(map(_rank, paths), default=len(_ORDER))


def publish(plan: Plan, config: Config, progress: Progress, spread: Spread) -> Outcome:
    """Carry out a plan, in its order. A document that cannot be written stays as it was, the others go on.

    `spread` says how several are made ready at a time.

    What a document links to is on the disk before it is: each rank is synced before the next one's turn.
    Without the pages of its entries, or without its history, no feed goes ahead: its links would lead nowhere, and
    who follows it would miss what has moved to the history.
    """
    output = config.output
    written: dict[str, File] = {}
    same: dict[str, File] = {}
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
        with reported(path, "removed"), suppress(FileNotFoundError):
            os.unlink(output / path)
    many = len(plan.write) > _MANY
    for folder in dict.fromkeys(folder_of(document.path) for document in plan.write):
        with reported(folder, "made"):
            _make(folder, output, sync=not many)

    def prepare(numbers: Iterable[int]) -> list[_Prepared]:
        documents = (plan.write[number] for number in numbers)
        return [_prepare(each, output, plan.stale.get(each.path), sync=not many) for each in documents]

    tasks = tasks_of(plan.write)
    results = spread(prepare, tasks)
    prepared = progress("writing", zip(plan.write, _in_turn(tasks, results), strict=True), len(plan.write))
    blocked = _blocked(fault.path.removeprefix(f"{config.output_name}/") for fault in plan.failures)
    try:
        if many:
            prepared = [*prepared]
            os.sync()
        for rank, documents in groupby(prepared, key=lambda pair: _rank(pair[0].path)):
            places: dict[str, None] = {}
            failed = len(failures)
            for document, ready in documents:
                stale = plan.stale.get(document.path)
                if stale and stale.digest == ready[0]:
                    same[document.path] = stale._replace(source=document.source)
                elif rank > blocked:
                    failures.append(config.document_problem(document.path, _WAITS))
                else:
                    with reported(document.path, "written"):
                        written[document.path] = _place(document, ready, output)
                        places[folder_of(document.path)] = None
            if len(places) > _MANY:
                os.sync()
            else:
                for folder in places:
                    with reported(folder, "synced"):
                        _sync(output / folder)
            if len(failures) > failed:
                blocked = min(blocked, rank)
    except CacheError as error:
        error.written = tuple(written)
        raise
    finally:
        if isinstance(results, Generator):
            results.close()  # so that no process writes any more
        for document in plan.write if len(written) + len(same) < len(plan.write) else ():
            with suppress(OSError):
                os.unlink(_beside(document.path, output))
    for path in () if failures else plan.remove:  # what stays as it was may lead there
        with reported(path, "removed"):
            os.unlink(output / path)
            removed.append(path)
    for folder in sorted({folder_of(path) for path in removed}, reverse=True):
        with reported(folder, "synced"):
            while folder and (not (output / folder).exists() or not os.listdir(output / folder)):
                with suppress(FileNotFoundError):  # it went with a folder in it
                    os.rmdir(output / folder)
                folder = folder_of(folder)
            _sync(output / folder)
    return Outcome(written, same, tuple(removed), tuple(failures))


def tasks_of(documents: Sequence[Document]) -> list[list[int]]:
    """For each task of a process, the numbers of the documents that it makes ready.

    Documents of the same entries are one task, unless they are long, and the longest tasks come first. Few
    documents are one task, which is done here: to start processes would take longer than to write them.
    """
    lengths = [len(document.entries) for document in documents]
    if len(documents) <= _FEW_DOCUMENTS and sum(lengths) <= _FEW_ENTRIES:
        return [[*range(len(documents))]]
    tasks: dict[int, list[int]] = {}
    for number, document in enumerate(documents):
        long = lengths[number] > LONG
        tasks.setdefault(-number - 1 if long else id(document.reads or document.entries), []).append(number)
    return sorted(tasks.values(), key=lambda numbers: -sum(lengths[number] for number in numbers))


def _in_turn(tasks: Sequence[Iterable[int]], results: Iterable[Iterable[_Prepared]]) -> Iterator[_Prepared]:
    """Results that come in some order, in the order of their numbers."""
    waiting: dict[int, _Prepared] = {}
    turn = 0
    for numbers, prepared in zip(tasks, results, strict=True):
        waiting.update(zip(numbers, prepared, strict=True))
        while turn in waiting:
            yield waiting.pop(turn)
            turn += 1


def _make(folder: str, output: Path, *, sync: bool) -> None:
    """Make a folder below `output`, and those that it is in. Raises OSError."""
    if not folder or (output / folder).exists():
        return
    _make(folder_of(folder), output, sync=sync)
    (output / folder).mkdir()
    if sync:
        _sync((output / folder).parent)


def _beside(path: str, output: Path) -> str:
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
_Prepared = tuple[bytes | None, int | None, str]


def _prepare(document: Document, output: Path, stale: File | None, *, sync: bool) -> _Prepared:
    """Write a document beside its place and read it back; none that has the same bytes as the stale one there.

    Without `sync`, it is not on the disk before the caller sees to it.
    """
    beside = _beside(document.path, output)
    try:
        handle = _create(beside)
        try:
            meant = new_digest()
            for part in document.parts():
                meant.update(part)
                _write(handle, part)
            if stale and meant.digest() == stale.digest:
                os.unlink(beside)
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


def _place(document: Document, ready: _Prepared, output: Path) -> File:
    """Put a prepared document into its place. Raises OSError; ValueError for a bug of ours."""
    digest, number, reason = ready
    if digest is None:
        raise ValueError(reason) if number is None else OSError(number, reason)
    path = f"{output}/{document.path}"
    os.replace(_beside(document.path, output), path)
    return File(document.source, digest, stat_of(os.lstat(path)))


def _check(document: Document, ids: Sequence[bytes]) -> None:
    """Raises ValueError unless each entry is there once, by the ids that were read back."""
    if len(ids) != len(document.entries):
        raise ValueError(f"{len(ids)} entries instead of {len(document.entries)}")
    if len(set(ids)) != len(ids):
        raise ValueError("an id that is there twice")


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
