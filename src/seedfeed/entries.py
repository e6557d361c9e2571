"""Seeds + Config → entries: dates, ids, titles, tags. The present is an argument; touches no file."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from seedfeed.dates import begins, instant, period_of
from seedfeed.model import Config, Entry, Held, Problem, Seed, When
from seedfeed.names import quote_path
from seedfeed.prose import SUMMARY_LENGTH, paragraphs, shorten, title_of, to_html
from seedfeed.tags import Rules, compile_rules, match_tags


def make_entries(
    seeds: Iterable[Seed], config: Config, now: datetime
) -> tuple[tuple[Entry, ...], tuple[Held, ...], tuple[Problem, ...]]:
    """The entries due at `now`, newest first; those held back; the seeds refused for their id.

    What comes out does not depend on the order in which seeds come in: names settle it.
    """
    rules = compile_rules(config.tags, config.language)
    present = (_without_future_update(seed, config, now) for seed in seeds)
    accepted, problems = _accept(sorted(present, key=lambda seed: seed.path), config)
    published = _seconds((seed.path, seed.date) for seed in accepted.values())
    # Counted on from there: two entries of one feed with the same `updated` trouble validators.
    updated = _seconds(
        ((seed.path, seed.updated) for seed in accepted.values() if seed.updated and seed.updated != seed.date),
        after=Counter(seed.date for seed in accepted.values()),
    )
    anchors = _anchors(accepted.values())
    entries, held = [], []
    for uri, seed in accepted.items():
        seconds = published[seed.path], updated.get(seed.path, 0)
        entry = _make_entry(seed, uri, anchors[seed.path], seconds, config, rules)
        until = begins(seed.date, config.timezone)
        if until > now:
            held.append(Held(entry=entry, until=until))
        else:
            entries.append(entry)
    entries.sort(key=lambda entry: (entry.published, entry.id), reverse=True)
    return tuple(entries), tuple(held), tuple(problems)


def _without_future_update(seed: Seed, config: Config, now: datetime) -> Seed:
    """An `updated` that lies ahead waits as a seed does: readers would keep its entry on top until then."""
    ahead = seed.updated is not None and begins(seed.updated, config.timezone) > now
    return replace(seed, updated=None) if ahead else seed


def entry_id(seed: Seed, config: Config) -> str:
    """The permanent id of a seed's entry (RFC 4287, 4.2.6): its own, or made from its path."""
    return seed.id or f"{config.id.removesuffix('/')}/{_name_of(seed)}"


def _name_of(seed: Seed) -> str:
    return quote_path(seed.path.rpartition(".")[0])


def page_of(period: str) -> str:
    """The path of the page that shows a period of the history."""
    return f"archive/{period}.html"


def text_of(seed: Seed) -> str:
    """The text in which terms are looked for: a title, if the seed has its own, and the body."""
    return f"{seed.title}\n\n{seed.body}" if seed.title else seed.body


def _accept(seeds: Iterable[Seed], config: Config) -> tuple[dict[str, Seed], list[Problem]]:
    """Seeds by id. Of two with one id, the second in name order is refused."""
    accepted: dict[str, Seed] = {}
    problems = []
    for seed in seeds:
        uri = entry_id(seed, config)
        first = accepted.setdefault(uri, seed)
        if first is not seed:
            reason = f"its id {uri} is that of {config.seeds_name}/{first.path}; rename one, or give it an `id`"
            problems.append(config.seed_problem(seed.path, 1, reason))
    return accepted, problems


def _seconds(dates: Iterable[tuple[str, When]], after: Mapping[When, int] | None = None) -> dict[str, int]:
    """For each path, how many seconds behind noon it stands among those of the same day."""
    days: Counter[When] = Counter(after or {})
    seconds = {}
    for path, when in dates:
        seconds[path] = days[when]
        days[when] += 1
    return seconds


def _anchors(seeds: Iterable[Seed]) -> dict[str, str]:
    """For each path, what names its entry on a page: the path without suffix, if no other has it."""
    anchors: dict[str, str] = {}
    taken = set()
    for seed in seeds:
        name = _name_of(seed)
        anchors[seed.path] = quote_path(seed.path) if name in taken else name
        taken.add(anchors[seed.path])
    return anchors


def _make_entry(
    seed: Seed, uri: str, anchor: str, seconds: tuple[int, int], config: Config, rules: Rules
) -> Entry:
    parts = paragraphs(seed.body)
    published = instant(seed.date, config.timezone, config.time, seconds[0])
    updated = instant(seed.updated, config.timezone, config.time, seconds[1]) if seed.updated else published
    period = period_of(published.astimezone(config.timezone), config.archive)
    return Entry(
        path=seed.path,
        anchor=anchor,
        id=uri,
        title=seed.title or title_of(parts[0]),
        published=published,
        updated=max(published, updated),
        content=to_html(parts),
        text="\n\n".join(parts),
        summary=seed.summary or shorten(" ".join(parts), SUMMARY_LENGTH),
        link=seed.link or (f"{config.url_of(page_of(period))}#{anchor}" if period else None),
        period=period,
        author=seed.author,
        lang=seed.lang,
        tags=_tags(seed, config, rules),
    )


def _tags(seed: Seed, config: Config, rules: Rules) -> tuple[str, ...]:
    """Those earned, in the order of the config, then the seed's own that the config does not have."""
    earned = match_tags(text_of(seed), rules)
    if not seed.tags:
        return earned
    own = {_fold(name): name for name in seed.tags}
    named = tuple(tag.name for tag in config.tags if tag.name in earned or _fold(tag.name) in own)
    known = {_fold(tag.name) for tag in config.tags}
    return named + tuple(name for key, name in own.items() if key not in known)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
