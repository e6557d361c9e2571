"""How reports and problems look: on a terminal, in a pipe, as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TextIO

from seedfeed.model import ENTRIES, INDEX
from seedfeed.report import FEW, Problem, Progress, Report, Retagged, Thing, count_of, one_line, unseen


def print_report(
    report: Report,
    output: str,
    problems: Sequence[Problem],
    *,
    quiet: bool,
    as_json: bool,
    planned: bool = False,
    strict: bool = False,
) -> None:
    """Those `problems` that are to be told, to stderr; a summary, or the whole as JSON, to stdout.

    `quiet` leaves only problems.
    """
    if not quiet:
        print_problems(report.notices, notice=True)
    print_problems(problems)
    if as_json:
        print_json(report)
    elif not quiet:
        removed = [path for path in report.removed if not path.startswith(ENTRIES)]  # with entries that are gone
        for path in () if planned or len(removed) > FEW else removed:
            print(f"removed {output}/{path}, which is no longer due")
        print(_summary(report, output, planned=planned, withheld=strict and bool(report.problems)))


def _summary(report: Report, output: str, *, planned: bool, withheld: bool) -> str:
    seeds = counts_of(report)
    if seen := _seen(report):
        seeds += f". Subscribers {'would ' if planned else ''}see {seen}"
    if withheld:
        return f"{seeds}. Nothing is published (--strict)."
    if len(report.failures) == 1 and not (report.written or report.unchanged or report.removed):
        return f"{seeds}. Nothing {'would be' if planned else 'is'} published."
    if not planned and report.unchanged and not (report.written or report.removed or report.failures):
        count = count_of(len(report.unchanged), "document", "documents")
        look = f" Look at {output}/{INDEX}." if INDEX in report.unchanged else ""
        return f"{seeds}. {output}/ is up to date: {count}, nothing to write.{look}"
    would = "would be " if planned else ""
    documents = f"{len(report.written)} {would}written, {len(report.unchanged)} unchanged"
    documents += f", {len(report.removed)} {would}removed" if report.removed else ""
    documents += f", {len(report.failures)} failed" if report.failures else ""
    return f"{seeds}. {output}/: {documents}."


def counts_of(report: Report) -> str:
    """What became of the seeds, in figures."""
    seeds = f"{count_of(report.seeds, 'seed', 'seeds')}: {count_of(report.entries, 'entry', 'entries')}"
    seeds += f", {report.held} held" if report.held else ""
    seeds += f", {count_of(report.drafts, 'draft', 'drafts')}" if report.drafts else ""
    return seeds + (f", {len(report.problems)} refused" if report.problems else "")


def _seen(report: Report) -> str:
    """What subscribers will see, in figures."""
    counts = ((name, len(getattr(report, name))) for name in ("new", "updated", "gone", "moved"))
    return ", ".join(f"{count} {name}" for name, count in counts if count)


def print_seen(report: Report) -> None:
    """What subscribers will see, a line each."""
    for name in ("new", "updated", "gone"):
        for change in getattr(report, name):
            print(f"{name} {one_line(change.path or change.id)}")
    for moved in report.moved:
        print(one_line(f"moved {moved.was or moved.id} → {moved.path}, id: {moved.id}"))


def print_retagged(retagged: Sequence[Retagged] | None, *, verbose: bool) -> None:
    """How many entries the rules would tag anew: a line for each tag, and with `verbose` for each entry."""
    if retagged is None:
        print("No build is remembered here: which tags are published is not known.")
    if not retagged:
        return
    added = Counter(tag for entry in retagged for tag in entry.added)
    dropped = Counter(tag for entry in retagged for tag in entry.dropped)
    for tag in sorted(added | dropped):
        changes = (f"{sign}{counts[tag]}" for sign, counts in (("+", added), ("−", dropped)) if counts[tag])
        print(f"tag {one_line(tag)}: {' '.join(changes)}")
    hint = "" if verbose else " (-v names them)"
    print(f"{count_of(len(retagged), 'published entry', 'published entries')} would change{hint}")
    for entry in retagged if verbose else ():
        signs = (*(f"+{tag}" for tag in entry.added), *(f"−{tag}" for tag in entry.dropped))
        print(f"  {one_line(entry.seed)}: {', '.join(signs)}")


def print_json(report: Report) -> None:
    """One object (DESIGN, Commands)."""

    def rows(problems: Sequence[Problem]) -> list[dict[str, str | int | None]]:
        return [{"path": each.path, "line": each.line, "reason": each.reason} for each in problems]

    print(
        json.dumps(
            {
                "seeds": report.seeds,
                "entries": report.entries,
                "held": report.held,
                "drafts": report.drafts,
                "new": _plain(report.new),
                "updated": _plain(report.updated),
                "gone": _plain(report.gone),
                "moved": _plain(report.moved),
                "problems": rows(report.faults),
                "notices": rows(report.notices),
                "written": report.written,
                "unchanged": sorted(report.unchanged),
                "removed": report.removed,
                "retagged": _plain(report.retagged),
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def print_problems(problems: Sequence[Problem], *, notice: bool = False) -> None:
    """Each on a line of stderr."""
    for problem in problems:
        print(f"{bold(problem.place, sys.stderr)}: {'notice: ' if notice else ''}{problem.words}", file=sys.stderr)


def print_annotations(kind: str, problems: Sequence[Problem], config: str) -> None:
    """Each as a workflow command of GitHub, `error` or `warning`, with its file and line."""
    for problem in problems:
        path = problem.path
        if path != config:  # which is named as it was given
            path = os.path.join(os.path.dirname(config), path)
        path = path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
        line = f",line={problem.line}" if problem.line else ""
        print(f"::{kind} file={one_line(path)}{line}::{problem.words.replace('%', '%25')}")


def print_value(value: object) -> None:
    """A value as JSON: a NamedTuple as an object."""
    print(json.dumps(_plain(value), ensure_ascii=False, indent=2))


def _plain(value: object) -> object:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


#: Styles on a terminal (ECMA-48, 8.3.117).
BOLD, DIM, GREEN, YELLOW = "1", "2", "32", "33"


def bold(text: str, stream: TextIO) -> str:
    """`text` set off on a terminal."""
    return paint(text, BOLD, stream)


def paint(text: str, style: str | None, stream: TextIO) -> str:
    """`text` in a style, on a terminal, unless NO_COLOR (no-color.org) says not to."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain or style is None else f"\033[{style}m{text}\033[0m"


def progress(*, quiet: bool) -> Progress:
    """A bar on a terminal, for work that takes longer than a moment; nothing elsewhere."""
    return unseen if quiet or not sys.stderr.isatty() else _bar


def _bar(label: str, things: Iterable[Thing], total: int, /) -> Iterable[Thing]:
    if total < 2:
        return things
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread: there are processes to start
    plain = os.environ.get("TERM") == "dumb"
    shape = "{desc}: {percentage:3.0f}% |{bar}| {elapsed}"
    bar: Iterable[Thing] = tqdm(
        things, label, total, leave=False, delay=0.5, ascii=plain or None, bar_format=shape, ncols=60
    )
    return bar
