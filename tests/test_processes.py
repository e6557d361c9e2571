"""Work on all cores."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from seedfeed.processes import spread
from seedfeed.publish.lock import lock
from seedfeed.report import PublishError

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


def test_beside_threads_no_process_is_forked() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert set(spread(lambda _: os.getpid(), range(9))) == {HERE}
    finally:
        done.set()
        thread.join()
    assert HERE not in set(spread(lambda _: os.getpid(), range(9)))


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


@pytest.mark.parametrize("given", [0, 1])
def test_without_room_for_another_process_the_work_is_done_here(
    given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, forks = os.fork, []

    def refuse() -> int:
        forks.append(1)
        if len(forks) > given:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return real()

    monkeypatch.setattr(os, "fork", refuse)
    assert list(spread(lambda task: task + 1, range(5))) == [1, 2, 3, 4, 5]
    assert no_process_is_left()


def test_who_stops_asking_leaves_no_process_behind() -> None:
    results = spread(lambda task: task, range(100))
    assert isinstance(results, Iterator)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    assert no_process_is_left()


ORPHANS = """
import os, signal, sys, time
from pathlib import Path
os.sched_getaffinity = lambda _: {0, 1}
from seedfeed import processes
from seedfeed.publish.lock import lock

def work(_):
    os.write(1, b"%d\\n" % os.getpid())  # one write: two processes share the pipe
    while True:
        time.sleep(60)

if sys.argv[2] == "deaf":
    processes._end_with_parent = lambda: None
with lock(Path(sys.argv[1]), "feeds"):
    list(processes.spread(work, range(2)))
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


@pytest.mark.skipif(sys.platform != "linux", reason="uses pidfd")
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
