"""The seeds folder, as it changes under our hands."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from seedfeed.seeds.scan import read, scan


def test_every_file_is_found_with_its_stat(tmp_path: Path) -> None:
    names = ["b.txt", "B.txt", "a/z.txt", "a.txt", "a/b/c.text", "Ж.txt", "a-.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    _, _, _, found, problems = scan(tmp_path)
    assert sorted(path for path, *_ in found) == sorted(names)
    assert not problems
    for path, *stat in found:
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
    real = os.scandir
    monkeypatch.setattr(
        os, "scandir", lambda path: real(path if str(path) == str(tmp_path) else tmp_path / "gone")
    )
    assert scan(tmp_path)[3:] == ([], [])


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 200_000)
    assert read(tmp_path / "a.txt", 100_000) == b"x" * 100_000
