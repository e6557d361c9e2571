"""How well the rules of a config do, beside the tags that seeds name themselves. Touches no file and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from statistics import fmean
from typing import NamedTuple

from seedfeed.model import Record, Tag
from seedfeed.report import count_of
from seedfeed.text.characters import fold


class TagScore(NamedTuple):
    """How one tag does: the seeds that name it beside those whose text earns it."""

    tag: str
    right: int  #: seeds that name it, and earn it
    wrong: tuple[str, ...]  #: seeds that earn it, and do not name it
    missed: tuple[str, ...]  #: seeds that name it, and do not earn it
    precision: float | None  #: of those that earn it, the share that names it; None where none earns it
    recall: float | None  #: of those that name it, the share that earns it; None where none names it
    f1: float | None  #: the harmonic mean of both; None where no seed names or earns it


class Evaluation(NamedTuple):
    """How all tags do."""

    seeds: int
    labelled: int  #: seeds that say which tags are right
    precision: float | None  #: of all tags together
    recall: float | None
    f1: float | None
    macro_f1: float | None  #: the mean of the tags
    tags: tuple[TagScore, ...]


def evaluate(records: Iterable[Record], tags: Sequence[Tag], seeds_name: str) -> Evaluation:
    """The rules that earned these seeds their tags, beside the tags that they name.

    A seed says what is right if it names a tag of the config, or none at all (`tags: []`); one that takes tags
    away says so of these alone. Others are left out: they add tags of their own. `seeds_name` comes before paths.
    """
    known = {fold(tag.name) for tag in tags}
    seeds = [record for record in records if not record.reason]
    labels = ((record, _label(record.tags, known)) for record in seeds)
    labelled = [(record, label) for record, label in labels if label is not None]
    scores = tuple(_score(tag.name, labelled, seeds_name) for tag in tags)
    right = sum(each.right for each in scores)
    wrong = sum(len(each.wrong) for each in scores)
    missed = sum(len(each.missed) for each in scores)
    measured = [each.f1 for each in scores if each.f1 is not None]
    macro_f1 = fmean(measured) if measured else None
    return Evaluation(len(seeds), len(labelled), *_shares(right, wrong, missed), macro_f1, scores)


class _Label(NamedTuple):
    """What a seed says of its tags, folded."""

    right: frozenset[str]
    wrong: frozenset[str] | None  #: None for all others


def _label(names: tuple[str, ...] | None, known: Set[str]) -> _Label | None:
    if names is None:
        return None
    right = frozenset(fold(name) for name in names if not name.startswith("-"))
    taken = frozenset(fold(name[1:].strip()) for name in names if name.startswith("-"))
    if right & known or not names:
        return _Label(right, None)
    return _Label(frozenset(), taken) if taken & known else None


def _score(tag: str, labelled: Sequence[tuple[Record, _Label]], seeds_name: str) -> TagScore:
    key = fold(tag)
    right, wrong, missed = 0, [], []
    for record, label in labelled:
        earned = tag in record.earned
        if earned and key in label.right:
            right += 1
        elif earned and (label.wrong is None or key in label.wrong):
            wrong.append(f"{seeds_name}/{record.path}")
        elif key in label.right:
            missed.append(f"{seeds_name}/{record.path}")
    return TagScore(tag, right, tuple(wrong), tuple(missed), *_shares(right, len(wrong), len(missed)))


def _shares(right: int, wrong: int, missed: int) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1."""
    return (
        right / (right + wrong) if right + wrong else None,
        right / (right + missed) if right + missed else None,
        2 * right / (2 * right + wrong + missed) if right + wrong + missed else None,
    )


def lines(found: Evaluation) -> Iterator[tuple[str, str]]:
    """What to show people, and how it is meant: tag, heading, word."""
    yield "heading", f"{count_of(found.labelled, 'seed', 'seeds')} of {found.seeds} that say which tags are right"
    if not found.labelled:
        yield (
            "word",
            "Write into some seeds which tags are right: `tags: [France]`, or `tags: []` for none.",
        )
        return
    rows: list[tuple[object, ...]] = [
        (each.tag, each.right, len(each.wrong), len(each.missed), *each[4:]) for each in found.tags
    ]
    rows += [("together", "", "", "", found.precision, found.recall, found.f1)]
    rows += [("macro mean", "", "", "", "", "", found.macro_f1)]
    width = max(len(str(row[0])) for row in rows)
    yield "word", ""
    for name, *cells in ("", "right", "wrong", "missed", "precision", "recall", "F1"), *rows:
        shown = (f"{_shown(cell):>{size}}" for cell, size in zip(cells, (5, 5, 6, 9, 6, 4), strict=True))
        yield "word", "  ".join((f"{name:{width}}", *shown))
    failed = [each for each in found.tags if each.wrong or each.missed]
    for each in failed:
        yield "tag", each.tag
        yield from (("word", f"  wrong   {path}") for path in each.wrong)
        yield from (("word", f"  missed  {path}") for path in each.missed)
    if failed:
        yield "heading", "`seedfeed explain` shows the words that earn a seed its tags, and those that nearly do."


def _shown(cell: object) -> str:
    return "–" if cell is None else f"{cell:.2f}" if isinstance(cell, float) else str(cell)
