"""Plan → feeds/: what is written in which order, and removed. An edge; `place` writes each document.

Every reader of feeds/ sees a whole document, old or new. What the tool did not write is never overwritten or
removed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from seedfeed.cache.store import LONG, CacheError
from seedfeed.model import ARCHIVE, ENTRIES, Config, Document, File, folder_of
from seedfeed.publish.compare import Plan, new_digest
from seedfeed.publish.place import Prepared, beside, make_folder, place, prepare, sync_folder
from seedfeed.report import Problem, Progress

#: What a function gives for each task, in their order: `map`, or something that does it on all cores.
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

#: What leads to nothing that comes later, then what leads to that alone; all else leads to both.
_ORDER = (ENTRIES, ARCHIVE)
_FEW_DOCUMENTS, _FEW_ENTRIES = 50, 3000
#: Of more documents, all are synced at once: to wait for each of 10,000 pages takes ten seconds and more.
_MANY = 300
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
    blocked = _blocked(plan, config)
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


def _blocked(plan: Plan, config: Config) -> int:
    """The rank above which documents wait, because something else is in the place of others."""
    faults = (fault.path.removeprefix(f"{config.output_name}/") for fault in plan.failures)
    return min(map(_rank, faults), default=len(_ORDER))


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
            make_folder(folder, output, sync=not many)

    def prepare_some(numbers: Iterable[int]) -> list[Prepared]:
        documents = (plan.write[number] for number in numbers)
        return [prepare(each, output, plan.stale.get(each.path), sync=not many) for each in documents]

    tasks = tasks_of(plan.write)
    results = spread(prepare_some, tasks)
    prepared = progress("writing", zip(plan.write, _in_turn(tasks, results), strict=True), len(plan.write))
    blocked = _blocked(plan, config)
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
                        written[document.path] = place(document, ready, output)
                        places[folder_of(document.path)] = None
            if len(places) > _MANY:
                os.sync()
            else:
                for folder in places:
                    with reported(folder, "synced"):
                        sync_folder(output / folder)
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
                os.unlink(beside(document.path, output))
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
            sync_folder(output / folder)
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


def _in_turn(tasks: Sequence[Iterable[int]], results: Iterable[Iterable[Prepared]]) -> Iterator[Prepared]:
    """Results that come in some order, in the order of their numbers."""
    waiting: dict[int, Prepared] = {}
    turn = 0
    for numbers, prepared in zip(tasks, results, strict=True):
        waiting.update(zip(numbers, prepared, strict=True))
        while turn in waiting:
            yield waiting.pop(turn)
            turn += 1
