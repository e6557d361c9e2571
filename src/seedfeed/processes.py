"""The same work on many tasks, on all cores. An edge: it starts processes."""

from __future__ import annotations

import fcntl
import marshal
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import Any, BinaryIO, NoReturn

from seedfeed.locking import held

_LENGTH = 8  # bytes that say how many follow
_MOST_FILES = 1 << 16
_PIPE = 1 << 20  # bytes


def spread(
    work: Callable[[Any], Any],
    tasks: Iterable[Any],
    *,
    ahead: int = 2,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Any]:
    """What `work` gives for each task, in their order. All plain: None, numbers, texts, bytes, tuples, lists.

    Each core has a process that does one task after the other; a lone task is done here. So many tasks are given
    `ahead` of their results: more than one must be so small that a pipe holds them, or each waits for the other.
    `meanwhile` is called while they begin.
    """
    waiting = iter(tasks)
    first = list(islice(waiting, 2))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(first) < 2 or cores < 2:
        yield from map(work, chain(first, waiting))
        return
    waiting = chain(first, waiting)
    workers: list[_Worker] = []
    running: deque[_Worker] = deque()
    try:
        for turn in range(cores * ahead):
            for task in islice(waiting, 1):
                if turn < cores:
                    workers.append(_Worker(work))
                running.append(workers[turn % cores])
                running[-1].give(task)
        meanwhile()
        while running:
            worker = running.popleft()
            result = worker.take()
            for task in islice(waiting, 1):
                worker.give(task)
                running.append(worker)
            yield result
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process that does what it is given. What it cannot do (it was killed, or there is none) is done here.

    Where a pipe to it fails once, it is ended: nobody could tell any more which result belongs to which task.
    """

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work
        self._tasks: deque[Any] = deque()
        theirs, inbox = os.pipe()
        outbox, ours = os.pipe()
        life, self._life = os.pipe()
        parent = os.getpid()
        with suppress(AttributeError, OSError):  # Linux: a result fits, and nobody waits for the reader
            fcntl.fcntl(ours, fcntl.F_SETPIPE_SZ, _PIPE)
        try:
            self._process = os.fork()
        except OSError:  # too many processes, or too little memory
            self._process = -1
        if self._process == 0:
            _serve(work, theirs, ours, life, parent)
        for handle in (theirs, ours, life):
            os.close(handle)
        self._inbox: BinaryIO = open(inbox, "wb")  # noqa: SIM115 - `end` closes all three
        self._outbox: BinaryIO = open(outbox, "rb")  # noqa: SIM115

    def give(self, task: Any) -> None:
        """Another task, to begin with as soon as those before it are done."""
        self._tasks.append(task)
        if self._process:
            try:
                _send(self._inbox, task)
            except OSError:
                self.end()

    def take(self) -> Any:
        """What came of the first task given."""
        task = self._tasks.popleft()
        if self._process:
            try:
                return _receive(self._outbox)
            except (OSError, EOFError):
                self.end()
        return self._work(task)

    def end(self) -> None:
        """End the process, whatever it does."""
        if not self._process:
            return
        if self._process > 0:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self._process, signal.SIGKILL)
                os.waitpid(self._process, 0)
        self._process = 0
        for pipe in (self._inbox, self._outbox):
            with suppress(OSError):
                pipe.close()
        os.close(self._life)


def _serve(work: Callable[[Any], Any], theirs: int, ours: int, life: int, parent: int) -> NoReturn:
    """The life of a process. It ends with its parent: at once on Linux, elsewhere when its task is done."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGIO):
            signal.signal(number, signal.SIG_DFL)
        start = 3
        for handle in (*sorted((theirs, ours, life, *held)), _MOST_FILES):
            os.closerange(start, handle)
            start = handle + 1
        # SIGIO ends us when the parent's end of this pipe is closed: it never writes there.
        with suppress(AttributeError, OSError):
            fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
        if os.getppid() != parent:
            os._exit(0)
        with open(theirs, "rb") as inbox, open(ours, "wb") as outbox:
            while True:
                _send(outbox, work(_receive(inbox)))
    finally:
        os._exit(0)


def _send(pipe: BinaryIO, value: Any) -> None:
    data = marshal.dumps(value)
    pipe.write(len(data).to_bytes(_LENGTH, "big") + data)
    pipe.flush()


def _receive(pipe: BinaryIO) -> Any:
    length = pipe.read(_LENGTH)
    data = pipe.read(int.from_bytes(length, "big"))
    if len(length) < _LENGTH or len(data) < int.from_bytes(length, "big"):
        raise EOFError
    return marshal.loads(data)  # noqa: S302 - from our own process
