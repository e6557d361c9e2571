"""A build that is killed, interrupted, or let down by the disk: every document stays whole, and the next build heals.

The disk is a real one that fails: strace injects faults and kills into system calls, a small tmpfs is full. The
calls are those of a build on one core, which makes the same ones in each run; each test takes some of them.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from seedfeed.documents.formats import atom
from seedfeed.model import Entry, Feed
from seedfeed.publish.compare import LITTER
from tests.helpers import CONFIG, NOW, Site

pytestmark = pytest.mark.slow

OLD = 1_600_000_000
BUILD = [sys.executable, "-m", "seedfeed", "build", "--quiet"]
ENVIRONMENT = os.environ | {"SOURCE_DATE_EPOCH": NOW, "PYTHONHASHSEED": "0"}
#: Calls that change something, or tell what there is.
WRITING = ("write", "fsync", "rename", "unlink", "mkdir", "pwrite64", "flock", "fchown")
READING = ("openat", "read", "newfstatat", "getdents64", "close", "pread64", "fcntl", "lseek")


def documents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / "feeds").rglob("*"))
        if path.is_file()
    }


class Before:
    """A folder that was built, then edited; what stands in feeds/, and what is due there."""

    def __init__(self, work: Path) -> None:
        self.folder = work / "before"
        seeds = self.folder / "seeds"
        seeds.mkdir(parents=True)
        (self.folder / "config.yaml").write_text(CONFIG + "formats: [atom, json]\nlimit: 3\n")
        for month in range(1, 7):
            (seeds / f"{month}.txt").write_text(f"date 2025-0{month}-11 A drone over France, {month}\n")
        self._age()
        subprocess.run(BUILD, cwd=self.folder, env=ENVIRONMENT, check=True)
        self.old = documents(self.folder)
        (seeds / "new.txt").write_text("date 2025-07-01 A new drone\n")
        (seeds / "3.txt").write_text("date 2025-03-11 An edited drone over France\n")
        (seeds / "1.txt").unlink()
        self._age()
        self.new = documents(self.copy(work / "after", build=True))

    def _age(self) -> None:
        for path in (self.folder / "seeds").iterdir():
            os.utime(path, (OLD, OLD))

    def copy(self, folder: Path, *, build: bool = False) -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, copy_function=shutil.copy2)
        if build:
            subprocess.run(BUILD, cwd=folder, env=ENVIRONMENT, check=True)
        return folder

    def check(self, folder: Path, *, unread: bool = False) -> None:
        """Each document is the old one or the new one, unless a seed was `unread`.

        Another build makes all of them new, and leaves no litter.
        """
        for path, document in documents(folder).items():
            if not (unread or path.endswith(".seedfeed.tmp")):
                assert document in (self.old.get(path), self.new.get(path)), path
        again = subprocess.run(BUILD, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
        assert (again.returncode, again.stderr) in ((0, ""),), again.stderr
        assert documents(folder) == self.new
        assert [path.name for path in (folder / ".seedfeed").iterdir()] == ["config.yaml.sqlite"]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    return Before(tmp_path_factory.mktemp("faults"))


def on_one_core(*options: str) -> list[str]:
    return ["taskset", "-c", "0", "strace", "-qq", *options, *BUILD]


@pytest.fixture(scope="module")
def calls(before: Before, tmp_path_factory: pytest.TempPathFactory) -> dict[str, range]:
    """Of each system call that a build makes once it has begun, which ones."""
    trace = tmp_path_factory.mktemp("trace") / "trace"
    folder = before.copy(trace.parent / "work")
    subprocess.run(on_one_core("-o", str(trace)), cwd=folder, env=ENVIRONMENT, check=True)
    made = re.findall(r"^(\w+)\(", trace.read_text(), re.M)
    earlier = Counter(made[: made.index("flock")])  # imports: before a build has begun, there is nothing to break
    return {call: range(earlier[call] + 1, number + 1) for call, number in Counter(made).items()}


def injected(folder: Path, call: str, when: int, fault: str) -> subprocess.CompletedProcess[str]:
    options = ("-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}")
    return subprocess.run(on_one_core(*options), cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)


@pytest.mark.system
def test_killed_at_any_system_call(before: Before, calls: dict[str, range], tmp_path: Path) -> None:
    every = [(call, when) for call, numbers in sorted(calls.items()) for when in numbers]
    assert len(every) > 1000
    for call, when in random.Random(4).sample(every, 120):
        folder = before.copy(tmp_path / "work")
        ran = injected(folder, call, when, "signal=KILL")
        assert ran.returncode in (-signal.SIGKILL, 0), (call, when, ran.stderr)
        before.check(folder)


@pytest.mark.system
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO", "EACCES", "EROFS"])
@pytest.mark.parametrize("some", [WRITING, READING], ids=["writing", "reading"])
def test_let_down_at_any_system_call(
    before: Before, calls: dict[str, range], tmp_path: Path, some: tuple[str, ...], fault: str
) -> None:
    every = [(call, when) for call in some for when in calls.get(call, ())]
    for call, when in random.Random(fault).sample(every, 30):
        folder = before.copy(tmp_path / "work")
        ran = injected(folder, call, when, f"error={fault}")
        assert "Traceback" not in ran.stderr, (call, when, ran.stderr)
        assert ran.returncode in (0, 1, 2, 3), (call, when, ran.stderr)
        if ran.returncode == 0 and documents(folder) != before.new:
            # What could not be looked at is looked at by the next build.
            assert set(documents(folder)) - set(before.new) <= set(before.old), (call, when)
        if ran.returncode:
            assert ran.stderr, (call, when)
        before.check(folder, unread=ran.returncode == 1 and "cannot be read" in ran.stderr)


def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine mounts no tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def feeds_on_a_small_disk(site: Site) -> Iterator[Path]:
    yield from small_disk(site.feeds, "256k")


@pytest.mark.system
def test_a_full_disk(site: Site, feeds_on_a_small_disk: Path) -> None:
    assert not any(feeds_on_a_small_disk.iterdir())
    site.seed("a.txt", "date 2025-07-22 A drone")
    assert site.build().status == 0
    before = site.documents()
    site.seed("b.txt", "date 2025-07-23 A large drone" + " text" * 60_000)
    ran = site.build()
    assert ran.status == 3
    assert "feeds/entries/b.html: cannot be written: No space left on device" in ran.err
    assert site.documents() == before
    (site.seeds / "b.txt").unlink()
    site.seed("c.txt", "date 2025-07-23 A small drone")
    assert site.build().status == 0
    assert site.titles() == ["A small drone", "A drone"]


@pytest.mark.system
def test_a_folder_that_is_read_only(site: Site, feeds_on_a_small_disk: Path) -> None:
    site.seed("a.txt", "date 2025-07-22 A drone")
    assert site.build().status == 0
    before = site.documents()
    subprocess.run(["mount", "-o", "remount,ro", str(feeds_on_a_small_disk)], check=True)
    site.seed("b.txt", "date 2025-07-23 Another drone")
    ran = site.build()
    assert (ran.status, site.documents()) == (3, before)
    assert "Read-only file system" in ran.err
    subprocess.run(["mount", "-o", "remount,rw", str(feeds_on_a_small_disk)], check=True)
    assert site.build().status == 0


@pytest.fixture
def cache_on_a_small_disk(site: Site) -> Iterator[Path]:
    yield from small_disk(site.folder / ".seedfeed", "64k")


@pytest.mark.system
def test_a_cache_that_finds_no_room_is_done_without(site: Site, cache_on_a_small_disk: Path) -> None:
    for number in range(50):
        site.seed(f"{number}.txt", f"date 2025-07-{1 + number % 28:02} A drone" + " text" * 1000)
    for _ in range(2):
        ran = site.build()
        assert ran.status == 0
        assert [line for line in ran.problems if ".seedfeed/config.yaml.sqlite: notice: " not in line] == []
        assert len(ran.problems) == 1
    assert len(site.titles()) == 50
    assert cache_on_a_small_disk.exists()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_asked_to_end_a_build_says_so_and_leaves_whole_documents(site: Site, number: int, status: int) -> None:
    for each in range(600):
        site.seed(f"{each}.txt", f"date 2025-07-{1 + each % 28:02} A drone." + " Text." * 1500)
    with subprocess.Popen(
        BUILD,
        cwd=site.folder,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it
    ) as process:
        deadline = time.monotonic() + 60
        while not site.feeds.exists():  # it has begun
            assert process.poll() is None and time.monotonic() < deadline
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (status, "seedfeed: interrupted; every document is whole\n")
    for document in site.feeds.rglob("*.atom"):
        etree.parse(document)
    assert site.build().status == 0
    assert not list(site.feeds.rglob(".*"))


def test_a_parent_that_does_not_wait_for_its_children_is_no_trouble(site: Site) -> None:
    for each in range(501):
        site.seed(f"{each}.txt", "date 2025-07-22 A drone")
    ignoring = ["bash", "-c", "trap '' CHLD; exec \"$@\"", "bash", *BUILD]
    ran = subprocess.run(ignoring, cwd=site.folder, env=ENVIRONMENT, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_seeds_that_change_vanish_and_grow_while_they_are_read(site: Site) -> None:
    site.config(CONFIG + "limit: all\narchive: none\n")
    restless = """
