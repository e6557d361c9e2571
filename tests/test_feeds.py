"""Which entry goes where: every document has a bound, and who follows the links misses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seedfeed import feeds
from seedfeed.documents.due import documents
from seedfeed.entries.entries import make_entries
from seedfeed.feeds import Part, entries_by_tag, make_feeds, parts_of
from seedfeed.model import Config, Document, Entry, Feed
from tests.helpers import CONFIG, Site, a_config, record_of

LATER = datetime(2030, 1, 1, tzinfo=UTC)
#: As if a part held so few.
FEW = 4
DAYS = st.integers(0, 100).map(lambda days: date(2025, 1, 1) + timedelta(days=days))
SEEDS = st.lists(st.tuples(DAYS, st.none() | DAYS, st.sampled_from(["France", "a drone", "nothing"])), max_size=40)
LIMITS = st.sampled_from(["1", "3", "7", "all"])


def made_of(seeds: Sequence[tuple[date, date | None, str]], config: Config) -> tuple[Entry, ...]:
    records = []
    for number, (day, updated, words) in enumerate(seeds):
        announced = f" updated {updated}" if updated and updated >= day else ""
        record = record_of(f"{number:03}.txt", f"date {day}{announced} {words} {number}", config)
        records.append(record._replace(number=number))
    return make_entries(records, config, LATER).entries


@pytest.fixture(autouse=True, scope="module")
def small_parts() -> object:
    with patch.object(feeds, "PART", FEW), patch("seedfeed.documents.pages.lists.PART", FEW):
        yield


def everything(
    seeds: Sequence[tuple[date, date | None, str]], config: Config
) -> tuple[tuple[Entry, ...], tuple[Part, ...], tuple[Feed, ...], tuple[Document, ...]]:
    entries = made_of(seeds, config)
    parts = parts_of(entries)
    feeds = make_feeds(entries, parts, entries_by_tag(entries, config), config)
    return entries, parts, feeds, documents(entries, config, lambda _: [])


@given(seeds=SEEDS, limit=LIMITS, single=LIMITS, archive=st.sampled_from(["year", "month", "day", "none"]))
def test_no_document_is_without_bound_and_no_entry_is_missed(
    seeds: list[tuple[date, date | None, str]], limit: str, single: str, archive: str
) -> None:
    config = a_config(
        f"{CONFIG.partition('tags:')[0]}limit: {limit}\narchive: {archive}\n"
        f"tags: {{France: {{limit: {single}}}, drones: [drone]}}\nfeeds: {{x: {{any: [drones], limit: {single}}}}}\n"
    )
    entries, parts, made, due = everything(seeds, config)
    limits = {"tags/france": single, "x": single, "index": "20"}
    for document in due:
        own = limits.get(document.path.rpartition(".")[0], limit)
        if own != "all" or document.path.endswith(".html"):
            most = max(int(own) if own != "all" else 0, FEW)
            assert len(document.entries) <= most + FEW or (
                document.path.endswith(".html") and len(document.entries) <= 20
            )
        assert len({entry.id for entry in document.entries}) == len(document.entries)
    by_path = {feed.path: feed for feed in made}
    if archive != "none":
        assert {entry.id for part in parts for entry in part.entries} == {entry.id for entry in entries}
        met, path = set(), feeds.MAIN
        while path:
            met |= {entry.id for entry in by_path[path].entries}
            path = dict(by_path[path].history).get("prev-archive", "")
        assert met == {entry.id for entry in entries}
    on_tag_pages = {
        entry.id
        for each in due
        if each.path.startswith("tags/") and each.path.endswith(".html")
        for entry in each.entries
    }
    assert on_tag_pages == {entry.id for entry in entries if entry.tags}


@given(seeds=SEEDS, limit=LIMITS)
def test_all_that_came_since_the_last_closed_part_is_in_every_current_feed(
    seeds: list[tuple[date, date | None, str]], limit: str
) -> None:
    config = a_config(CONFIG + f"limit: {limit}\n")
    entries, parts, made, _ = everything(seeds, config)
    closed = [part for part in parts if part.closed]
    after = closed[-1].entries[0].published if closed else datetime.min.replace(tzinfo=UTC)
    last = parts[-1].period if parts else ""
    fresh = [entry for entry in entries if entry.published > after and entry.period == last]
    updated = [each for each in entries if each.updated != each.published and each.updated > after]
    updated = [each for each in updated if each.updated.date().isoformat() >= last]
    updated.sort(key=lambda each: each.updated, reverse=True)
    main = {entry.id for entry in made[-1].entries}
    assert {entry.id for entry in (*fresh, *updated[:FEW])} <= main
    for feed in made:
        if feed.tag:
            has = {entry.id for entry in feed.entries}
            assert {
                entry.id for entry in entries if feed.tag.term in entry.tags and entry.id in main
            } >= has & main
            assert {each.id for each in (*fresh, *updated[:FEW]) if feed.tag.term in each.tags} <= has


@given(seeds=SEEDS, day=DAYS)
def test_a_seed_that_is_dated_back_changes_parts_of_its_own_period_alone(
    seeds: list[tuple[date, date | None, str]], day: date
) -> None:
    config = a_config()

    def ids(some: Sequence[tuple[date, date | None, str]]) -> dict[str, list[str]]:
        parts = parts_of(made_of(some, config))
        return {part.path: [each.id for each in part.entries] for part in parts if part.period != f"{day:%Y-%m}"}

    assert ids([*seeds, (day, None, "late")]) == ids(seeds)


def test_a_part_is_closed_as_soon_as_it_is_full() -> None:
    config = a_config()
    seeds = [(date(2025, 7, number), None, "text") for number in range(1, 10)]
    shapes = [
        [(part.name, len(part.entries), part.closed) for part in parts_of(made_of(seeds[:count], config))]
        for count in (3, 4, 9)
    ]
    assert shapes == [
        [("2025-07", 3, False)],
        [("2025-07", 4, True)],
        [("2025-07", 4, True), ("2025-07-2", 4, True), ("2025-07-3", 1, False)],
    ]


def test_a_feed_without_entries_is_as_old_as_the_oldest_entry(site: Site) -> None:
    site.seed("a.txt", "date 2025-06-22 updated 2025-06-24 A drone")
    site.seed("b.txt", "date 2025-07-22 Another drone")
    site.build()
    assert site.feed("tags/france.atom").feed.updated == "2025-06-24T12:00:00Z"


@pytest.mark.slow
def test_the_history_of_a_busy_month_is_in_parts_that_lead_to_each_other(site: Site) -> None:
    site.config(CONFIG + "limit: 2\n")
    for number in range(11):
        site.seed(f"{number:02}.txt", f"date 2025-07-{number + 1:02} Drone {number}")
    assert site.build().status == 0
    assert site.titles() == [f"Drone {number}" for number in (10, 9, 8)]
    assert site.titles("archive/2025-07-2.atom") == [f"Drone {number}" for number in (7, 6, 5, 4)]
    links = {
        each.get("rel"): each.get("href")
        for each in etree.parse(site.feeds / "archive" / "2025-07.atom").findall(
            "{http://www.w3.org/2005/Atom}link"
        )
    }
    url = "https://drones.example.org/feeds"
    assert links["next-archive"] == f"{url}/archive/2025-07-2.atom"
    assert site.feed().feed.links[-1].href == f"{url}/archive/2025-07-2.atom"
    page = (site.feeds / "archive" / "2025-07-2.html").read_text(encoding="utf-8")
    assert "<h1>July 2025 (Part 2)</h1>" in page
    assert '<a href="../archive/2025-07-3.html" rel="next">July 2025 (Part 3) →</a>' in page
    tag = (site.feeds / "tags" / "drones.html").read_text(encoding="utf-8")
    assert tag.count('<article class="h-entry"') == 11  # the newest 20 at least
    assert '<a href="../tags/drones.1.html">Part 1</a>' in tag
    assert (site.feeds / "tags" / "drones.1.html").read_text(encoding="utf-8").count(
        '<article class="h-entry"'
    ) == 4
