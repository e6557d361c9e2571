"""The seeds folder, as it changes under our hands."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from seedfeed.seeds.scan import read, scan
from tests.helpers import Site


def test_every_file_is_found_with_its_stat(tmp_path: Path) -> None:
    names = ["b.txt", "B.txt", "a/z.txt", "a.txt", "a/b/c.text", "Ж.txt", "a-.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    scanned = scan(tmp_path)
    assert sorted(path for path, *_ in scanned.files) == sorted(names)
    assert not (scanned.faults or scanned.copies or scanned.others)
    for path, *stat in scanned.files:
        there = (tmp_path / path).stat()
        assert stat == [there.st_size, there.st_mtime_ns, there.st_ctime_ns, there.st_ino]


def test_a_file_that_is_gone_is_none(tmp_path: Path) -> None:
    assert read(tmp_path / "gone.txt", 10) is None


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer, instead of waiting for ever."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_fifo_that_took_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with within(20):
        assert read(tmp_path / "a.txt", 10) is None


def test_a_folder_that_goes_while_we_look_is_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    real = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: real(path if Path(path) == tmp_path else tmp_path / "gone"))
    scanned = scan(tmp_path)
    assert (scanned.files, scanned.faults) == ([], [])


def test_a_file_that_is_renamed_while_we_look_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x")
    real = os.lstat

    def rename_first(path: str) -> os.stat_result:
        if (tmp_path / "b.txt").exists():
            (tmp_path / "b.txt").rename(tmp_path / "c.txt")
            (tmp_path / "a.txt").rename(tmp_path / "d.txt")
        return real(path)

    monkeypatch.setattr(os, "lstat", rename_first)
    scanned = scan(tmp_path)
    assert (sorted(path for path, *_ in scanned.files), scanned.faults) == (["c.txt", "d.txt"], [])


def test_a_name_that_is_listed_twice_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")
    monkeypatch.setattr(os, "listdir", lambda _: ["a.txt", "a.txt"])
    assert len(scan(tmp_path).files) == 1


def test_a_folder_that_may_not_be_searched_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    for name in ("shut/a.txt", "shut/b.txt", "shut/c.docx", "d.txt"):
        (tmp_path / name).write_text("x")
    real = os.lstat

    def refuse(path: str) -> os.stat_result:  # root may do everything
        if "shut/" in str(path):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "lstat", refuse)
    scanned = scan(tmp_path)
    assert ([path for path, *_ in scanned.files], scanned.faults) == (
        ["d.txt"],
        [("shut/", "cannot be read: Permission denied")],
    )


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 200_000)
    assert read(tmp_path / "a.txt", 100_000) == b"x" * 100_000


def test_what_is_passed_over_is_told(site: Site) -> None:
    site.seed("note.txt", "date 2025-07-22 A drone")
    for name in (
        *("note.sync-conflict-20250722-101010-ABCDEFG.txt", "note (Anna's conflicted copy 2025-07-22).txt"),
        *("note_conflict-20250722-101010.txt", "~$note.txt", "note.txt~", "#note.txt#", ".note.txt"),
        *("a.docx", "b.DOCX", "c.rtf", "README"),
    ):
        site.seed(name, "date 2025-07-22 Another text")
    report = site.build("--json").report
    assert (report["seeds"], report["entries"], report["problems"]) == (1, 1, [])
    assert [notice["path"] for notice in report["notices"]] == [
        "seeds",
        "seeds/note (Anna's conflicted copy 2025-07-22).txt",
        "seeds/note.sync-conflict-20250722-101010-ABCDEFG.txt",
        "seeds/note_conflict-20250722-101010.txt",
        "seeds/~$note.txt",
    ]
    assert report["notices"][0]["reason"] == "not read: 2 .docx, 1 .rtf, 1 without an ending"
    site.seed("d.odt", "x")
    assert "1 .odt" in site.build("--json").report["notices"][0]["reason"]
