"""Seeds → entries → feeds: dates, ids, tags, and which entry goes where."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedfeed.entries.entries import _apart, make_entries
from seedfeed.entries.text import make_text
from seedfeed.feeds import entries_by_tag, make_feeds, parts_of
from seedfeed.model import Config, Entry, Feed
from seedfeed.report import Problem
from seedfeed.seeds.parse import parse_seed
from tests.helpers import CONFIG, Site, a_config, record_of

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def entries_of(seeds: dict[str, str], config: Config | None = None, now: datetime = LATER) -> dict[str, Entry]:
    config = config or a_config()
    made = make_entries([record_of(name, text, config) for name, text in seeds.items()], config, now)
    assert not made.problems
    return {entry.path: entry for entry in made.entries}


def feeds_of(entries: tuple[Entry, ...], config: Config) -> tuple[Feed, ...]:
    return make_feeds(entries, parts_of(entries), entries_by_tag(entries, config), config)


def instants(seeds: dict[str, str], extra: str = "") -> dict[str, tuple[str, str]]:
    return {
        path: (f"{entry.published:%d %H:%M:%S}", f"{entry.updated:%d %H:%M:%S}")
        for path, entry in entries_of(seeds, a_config(CONFIG + extra)).items()
    }


def test_a_date_alone_is_noon_and_the_same_day_goes_on_by_seconds_in_the_order_of_names() -> None:
    assert instants(
        {"b.txt": "date 2025-07-22 B", "a.txt": "date 2025-07-22 A", "c.txt": "date 2025-07-23 C"}
    ) == {
        "a.txt": ("22 12:00:00", "22 12:00:00"),
        "b.txt": ("22 12:00:01", "22 12:00:01"),
        "c.txt": ("23 12:00:00", "23 12:00:00"),
    }


def test_noon_and_local_times_are_those_of_the_configured_zone() -> None:
    seeds = {
        "a.txt": "date 2025-07-22 A",
        "b.txt": "date 2025-07-22T09:30 B",
        "c.txt": "date 2025-01-22T09:30Z C",
    }
    assert instants(seeds, "timezone: Europe/Paris\ntime: 18:30") == {
        "a.txt": ("22 16:30:00", "22 16:30:00"),
        "b.txt": ("22 07:30:00", "22 07:30:00"),
        "c.txt": ("22 09:30:00", "22 09:30:00"),
    }


def test_many_seeds_late_on_a_day_do_not_run_into_the_next() -> None:
    seeds = {f"{n:03}.txt": "date 2025-07-22 A" for n in range(90)}
    found = {day for day, _ in instants(seeds, "time: 23:59").values()}
    assert {day[:2] for day in found} == {"22"}
    assert len(found) == len(seeds)


def test_times_at_the_end_of_a_day_are_apart_before_it_ends() -> None:
    seeds = dict.fromkeys("abc", "date 2025-07-22T23:59:59 A") | {"d": "date 2025-07-22T23:59:57 A"}
    found = instants({f"{name}.txt": text for name, text in seeds.items()}, "timezone: Europe/Paris")
    assert sorted(day for day, _ in found.values()) == [f"22 21:59:5{second}" for second in (6, 7, 8, 9)]


@given(st.lists(st.integers(86_390, 86_399) | st.integers(0, 86_399), max_size=40))
def test_no_two_entries_of_a_day_have_one_instant(seconds: list[int]) -> None:
    start, alone = datetime(2025, 3, 4, tzinfo=UTC), _apart()
    found = [alone(start + timedelta(seconds=second), UTC) for second in seconds]
    assert len(set(found)) == len(found)
    assert {each.date() for each in found} <= {start.date()}


def test_updated_follows_the_noon_rule_and_never_comes_before_published() -> None:
    seeds = {
        "a.txt": "date 2025-07-20 updated 2025-07-22 A",
        "b.txt": "date 2025-07-22 B",
        "c.txt": "date 2025-07-22T15:00 updated 2025-07-22 C",
        "d.txt": "date 2025-07-20 updated 2025-07-22 D",
        "e.txt": "date 2025-07-22 updated 2025-07-22 E",
    }
    found = instants(seeds)
    assert found["b.txt"] == ("22 12:00:00", "22 12:00:00")
    assert found["e.txt"] == ("22 12:00:01", "22 12:00:01")
    assert found["c.txt"] == ("22 15:00:00", "22 15:00:00")
    assert found["a.txt"] == ("20 12:00:00", "22 12:00:02")  # behind those published that day:
    assert len({updated for _, updated in found.values()}) == len(found)  # no two with the same `updated`


def test_an_update_that_lies_ahead_waits_for_its_day() -> None:
    seeds = {"a.txt": "date 2025-07-20 updated 2052-07-22 A"}
    now = datetime(2052, 7, 21, tzinfo=UTC)
    before, after = (entries_of(seeds, now=now + each)["a.txt"] for each in (timedelta(), timedelta(days=1)))
    assert before.updated == before.published
    assert after.updated == datetime(2052, 7, 22, 12, tzinfo=UTC)


def test_editing_a_seed_moves_neither_its_id_nor_its_date() -> None:
    before = entries_of({"a.txt": "date 2025-07-22 Teh text."})["a.txt"]
    after = entries_of({"a.txt": "date 2025-07-22 The text."})["a.txt"]
    assert (before.id, before.published, before.updated) == (after.id, after.published, after.updated)
    assert before.key != after.key


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a.txt", "a"),
        ("notes/b.TEXT", "notes/b"),
        ("with space & 100%.txt", "with%20space%20%26%20100%25"),
        ("новини.txt", "%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8"),
        ("e\u0301.txt", "%C3%A9"),  # as a Mac writes it: the same id as anywhere else
        ("\udcff.txt", "%FF"),  # a name that is no UTF-8
        ("a.b.txt", "a.b"),
        ("line\nbreak'\".txt", "line%0Abreak%27%22"),
    ],
)
def test_an_id_is_made_of_the_path(name: str, uri: str) -> None:
    assert entries_of({name: "date 2025-07-22 Text"})[name].id == f"https://drones.example.org/feeds/{uri}"


def test_an_id_of_its_own_stays_wherever_the_seed_moves() -> None:
    text = "Date: 2025-07-22\nId: tag:me,2020:ü\n\nText"
    assert {entry.id for entry in entries_of({"a.txt": text}).values()} == {"tag:me,2020:%C3%BC"}


def test_of_two_seeds_with_one_id_the_second_by_name_is_refused() -> None:
    records = [record_of(name, "date 2025-07-22 Text") for name in ("x.txt", "x.TXT")]
    entries, _, _, problems, _ = make_entries(records, a_config(), LATER)
    assert [entry.path for entry in entries] == ["x.TXT"]
    assert problems == (
        Problem(
            "seeds/x.txt",
            1,
            "its id https://drones.example.org/feeds/x is that of seeds/x.TXT; rename one, or give it an `id`",
        ),
    )


@pytest.mark.parametrize(
    ("date", "now", "held"),
    [
        ("2025-07-22", "2025-07-21T21:59:59Z", True),
        ("2025-07-22", "2025-07-21T22:00:00Z", False),  # the day begins at midnight in Paris
        ("2025-07-22T09:30", "2025-07-22T07:29:59Z", True),
        ("2025-07-22T09:30", "2025-07-22T07:30:00Z", False),
    ],
)
def test_a_seed_is_held_until_its_time_has_come(date: str, now: str, held: bool) -> None:
    config = a_config(CONFIG + "timezone: Europe/Paris")
    made = make_entries([record_of("a.txt", f"date {date} Text")], config, datetime.fromisoformat(now))
    assert (len(made.entries), len(made.held)) == ((0, 1) if held else (1, 0))
    assert (made.until is not None) == held


def test_entries_of_one_instant_are_a_second_apart_in_the_order_of_their_names() -> None:
    seeds = dict.fromkeys(("b.txt", "c.txt", "a.txt"), "date 2025-07-22T09:30:15.123 Text")
    made = list(entries_of(seeds).values())
    assert [entry.path for entry in made] == ["c.txt", "b.txt", "a.txt"]
    assert [entry.published.second for entry in made] == [17, 16, 15]


@pytest.mark.parametrize("given", ["https://old.example.org/", "tag:example.org,2025:x"])
def test_an_id_in_the_config_is_kept_to_the_letter_and_doubles_no_slash(given: str) -> None:
    config = a_config(CONFIG + f"id: {given}")
    entries = entries_of({"a.txt": "date 2025-07-22 Text"}, config)
    assert feeds_of(tuple(entries.values()), config)[-1].id == given
    assert entries["a.txt"].id == given.rstrip("/") + "/a"


def test_no_path_of_a_seed_gives_the_id_of_a_feed() -> None:
    paths = ("tags/france.txt", "tags/france.atom.txt", "tags/france:feed.txt", "feed.atom.txt")
    entries = entries_of(dict.fromkeys(paths, "date 2025-07-22 France"))
    feeds = feeds_of(tuple(entries.values()), a_config())
    assert not {feed.id for feed in feeds} & {entry.id for entry in entries.values()}


def test_the_order_in_which_seeds_come_does_not_matter() -> None:
    records = [record_of(f"{n}.txt", f"date 2025-07-{1 + n % 9:02} Text") for n in range(40)]
    expected = make_entries(records, a_config(), LATER)
    for _ in range(5):
        random.shuffle(records)
        assert make_entries(records, a_config(), LATER) == expected


def test_tags_of_the_config_come_first_then_those_of_the_seed() -> None:
    config = a_config(CONFIG.replace("France", "Noël"))
    text = "Date: 2025-07-22\nTags: industry, NOE\u0308L, drones\n\nDrones over Ukraine"
    assert entries_of({"a.txt": text}, config)["a.txt"].tags == ("Noël", "Ukraine", "drones", "industry")


def test_a_title_of_its_own_can_earn_a_tag_and_is_never_cut() -> None:
    title = "Drones " + "and more " * 20
    seed = f"Date: 2025-07-22\nTitle: {title}\n\nText"
    assert make_text(parse_seed("a.txt", seed.encode()), a_config())[0].title == title.strip()
    assert entries_of({"a.txt": seed})["a.txt"].tags == ("drones",)


def test_a_title_that_is_cut_inside_a_word_earns_nothing() -> None:
    seed = f"date 2025-07-22 {'x' * 94}/droners"
    assert make_text(parse_seed("a.txt", seed.encode()), a_config())[0].title.endswith("/drone…")
    assert entries_of({"a.txt": seed})["a.txt"].tags == ()


def test_an_entry_goes_into_the_feeds_that_want_its_tags() -> None:
    config = a_config(
        CONFIG + "feeds:\n"
        "  both: {all: [France, drones]}\n"
        "  either: {any: [France, drones]}\n"
        "  peace: {title: Peace, subtitle: No drones, any: [France, Ukraine], none: [drones]}\n"
    )
    texts = {
        "a": "French drone, France",
        "b": "France",
        "c": "drones",
        "d": "nothing",
        "e": "Ukraine’s drone",
    }
    records = [record_of(f"{name}.txt", f"date 2025-07-22 {text}", config) for name, text in texts.items()]
    entries = make_entries(records, config, LATER).entries
    feeds = {feed.path: feed for feed in feeds_of(entries, config)}
    assert {path: "".join(entry.path[0] for entry in feed.entries) for path, feed in feeds.items()} == {
        "tags/france": "ba",
        "tags/ukraine": "e",
        "tags/drones": "eca",
        "both": "a",
        "either": "ecba",
        "peace": "b",
        "feed": "edcba",
    }
    assert (feeds["peace"].title, feeds["both"].title) == ("Peace", "Drone watch: both")
    assert list(feeds)[-1] == "feed"  # who reads an entry there can follow it everywhere
    assert len({feed.id for feed in feeds.values()}) == len(feeds)


def test_a_feed_holds_the_newest_entries_newest_first(site: Site) -> None:
    site.config(CONFIG + "limit: 2\narchive: none")
    for day in (3, 1, 2):
        site.seed(f"{day}.txt", f"date 2025-07-0{day} Drone {day}")
    assert site.build().status == 0
    assert site.titles() == site.titles("tags/drones.atom") == ["Drone 3", "Drone 2"]
    site.config(CONFIG + "limit: all\narchive: none")
    site.build()
    assert len(site.titles()) == 3


@given(
    instants=st.lists(
        st.datetimes(datetime(2009, 10, 1), datetime(2010, 4, 30), timezones=st.just(UTC)), min_size=1, max_size=30
    ),
    limit=st.sampled_from(["1", "3", "all"]),
    archive=st.sampled_from(["year", "month", "day"]),
    zone=st.sampled_from(["UTC", "America/St_Johns", "Pacific/Auckland"]),
)
def test_a_walk_through_the_history_meets_every_entry(
    instants: list[datetime], limit: str, archive: str, zone: str
) -> None:
    config = a_config(CONFIG + f"limit: {limit}\narchive: {archive}\ntimezone: {zone}\n")
    records = [
        record_of(f"{n}.txt", f"date {when:%Y-%m-%dT%H:%M:%SZ} Text", config) for n, when in enumerate(instants)
    ]
    entries = make_entries(records, config, LATER).entries
    feeds = {feed.path: feed for feed in feeds_of(entries, config)}
    met = set()
    path: str | None = "feed"
    while path:
        met |= {entry.id for entry in feeds[path].entries}
        path = dict(feeds[path].history).get("prev-archive")
    assert met == {entry.id for entry in entries}


def test_no_two_entries_have_one_instant_in_whatever_form_their_dates_are_written() -> None:
    texts = {
        "a.txt": "date 2025-03-04T12:00 Note a.",
        "b.txt": "date 2025-03-04 Note b.",
        "c.txt": "date 2025-03-04T13:00+01:00 Note c.",
        "d.txt": "date 2025-03-04 Note d.",
    }
    made = make_entries([record_of(*each) for each in texts.items()], a_config(), datetime(2025, 8, 1, tzinfo=UTC))
    assert [f"{entry.published:%H:%M:%S} {entry.path}" for entry in reversed(made.entries)] == [
        *("12:00:00 a.txt", "12:00:01 b.txt", "12:00:02 c.txt", "12:00:03 d.txt"),
    ]


@pytest.mark.parametrize(("second", "step"), [(0, 1), (86_399, -1)])
def test_an_instant_is_found_at_once_however_many_are_taken(second: int, step: int) -> None:
    class Counted(datetime):
        steps = 0

        def __add__(self, other: timedelta) -> Self:
            Counted.steps += 1
            return super().__add__(other)

    start, alone = Counted(2025, 3, 4, tzinfo=UTC) + timedelta(seconds=second), _apart()
    found = [alone(start, UTC) for _ in range(10_000)]
    assert Counted.steps < 3 * len(found)
    assert found == [start + timedelta(seconds=step * number) for number in range(10_000)]
