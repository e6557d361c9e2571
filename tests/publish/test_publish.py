"""Documents → feeds/: quiet, whole, and never on top of what is not ours."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from seedfeed.model import Document
from seedfeed.publish import write
from seedfeed.publish.write import tasks_of
from tests.helpers import CONFIG, NOW, Site, an_entry

pytestmark = pytest.mark.slow

SEED = "date 2025-07-22 A drone over France"


@pytest.fixture
def built(site: Site) -> Site:
    site.seed("a.txt", SEED)
    assert site.build().status == 0
    return site


def a_second_build(_: Site) -> None:
    pass


def a_touched_seed(site: Site) -> None:
    os.utime(site.seeds / "a.txt", (1, 1))


def a_comment_in_the_config(site: Site) -> None:
    site.config(CONFIG + "# a comment\n")


def another_time_zone_and_locale(site: Site) -> None:
    environment = os.environ | {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-m", "seedfeed", "build"], cwd=site.folder, env=environment, check=True)


@pytest.mark.parametrize(
    "after", [a_second_build, a_touched_seed, a_comment_in_the_config, another_time_zone_and_locale]
)
def test_no_document_is_touched(built: Site, after: Callable[[Site], None]) -> None:
    before = {path: path.stat() for path in built.feeds.rglob("*")}
    after(built)
    ran = built.build("--json")
    assert (ran.status, ran.report["written"], len(ran.report["unchanged"])) == (0, [], 12)
    for path, stat in before.items():
        assert (path.stat().st_mtime_ns, path.stat().st_ino) == (stat.st_mtime_ns, stat.st_ino)


def test_only_documents_that_hold_a_changed_seed_are_written(built: Site) -> None:
    built.seed("a.txt", SEED + "!")
    assert built.build("--json").report["written"] == [
        *("entries/a.html", "archive/2025-07.html", "tags/france.html", "tags/drones.html"),
        *("tags/france.atom", "tags/drones.atom", "feed.atom", "index.html"),
    ]


def test_the_same_folder_elsewhere_gives_the_same_bytes(built: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    (elsewhere / "seeds").mkdir(parents=True)
    (elsewhere / "seeds" / "a.txt").write_text(SEED)
    (elsewhere / "config.yaml").write_text(CONFIG)
    assert built.run("build", "--config", str(elsewhere / "config.yaml")).status == 0
    for path, document in built.documents().items():
        assert (elsewhere / "feeds" / path).read_bytes() == document


def test_documents_no_longer_due_are_removed_and_nothing_else(built: Site) -> None:
    (built.feeds / "mine.atom").write_text("<feed/>")
    (built.feeds / "tags" / "notes.txt").write_text("mine")
    (built.feeds / "copy.bak").write_bytes((built.feeds / "feed.atom").read_bytes())
    built.config(CONFIG.replace("[France, Ukraine, drones]", "[drones]"))
    ran = built.build("--json")
    assert ran.report["removed"] == [
        f"tags/{tag}.{kind}" for tag in ("france", "ukraine") for kind in ("atom", "html")
    ]
    assert sorted(built.documents()) == [
        *("archive/2025-07.html", "copy.bak", "entries/a.html", "feed.atom", "feeds.opml", "index.html"),
        *("mine.atom", "style.css", "tags/drones.atom", "tags/drones.html", "tags/notes.txt"),
    ]


def test_a_folder_of_tags_goes_with_its_last_document(built: Site) -> None:
    built.config("title: T\nurl: https://drones.example.org/feeds/\narchive: none\npages: false\n")
    assert built.build().status == 0
    assert sorted(path.name for path in built.feeds.iterdir()) == ["feed.atom", "feeds.opml"]


def a_file_of_mine(path: Path) -> None:
    path.write_text("mine: <generator>other</generator>")


def a_mark_too_late(path: Path) -> None:
    path.write_text(" " * 2000 + "<generator>seedfeed</generator>")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link(path: Path) -> None:
    path.symlink_to("elsewhere.atom")


def a_fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("other", [a_file_of_mine, a_mark_too_late, a_folder, a_link, a_fifo])
def test_what_is_not_ours_is_never_overwritten(site: Site, other: Callable[[Path], None]) -> None:
    site.seed("a.txt", SEED)
    (site.feeds / "tags").mkdir(parents=True)
    other(site.feeds / "tags" / "france.atom")
    before = (site.feeds / "tags" / "france.atom").lstat()
    ran = site.build()
    assert ran.status == 3
    assert ran.err.startswith("feeds/tags/france.atom: ")
    assert ran.err.count("\n") == 1
    after = (site.feeds / "tags" / "france.atom").lstat()
    assert (before.st_ino, before.st_mtime_ns, before.st_mode) == (
        after.st_ino,
        after.st_mtime_ns,
        after.st_mode,
    )
    assert site.titles() == ["A drone over France"]  # the others are published


def test_documents_do_not_land_behind_a_link(site: Site, tmp_path: Path) -> None:
    site.seed("a.txt", SEED)
    (tmp_path / "outside").mkdir()
    site.feeds.mkdir()
    (site.feeds / "tags").symlink_to(tmp_path / "outside")
    assert site.build().status == 3
    assert not any((tmp_path / "outside").iterdir())
    assert site.titles() == ["A drone over France"]


def test_the_output_folder_itself_may_be_a_link(site: Site, tmp_path: Path) -> None:
    site.seed("a.txt", SEED)
    (tmp_path / "www").mkdir()
    site.feeds.symlink_to(tmp_path / "www")
    assert site.build().status == 0
    assert (tmp_path / "www" / "feed.atom").is_file()


def test_an_output_that_is_no_folder_is_said(site: Site) -> None:
    site.feeds.write_text("mine")
    ran = site.build()
    assert (ran.status, ran.err.count("\n")) == (3, 1)
    assert ran.err.startswith("feeds: is not a folder")


def test_a_second_build_ends_at_once(built: Site) -> None:
    handle = os.open(built.feeds, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        ran = built.build()
    finally:
        os.close(handle)
    assert (ran.status, ran.out, ran.err) == (
        3,
        "",
        "feeds: another build is running; try again when it is done\n",
    )
    assert built.build().status == 0


def test_a_full_disk_leaves_the_old_document_and_the_next_build_heals(
    built: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.config(CONFIG + "archive: none\npages: false\n")
    built.build()
    before = built.documents()
    built.seed("b.txt", "date 2025-07-23 Another drone")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        ran = built.build()
    assert ran.status == 3
    assert ran.problems == [
        "feeds/tags/drones.atom: cannot be written: No space left on device",
        "feeds/feed.atom: cannot be written: No space left on device",
        "feeds/feeds.opml: cannot be written: No space left on device",
    ]
    assert built.documents() == before
    assert built.build().status == 0
    assert len(built.titles()) == 2


def test_nothing_is_removed_while_a_page_that_leads_there_stays_as_it_was(
    built: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.config(CONFIG.replace("[France, Ukraine, drones]", "[France, drones]"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert built.build().status == 3
    assert (built.feeds / "tags" / "ukraine.atom").exists()
    assert "removed feeds/tags/ukraine.atom, which is no longer due" in built.build().out


@pytest.mark.parametrize("moment", [0.0, 0.3, 0.6, 0.9])
def test_a_build_killed_at_any_moment_leaves_whole_documents(site: Site, moment: float) -> None:
    """The build is killed when it has written this share of its documents."""
    names = [f"tag{n}" for n in range(60)]
    site.config(CONFIG.replace("[France, Ukraine, drones]", f"[{', '.join(names)}]"))
    site.seed("a.txt", f"date 2025-07-22 {' '.join(names)}. " + "Text. " * 5000)
    process = subprocess.Popen(
        [sys.executable, "-m", "seedfeed", "build"],
        cwd=site.folder,
        env=os.environ | {"SOURCE_DATE_EPOCH": NOW},
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while process.poll() is None and len(list(site.feeds.glob("tags/*.atom"))) <= 60 * moment:
        assert time.monotonic() < deadline
    process.kill()
    process.wait()
    for document in site.feeds.rglob("*.atom"):
        etree.parse(document)
    assert site.build().status == 0
    assert len(site.documents()) == 126  # all of them, and no litter


def test_many_documents_are_on_the_disk_before_one_takes_its_place_and_it_is_asked_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        site.seed(f"{number % 4}/{number}.txt", f"date 2025-07-{1 + number % 28:02} Drone {number}")
    said: list[str] = []
    waiting: list[int] = []
    real = os.sync, os.fsync, os.replace

    def sync() -> None:
        said.append("sync")
        waiting.append(len(list(site.feeds.rglob(".*.seedfeed.tmp"))))
        real[0]()

    def fsync(handle: int) -> None:
        said.append("fsync of a " + ("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file"))
        real[1](handle)

    def replace(*paths: str) -> None:
        said.append("replace")
        real[2](*paths)

    with monkeypatch.context() as patch:
        patch.setattr(write, "_MANY", 20)
        for name, function in (("sync", sync), ("fsync", fsync), ("replace", replace)):
            patch.setattr(os, name, function)
        assert site.build().status == 0
    assert said.index("sync") < said.index("replace")
    assert (said.count("sync"), said.count("fsync of a file")) == (1, 0)
    assert waiting == [said.count("replace")] == [len(site.documents())]
    assert said[-1] == "fsync of a folder"


@pytest.mark.parametrize("many", [0, 300])
def test_no_feed_names_an_entry_whose_page_cannot_be_written(
    site: Site, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(write, "_MANY", many)
    site.seed("a.txt", SEED)
    site.build()
    before = site.documents()
    (site.feeds / "entries" / "b.html").write_text("mine")
    site.seed("b.txt", "date 2025-07-23 Another drone")
    ran = site.build()
    assert ran.status == 3
    assert ran.problems[0] == "feeds/entries/b.html: not written by seedfeed; move it away, then build again"
    assert "feeds/feed.atom: stays as it was, because what it leads to cannot be written" in ran.problems
    after = site.documents()
    assert {path for path in before if after[path] != before[path]} == {"entries/a.html"}
    (site.feeds / "entries" / "b.html").unlink()
    assert site.build().status == 0
    assert site.titles() == ["Another drone", "A drone over France"]


@pytest.mark.parametrize("moment", [0.1, 0.5, 0.9])
def test_whenever_a_build_of_many_is_killed_the_links_of_feeds_lead_to_pages(site: Site, moment: float) -> None:
    """The build is killed when so many of the pages, or of the feeds, have taken their places."""
    site.config(CONFIG + "limit: 400\n")
    for number in range(400):
        site.seed(f"{number % 7}/{number}.txt", f"date 2025-07-{1 + number % 28:02} Drone {number} over France")
    process = subprocess.Popen(
        [sys.executable, "-m", "seedfeed", "build", "--quiet"],
        cwd=site.folder,
        env=os.environ | {"SOURCE_DATE_EPOCH": NOW},
    )
    deadline = time.monotonic() + 60
    while process.poll() is None and len(list(site.feeds.glob("entries/*/[0-9]*.html"))) < 400 * moment:
        assert time.monotonic() < deadline
    process.kill()
    process.wait()
    for document in site.feeds.rglob("*.atom"):
        if not document.name.startswith("."):
            for entry in site.feed(str(document.relative_to(site.feeds))).entries:
                assert (site.feeds / entry.link.removeprefix("https://drones.example.org/feeds/")).is_file()
    assert site.build().status == 0
    assert len(list(site.feeds.glob("entries/*/*.html"))) == 400
    assert not list(site.feeds.rglob(".*"))


def test_folders_of_entries_go_with_the_last_page_in_them(built: Site) -> None:
    built.seed("2025/07/b.txt", "date 2025-07-23 Another drone")
    built.seed("2025/c.txt", "date 2025-07-23 One more drone")
    built.build()
    (built.seeds / "2025/07/b.txt").unlink()
    (built.seeds / "2025/c.txt").unlink()
    ran = built.build("--json")
    assert (ran.status, ran.report["removed"]) == (0, ["entries/2025/07/b.html", "entries/2025/c.html"])
    assert [path.name for path in (built.feeds / "entries").iterdir()] == ["a.html"]


def test_no_page_is_written_through_a_link_to_another_folder(built: Site, tmp_path: Path) -> None:
    (built.feeds / "entries" / "sub").symlink_to(tmp_path)
    built.seed("sub/b.txt", "date 2025-07-23 Another drone")
    before = sorted(tmp_path.iterdir())
    ran = built.build()
    assert (ran.status, sorted(tmp_path.iterdir())) == (3, before)
    assert ran.problems[0] == "feeds/entries/sub/b.html: sub is not a folder; move it away, then build again"


def test_who_reads_a_document_while_it_is_replaced_reads_the_old_one_whole(built: Site) -> None:
    before = (built.feeds / "feed.atom").read_bytes()
    with (built.feeds / "feed.atom").open("rb") as reader:
        start = reader.read(100)
        built.seed("b.txt", "date 2025-07-23 Another drone")
        assert built.build().status == 0
        assert start + reader.read() == before != (built.feeds / "feed.atom").read_bytes()


def test_nothing_is_written_through_a_link_in_the_place_of_the_temporary_file(built: Site, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (built.feeds / ".feed.atom.seedfeed.tmp").symlink_to(victim)
    built.seed("a.txt", SEED + "!")
    assert built.build().status == 0
    assert victim.read_text() == "mine"


def test_a_fifo_or_a_link_that_looks_like_a_document_is_left_alone(built: Site) -> None:
    os.mkfifo(built.feeds / "old.atom")
    (built.feeds / "linked.atom").symlink_to("feed.atom")
    ran = built.build("--json")
    assert (ran.status, ran.report["removed"]) == (0, [])
    assert (built.feeds / "old.atom").is_fifo()


def test_a_document_of_the_same_length_but_other_bytes_is_written(built: Site) -> None:
    built.seed("a.txt", SEED.replace("drone", "dronE"))
    assert len(built.build("--json").report["written"]) == 8


def test_a_longer_document_that_begins_with_ours_is_written_anew(built: Site) -> None:
    before = built.documents()
    with (built.feeds / "feed.atom").open("ab") as file:
        file.write(b"junk")
    assert built.build("--json").report["written"] == ["feed.atom"]
    assert built.documents() == before


def test_documents_can_be_read_by_a_web_server(built: Site) -> None:
    mask = os.umask(0)
    os.umask(mask)
    assert {path.stat().st_mode & 0o777 for path in built.feeds.rglob("*.*")} == {0o666 & ~mask}


def test_a_feed_whose_name_differs_in_case_is_not_taken_for_another(site: Site) -> None:
    site.config(CONFIG + "feeds: {French: {all: [France]}}\n")
    site.seed("a.txt", SEED)
    site.build()
    assert site.build("--json").report["removed"] == []
    assert site.titles("French.atom") == ["A drone over France"]


def test_marked_files_behind_a_link_are_left_alone(built: Site, tmp_path: Path) -> None:
    (built.feeds / "tags").rename(tmp_path / "elsewhere")
    (built.feeds / "tags").symlink_to(tmp_path / "elsewhere")
    built.config("title: T\nurl: https://drones.example.org/feeds/\n")
    assert built.build("--json").report["removed"] == []
    assert len(list((tmp_path / "elsewhere").iterdir())) == 6


@pytest.mark.parametrize(
    "start", [b"<generator>seedfeed-next</generator>", b" " * 990 + b"<generator>seedfeed</generator>"]
)
def test_a_mark_that_is_another_or_too_late_is_not_ours(built: Site, start: bytes) -> None:
    (built.feeds / "other.atom").write_bytes(start)
    assert built.build("--json").report["removed"] == []


def test_a_document_that_cannot_be_removed_is_reported(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    built.config("title: Drone watch\nurl: https://drones.example.org/feeds/\ntags: [France, drones]\n")

    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    with monkeypatch.context() as patch:  # root may remove everything
        patch.setattr(
            os, "unlink", lambda path: refuse(path) if str(path).endswith("ukraine.atom") else os.remove(path)
        )
        ran = built.build()
    assert (ran.status, ran.problems) == (3, ["feeds/tags/ukraine.atom: cannot be removed: Permission denied"])


def test_a_seeds_folder_that_cannot_be_read_empties_no_feed(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before, listdir = built.documents(), os.listdir

    def refuse(path: Any) -> Any:
        if Path(path).samefile(built.seeds):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    with monkeypatch.context() as patch:  # root may read everything
        patch.setattr(os, "listdir", refuse)
        ran = built.build()
    assert (ran.status, ran.err) == (3, "seeds: cannot be read: Permission denied\n")
    assert built.documents() == before


def test_two_builds_at_once_both_leave_whole_documents(site: Site) -> None:
    for number in range(200):
        site.seed(f"{number}.txt", SEED + " Text." * 500)
    builds = [
        subprocess.Popen(
            [sys.executable, "-m", "seedfeed", "build"],
            cwd=site.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    ends = [(build.communicate(timeout=60)[1], build.returncode) for build in builds]
    assert ("", 0) in ends
    assert set(ends) <= {("", 0), ("feeds: another build is running; try again when it is done\n", 3)}
    assert len(site.titles()) == 200


def test_litter_of_a_killed_build_is_cleared(built: Site) -> None:
    (built.feeds / "tags" / ".france.atom.seedfeed.tmp").write_text("half a docu")
    assert built.build().status == 0
    assert not (built.feeds / "tags" / ".france.atom.seedfeed.tmp").exists()


def test_a_dry_run_writes_nothing_and_says_what_it_would(site: Site) -> None:
    site.seed("a.txt", SEED)
    ran = site.build("--dry-run")
    assert ran.status == 0
    assert "would write feeds/feed.atom\n" in ran.out
    assert not site.feeds.exists()


def test_a_feed_renamed_in_case_leaves_no_frozen_one_behind(site: Site) -> None:
    site.config(CONFIG + "feeds: {News: {all: [France]}}\n")
    site.seed("a.txt", SEED)
    site.build()
    site.config(CONFIG + "feeds: {news: {all: [France]}}\n")
    for _ in range(2):  # the first writes the new one
        assert site.build().status == 0
    assert [path.name for path in site.feeds.iterdir() if path.name.lower() == "news.atom"] == ["news.atom"]


def test_a_seed_renamed_in_case_leaves_no_page_behind(built: Site) -> None:
    (built.seeds / "a.txt").rename(built.seeds / "A.txt")
    assert built.build().status == 0
    assert [path.name for path in (built.feeds / "entries").iterdir()] == ["A.html"]


def test_a_page_that_two_names_lead_to_is_not_removed_under_one(
    built: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = os.path.lexists  # as if the file system had no case
    monkeypatch.setattr(os.path, "lexists", lambda path: there(path) or Path(path).name == "A.html")
    (built.seeds / "a.txt").rename(built.seeds / "A.txt")
    assert "entries/a.html" not in built.build("--json").report["removed"]


def test_a_folder_that_was_moved_behind_a_link_is_noticed_at_once(built: Site, tmp_path: Path) -> None:
    (built.feeds / "tags").rename(tmp_path / "elsewhere")
    (built.feeds / "tags").symlink_to(tmp_path / "elsewhere")
    for _ in range(2):
        assert built.build().status == 3


def documents_of(lengths: dict[str | None, list[int]]) -> list[Document]:
    """By format (None for pages), documents of so many entries."""
    return [
        Document(path="", source=b"", entries=(an_entry(),) * length, parts=tuple, read_ids=iter, format=format)
        for format, each in lengths.items()
        for length in each
    ]


def test_few_documents_are_one_task() -> None:
    few = documents_of({None: [80, 20], "atom": [50, 80], "json": [50, 80]})
    assert tasks_of(few) == [[0, 1, 2, 3, 4, 5]]


def test_documents_of_the_same_entries_are_made_ready_together() -> None:
    some = documents_of({None: [20], "atom": [900] * 4})
    twice = [*some, *(document._replace(format="rss") for document in some)]
    assert sorted(tasks_of(twice)) == [[number, number + len(some)] for number in range(len(some))]


def test_long_documents_are_made_ready_first_and_alone() -> None:
    [long, longer] = documents_of({"atom": [3000, 5000]})
    some = [*documents_of({None: [20], "atom": [900]}), long, longer, long._replace(format="rss")]
    assert tasks_of(some) == [[3], [2], [4], [1], [0]]
