"""Plan → feeds/. The edge that writes.

Every reader of feeds/ sees a whole document, old or new: each is written beside its place, synced, read back
and renamed. What the tool did not write is never overwritten or removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from seedfeed.cache.store import LONG, CacheError
from seedfeed.model import Config, Document, File
from seedfeed.publish.compare import LITTER, Plan
from seedfeed.report import Problem, Progress
from seedfeed.seeds.scan import stat_of

#: What a function gives for each task, in their order: `map`, or something that does it on all cores.
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

_HISTORY = "archive"
_FEW_DOCUMENTS, _FEW_ENTRIES = 50, 3000
_WAITS = "stays as it was, because the history that it leads to cannot be written"


class Outcome(NamedTuple):
    """What came of a plan: paths below feeds/, and why a document could not be written or removed."""

    written: dict[str, File]
    same: Mapping[str, File] = MappingProxyType({})  #: what turned out to have the same bytes
    removed: tuple[str, ...] = ()
    failures: tuple[Problem, ...] = ()


def foresee(plan: Plan, config: Config) -> Outcome:
    """What comes of a plan where the disk does its part. Renders what would be written, for its size."""
    waits = _history_waits(plan, config)
    written: dict[str, File] = {}
    same: dict[str, File] = {}
    failures: list[Problem] = []
    for document in plan.write:
        stale = plan.stale.get(document.path)
        data = b"".join(document.parts())
        if stale and stale.digest == sha256(data).digest():
            same[document.path] = stale
        elif waits and _folder_of(document.path) != _HISTORY:
            failures.append(config.document_problem(document.path, _WAITS))
        else:
            written[document.path] = File(document.source, b"", (len(data), 0, 0, 0))
    return Outcome(written, same, () if failures else plan.remove, tuple(failures))


def _history_waits(plan: Plan, config: Config) -> bool:
    """Whether something is in the way of the history: then no feed may go ahead of it."""
    return any(fault.path.startswith(f"{config.output_name}/{_HISTORY}/") for fault in plan.failures)


def publish(plan: Plan, config: Config, progress: Progress, spread: Spread) -> Outcome:
    """Carry out a plan, in its order. A document that cannot be written stays as it was, the others go on.

    `spread` says how several are made ready at a time.

    What a document links to is on the disk before it is: each folder is synced before the next one's turn.
    Without its history no feed goes ahead, or who follows it would miss what has moved there.
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
    for folder in dict.fromkeys(_folder_of(document.path) for document in plan.write):
        with reported(folder, "made"):
            if not (output / folder).exists():
                (output / folder).mkdir()
                _sync(output)

    def prepare(numbers: Iterable[int]) -> list[_Prepared]:
        documents = (plan.write[number] for number in numbers)
        return [_prepare(document, output, plan.stale.get(document.path)) for document in documents]

    tasks = tasks_of(plan.write)
    results = spread(prepare, tasks)
    prepared = zip(plan.write, _in_turn(tasks, results), strict=True)
    waits = _history_waits(plan, config)
    try:
        for folder, documents in groupby(progress("writing", prepared, len(plan.write)), key=_folder_of_prepared):
            before, failed = len(written), len(failures)
            for document, ready in documents:
                stale = plan.stale.get(document.path)
                if stale and stale.digest == ready[0]:
                    same[document.path] = stale._replace(source=document.source)
                elif waits and folder != _HISTORY:
                    failures.append(config.document_problem(document.path, _WAITS))
                else:
                    with reported(document.path, "written"):
                        written[document.path] = _place(document, ready, output)
            if len(written) > before:
                with reported(folder, "synced"):
                    _sync(output / folder)
            waits = waits or (folder == _HISTORY and len(failures) > failed)
    except CacheError as error:
        error.written = tuple(written)
        raise
    finally:
        if isinstance(results, Generator):
            results.close()  # so that no process writes any more
        for document in plan.write if len(written) + len(same) < len(plan.write) else ():
            with suppress(OSError):
                os.unlink(_beside(output / document.path))
    for path in () if failures else plan.remove:  # what stays as it was may lead there
        with reported(path, "removed"):
            os.unlink(output / path)
            removed.append(path)
    for folder in sorted({_folder_of(path) for path in removed}, reverse=True):
        with reported(folder, "synced"):
            if folder and not os.listdir(output / folder):
                os.rmdir(output / folder)
                folder = ""
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
        tasks.setdefault(-number - 1 if long else id(document.entries), []).append(number)
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


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _folder_of_prepared(pair: tuple[Document, object]) -> str:
    return _folder_of(pair[0].path)


def _beside(path: Path) -> Path:
    """Where a document is written before it takes its place."""
    return path.with_name(f".{path.name}{LITTER}")


#: The digest of a document that is written beside its place; or None, the errno (None for a bug of ours), and why.
_Prepared = tuple[bytes | None, int | None, str]


def _prepare(document: Document, output: Path, stale: File | None) -> _Prepared:
    """Write a document beside its place and read it back; none that has the same bytes as the stale one there."""
    beside = _beside(output / document.path)
    try:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        meant = sha256()
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666), "wb") as file:
            for part in document.parts():
                file.write(part)
                meant.update(part)
            if stale and meant.digest() == stale.digest:
                os.unlink(beside)
                return stale.digest, None, ""
            file.flush()
            os.fsync(file.fileno())
        with open(beside, "rb") as again:
            _check(document, list(document.read_ids(again)))
            again.seek(0)
            if file_digest(again, "sha256").digest() != meant.digest():
                return None, errno.EIO, "what was read back is not what was written"
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
    path = output / document.path
    os.replace(_beside(path), path)
    return File(document.source, digest, stat_of(path.lstat()))


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
