"""The seeds folder, as it changes under our hands."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from seedfeed.scan import read, scan
from tests.helpers import a_config


def test_files_come_in_the_order_of_their_names_whatever_the_disk_says(tmp_path: Path) -> None:
    names = ["b.txt", "B.txt", "a/z.txt", "a.txt", "a/b/c.text", "Ж.txt", "a-.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert scan(replace(a_config(), seeds=tmp_path)) == (sorted(names), [])


def test_a_file_that_is_gone_is_none(tmp_path: Path) -> None:
    assert read(tmp_path / "gone.txt", 10) is None


def test_a_fifo_that_took_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert read(tmp_path / "a.txt", 10) is None


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 200_000)
    assert read(tmp_path / "a.txt", 100_000) == b"x" * 100_000
