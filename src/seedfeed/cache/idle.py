"""Whether there is anything to do: most builds find that nothing has changed."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from datetime import datetime

from seedfeed.cache.store import Cache
from seedfeed.model import FOLDERS, Config, folder_of
from seedfeed.report import Problem, Report
from seedfeed.seeds.scan import Scanned, stat_of_each
from seedfeed.text.digests import fingerprint


def last_report(cache: Cache, config: Config, scanned: Scanned, now: datetime) -> Report | None:
    """The report of the last build, if it still holds: no file has changed, and no time has come."""
    last = cache.recall("last")
    if not last or last["seen"] != _seen(config, scanned):
        return None
    if not last["now"] <= now.timestamp() < (last["until"] or float("inf")):
        return None
    report = Report._make(last["report"])
    if last["stats"] != stat_of_each(config.output, _watched(report)):
        return None
    return report._replace(problems=_problems(report.problems), notices=_problems(report.notices))


def remember(
    cache: Cache, report: Report, config: Config, scanned: Scanned, now: datetime, until: datetime | None
) -> None:
    """Store what `last_report` asks for.

    `report` is what to say as long as the files `scanned` and feeds/ stay as they are, and the time is between
    `now` and `until`.
    """
    last = {
        "seen": _seen(config, scanned),
        "now": now.timestamp(),
        "until": until and until.timestamp(),
        "stats": stat_of_each(config.output, _watched(report)),
        "report": report,
    }
    cache.note("last", last)


def _watched(report: Report) -> list[str]:
    """The documents, and the folders in which one may have come or gone."""
    return [*sorted({"", *FOLDERS, *map(folder_of, report.unchanged)}), *report.unchanged]


def _problems(values: Iterable[Iterable[object]]) -> tuple[Problem, ...]:
    return tuple(map(Problem._make, values))


def _seen(config: Config, scanned: Scanned) -> str:
    """Names a config and the files below its seeds folder as they are."""
    files = config.text, config.picture, config.style
    return fingerprint(marshal.dumps((files, scanned.files, scanned.copies, scanned.others), 0)).hex()
