"""The whole line: config → seeds → entries → feeds → documents → feeds/. What is known is not done again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from functools import partial
from typing import NamedTuple

from seedfeed.cache.idle import Seen, around, remember
from seedfeed.cache.open import discard, open_cache, published_tags
from seedfeed.cache.reading import notices_of, read_seeds
from seedfeed.cache.store import Cache, CacheError
from seedfeed.documents.formats import documents
from seedfeed.documents.opml import opml_document
from seedfeed.documents.pages import Templates, Texts, index_page, period_pages
from seedfeed.documents.rendering import Kept, Renderer, load, remembering, render_missing, rendered, renderer_for
from seedfeed.entries.entries import Made, make_entries, retagged
from seedfeed.feeds import make_feeds, periods_of
from seedfeed.model import Config, Document, Entry, File
from seedfeed.processes import spread
from seedfeed.publish.compare import compare, standing
from seedfeed.publish.lock import lock
from seedfeed.publish.write import foresee, publish
from seedfeed.report import Problem, Progress, PublishError, Report, unseen
from seedfeed.seeds.scan import Scanned, scan


def build(
    config: Config,
    now: datetime,
    *,
    strict: bool = False,
    dry_run: bool = False,
    rebuild: bool = False,
    progress: Progress = unseen,
    seen: Seen | None = None,
) -> Report:
    """Publish what is due at `now`; with `dry_run` say what that would be; with `rebuild` trust no cache.

    `seen` is what was just seen of the seeds folder, if that is known.
    A seed that is refused stops no other, unless `strict`: then nothing is written. Raises PublishError
    where the output folder is out of reach or another build holds it.
    """
    with nullcontext() if dry_run else lock(config.output, config.output_name):
        same = seen and seen.scanned.folder == config.seeds and seen.around == around(config.output, config.cache)
        job = _Job(config, now, seen.scanned if seen and same else _scan(config), strict, dry_run, progress)
        cache, fault = open_cache(None if dry_run else config.cache, repr(config.dayfirst), anew=rebuild)
        try:
            report = _build(job, cache)
        except CacheError as error:  # broken on the way, or the disk is full: all over again, in memory
            cache.close()
            fault = f"cannot be used ({error}); begun anew"
            with suppress(OSError):
                discard(config.cache)
            cache, _ = open_cache(None)
            report = _build(job, cache)
            report = report._replace(
                written=error.written + report.written,
                unchanged=tuple(path for path in report.unchanged if path not in error.written),
                removed=error.removed + report.removed,
            )
        finally:
            cache.close()
        if fault:
            report = report._replace(notices=(Problem(config.cache_name, None, fault), *report.notices))
        return report


def _scan(config: Config) -> Scanned:
    try:
        return scan(config.seeds)
    except OSError as error:
        raise PublishError(config.seed_problem("", None, f"cannot be read: {error.strerror}")) from error


class _Job(NamedTuple):
    """What a build is asked to do, and what it finds."""

    config: Config
    now: datetime
    scanned: Scanned
    strict: bool
    dry_run: bool
    progress: Progress


class Look(NamedTuple):
    """What a build would make of the seeds."""

    made: Made
    problems: tuple[Problem, ...]  #: seeds that it would refuse
    texts: Texts


@contextmanager
def look(config: Config, now: datetime, progress: Progress = unseen) -> Iterator[Look]:
    """What a build at `now` would make of the seeds. Writes nothing."""
    cache, _ = open_cache(None)
    try:
        read = read_seeds(cache, _scan(config), config, progress)
        made = make_entries(read.records, config, now)
        yield Look(made, (*read.problems, *made.problems), cache.texts)
    finally:
        cache.close()


def _build(job: _Job, cache: Cache) -> Report:
    config = job.config
    parsed = cache.recall("templates") or {}
    templates = Templates(parsed)
    read = read_seeds(cache, job.scanned, config, job.progress, meanwhile=partial(load, config, templates))
    made = make_entries(read.records, config, job.now)
    problems = (*read.problems, *made.problems)
    report = Report(
        seeds=len(made.entries) + len(made.held) + len(made.drafts) + len(problems),
        entries=len(made.entries),
        held=len(made.held),
        drafts=len(made.drafts),
        problems=tuple(sorted(problems, key=lambda problem: problem.path)),
        notices=tuple(notices_of(read.records, config)),
    )
    if not report.seeds:
        report = report._replace(notices=(config.seed_problem("", None, _NO_SEEDS),))
    if job.strict and problems:
        return report

    kept: Kept = {}
    renderer = renderer_for(config)
    due = _documents(made.entries, job, cache, templates, renderer, kept)
    same, stale = standing(due, config, cache.files())
    render_missing(cache, [each for each in due if each.path not in same], renderer, job.progress, kept)
    plan = compare(due, config, same, stale)
    if job.dry_run:
        outcome = foresee(plan)
    else:
        if plan.write or plan.remove or plan.litter:
            cache.note("last", None)  # a build that is killed from here on leaves something to do
            if not parsed:
                templates.parse_all()  # once, and not in each process
                cache.note("templates", templates.parsed)
            cache.save()
        outcome = publish(plan, config, job.progress, spread if cache.shared else map)
    unchanged = {**dict(plan.keep), **outcome.same}
    there = unchanged | outcome.written
    files = {each.path: there[each.path] for each in due if each.path in there}
    report = report._replace(
        written=tuple(outcome.written),
        unchanged=tuple(unchanged),
        removed=outcome.removed,
        failures=plan.failures + outcome.failures,
        notices=report.notices + _too_large(due, files, config),
    )
    if job.dry_run:
        known = published_tags(config.cache)
        return report._replace(retagged=None if known is None else retagged(made.entries, known, config))
    try:
        cache.publish(files)
        if not report.failures:
            cache.remember_tags(made.entries)
        if read.settled and not (plan.unsure or report.failures):
            again = report._replace(written=(), removed=(), unchanged=tuple(files))
            remember(cache, again, config, job.scanned.files, job.now, made.until)
        cache.save()
    except CacheError as error:
        error.written, error.removed = report.written, report.removed
        raise
    return report


def _documents(
    entries: Sequence[Entry], job: _Job, cache: Cache, templates: Templates, renderer: Renderer, kept: Kept
) -> tuple[Document, ...]:
    """All that is due, in the order of publishing: what is linked to stands before what links to it."""
    config = job.config
    periods = periods_of(entries)
    texts = remembering(cache)
    feeds = make_feeds(entries, periods, config)
    return (
        *period_pages(periods, config, texts, templates),
        *documents(feeds, config, partial(rendered, cache, texts, renderer, kept)),
        opml_document(feeds, config),
        index_page(feeds, periods, entries, config, texts, templates),
    )


#: In bytes.
LARGEST_FEED = 1_000_000
_NO_SEEDS = "no seeds; put .txt or .text files there"


def _too_large(due: Iterable[Document], files: Mapping[str, File], config: Config) -> tuple[Problem, ...]:
    """Feeds that many readers refuse, and the setting that helps."""
    found = []
    for document in due:
        file = files.get(document.path)
        if document.format and file and file.stat[0] > LARGEST_FEED:
            remedies = []
            if config.limit != 1 and not document.path.startswith("archive/"):
                remedies.append("set a lower `limit`")
            if config.archive in ("year", "month") and not document.path.startswith("tags/"):
                remedies.append(f"set `archive: {'month' if config.archive == 'year' else 'day'}`")
            remedy = " or ".join(remedies) or "split its seeds"
            reason = f"{file.stat[0] / 1e6:.1f} MB, and many readers refuse a feed above 1 MB; {remedy}"
            found.append(config.document_problem(document.path, reason))
    return tuple(found)
