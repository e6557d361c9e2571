"""Nothing vanishes in bulk by accident: a feed cannot be recalled."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from tests.helpers import CONFIG, Site

pytestmark = pytest.mark.slow


@pytest.fixture(params=["atom", "json"])
def twenty(site: Site, request: pytest.FixtureRequest) -> Site:
    """A site with twenty published entries, in a format."""
    site.config(CONFIG + f"formats: [{request.param}]\nlimit: 3\n")
    for number in range(20):
        site.seed(f"{number:02}.txt", f"date 2025-0{1 + number % 7}-10 A drone over France, {number}")
    assert site.build().status == 0
    return site


def everything(site: Site) -> dict[str, bytes]:
    """All files of the folder but its seeds."""
    files = (path for path in site.folder.rglob("*") if path.is_file() and path.parent != site.seeds)
    return {str(path.relative_to(site.folder)): path.read_bytes() for path in files}


def lose_cache(site: Site) -> None:
    shutil.rmtree(site.folder / ".seedfeed")


def keep_cache(_: Site) -> None:
    pass


@pytest.mark.parametrize("cache", [keep_cache, lose_cache])
def test_an_empty_folder_of_seeds_empties_no_feed(
    twenty: Site, cache: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if cache is lose_cache:
        lose_cache(twenty)
    before, elsewhere = everything(twenty), tmp_path_factory.mktemp("drive") / "seeds"
    shutil.move(twenty.seeds, elsewhere)
    twenty.seeds.mkdir()
    for options in ((), ("--quiet",), ("--strict",), ("--dry-run",)):
        ran = twenty.build(*options)
        assert ran.status == 3
        assert "--quiet" in options or " published.\n" in ran.out
        assert ran.problems[-1] == (
            "feeds: 20 of 20 published entries would go: is seeds/ there, and whole? "
            "If they shall go, `--confirm` publishes all the same"
        )
    assert twenty.run("check").status == 3
    (twenty.folder / ".seedfeed" / "config.yaml.told.json").unlink()  # what it said, to say it once
    kept = {path: data for path, data in everything(twenty).items() if cache is keep_cache or "feeds/" in path}
    assert kept == {path: data for path, data in before.items() if path in kept}
    twenty.seeds.rmdir()
    shutil.move(elsewhere, twenty.seeds)
    again = twenty.build("--json").report
    assert (again["entries"], again["written"], again["removed"]) == (20, [], [])


def test_half_may_go_and_more_may_not(twenty: Site) -> None:
    for number in range(10):
        (twenty.seeds / f"{number:02}.txt").unlink()
    assert twenty.build().status == 0
    for number in range(10, 20):
        site_seed = twenty.seeds / f"{number:02}.txt"
        site_seed.write_text("---\ndraft: true\ndate: 2025-07-01\n---\nWithdrawn")
    assert twenty.build().status == 3  # none would be left
    assert twenty.build("--confirm").status == 0
    assert twenty.build("--json").report["entries"] == 0


def test_few_entries_may_go_as_long_as_one_is_left(site: Site) -> None:
    for number in range(9):
        site.seed(f"{number}.txt", "date 2025-07-10 A drone")
    site.build()
    for number in range(8):
        (site.seeds / f"{number}.txt").unlink()
    assert site.build().status == 0
    (site.seeds / "8.txt").unlink()
    assert site.build().status == 3
    assert site.build("--confirm").status == 0
    assert site.titles() == []


def test_another_root_of_ids_wants_to_be_confirmed(site: Site) -> None:
    site.seed("a.txt", "date 2025-07-10 A drone")
    site.build()
    before = site.documents()
    site.config(CONFIG.replace("example.org/feeds", "example.net/new"))
    ran = site.build("--quiet")
    assert (ran.status, site.documents()) == (3, before)
    assert "write `id: https://drones.example.org/feeds` into the config" in ran.err
    site.config(CONFIG.replace("example.org/feeds", "example.net/new") + "id: https://drones.example.org/feeds\n")
    assert site.build().status == 0  # the address may change, the ids stay
    site.config(CONFIG.replace("example.org/feeds", "example.net/new"))
    assert site.build("--confirm").status == 0
    assert site.feed().entries[0].id == "https://drones.example.net/new/a"


@pytest.mark.parametrize("format_", ["rss", "json"])
@pytest.mark.parametrize("cache", [keep_cache, lose_cache])
def test_formats_that_do_not_say_the_root_are_guarded_too(
    site: Site, format_: str, cache: Callable[[Site], None]
) -> None:
    config = CONFIG + f"formats: [{format_}]\n"
    site.config(config)
    for number in range(3):
        site.seed(f"{number}.txt", f"date 2025-07-10 A drone, {number}")
    site.build()
    cache(site)
    before = site.documents()
    site.config(config.replace("example.org/feeds", "example.net/new"))
    ran = site.build("--quiet")
    assert (ran.status, site.documents()) == (3, before)
    assert "readers would show everything again" in ran.err
    cache(site)
    site.config(config.replace("example.org/feeds", "example.net/new") + "id: https://drones.example.org/feeds\n")
    assert site.build().status == 0
    for number in range(2):  # most of a small site may go, and others come
        site.seed(f"{number}.txt", f"date 2025-07-10 Text, {number}").rename(site.seeds / f"other{number}.txt")
    cache(site)
    assert site.build().status == 0


@pytest.mark.parametrize("format_", ["atom", "rss", "json"])
@pytest.mark.parametrize("cache", [keep_cache, lose_cache])
def test_nobody_has_subscribed_at_the_address_of_the_example(
    site: Site, format_: str, cache: Callable[[Site], None]
) -> None:
    config = CONFIG + f"formats: [{format_}]\n"
    site.config(config.replace("drones.example.org", "example.org"))
    site.seed("a.txt", "date 2025-07-10 A drone")
    site.build()
    cache(site)
    site.config(config)
    assert site.build().status == 0


def test_two_configs_do_not_share_an_output(site: Site) -> None:
    site.seed("a.txt", "date 2025-07-10 A drone")
    site.build()
    before = site.documents()
    (site.folder / "other.yaml").write_text(CONFIG.replace("example.org", "example.com"))
    ran = site.run("build", "--config", "other.yaml")
    assert (ran.status, site.documents()) == (3, before)
    assert "holds the feeds of https://drones.example.org/feeds" in ran.err
    assert ran.out == "1 seed: 1 entry. Nothing is published.\n"


def test_a_build_from_nothing_meets_no_guard(site: Site) -> None:
    for number in range(20):
        site.seed(f"{number}.txt", "date 2025-07-10 A drone")
    site.build()
    shutil.rmtree(site.feeds)
    for number in range(19):
        (site.seeds / f"{number}.txt").unlink()
    assert site.build().status == 0
    assert len(site.titles()) == 1
