"""Whether there is anything to do: most builds find that nothing has changed."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from seedfeed.cache.store import Cache
from seedfeed.model import FOLDERS, Config, File, folder_of
from seedfeed.report import Problem, Report
from seedfeed.seeds.scan import Scanned, stat_of_each
from seedfeed.text.digests import fingerprint


def last_report(
    cache: Cache, config: Config, scanned: Scanned, now: datetime, files: Mapping[str, File]
) -> Report | None:
    """The report of the last build, if it still holds: no file has changed, and no time has come.

    `files` are the documents as the cache has them.
    """
    last = cache.recall("last")
    if not last or last["seen"] != _seen(config, scanned):
        return None
    if not last["now"] <= now.timestamp() < (last["until"] or float("inf")):
        return None
    if last["documents"] != len(files) or last["folders"] != _stats(config.output, last["folders"]):
        return None
    stats = stat_of_each(config.output, files)
    if any(file.stat != there for file, there in zip(files.values(), stats, strict=True)):
        return None
    report = Report._make(last["report"])
    problems, notices = _problems(report.problems), _problems(report.notices)
    return report._replace(problems=problems, notices=notices, unchanged=tuple(files))


def remember(
    cache: Cache,
    report: Report,
    config: Config,
    scanned: Scanned,
    now: datetime,
    until: datetime | None,
    files: Mapping[str, File],
) -> None:
    """Store what `last_report` asks for, beside the `files`, which are the documents.

    `report` is what to say as long as the files `scanned` and feeds/ stay as they are, and the time is between
    `now` and `until`.
    """
    last = {
        "seen": _seen(config, scanned),
        "now": now.timestamp(),
        "until": until and until.timestamp(),
        "documents": len(files),
        # A folder tells what came and went.
        "folders": _stats(config.output, sorted({"", *FOLDERS, *map(folder_of, files)})),
        "report": report,
    }
    cache.note("last", last)


def _stats(output: Path, folders: Iterable[str]) -> dict[str, list[int] | None]:
    """The stats of folders below the output folder, as JSON has them."""
    stats = stat_of_each(output, folders)
    return {folder: stat and [*stat] for folder, stat in zip(folders, stats, strict=True)}


def _problems(values: Iterable[Iterable[object]]) -> tuple[Problem, ...]:
    return tuple(map(Problem._make, values))


def _seen(config: Config, scanned: Scanned) -> str:
    """Names a config and the files below its seeds folder as they are."""
    files = config.text, config.picture, config.style
    found = scanned.files, scanned.copies, scanned.others, scanned.faults
    return fingerprint(marshal.dumps((files, found), 0)).hex()
