"""What a build tells: how far it has come, and what it did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from seedfeed.batches import Thing
from seedfeed.problems import Problem


class Progress(Protocol):
    """Shows how far long work has come."""

    def __call__(self, label: str, things: Iterable[Thing], total: int, /) -> Iterable[Thing]:
        """The same things, one after the other."""


def unseen(_label: str, things: Iterable[Thing], _total: int) -> Iterable[Thing]:
    """Shows nothing."""
    return things


class Retagged(NamedTuple):
    """A published entry whose tags the rules of the config would change."""

    seed: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]


class Report(NamedTuple):
    """What a build did, or with `--dry-run` would do."""

    seeds: int = 0
    entries: int = 0
    held: int = 0
    drafts: int = 0
    problems: tuple[Problem, ...] = ()  #: seeds that were refused
    failures: tuple[Problem, ...] = ()  #: documents that could not be published
    notices: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    retagged: tuple[Retagged, ...] | None = ()  #: in a dry run; None if it is not known what was published
