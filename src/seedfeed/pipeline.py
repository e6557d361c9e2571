"""The whole line: config → seeds → entries → feeds → documents → feeds/. What is known is not done again."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from typing import NamedTuple

from seedfeed.cache.idle import last_report, remember
from seedfeed.cache.open import copy_cache, discard, empty_cache, open_cache, published_tags
from seedfeed.cache.reading import Read, forget_gone, notices_of, read_seeds
from seedfeed.cache.store import Cache, CacheError, Published
from seedfeed.config.keys import PLACEHOLDER
from seedfeed.documents.content import Texts, content_of
from seedfeed.documents.due import documents, preload
from seedfeed.entries.entries import Made, make_entries, retagged
from seedfeed.feeds import MAIN
from seedfeed.model import Config, Document, Entry, Record
from seedfeed.processes import spread
from seedfeed.publish.changes import Changes, Said, changes, notices_of_moved, notices_of_unseen
from seedfeed.publish.compare import compare, standing
from seedfeed.publish.guard import guard_entries, guard_root
from seedfeed.publish.large import notices_of_large
from seedfeed.publish.lock import lock
from seedfeed.publish.published import entries_in, published_in
from seedfeed.publish.write import foresee, publish
from seedfeed.report import Problem, Progress, PublishError, Report, unseen
from seedfeed.seeds.scan import Scanned, scan

_PLACEHOLDER = PLACEHOLDER.removesuffix("/")
_END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
_NO_SEEDS = "no seeds; put .txt or .md files there"


class _Job(NamedTuple):
    """What a build is asked to do."""

    config: Config
    now: datetime
    strict: bool
    dry_run: bool
    rebuild: bool
    confirm: bool
    preview: bool
    drafts: bool
    progress: Progress


def build(
    config: Config,
    now: datetime,
    *,
    strict: bool = False,
    dry_run: bool = False,
    rebuild: bool = False,
    confirm: bool = False,
    preview: bool = False,
    drafts: bool = False,
    progress: Progress = unseen,
) -> Report:
    """Publish what is due at `now`; with `dry_run` say what that would be; with `rebuild` trust no cache.

    A `preview` has no subscribers; with `drafts`, all seeds are due in it.

    Unless `confirm` is set, nothing is published where most entries would go, or all ids change.

    A seed that is refused stops no other, unless `strict`: then nothing is written. Raises PublishError
    where the seeds or the output folder are out of reach, or another build holds it.
    """
    job = _Job(config, now, strict, dry_run, rebuild, confirm or preview, preview, drafts, progress)
    with nullcontext() if dry_run else lock(config.output, config.output_name):
        scanned = _scan(config)
        cache, fault = _cache(job)
        try:
            report = _build(job, scanned, cache)
        except CacheError as error:  # broken on the way, or the disk is full: all over again, in memory
            cache.close()
            if not dry_run:
                fault = f"cannot be used ({error}); begun anew"
                with suppress(OSError):
                    discard(config.cache)
            cache = empty_cache()
            report = _build(job, scanned, cache)
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


def _build(job: _Job, scanned: Scanned, cache: Cache) -> Report:
    config = job.config
    known = cache.files()
    last = None if job.dry_run or job.rebuild else last_report(cache, config, scanned, job.now, known)
    if last and not (job.strict and last.problems):
        return last
    published = published_in(config, cache.published(), known, (config.id, _PLACEHOLDER))
    if published.root == _PLACEHOLDER != config.id:  # nobody can have subscribed there
        published = Published()
    read = read_seeds(cache, scanned, config, job.progress, meanwhile=functools.partial(preload, config))
    records, now = (_undrafted(read.records), _END_OF_TIME) if job.drafts else (read.records, job.now)
    made = make_entries(records, config, now, frozenset(published.ids.values()))
    report = _report(scanned, read, made, config)
    # Nothing must vanish by accident; what somebody confirms is none.
    if not job.confirm and (fault := guard_root(published, (entry.id for entry in made.entries), config)):
        return report._replace(failures=(fault,))
    if job.strict and report.problems:
        return report
    seen = _changes(published, made.entries, read, cache, config)
    if not job.confirm and (fault := guard_entries(published, (entry.id for entry in made.entries), config)):
        return report._replace(failures=(fault,), **seen._asdict())
    forget_gone(cache, read)

    due = documents(made.entries, config, cache.texts)
    plan = compare(due, config, *standing(due, config, known))
    if job.dry_run:
        outcome = foresee(plan, config)
    else:
        if plan.write or plan.remove or plan.litter:
            cache.note("last", None)  # a build that is killed from here on leaves something to do
            cache.save()
        outcome = publish(plan, config, job.progress, spread if cache.shared else map)
    unchanged = {**plan.keep, **outcome.same}
    there = unchanged | outcome.written
    files = {each.path: there[each.path] for each in due if each.path in there}
    lasting = report._replace(
        failures=plan.failures + outcome.failures,
        notices=report.notices + notices_of_large(due, files, config),
    )
    report = lasting._replace(
        written=tuple(outcome.written),
        unchanged=tuple(unchanged),
        removed=outcome.removed,
        notices=lasting.notices + (() if job.preview else _notices_of(seen, published, due, config)),
        **seen._asdict(),
    )
    if job.dry_run:
        tags = published_tags(config.cache, _settings(config))
        return report._replace(retagged=None if tags is None else retagged(made.entries, tags, config))
    try:
        cache.publish(files, known)
        if not report.failures:
            cache.remember_entries(config.id, made.entries)
        if read.settled and not (plan.unsure or report.failures):
            remember(cache, lasting, config, scanned, job.now, made.until, files)
        cache.save()
    except CacheError as error:
        error.written, error.removed = report.written, report.removed
        raise
    return report


class Look(NamedTuple):
    """What a build would make of the seeds."""

    made: Made
    records: Sequence[Record]  #: of all seeds that are read
    problems: tuple[Problem, ...]  #: seeds that it would refuse
    texts: Texts


@contextmanager
def look(config: Config, now: datetime, progress: Progress = unseen, *, rebuild: bool = False) -> Iterator[Look]:
    """What a build at `now` would make of the seeds; with `rebuild`, every seed is read. Writes nothing."""
    scanned = _scan(config)
    cache = empty_cache() if rebuild else copy_cache(config.cache, _settings(config))
    try:
        try:
            read = read_seeds(cache, scanned, config, progress)
        except CacheError:
            cache.close()
            cache = empty_cache()
            read = read_seeds(cache, scanned, config, progress)
        made = make_entries(read.records, config, now)
        yield Look(made, read.records, (*read.problems, *made.problems), cache.texts)
    finally:
        cache.close()


def _undrafted(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(record._replace(draft=None, expires=None) for record in records)


def _cache(job: _Job) -> tuple[Cache, str | None]:
    """What is known, and what is wrong with it. What only looks touches no cache."""
    config, settings = job.config, _settings(job.config)
    if not job.dry_run:
        return open_cache(config.cache, settings, anew=job.rebuild)
    return empty_cache() if job.rebuild else copy_cache(config.cache, settings), None


def _settings(config: Config) -> str:
    """What of the config decides how a seed is read."""
    return repr((config.dayfirst, config.language, config.url))


def _scan(config: Config) -> Scanned:
    try:
        return scan(config.seeds)
    except OSError as error:
        raise PublishError(config.seed_problem("", None, f"cannot be read: {error.strerror}")) from error


def _report(scanned: Scanned, read: Read, made: Made, config: Config) -> Report:
    """What there is to say of the seeds."""
    problems = sorted((*read.problems, *made.problems), key=lambda problem: problem.path)
    seeds = len(made.entries) + len(made.held) + len(made.drafts) + len(problems)
    nothing = () if seeds else (config.seed_problem("", None, _NO_SEEDS),)
    return Report(
        seeds=seeds,
        entries=len(made.entries),
        held=len(made.held),
        drafts=len(made.drafts),
        problems=tuple(problems),
        notices=(*config.notices, *nothing, *notices_of(read.records, scanned, config)),
    )


def _changes(published: Published, entries: Sequence[Entry], read: Read, cache: Cache, config: Config) -> Changes:
    """What subscribers will see."""

    def said_before(ids: frozenset[str]) -> dict[str, Said]:
        return {each.id: (each.title, each.content) for each in entries_in(config) if each.id in ids}

    def said_now(some: Sequence[Entry]) -> Iterator[Said]:
        return ((text.title, content_of(text)) for text in cache.texts(some))

    @functools.cache
    def paths() -> dict[int, str]:
        return {record.number: record.path for record in (*read.records, *read.gone)}

    def path_of(number: int | None) -> str | None:
        return f"{config.seeds_name}/{paths()[number]}" if number in paths() else None

    return changes(published, entries, path_of, said_before, said_now)


def _notices_of(
    seen: Changes, published: Published, due: Iterable[Document], config: Config
) -> tuple[Problem, ...]:
    """What an editor may not have meant subscribers to see, or not to see."""
    if not published.ids:
        return ()
    main = next(each.entries for each in due if each.path == f"{MAIN}.{config.formats[0]}")
    return (*notices_of_moved(seen.moved, config), *notices_of_unseen(seen.new, main, config))
