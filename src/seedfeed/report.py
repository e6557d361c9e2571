"""What a build tells: what is wrong and where, how far it has come, and what it did. Touches no file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar

Thing = TypeVar("Thing")

#: Of more lines of a kind, one tells the number.
FEW = 10
_LONGEST_REASON = 400  # characters: a reason may quote what a stranger wrote

#: Line ends and control characters, which would break or forge a line on a terminal.
_UNPRINTABLE = {c: f"\\x{c:02x}" for c in (*range(0x20), *range(0x7F, 0xA0))} | {
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def one_line(text: str) -> str:
    """`text` fit for one line on a terminal: control characters written as escapes."""
    return text.translate(_UNPRINTABLE).encode("utf-8", "backslashreplace").decode("utf-8")


class Problem(NamedTuple):
    """One fault, or one notice, in one file."""

    path: str  #: as the user knows the file: below the folder of the config
    line: int | None  #: from 1; None where no line is at fault
    reason: str  #: what is wrong and what to do

    @property
    def place(self) -> str:
        """File and line, as editors and compilers write them."""
        return one_line(self.path if self.line is None else f"{self.path}:{self.line}")

    @property
    def words(self) -> str:
        """The reason, fit for one line."""
        reason = self.reason if len(self.reason) <= _LONGEST_REASON else self.reason[:_LONGEST_REASON] + "…"
        return one_line(reason)

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def bug(error: Exception) -> Problem:
    """What to tell of an error that nobody expected."""
    return Problem("seedfeed", None, f"a bug, please report it: {type(error).__name__}: {error}")


class SeedfeedError(Exception):
    """Base of what seedfeed raises for expected trouble."""


class SeedError(SeedfeedError):
    """A seed that cannot be published. `line` (from 1) and `reason` say why."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class ConfigError(SeedfeedError):
    """A config that cannot be used; `problems` holds every fault found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class PublishError(SeedfeedError):
    """Nothing can be published: the folder is locked or out of reach."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def count_of(number: int, one: str, many: str) -> str:
    """A number and what it counts: `1 seed`, `2 seeds`."""
    return f"{number} {one if number == 1 else many}"


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


class Change(NamedTuple):
    """An entry that subscribers will see as new, updated or gone."""

    id: str
    path: str | None  #: of its seed; None if it is gone, and nobody knows


class Moved(NamedTuple):
    """An entry that goes while one with the same text comes under another id."""

    id: str  #: that it had, and that would keep it
    path: str | None  #: of the seed that comes
    was: str | None  #: the path of the seed that it was; None if nobody knows


class Report(NamedTuple):
    """What a build did, or with `--dry-run` would do."""

    seeds: int = 0
    entries: int = 0
    held: int = 0
    drafts: int = 0
    new: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    moved: tuple[Moved, ...] = ()
    problems: tuple[Problem, ...] = ()  #: seeds that were refused
    failures: tuple[Problem, ...] = ()  #: documents that could not be published
    notices: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()  #: in no order
    removed: tuple[str, ...] = ()
    retagged: tuple[Retagged, ...] | None = ()  #: in a dry run; None if it is not known what was published

    @property
    def faults(self) -> tuple[Problem, ...]:
        """All that is wrong."""
        return (*self.problems, *self.failures)
