"""The same work on many tasks, on all cores. An edge: it starts processes."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from seedfeed.report import Thing

if TYPE_CHECKING:
    from concurrent.futures import Future

#: Things handled at a time, as a rule.
BATCH = 500
_HEAVY = 4 << 20

_Work = Callable[[Any], Any]
#: In a process of a pool: what it does with a task.
_work: _Work


def spread(
    work: _Work,
    tasks: Iterable[Any],
    *,
    ahead: int = 2,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Any]:
    """What `work` gives for each task, in the order of the tasks.

    Each core has a process that does one task after the other. This process does a lone task, what a process that
    was killed leaves undone, and all tasks where it has threads: a fork beside these may wait for ever. `ahead`
    tasks for each core are handed out before their results are asked for. `meanwhile` is called while the
    processes begin.
    """
    waiting = iter(tasks)
    first = list(islice(waiting, 2))
    waiting = chain(first, waiting)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(first) < 2 or cores < 2 or threading.active_count() > 1:
        yield from map(work, waiting)
        return
    import multiprocessing  # some 20 ms, which a lone task does without
    from concurrent.futures import BrokenExecutor
    from concurrent.futures.process import ProcessPoolExecutor

    # A fork has all that is loaded and read so far, and the handle of the lock: while a process that outlives its
    # parent may still write, no other build begins.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(cores, context, _begin, (work,))
    running: deque[tuple[Any, Future[Any] | None]] = deque()

    def give(task: Any) -> None:
        try:
            running.append((task, pool.submit(_do, task)))
        except (OSError, BrokenExecutor):  # too many processes, or too little memory; or one was killed
            running.append((task, None))

    finished = False
    try:
        for task in islice(waiting, cores * ahead):
            give(task)
        meanwhile()
        while running:
            task, future = running.popleft()
            try:
                result = future.result() if future else work(task)
            except BrokenExecutor:
                result = work(task)
            for more in islice(waiting, 1):
                give(more)
            yield result
        finished = True
    finally:
        if not finished:
            _end_all()
        pool.shutdown(cancel_futures=True)
        _end_all()  # none is left, unless the pool could not start


def _end_all() -> None:
    """End the processes of this one, whatever they do."""
    import multiprocessing

    for process in multiprocessing.active_children():
        with suppress(OSError):
            process.kill()
        process.join()


def _begin(work: _Work) -> None:
    """The first thing that a process does: it learns its work, and to end with its parent."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
    os.kill(os.getpid(), signal.SIGKILL)


def _do(task: Any) -> Any:
    return _work(task)


def batches(things: Iterable[Thing], weigh: Callable[[Thing], int] = lambda _: 0) -> Iterator[list[Thing]]:
    """All things, some at a time: BATCH of them, or fewer where they are heavy (in bytes)."""
    batch: list[Thing] = []
    weight = 0
    for thing in things:
        batch.append(thing)
        weight += weigh(thing)
        if len(batch) == BATCH or weight > _HEAVY:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
