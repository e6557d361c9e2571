"""The seeds folder → files, in the order of their names, and their bytes. The edge that reads."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from seedfeed.model import Config, Problem, PublishError

SUFFIXES = (".txt", ".text")


def scan(config: Config) -> tuple[list[str], list[Problem]]:
    """The paths (below the seeds folder) of all files that are seeds, and what cannot be reached.

    Passed over: dot files and dot folders, `*~`, other suffixes, and what is no regular file. Links
    to files are followed, links to folders are not. Raises PublishError where the folder itself
    cannot be read.
    """
    found: list[str] = []
    problems: list[Problem] = []
    folders = [""]
    while folders:
        below = folders.pop()
        try:
            with os.scandir(config.seeds / below) as entries:
                for entry in entries:
                    path = f"{below}{entry.name}"
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(path + "/")
                    elif entry.name.lower().endswith(SUFFIXES):
                        if reason := _why_not(entry):
                            problems.append(config.seed_problem(path, None, reason))
                        elif entry.is_file():
                            found.append(path)
        except OSError as error:
            problem = config.seed_problem(below, None, f"cannot be read: {error.strerror}")
            if not below:  # to publish nothing would tell subscribers that all is gone
                raise PublishError(problem) from error
            if error.errno != errno.ENOENT:  # gone since: as if it had never been there
                problems.append(problem)
    return sorted(found), problems


def _why_not(entry: os.DirEntry[str]) -> str | None:
    """Why a link that is named like a seed leads nowhere."""
    if not entry.is_symlink():
        return None
    try:
        entry.stat()
    except OSError as error:
        if error.errno == errno.ENOENT:
            return "dangling link: its target is gone; mend or remove it"
        return f"a link that cannot be followed: {error.strerror}; mend or remove it"
    return None


def read(path: Path, most: int) -> bytes | None:
    """The first `most` bytes of a regular file; None where there is none (any more).

    Never waits: a FIFO that took the place of a file is not opened for good. Raises OSError.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        return b"".join(_chunks(handle, most))
    finally:
        os.close(handle)


def _chunks(handle: int, most: int) -> Iterator[bytes]:
    while most > 0 and (chunk := os.read(handle, min(most, 1 << 16))):
        most -= len(chunk)
        yield chunk
