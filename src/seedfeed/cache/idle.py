"""Whether there is anything to do. An edge, and asked first: most builds find nothing, and import nothing more."""

from __future__ import annotations

import codecs
import marshal
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from seedfeed.cache.open import known_cache
from seedfeed.cache.store import Cache, CacheError
from seedfeed.model import FOLDERS, Config, fingerprint
from seedfeed.publish.lock import lock
from seedfeed.report import Problem, PublishError, Report
from seedfeed.seeds.scan import Found, Scanned, read, scan, stat_of_each
from seedfeed.text.addresses import cache_of

_LARGEST = 1 << 20  # bytes of a config


class Seen(NamedTuple):
    """What stood in the seeds folder, and around it, at one moment."""

    scanned: Scanned
    around: list[list[int] | None]  #: what another build would have changed


def around(output: Path, cache: Path) -> list[list[int] | None]:
    """The stats of the cache and of the folders of documents: another build leaves none as it was."""
    return [*stat_of_each(cache.parent, [cache.name]), *stat_of_each(output, FOLDERS)]


class Idle(NamedTuple):
    """What there is to say where nothing is to be done."""

    report: Report
    output: str  #: as the config names it


def last_report(config: Path, now: datetime, *, strict: bool) -> tuple[Idle | None, Seen | None]:
    """The last report, if it holds still: nothing has changed, and nothing has come due; and what was seen.

    `config` is the path of config.yaml.
    """
    seen = None
    try:
        text = read(config, _LARGEST + 1)
        cache = known_cache(config.parent / cache_of(config.name))
        if not text or not cache:
            return None, None
        try:
            last = cache.recall("last")
        finally:
            cache.close()
        if not last or not last["now"] <= now.timestamp() < (last["until"] or float("inf")):
            return None, None
        output = config.parent / last["output"]
        with lock(output, last["output"], patience=0):  # the build that follows waits
            scanned = scan(config.parent / last["seeds"])
            seen = Seen(scanned, around(output, config.parent / cache_of(config.name)))
            if scanned.faults or last["seen"] != _seen(text.removeprefix(codecs.BOM_UTF8), scanned.files):
                return None, seen
            if last["stats"] != stat_of_each(output, last["paths"]):
                return None, seen
    except (OSError, CacheError, PublishError):  # a build will say what is wrong
        return None, seen
    report = Report._make(last["report"])
    if strict and report.problems:
        return None, seen
    problems, notices = ([Problem._make(each) for each in kind] for kind in (report.problems, report.notices))
    report = report._replace(problems=tuple(problems), notices=tuple(notices))
    return Idle(report, last["output"]), seen


def remember(
    cache: Cache, report: Report, config: Config, files: list[Found], now: datetime, until: datetime | None
) -> None:
    """Store what `last_report` asks for.

    `report` is what to say as long as `files` (of the seeds folder) and feeds/ stay as they are, and the time is
    between `now` and `until`.
    """
    paths = (*FOLDERS, *report.unchanged)
    cache.note(
        "last",
        {
            "seen": _seen(config.text, files),
            "seeds": config.seeds_name,
            "output": config.output_name,
            "now": now.timestamp(),
            "until": until and until.timestamp(),
            "stats": stat_of_each(config.output, paths),
            "paths": paths,
            "report": report,
        },
    )


def _seen(config: bytes, files: list[Found]) -> str:
    """Names a config and the files below its seeds folder as they are."""
    return fingerprint(marshal.dumps((config, files), 0)).hex()