import itertools, os, random, sys
chance = random.Random(1)
for number in itertools.count():
    path = f"seeds/{chance.randrange(40)}.txt"
    kind = chance.randrange(4)
    if kind == 0 and os.path.exists(path):
        os.unlink(path)
    else:
        with open(path, "w" if kind < 3 else "a") as file:
            file.write(f"date 2025-07-{1 + number % 28:02} Drone {number} " + "over France " * chance.randrange(9000))
"""
    with subprocess.Popen([sys.executable, "-c", restless], cwd=site.folder) as process:
        try:
            for _ in range(6):
                ran = site.build("--confirm")
                assert ran.status in (0, 1), ran.err
                etree.parse(site.feeds / "feed.atom")
        finally:
            process.kill()
    assert site.build("--confirm").status in (0, 1)
    cached = site.documents()
    shutil.rmtree(site.folder / ".seedfeed")
    site.build()
    assert site.documents() == cached


def broken_markup(entry: Entry, *_: object, **__: object) -> bytes:
    return b"  <entry><id>" + entry.id.encode() + b"</id><oops></entry>\n"


def one_id_for_all(*_: object, **__: object) -> bytes:
    return b"  <entry><id>urn:x</id></entry>\n"


def nothing_at_all(*_: object, **__: object) -> bytes:
    return b""


def an_exception(*_: object, **__: object) -> bytes:
    raise ValueError("no such thing")


@pytest.mark.parametrize("render", [broken_markup, one_id_for_all, nothing_at_all, an_exception])
def test_a_document_that_is_not_what_it_should_be_never_takes_its_place(
    site: Site, render: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.config(CONFIG + "formats: [atom, json]\narchive: none\npages: false\n")
    for day in (1, 2):
        site.seed(f"{day}.txt", f"date 2025-07-0{day} Drone {day}")
    site.build()
    before = site.documents()
    site.seed("3.txt", "date 2025-07-03 Drone 3")
    with monkeypatch.context() as patch:
        patch.setattr(atom, "render_entry", render)
        ran = site.build()
    assert ran.status == 3
    assert [line.partition(": a bug in seedfeed")[0] for line in ran.problems] == [
        "feeds/tags/drones.atom",
        "feeds/feed.atom",
    ]
    assert all(line.endswith("; the document stays as it was") for line in ran.problems)
    after = site.documents()
    assert {path for path in before if after[path] != before[path]} == {
        *("feed.json", "tags/drones.json", "feeds.opml"),
    }
    assert site.build().status == 0
    assert site.titles() == ["Drone 3", "Drone 2", "Drone 1"]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="finds the name of an open file there")
def test_what_a_disk_gives_back_otherwise_is_not_published(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.seed("a.txt", "date 2025-07-01 A drone")
    real = os.fsync

    def fsync(handle: int) -> None:
        real(handle)
        path = os.readlink(f"/proc/self/fd/{handle}")
        if path.endswith(".atom.seedfeed.tmp"):
            os.pwrite(handle, b"E", Path(path).read_bytes().index(b"A drone"))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        ran = site.build()
    assert ran.status == 3
    assert "feeds/feed.atom: cannot be written: what was read back is not what was written" in ran.problems
    assert not list(site.feeds.glob("**/*.atom"))
    assert site.build().status == 0
    assert site.titles() == ["A drone"]


def test_a_build_that_is_interrupted_leaves_no_litter(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.config(CONFIG + "archive: day\nformats: [atom, rss, json]\n")
    for day in range(10, 28):
        site.seed(f"{day}.txt", f"date 2025-07-{day} A drone over France")
    real = os.replace
    placed: list[object] = []

    def replace(*paths: Any) -> None:
        placed.append(paths)
        if len(placed) > 3:
            raise KeyboardInterrupt
        real(*paths)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "replace", replace)
        site.build()
    assert len(placed) == 4
    assert not [path for path in documents(site.folder) if path.endswith(LITTER)]


def test_litter_that_cannot_be_cleared_is_reported_until_it_can(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.seed("a.txt", "date 2025-07-01 A drone")
    site.build()
    litter = site.feeds / f".old.atom{LITTER}"
    litter.write_text("half a document")
    site.seed("b.txt", "date 2025-07-01 Another drone")
    real = os.unlink

    def unlink(path: Any, **more: Any) -> None:
        if Path(path).name == litter.name:
            raise PermissionError(13, "Permission denied")
        real(path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        ran = site.build()
        assert ran.status == 3
        assert f"feeds/.old.atom{LITTER}: cannot be removed: Permission denied" in ran.problems
    assert site.build().status == 0
    assert not litter.exists()
    assert site.titles() == ["Another drone", "A drone"]


def test_no_feed_leads_to_a_history_that_is_not_ours(site: Site) -> None:
    site.seed("6.txt", "date 2025-06-01 Drone of June")
    site.build()
    before = site.documents()["feed.atom"]
    mine = site.feeds / "archive" / "2025-06.atom"
    mine.write_text("mine")
    site.seed("7.txt", "date 2025-07-01 Drone of July")  # now June is closed
    foretold = site.build("--dry-run", "--json").report
    done = site.build("--json").report
    assert all(done[key] == foretold[key] for key in ("problems", "written", "removed"))
    ran = site.build()
    assert ran.status == 3
    assert "feeds/archive/2025-06.atom: not written by seedfeed; move it away, then build again" in ran.problems
    assert "feeds/feed.atom: stays as it was, because what it leads to cannot be written" in ran.problems
    assert site.documents()["feed.atom"] == before
    assert (site.feeds / "archive" / "2025-07.html").exists()
    mine.unlink()
    assert site.build().status == 0
    assert site.titles() == ["Drone of July", "Drone of June"]


def test_a_feed_that_is_called_like_the_history_holds_back_no_other(site: Site) -> None:
    site.config(CONFIG + "feeds:\n  archive-drones: {all: [drones]}\n")
    site.seed("a.txt", "date 2025-07-01 A drone")
    site.feeds.mkdir()
    (site.feeds / "archive-drones.atom").write_text("mine")
    ran = site.build()
    assert ran.status == 3
    assert [line.partition(":")[0] for line in ran.problems] == ["feeds/archive-drones.atom"]
    assert site.titles() == ["A drone"]


def test_no_feed_goes_ahead_of_its_history(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.seed("6.txt", "date 2025-06-01 Drone of June")
    site.build()
    before = site.documents()
    site.seed("7.txt", "date 2025-07-01 Drone of July")  # now June is closed
    real = atom.render_frame

    def cut(feed: Feed, config: Any) -> tuple[bytes, bytes]:
        head, tail = real(feed, config)
        return head, b"" if feed.archived else tail

    with monkeypatch.context() as patch:
        patch.setattr(atom, "render_frame", cut)
        ran = site.build()
    assert ran.status == 3
    assert "feeds/feed.atom: stays as it was, because what it leads to cannot be written" in ran.problems
    assert site.documents()["feed.atom"] == before["feed.atom"]
    assert site.build().status == 0
    assert site.titles() == ["Drone of July", "Drone of June"]
    assert site.titles("archive/2025-06.atom") == ["Drone of June"]
