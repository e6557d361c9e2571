"""Work on all cores."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedfeed.processes import spread

HERE = os.getpid()


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


def no_process_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.parametrize("number", [0, 1, 2, 3, 50])
def test_results_come_in_the_order_of_the_tasks(number: int) -> None:
    found = list(spread(lambda task: (task * 2, "é" * task, None, [b"\0" * 100_000]), range(number)))
    assert found == [(task * 2, "é" * task, None, [b"\0" * 100_000]) for task in range(number)]
    assert no_process_is_left()


def test_several_processes_work_and_a_lone_task_needs_none() -> None:
    assert HERE not in set(spread(lambda _: os.getpid(), range(9)))
    assert list(spread(lambda _: os.getpid(), range(1))) == [HERE]


@pytest.mark.parametrize("number", [2, 7])
def test_large_tasks_and_large_results_wait_for_nobody_for_good(number: int) -> None:
    found = list(spread(lambda task: task * 2, [b"x" * 5_000_000] * number, ahead=1))
    assert [len(each) for each in found] == [10_000_000] * number


def test_what_a_killed_process_had_to_do_is_done_here() -> None:
    def work(task: int) -> int:
        if task == 5 and os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    assert list(spread(work, range(20))) == list(range(20))
    assert no_process_is_left()


def test_a_fault_is_raised_here() -> None:
    def work(task: int) -> int:
        return 1 // (task - 3)

    with pytest.raises(ZeroDivisionError):
        list(spread(work, range(9)))
    assert no_process_is_left()


def test_without_room_for_another_process_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    assert list(spread(lambda task: task + 1, range(5))) == [1, 2, 3, 4, 5]


def test_who_stops_asking_leaves_no_process_behind() -> None:
    results = spread(lambda task: task, range(100))
    assert isinstance(results, Iterator)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    assert no_process_is_left()


def test_a_process_holds_no_file_of_its_parent(tmp_path: Path) -> None:
    """Above all not the lock of a build, which would outlive it."""
    with (tmp_path / "lock").open("w") as file:
        number = file.fileno()

        def is_open(_: int) -> bool:
            try:
                os.fstat(number)
            except OSError:
                return False
            return os.path.samestat(os.fstat(number), (tmp_path / "lock").stat())

        assert not any(spread(is_open, range(4)))
