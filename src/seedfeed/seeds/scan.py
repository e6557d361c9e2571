"""The seeds folder → files, in the order of their names, and their bytes. The edge that reads."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from seedfeed.model import MARKDOWN, PLAIN, Found, Stat

_CHUNK = 1 << 16
#: SQLite knows numbers of 64 bits; the year 2400 and some inodes have more.
_BITS = (1 << 63) - 1
SUFFIXES = PLAIN + MARKDOWN
#: What Syncthing, Dropbox, Nextcloud and ownCloud call the other version of a file, and Office an open one.
_COPY = re.compile(
    r"\.sync-conflict-[0-9]{8}-|\([^()]*conflicted copy[^()]*\)|_conflict-[0-9]{8}-|\A~\$",
    re.IGNORECASE | re.ASCII,
)


class Scanned(NamedTuple):
    """What is below a folder."""

    folder: Path
    started: int  #: nanoseconds since 1970
    ended: int
    files: list[Found]  #: seeds, in no order
    copies: list[str]  #: paths of what sync clients and editors leave, passed over
    others: dict[str, int]  #: how many files are not read, by their endings
    faults: list[tuple[str, str]]  #: paths that cannot be reached, and why


def scan(folder: Path) -> Scanned:
    """All files below a folder that are seeds.

    Passed over in silence: dot files and dot folders, `*~`, `#*#`, and what is not a regular file. Links to files
    are followed, links to folders are not. Raises OSError where the folder itself cannot be read.
    """
    started = time.time_ns()
    found: list[Found] = []
    faults: list[tuple[str, str]] = []
    copies: list[str] = []
    others: dict[str, int] = {}
    folders = [""]
    while folders:
        below = folders.pop()
        place = f"{folder}/{below}"
        try:
            names = list(dict.fromkeys(os.listdir(place)))
        except OSError as error:
            if not below:  # to publish nothing would tell subscribers that all is gone
                raise
            if error.errno != errno.ENOENT:  # gone since: as if it had never been there
                faults.append((below, f"cannot be read: {error.strerror}"))
            continue
        together = "/".join(names).lower()
        has_copies = "conflict" in together or "~$" in together  # to search each name takes longer
        listed_again = False
        for name in names:
            if name[0] == "." or name[-1] == "~" or name[0] == name[-1] == "#":
                continue
            is_seed = name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES)
            try:
                there = os.lstat(place + name)
                if stat.S_ISDIR(there.st_mode):
                    folders.append(f"{below}{name}/")
                    continue
                if stat.S_ISLNK(there.st_mode):
                    there = os.stat(place + name)
                if not stat.S_ISREG(there.st_mode):
                    continue
            except OSError as error:
                if os.path.islink(place + name):
                    if is_seed:
                        faults.append((below + name, _why_not(error)))
                elif error.errno == errno.ENOENT and not listed_again:  # it may have another name now
                    listed_again = has_copies = True
                    with suppress(OSError):
                        names += sorted({*os.listdir(place)} - {*names})
                elif error.errno == errno.EACCES:  # the folder can be listed, and not searched
                    if not below:
                        raise
                    faults.append((below, f"cannot be read: {error.strerror}"))
                    break
                elif error.errno != errno.ENOENT:
                    faults.append((below + name, f"cannot be read: {error.strerror}"))
                continue
            if not is_seed:
                ending = os.path.splitext(name)[1].lower() or "without an ending"
                others[ending] = others.get(ending, 0) + 1
            elif has_copies and _COPY.search(name):
                copies.append(below + name)
            else:
                found.append((below + name, *stat_of(there)))
    return Scanned(folder, started, time.time_ns(), found, copies, others, faults)


def stat_of_each(folder: Path, paths: Iterable[str]) -> Iterator[Stat | None]:
    """The stats of paths below a folder, None for what is not there."""
    place = f"{folder}/"
    for path in paths:
        try:
            found = os.lstat(place + path)
        except OSError:
            yield None
        else:
            yield stat_of(found)


def stat_of(found: os.stat_result) -> Stat:
    """What of a stat tells whether a file is the same."""
    return found.st_size, found.st_mtime_ns & _BITS, found.st_ctime_ns & _BITS, found.st_ino & _BITS


def _why_not(error: OSError) -> str:
    """Why a link cannot be followed."""
    if error.errno == errno.ENOENT:
        return "dangling link: its target is gone; mend or remove it"
    return f"a link that cannot be followed: {error.strerror}; mend or remove it"


def read(path: str | Path, most: int) -> bytes | None:
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
        data = os.read(handle, min(most, _CHUNK))  # most files are shorter, and a larger buffer takes longer
        if len(data) < _CHUNK:
            return data
        chunks = [data]
        while (most := most - len(chunks[-1])) and (chunk := os.read(handle, min(most, _CHUNK))):
            chunks.append(chunk)
        return b"".join(chunks)
    finally:
        os.close(handle)
