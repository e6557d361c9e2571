"""Things, some at a time: for pipes, queries and writes that take many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")

#: Things handled at a time, as a rule.
BATCH = 500
_HEAVY = 4 << 20


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
