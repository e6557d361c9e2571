"""Work on all cores."""

from __future__ import annotations

import errno
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from seedfeed import processes
from seedfeed.locking import lock
from seedfeed.problems import PublishError
from seedfeed.processes import spread

pytestmark = pytest.mark.slow

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
    with (tmp_path / "mine").open("w") as file:
        number = file.fileno()

        def is_open(_: int) -> bool:
            try:
                os.fstat(number)
            except OSError:
                return False
            return os.path.samestat(os.fstat(number), (tmp_path / "mine").stat())

        assert not any(spread(is_open, range(4)))


ORPHANS = """
import os, signal, sys
from pathlib import Path
os.sched_getaffinity = lambda _: {0, 1}
from seedfeed.locking import lock
from seedfeed.processes import spread

def work(_):
    if sys.argv[2] == "deaf":
        signal.signal(signal.SIGIO, signal.SIG_IGN)
    print(os.getpid(), flush=True)
    signal.pause()

with lock(Path(sys.argv[1]), "feeds"):
    list(spread(work, range(2)))
"""


@pytest.fixture
def orphans(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[int]]:
    """The handles (pidfd) of two processes that work for a build which was killed."""
    command = [sys.executable, "-c", ORPHANS, str(tmp_path / "feeds"), request.param]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        found = [os.pidfd_open(int(parent.stdout.readline())) for _ in range(2)]
        parent.kill()
        parent.wait()
        yield found
        for each in found:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(each, signal.SIGKILL)
            os.close(each)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they end when their task is done")
@pytest.mark.parametrize("orphans", ["listening"], indirect=True)
def test_processes_end_with_a_parent_that_is_killed_whatever_they_do(orphans: list[int], tmp_path: Path) -> None:
    for each in orphans:
        assert select.select([each], [], [], 10)[0]
    with lock(tmp_path / "feeds", "feeds"):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="uses pidfd")
@pytest.mark.parametrize("orphans", ["deaf"], indirect=True)
def test_no_build_begins_while_a_process_of_one_that_was_killed_may_write(
    orphans: list[int], tmp_path: Path
) -> None:
    assert not select.select(orphans, [], [], 0)[0]
    with pytest.raises(PublishError, match="another build is running"), lock(tmp_path / "feeds", "feeds"):
        pass


@pytest.mark.parametrize("end", ["inbox", "outbox"])
def test_where_a_pipe_fails_once_each_result_still_belongs_to_its_task(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = {"inbox": "_send", "outbox": "_receive"}[end]
    real = getattr(processes, name)
    calls: list[object] = []

    def fail_once(*arguments: Any) -> Any:
        if os.getpid() == HERE:
            calls.append(arguments)
            if len(calls) == 3:
                raise OSError(errno.EIO, "Input/output error")
        return real(*arguments)

    monkeypatch.setattr(processes, name, fail_once)
    assert list(spread(lambda task: task * 2, range(20))) == [task * 2 for task in range(20)]
    assert len(calls) > 3
    assert no_process_is_left()
