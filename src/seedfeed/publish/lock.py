"""One build at a time. An edge."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seedfeed.report import Problem, PublishError

#: Seconds. The processes of a build that was killed keep its lock until they have ended, too.
_PATIENCE = 2.0
_PAUSE = 0.02


@contextmanager
def lock(output: Path, name: str, *, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the output folder for one build; the kernel frees it, however the build ends.

    Makes the folder where there is none. Waits `patience` seconds where another build holds it. `name` is what the
    user calls it. Raises PublishError where it cannot be had, or another build keeps it.
    """

    def refuse(reason: str) -> PublishError:
        return PublishError(Problem(name, None, reason))

    if os.path.lexists(output) and not output.is_dir():
        raise refuse("is not a folder; move it away, then build again")
    try:
        if not output.is_dir():
            output.mkdir(parents=True, exist_ok=True)
        handle = os.open(output, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise refuse(f"cannot be made or opened: {error.strerror}") from error
    try:
        try:
            _wait_for(handle, patience)
        except BlockingIOError as error:
            raise refuse("another build is running; try again when it is done") from error
        except OSError as error:
            raise refuse(f"cannot be locked: {error.strerror}") from error
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, patience: float) -> None:
    """Lock a folder. Raises BlockingIOError where somebody else keeps the lock for so many seconds."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
