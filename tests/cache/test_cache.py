"""The cache: it saves work, and never makes a difference."""

from __future__ import annotations

import json
import marshal
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedfeed.cache.open import empty_cache
from seedfeed.cache.store import Cache
from seedfeed.model import File
from seedfeed.seeds.scan import stat_of
from tests.helpers import CONFIG, NOW, Site, database

pytestmark = pytest.mark.slow

ALL = CONFIG + "formats: [atom, rss, json]\nlimit: 3\n"
BUILD = [sys.executable, "-m", "seedfeed", "build", "--quiet"]
OLD = 1_600_000_000  # seconds: so long ago that a file cannot change again without a trace


def aged(path: Path, seconds: int = OLD) -> Path:
    os.utime(path, (seconds, seconds))
    return path


@pytest.fixture
def built(site: Site) -> Site:
    site.config(ALL)
    for number in range(8):
        aged(site.seed(f"{number}.txt", f"date 2025-0{1 + number % 7}-1{number} A drone over France, {number}"))
    assert site.build().status == 0
    return site


def cache_of(site: Site) -> Path:
    return site.folder / ".seedfeed" / "config.yaml.sqlite"


def fresh(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The documents of the same folder, built elsewhere without a cache."""
    elsewhere = tmp_path_factory.mktemp("fresh")
    shutil.copytree(site.seeds, elsewhere / "seeds", symlinks=True)
    shutil.copy(site.folder / "config.yaml", elsewhere)
    site.run("build", "--quiet", "--config", str(elsewhere / "config.yaml"))
    other = Site.__new__(Site)
    object.__setattr__(other, "feeds", elsewhere / "feeds")
    return other.documents()


HEADS = [
    "date {day}",
    "date {day} updated {other}",
    "Date: {day}T10:30\nTitle: Title {n}\nTags: own, drones\nAuthor: Olena\n\n",
    "Date: {day}\nId: urn:x:{n}\nLink: https://example.org/{n}\n\n",
    "---\ndate: {day}\nlang: uk\n---\n",
    "no date at all",
    "date 2025-02-30",
]
BODIES = [
    "A drone over France.",
    "Ukraine builds.\n\nTwo paragraphs\x07 here.",
    "Nothing <b>of</b> it & more.",
    "",
]
CONFIGS = [
    CONFIG,
    ALL,
    ALL + "archive: day\n",
    CONFIG + "archive: none\nlimit: all\n",
    CONFIG + "archive: year\ntimezone: Europe/Paris\nsubtitle: Sub\n",
    ALL.replace("[France, Ukraine, drones]", "{France: [Frank, over], drones: [drone], new: [builds]}"),
    ALL.replace("Drone watch", "Another title") + "feeds: {both: {any: [France, drones]}}\n",
    ALL.replace("https://drones.example.org/feeds/", "https://example.com/") + "author: Desk\nlanguage: fr\n",
]


@pytest.mark.parametrize("luck", range(6))
def test_after_any_changes_the_documents_are_those_of_a_first_build(
    site: Site, luck: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(luck)

    def write() -> None:
        number = chance.randrange(12)
        day, other = (f"2025-{chance.randint(4, 8):02}-{chance.randint(1, 28):02}" for _ in range(2))
        head = chance.choice(HEADS).format(day=day, other=other, n=number % 5)
        site.seed(f"{'sub/' * (number % 2)}{number}.txt", f"{head} {chance.choice(BODIES)}")

    def remove() -> None:
        for path in chance.sample(sorted(site.seeds.rglob("*.txt")), 1):
            path.unlink()

    def rename() -> None:
        for path in chance.sample(sorted(site.seeds.rglob("*.txt")), 1):
            path.rename(path.with_name(f"{chance.randrange(99)}.txt"))

    def configure() -> None:
        site.config(chance.choice(CONFIGS))

    def age() -> None:
        for path in site.seeds.rglob("*.txt"):
            aged(path, OLD + chance.randrange(9))

    def tamper() -> None:
        for path in chance.sample(sorted(site.feeds.rglob("*.*m*")), 1):
            kind = chance.randrange(3)
            if kind == 0:
                path.unlink()
            elif kind == 1:
                path.write_bytes(path.read_bytes()[:-9])
            else:
                path.touch()

    write()
    for _ in range(12):
        for _ in range(chance.randint(0, 3)):
            chance.choice(
                [write, write, write, rename, configure, age, *([remove, tamper] * site.feeds.exists())]
            )()
            if not list(site.seeds.rglob("*.txt")):
                write()
        ran = site.build("--json", "--confirm")
        again = site.build("--json")
        assert ".seedfeed" not in ran.err
        assert site.documents() == fresh(site, tmp_path_factory)
        done = dict.fromkeys(("new", "updated", "gone", "moved", "written", "unchanged", "removed", "notices"))
        assert again.report | done == ran.report | done
        assert again.report["new"] == again.report["gone"] == []
        assert (again.report["written"], again.report["removed"]) == ([], [])
        assert sorted(again.report["unchanged"]) == sorted(ran.report["written"] + ran.report["unchanged"])


def removed(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbage(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(50_000))


def another_database(path: Path) -> None:
    path.unlink()
    with database(path) as db:
        db.execute("CREATE TABLE seeds (a)")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def of_another_version(path: Path) -> None:
    with database(path) as db:
        db.execute("UPDATE meta SET value = '\"other\"' WHERE name = 'maker'")


def page_size(data: bytes | bytearray) -> int:
    """As the first bytes of an SQLite file tell it."""
    return int.from_bytes(data[16:18], "big")


def bits_that_flipped(path: Path) -> None:
    """In every page but the first, so that SQLite sees little of it."""
    data = bytearray(path.read_bytes())
    size, chance = page_size(data), random.Random(2)
    for page in range(size, len(data), size):
        for _ in range(9):
            data[page + chance.randrange(200, size)] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def words_that_changed(path: Path) -> None:
    """Well-formed, and wrong."""
    with database(path) as db:
        db.execute("UPDATE texts SET text = ?", (marshal.dumps(("wrong", 0, None, None, "", "")),))
        db.execute("UPDATE seeds SET records = ?", (marshal.dumps([]),))
        db.execute("UPDATE documents SET files = x'00'")


def rows_that_are_gone(path: Path) -> None:
    with database(path) as db:
        db.execute("DELETE FROM texts WHERE number % 2")


def values_of_another_kind(path: Path) -> None:
    with database(path) as db:
        for table, column in (("seeds", "records"), ("meta", "value"), ("texts", "text"), ("documents", "files")):
            db.execute(f"UPDATE {table} SET {column} = NULL")


BROKEN = [
    *(removed, empty, cut, garbage, another_database, a_folder, a_fifo, of_another_version, bits_that_flipped),
    *(words_that_changed, rows_that_are_gone, values_of_another_kind),
]


@pytest.mark.parametrize("edit", [False, True], ids=["nothing to do", "a seed was edited"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_cache_costs_time_and_one_notice_at_most(
    built: Site, broken: Callable[[Path], None], edit: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    broken(cache_of(built))
    if edit:
        built.seed("3.txt", "date 2025-04-13 Ukraine")
        built.config(ALL.replace("limit: 3", "limit: 4"))
    for _ in range(2):
        ran = built.build()
        assert ran.status == 0
        assert len(ran.problems) <= 1
        assert all(".seedfeed/config.yaml.sqlite: notice: " in line for line in ran.problems)
        assert built.documents() == fresh(built, tmp_path_factory)


def test_documents_whose_bytes_stay_are_not_touched(built: Site) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.feeds.rglob("*.atom")}
    built.config(ALL + "ttl: 60\n")  # for RSS alone
    assert not [path for path in built.build("--json").report["written"] if not path.endswith(".rss")]
    assert {path: path.stat().st_mtime_ns for path in built.feeds.rglob("*.atom")} == before


def pages(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Each page of a file from one of two builds."""
    size = page_size(new)
    starts = range(0, max(len(old), len(new)), size)
    return b"".join(chance.choice((old, new))[start : start + size] for start in starts)


def rows(old: Path, new: Path, chance: random.Random) -> None:
    """Each row of `new` from one of two builds."""
    with database(new) as db:
        db.execute("ATTACH ? AS old", (str(old),))
        for table in ("meta", "seeds", "texts", "documents"):
            for key, *_ in db.execute(f"SELECT * FROM {table}").fetchall():
                name = db.execute(f"SELECT * FROM {table} LIMIT 0").description[0][0]
                if chance.random() < 0.5:
                    db.execute(f"REPLACE INTO main.{table} SELECT * FROM old.{table} WHERE {name} = ?", (key,))


@pytest.mark.parametrize("mixed", ["pages", "rows"])
def test_a_cache_that_mixes_two_builds_gives_the_bytes_of_a_first_build(
    site: Site, mixed: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As a loss of power may leave it, on a disk that keeps no order."""
    site.config(ALL)
    for number in range(1300):  # three parts of the records
        aged(site.seed(f"{number}.txt", f"date 2025-0{1 + number % 7}-1{number % 9} A drone over France"))
    assert site.build().status == 0
    old = tmp_path_factory.mktemp("old") / "old.sqlite"
    shutil.copy(cache_of(site), old)
    site.config(ALL.replace("[France, Ukraine, drones]", "{France: [over], drones: [airplane]}"))
    aged(site.seed("7.txt", "date 2025-01-17 Nothing of it"), OLD + 1)
    assert site.build().status == 0
    new = cache_of(site).read_bytes()
    site.config((site.folder / "config.yaml").read_text() + "# something to do\n")
    wanted = fresh(site, tmp_path_factory)
    assert site.documents() == wanted
    for luck in range(20):
        chance = random.Random(luck)
        cache_of(site).write_bytes(new if mixed == "rows" else pages(old.read_bytes(), new, chance))
        if mixed == "rows":
            rows(old, cache_of(site), chance)
        assert site.build("--quiet").status == 0
        assert site.documents() == wanted


@pytest.mark.parametrize("edited", [True, False], ids=["edited", "removed"])
def test_a_seed_that_the_cache_knows_twice_is_one(
    built: Site, edited: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with closing(Cache(str(cache_of(built)))) as cache:
        ((rules, records),) = cache.records()
        twin = next(record for record in records if record.path == "3.txt")._replace(number=700, mtime=1)
        cache.store({700: twin}, rules, [700])
        cache.save()
    if edited:
        built.seed("3.txt", "date 2025-04-13 Ukraine")
    else:
        (built.seeds / "3.txt").unlink()
    ran = built.build("--json")
    assert (ran.status, ran.report["entries"]) == (0, 8 if edited else 7)
    assert built.documents() == fresh(built, tmp_path_factory)


@pytest.mark.parametrize("damaged", [False, True])
def test_the_cache_knows_the_documents_that_are_there_however_many_there_were(
    built: Site, damaged: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedfeed.cache.store._DOCUMENTS", 8)
    for count in (30, 12, 60, 4, 5):
        for number in range(60):
            if number < count:
                aged(built.seed(f"{number}.txt", f"date 2025-04-13 A drone over France, {number}"))
            else:
                (built.seeds / f"{number}.txt").unlink(missing_ok=True)
        if damaged:
            with database(cache_of(built)) as db:
                db.execute("UPDATE documents SET files = x'00' WHERE part = 1")
        for _ in range(2):
            assert built.build("--confirm").status == 0
        with closing(Cache(str(cache_of(built)))) as cache:
            known = {path: file.stat for path, file in cache.files().items()}
        assert known == {path: stat_of((built.feeds / path).lstat()) for path in built.documents()}


@given(st.lists(st.tuples(st.integers(0, 60), st.sets(st.integers(0, 60))), max_size=6))
def test_the_documents_that_are_stored_are_those_that_are_recalled(steps: list[tuple[int, set[int]]]) -> None:
    """Each step says how many documents there are, and which of them are others than before."""
    files: dict[str, File] = {}
    with closing(empty_cache()) as cache, pytest.MonkeyPatch.context() as patch:
        patch.setattr("seedfeed.cache.store._DOCUMENTS", 4)
        for step, (count, changed) in enumerate(steps):
            old = cache.files()
            assert old == files
            written = {f"{number}.html": File(b"", b"%d" % step, (step, 0, 0, 0)) for number in changed}
            files = {
                path: written.get(path) or old.get(path) or File(b"", b"", (0, 0, 0, 0)) for path in names(count)
            }
            cache.publish(files, old)
        assert cache.files() == files


def names(count: int) -> list[str]:
    return [f"{number}.html" for number in range(count)]


def test_a_document_of_which_the_cache_has_lost_sight_is_looked_at(built: Site) -> None:
    assert built.build().status == 0
    before = built.documents()
    with database(cache_of(built)) as db:
        db.execute("UPDATE documents SET files = x'00'")
    with (built.feeds / "feed.atom").open("r+b") as file:  # in its place, so that the folder stays as it was
        file.truncate(1000)
    assert built.build().status == 0
    assert built.documents() == before


def test_what_is_wrong_is_told_at_each_build_until_it_is_mended(built: Site) -> None:
    assert built.build().status == 0
    (built.seeds / "gone.txt").symlink_to("/nowhere")
    for document in (None, built.feeds / "feed.atom", None):
        if document:
            document.touch()
        ran = built.build()
        assert (ran.status, "gone.txt: dangling link" in ran.err) == (1, True)
    (built.seeds / "gone.txt").unlink()
    assert built.build().status == 0


def test_a_build_with_nothing_to_do_names_the_same_documents(built: Site) -> None:
    assert built.build("--json").report["unchanged"] == sorted(built.documents())
    built.config(ALL + "# another text\n")
    assert built.build("--json").report["unchanged"] == sorted(built.documents())


def test_a_text_that_becomes_markdown_is_rendered_anew(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = site.seed("a.txt", "date 2025-07-22 A *drone* over France.")
    site.build()
    path.rename(path.with_suffix(".md"))
    site.build()
    assert "<em>drone</em>" in site.feed().entries[0].content[0].value
    assert site.documents() == fresh(site, tmp_path_factory)


def test_a_cache_that_cannot_be_written_is_done_without(site: Site) -> None:
    site.seed("a.txt", "date 2025-07-22 A drone")
    (site.folder / ".seedfeed").write_text("mine")
    ran = site.build()
    assert ran.status == 0
    assert ran.problems == [
        ".seedfeed/config.yaml.sqlite: notice: cannot be used (File exists); until it can, every build reads all seeds"
    ]
    assert (site.folder / ".seedfeed").read_text() == "mine"
    assert site.titles() == ["A drone"]


def test_what_is_published_is_reported_even_if_the_cache_fails_behind_it(built: Site) -> None:
    with database(cache_of(built)) as db:
        db.execute("CREATE TRIGGER f BEFORE INSERT ON documents BEGIN SELECT RAISE(ABORT, 'full'); END")
    built.seed("3.txt", "date 2025-04-13 Ukraine")
    ran = built.build("--json")
    assert (ran.status, len(ran.problems)) == (0, 1)
    assert "archive/2025-04.atom" in ran.report["written"]
    assert not set(ran.report["written"]) & set(ran.report["unchanged"])


def test_a_cache_made_elsewhere_gives_the_same_bytes(built: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(built.folder, elsewhere, ignore=shutil.ignore_patterns("elsewhere"))
    (elsewhere / "seeds" / "1.txt").write_text("date 2025-02-11 Another text of Ukraine")
    assert built.run("build", "--quiet", "--config", str(elsewhere / "config.yaml")).status == 0
    built.seed("1.txt", "date 2025-02-11 Another text of Ukraine")
    assert built.build().status == 0
    for path, document in built.documents().items():
        assert (elsewhere / "feeds" / path).read_bytes() == document


def test_two_configs_in_one_folder_have_a_cache_each(built: Site) -> None:
    (built.folder / "other.yaml").write_text(ALL.replace("Drone watch", "Other") + "output: other\n")
    for _ in range(2):
        assert built.run("build", "--config", "other.yaml").status == 0
        assert built.build("--json").report["written"] == []
    assert {path.name for path in (built.folder / ".seedfeed").iterdir()} == {
        "config.yaml.sqlite",
        "other.yaml.sqlite",
    }


WATCH = """
import json, os, sys
opened, written = [], []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path, flags = os.fsdecode(arguments[0]), arguments[2] or 0
        opened.append(path)
    if event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.utime", "os.truncate"):
        written.append(event)
    if event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(str(arguments[0]))
sys.addaudithook(watch)
if hasattr(os, "sched_setaffinity"):  # on one core all is done in this process
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from seedfeed.cli.main import main
status = main(sys.argv[1:])
heavy = {"lxml", "feedgen", "jinja2", "dateutil", "regex", "tqdm", "ahocorasick_rs"} & set(sys.modules)
print(json.dumps({"status": status, "opened": opened, "written": written, "heavy": sorted(heavy)}), file=sys.stderr)
"""


def watched(site: Site, *arguments: str, command: str = "build") -> dict[str, list[str]]:
    """What a command in a process of its own opens, writes and imports."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": NOW}
    ran = subprocess.run(
        [sys.executable, "-c", WATCH, command, *arguments],
        cwd=site.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seen: dict[str, list[str]] = json.loads(ran.stderr.splitlines()[-1])
    seen["seeds"] = [Path(path).name for path in seen["opened"] if path.endswith(".txt")]
    seen["documents"] = [path for path in seen["opened"] if "/feeds/" in path or path.startswith("feeds/")]
    return seen


def test_a_build_with_nothing_to_do_opens_no_seed_and_no_document_and_imports_nothing_heavy(built: Site) -> None:
    seen = watched(built)
    assert (seen["seeds"], seen["documents"], seen["written"], seen["heavy"]) == ([], [], [], [])


def test_explain_reads_the_seed_that_it_is_asked_for_and_touches_no_cache(built: Site) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in cache_of(built).parent.iterdir()}
    seen = watched(built, "seeds/3.txt", command="explain")
    assert (seen["seeds"], seen["written"]) == (["3.txt"], [])
    assert {path.name: path.stat().st_mtime_ns for path in cache_of(built).parent.iterdir()} == before


@pytest.mark.parametrize("broken", [garbage, bits_that_flipped, words_that_changed, values_of_another_kind])
def test_explain_and_a_dry_run_do_without_a_broken_cache(built: Site, broken: Callable[[Path], None]) -> None:
    said = built.run("explain", "seeds/3.txt").out, built.build("--dry-run", "--json").report["seeds"]
    broken(cache_of(built))
    kept = cache_of(built).read_bytes()
    assert (built.run("explain", "seeds/3.txt").out, built.build("--dry-run", "--json").report["seeds"]) == said
    assert cache_of(built).read_bytes() == kept


def test_only_a_changed_seed_is_opened(built: Site) -> None:
    built.seed("3.txt", "date 2025-04-13 Ukraine")
    built.seed("new.txt", "date 2025-04-13 New")
    assert sorted(watched(built)["seeds"]) == ["3.txt", "new.txt"]


def test_only_documents_that_hold_a_changed_seed_are_rendered(built: Site) -> None:
    """The newest months and the tag feed of Ukraine know nothing of an edit of a seed of April."""
    built.seed("3.txt", "date 2025-04-14 A drone over France, edited")
    opened = (path.partition("feeds/")[2] for path in watched(built)["documents"])
    seen = {path.replace("/.", "/").removesuffix(".seedfeed.tmp") for path in opened}
    assert {"archive/2025-04.atom", "archive/2025-04.rss", "archive/2025-04.json", "archive/2025-04.html"} <= seen
    assert not {
        path for path in seen if "2025-05" in path or "ukraine" in path or path.startswith((".feed.", "feed."))
    }


def test_changed_rules_are_applied_without_reading_a_seed(built: Site) -> None:
    built.config(ALL.replace("[France, Ukraine, drones]", "{air: [over], drones: [drone]}"))
    assert watched(built)["seeds"] == []
    assert len(built.feed("tags/air.atom").entries) == 3


def test_a_seed_that_changed_within_two_seconds_of_a_build_is_read_again(built: Site) -> None:
    """Same size, same times: only its bytes tell."""
    path = built.seed("3.txt", "date 2025-04-13 A drone over France, 3")
    before = path.stat()
    built.build()
    path.write_text("date 2025-04-13 A drone over France, 9")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert built.build().status == 0
    assert "France, 9" in (built.feeds / "archive" / "2025-04.html").read_text()


@pytest.mark.parametrize("time", [4_000_000_000, 13_600_000_000, -11_700_000_000], ids=["2096", "2400", "1599"])
def test_whatever_time_a_seed_has_it_is_read_once(built: Site, time: int) -> None:
    path = built.seed("3.txt", "date 2025-04-13 A drone")
    os.utime(path, (time, time))
    assert watched(built)["seeds"] == ["3.txt"]
    assert watched(built)["seeds"] == []


def test_a_document_may_have_any_time(built: Site) -> None:
    os.utime(built.feeds / "feed.atom", (13_600_000_000, 13_600_000_000))
    for _ in range(2):
        ran = built.build("--json")
        assert (ran.status, ran.err, ran.report["written"]) == (0, "", [])


def test_an_edit_that_keeps_size_and_times_is_found_by_the_change_time(built: Site) -> None:
    path = built.seeds / "3.txt"
    before = path.stat()
    path.write_text(path.read_text().replace("France, 3", "France, 9"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    built.build()
    assert "France, 9" in (built.feeds / "archive" / "2025-04.html").read_text()


def test_an_old_text_beside_a_new_record_is_not_taken(
    built: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As a power loss may leave them: each sound, and of different builds."""
    with database(cache_of(built)) as db:
        rows = db.execute("SELECT * FROM texts").fetchall()
        old = next(row for row in rows if b", 3" in row[1])
    aged(built.seed("3.txt", "date 2025-04-13 Ukraine"))
    built.build()
    with database(cache_of(built)) as db:
        db.execute(f"REPLACE INTO texts VALUES ({', '.join('?' * len(old))})", old)
    built.config(ALL + "subtitle: Sub\n")
    assert built.build().status == 0
    assert built.documents() == fresh(built, tmp_path_factory)


def test_a_config_that_grows_too_large_is_not_taken_for_the_last_one(built: Site) -> None:
    padding = "#" * ((1 << 20) - len(ALL))
    built.config(ALL + padding)
    assert built.build().status == 0
    built.config(ALL + padding + "#")
    assert built.build().status == 2


def test_a_touched_seed_is_read_once_and_makes_no_difference(built: Site) -> None:
    aged(built.seeds / "3.txt", OLD + 5)
    seen = watched(built)
    assert seen["seeds"] == ["3.txt"]
    assert seen["documents"] == []
    assert set(seen["heavy"]) <= {"ahocorasick_rs"}  # it would have been looked for tags
    assert watched(built)["seeds"] == []


def test_a_held_seed_is_published_when_its_day_has_come(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(built.seed("ahead.txt", "date 2025-08-02 Ahead"))
    assert built.build("--json").report["held"] == 1
    assert built.build("--json").report["held"] == 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW) + 86_400))
    assert built.titles()[0] != "Ahead"
    assert built.build("--json").report["held"] == 0
    assert built.titles()[0] == "Ahead"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)  # a clock that was set back
    assert built.build("--json").report["held"] == 1
    assert built.titles()[0] != "Ahead"


def test_a_refused_seed_is_reported_each_time_until_it_is_mended(built: Site) -> None:
    aged(built.seed("bad.txt", "no date"))
    first, second, third = (built.build() for _ in range(3))
    assert first.status == second.status == third.status == 1
    assert first.err == second.err == third.err
    assert first.err.startswith("seeds/bad.txt:1: no date")
    strict = built.build("--strict")
    assert (strict.status, "Nothing is published" in strict.out) == (1, True)
    built.seed("bad.txt", "date 2025-07-01 Good")
    assert built.build().status == 0


def test_a_seed_that_is_gone_is_gone(built: Site) -> None:
    (built.seeds / "7.txt").unlink()
    assert built.build("--json").report["entries"] == 7
    assert all("France, 7" not in document.decode() for document in built.documents().values())


def test_rebuild_reads_and_renders_everything_and_touches_nothing_that_is_right(built: Site) -> None:
    before = {path: path.stat() for path in built.feeds.rglob("*")}
    seen = watched(built, "--rebuild", "--json")
    assert len(seen["seeds"]) == 8
    assert {"feedgen", "jinja2"} <= set(seen["heavy"])
    assert {path: path.stat().st_mtime_ns for path in before} == {
        path: each.st_mtime_ns for path, each in before.items()
    }


@pytest.mark.parametrize("command", ["check", "dry run", "explain"])
def test_what_only_looks_neither_makes_nor_touches_a_cache(site: Site, command: str) -> None:
    site.seed("a.txt", "date 2025-07-22 A drone")
    arguments = {"check": ("check",), "dry run": ("build", "--dry-run"), "explain": ("explain", "seeds/a.txt")}
    assert site.run(*arguments[command]).status == 0
    assert not (site.folder / ".seedfeed").exists()


def test_names_that_are_no_utf_8_are_remembered(site: Site) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        aged(site.seed(name, "date 2025-07-22 A drone"))
    except OSError:
        pytest.skip("this file system takes no such name")
    site.build()
    assert watched(site)["seeds"] == []
    assert site.titles() == ["A drone"]


def test_many_seeds_are_read_by_many_processes_and_give_what_one_gives(site: Site) -> None:
    site.config(CONFIG + "archive: none\nlimit: all\n")
    for number in range(1200):
        site.seed(
            f"{number:04}.txt", f"date 2025-07-{1 + number % 28:02} Drone {number} over France" + " x" * number
        )
    command = [sys.executable, "-m", "seedfeed", "build", "--rebuild", "--quiet"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": NOW}
    subprocess.run(command, cwd=site.folder, env=environment, check=True)
    many = site.documents()
    shutil.rmtree(site.feeds)
    one = "import os, sys; os.sched_getaffinity = lambda _: {0}; from seedfeed.cli.main import main; sys.exit(main(sys.argv[3:]))"
    subprocess.run([sys.executable, "-c", one, *command[1:]], cwd=site.folder, env=environment, check=True)
    assert site.documents() == many
