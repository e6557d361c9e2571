"""The whole line: config → seeds → entries → feeds → documents → feeds/."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime

from seedfeed.entries import make_entries
from seedfeed.feeds import make_feeds
from seedfeed.formats import FORMATS, render
from seedfeed.model import Config, Document, Problem, Report, Seed, SeedError
from seedfeed.opml import render_opml
from seedfeed.pages import render_index, render_periods
from seedfeed.publish import compare, foresee, lock, publish
from seedfeed.scan import read, scan
from seedfeed.seeds import MAX_SIZE, parse_seed


def build(config: Config, now: datetime, *, strict: bool = False, dry_run: bool = False) -> Report:
    """Publish what is due at `now`; with `dry_run` say what that would be.

    A seed that is refused stops no other, unless `strict`: then nothing is written. Raises PublishError
    where the output folder is out of reach or another build holds it.
    """
    with nullcontext() if dry_run else lock(config):
        seeds, unreadable = read_seeds(config)
        entries, held, duplicates = make_entries(seeds, config, now)
        problems = tuple(sorted((*unreadable, *duplicates), key=lambda problem: problem.path))
        report = Report(
            seeds=len(entries) + len(held) + len(problems),
            entries=len(entries),
            held=len(held),
            problems=problems,
            notices=_notices(seeds, config) if seeds or problems else (config.seed_problem("", None, _NO_SEEDS),),
        )
        if strict and problems:
            return report
        feeds = make_feeds(entries, config)
        documents = (  # in the order of publishing: what is linked to stands before what links to it
            *render_periods(feeds, entries, config),
            *render(feeds, config),
            render_opml(feeds, config),
            render_index(feeds, entries, config),
        )
        report = replace(report, notices=report.notices + _too_large(documents, config))
        plan = compare(documents, config)
        done = foresee(plan) if dry_run else publish(plan, config)
        return replace(
            report,
            written=done.written,
            unchanged=plan.keep,
            removed=done.removed,
            failures=plan.blocked + done.failures,
        )


#: In bytes.
LARGEST_FEED = 1_000_000
_NO_SEEDS = "no seeds; put .txt or .text files there"


def _too_large(documents: Iterable[Document], config: Config) -> tuple[Problem, ...]:
    """Feeds that many readers refuse, and the setting that helps."""
    found = []
    for document in documents:
        if document.size > LARGEST_FEED and document.path.endswith(tuple(FORMATS)):
            remedies = []
            if config.limit != 1 and not document.path.startswith("archive/"):
                remedies.append("set a lower `limit`")
            if config.archive in ("year", "month") and not document.path.startswith("tags/"):
                remedies.append(f"set `archive: {'month' if config.archive == 'year' else 'day'}`")
            remedy = " or ".join(remedies) or "split its seeds"
            reason = f"{document.size / 1e6:.1f} MB, and many readers refuse a feed above 1 MB; {remedy}"
            found.append(config.document_problem(document.path, reason))
    return tuple(found)


def _notices(seeds: tuple[Seed, ...], config: Config) -> tuple[Problem, ...]:
    return tuple(config.seed_problem(seed.path, line, words) for seed in seeds for line, words in seed.notices)


def read_seeds(config: Config) -> tuple[tuple[Seed, ...], tuple[Problem, ...]]:
    """All seeds of a config that can be read, in the order of their names, and why others cannot."""
    paths, problems = scan(config)
    seeds = []
    for path in paths:
        try:
            data = read(config.seeds / path, MAX_SIZE + 1)
            if data is not None:
                seeds.append(parse_seed(path, data, config.dayfirst))
        except SeedError as error:
            problems.append(config.seed_problem(path, error.line, error.reason))
        except OSError as error:
            problems.append(config.seed_problem(path, None, f"cannot be read: {error.strerror}"))
    return tuple(seeds), tuple(problems)
