"""The same work on many batches, on all cores. An edge: it starts processes."""

from __future__ import annotations

import marshal
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
Batch = TypeVar("Batch")
_MOST_FILES = 1 << 16


def batches(things: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """All things, some at a time."""
    left = iter(things)
    while batch := list(islice(left, size)):
        yield batch


def spread(work: Callable[[Batch], Any], batches: Iterable[Batch]) -> Iterator[Any]:
    """What `work` gives for each batch, in their order: plain values (None, numbers, texts, bytes, tuples, lists).

    Each batch but a lone one is worked on in a process of its own, as many at a time as there are cores.
    """
    waiting = iter(batches)
    ahead: list[Batch] = [batch for _, batch in zip(range(2), waiting, strict=False)]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(ahead) < 2 or cores < 2:
        yield from map(work, ahead)
        yield from map(work, waiting)
        return
    running: deque[tuple[int, int, Batch]] = deque()
    try:
        for source in (ahead, waiting):
            for batch in source:
                running.append((*_start(work, batch), batch))
                if len(running) > cores:
                    yield _finish(work, *running.popleft())
        while running:
            yield _finish(work, *running.popleft())
    finally:
        for process, pipe, _ in running:
            os.close(pipe)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _start(work: Callable[[Batch], Any], batch: Batch) -> tuple[int, int]:
    """Begin to work on a batch. Returns the process (0 if there can be none) and the pipe to read from."""
    pipe, out = os.pipe()
    try:
        process = os.fork()
    except OSError:  # too many processes, too little memory
        os.close(out)
        return 0, pipe
    if process:
        os.close(out)
        return process, pipe
    try:  # The child. It shares the lock of the build and must not keep it.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.closerange(3, out)
        os.closerange(out + 1, _MOST_FILES)
        with open(out, "wb") as file:
            marshal.dump(work(batch), file)
    except BaseException:  # the parent tries again, and says what is wrong
        os._exit(1)
    os._exit(0)


def _finish(work: Callable[[Batch], Any], process: int, pipe: int, batch: Batch) -> Any:
    with open(pipe, "rb") as file:
        data = file.read()
    if process and os.waitpid(process, 0)[1] == 0:
        return marshal.loads(data)  # noqa: S302 - of our own child
    return work(batch)
