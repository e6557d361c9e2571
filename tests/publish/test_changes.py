"""What subscribers will see is said before a build and after it: new, updated, gone, moved."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.helpers import CONFIG, Site

DRONE = "date 2025-07-{} A drone number {} over France"


@pytest.fixture(params=["atom", "rss", "json"])
def twelve(site: Site, request: pytest.FixtureRequest) -> Site:
    """A site with twelve published entries, one of them announced as updated."""
    site.config(CONFIG + f"formats: [{request.param}]\nlimit: 3\n")
    for number in range(10, 21):
        site.seed(f"{number}.txt", DRONE.format(number, number))
    site.seed("old.txt", "date 2025-05-10 updated 2025-05-12 An old drone")
    site.build()
    return site


def names(report: dict[str, Any]) -> dict[str, list[str]]:
    """The seeds that a report names, by what it says of them."""
    return {kind: [each["path"] for each in report[kind]] for kind in ("new", "updated", "gone", "moved")}


def nothing(**said: list[str]) -> dict[str, list[str]]:
    return {"new": [], "updated": [], "gone": [], "moved": []} | said


def lose_cache(site: Site) -> None:
    shutil.rmtree(site.folder / ".seedfeed")


def test_a_build_that_changes_nothing_names_nothing(twelve: Site) -> None:
    for _ in range(2):
        assert names(twelve.build("--json").report) == nothing()
        lose_cache(twelve)
    assert names(twelve.build("--json", "--rebuild").report) == nothing()


def test_new_and_gone_entries_are_named(twelve: Site) -> None:
    twelve.seed("30.txt", "date 2025-07-30 Quite another text")
    (twelve.seeds / "15.txt").unlink()
    expected = nothing(new=["seeds/30.txt"], gone=["seeds/15.txt"])
    assert names(twelve.build("--json", "--dry-run").report) == expected
    out = twelve.build("-v").out
    assert "Subscribers see 1 new, 1 gone. " in out
    assert "\nnew seeds/30.txt\ngone seeds/15.txt\n" in out


def test_a_silent_correction_is_seen_by_nobody_and_an_announced_one_is_updated(twelve: Site) -> None:
    twelve.seed("15.txt", "date 2025-07-15 A drone number 15 over Paris, France")
    assert names(twelve.build("--json").report) == nothing()
    twelve.seed("15.txt", "date 2025-07-15 updated 2025-07-29 A drone number 15 over Lyon, France")
    assert names(twelve.build("--json").report) == nothing(updated=["seeds/15.txt"])
    assert names(twelve.build("--json").report) == nothing()
    twelve.seed("old.txt", "date 2025-05-10 updated 2025-05-12 An old drone, silently corrected")
    assert names(twelve.build("--json").report) == nothing()


@pytest.mark.parametrize("cache", [True, False])
@pytest.mark.parametrize(
    ("name", "header", "text"),
    [
        ("15.txt", "Date: 2025-07-15", "A drone number 15 over France"),
        ("old.txt", "Date: 2025-05-10\nUpdated: 2025-05-12", "An old drone"),
    ],
)
def test_a_moved_seed_is_told_with_the_id_that_keeps_it(
    twelve: Site, name: str, header: str, text: str, cache: bool
) -> None:
    (twelve.seeds / "2025").mkdir()
    shutil.move(twelve.seeds / name, twelve.seeds / "2025" / name)
    if not cache:
        lose_cache(twelve)
    uri = f"https://drones.example.org/feeds/{name.removesuffix('.txt')}"
    ran = twelve.build("--json", "--dry-run")
    was = f"seeds/{name}" if cache else None
    assert ran.report["moved"] == [{"id": uri, "path": f"seeds/2025/{name}", "was": was}]
    notice = f"seeds/2025/{name}: notice: a move? Subscribers will see it as new; to keep it, add `id: {uri}`"
    assert ran.problems == [notice]
    twelve.seed(f"2025/{name}", f"{header}\nId: {uri}\n\n{text}")
    assert names(twelve.build("--json").report) == nothing()


def test_a_changed_id_is_a_move(twelve: Site) -> None:
    twelve.seed("15.txt", "Date: 2025-07-15\nId: urn:x:fifteen\n\nA drone number 15 over France")
    moved = twelve.build("--json").report["moved"]
    assert moved == [{"id": "https://drones.example.org/feeds/15", "path": "seeds/15.txt", "was": "seeds/15.txt"}]


def test_many_moves_are_one_notice_and_each_is_named_when_asked_for(twelve: Site) -> None:
    twelve.config((twelve.folder / "config.yaml").read_text() + "id: urn:x:other\n")
    refused = twelve.build("--dry-run", "-v")
    assert refused.status == 3
    ran = twelve.build("--confirm", "-v")
    assert ran.problems == [
        "seeds: notice: 12 moves? Subscribers will see them as new; -v names the `id` that keeps each"
    ]
    assert "moved seeds/15.txt → seeds/15.txt, id: https://drones.example.org/feeds/15\n" in ran.out


def test_a_guard_says_where_entries_come_under_other_ids(twelve: Site) -> None:
    (twelve.seeds / "2025").mkdir()
    for path in [*twelve.seeds.glob("*.txt")]:
        shutil.move(path, twelve.seeds / "2025" / path.name)
    ran = twelve.build("--dry-run", "-v")
    assert "12 of 12 published entries would go, and 12 come under other ids: were seeds moved?" in ran.err
    assert ran.status == 3
    assert "moved seeds/15.txt → seeds/2025/15.txt, id: https://drones.example.org/feeds/15\n" in ran.out


def test_what_waits_or_is_withdrawn_is_gone_and_comes_back_as_new(twelve: Site) -> None:
    twelve.seed("15.txt", "---\ndate: 2025-07-15\ndraft: true\n---\nA drone number 15 over France")
    assert names(twelve.build("--json").report) == nothing(gone=["seeds/15.txt"])
    twelve.seed("15.txt", "date 2025-07-15 A drone number 15 over France")
    assert names(twelve.build("--json").report) == nothing(new=["seeds/15.txt"])


def test_a_seed_dated_back_into_a_closed_month_is_told(twelve: Site) -> None:
    twelve.seed("back.txt", "date 2025-05-01 A drone, found late")
    twelve.seed("now.txt", "date 2025-07-03 A drone, found in time")
    ran = twelve.build()
    assert ran.problems == [
        "seeds/back.txt: notice: not in the main feed: dated back into the history; "
        "`updated` with the date of today announces it"
    ]
    assert twelve.build().problems == []
    for number in range(11):
        twelve.seed(f"back-{number}.txt", "date 2025-04-01 A drone, found late")
    assert [line.partition(":")[0] for line in twelve.build().problems] == ["seeds"]


def test_a_first_build_has_nothing_to_remark(site: Site) -> None:
    site.config(CONFIG + "limit: 1\n")
    for month in (1, 2, 3):
        site.seed(f"{month}.txt", f"date 2025-0{month}-01 Drone {month}")
    ran = site.build()
    assert (ran.status, ran.err) == (0, "")


def test_feeds_that_are_lost_are_not_new(twelve: Site) -> None:
    shutil.rmtree(twelve.feeds)
    assert names(twelve.build("--json").report) == nothing()


def test_of_two_seeds_with_one_id_the_line_says_which_is_published(site: Site) -> None:
    site.seed("b.txt", "Date: 2025-07-01\nId: urn:x:one\n\nThe first")
    site.build()
    site.seed("a.txt", "Date: 2025-07-02\nId: urn:x:one\n\nThe second")
    assert site.build("--dry-run").problems == [
        "seeds/b.txt:1: its id urn:x:one is that of seeds/a.txt, and this one is what is published; "
        "rename the other, or give it an `id`"
    ]
