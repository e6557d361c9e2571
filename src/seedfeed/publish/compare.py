"""Documents + feeds/ → plan: what is to be written, kept and removed. Nothing is touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from seedfeed.cache.store import CacheError
from seedfeed.documents.due import MARK_WITHIN, SUFFIXES, is_ours
from seedfeed.model import ENTRIES, FOLDERS, Config, Document, File, folder_of
from seedfeed.report import Problem
from seedfeed.seeds.scan import stat_of

#: How the names of files end that a killed build leaves; they begin with a dot.
LITTER = ".seedfeed.tmp"
_CHUNK = 1 << 18
#: Of the bytes of a document: today's processors have instructions for it, and it takes half as long as BLAKE2.
new_digest = sha256


class Plan(NamedTuple):
    """What publishing would do. Paths are below feeds/."""

    write: tuple[Document, ...] = ()
    keep: Mapping[str, File] = MappingProxyType({})
    stale: Mapping[str, File] = MappingProxyType({})  #: of those to write, what we know to be there
    remove: tuple[str, ...] = ()
    unsure: bool = False  #: whether there is more to remove, perhaps: a file cannot be read
    litter: tuple[str, ...] = ()  #: what a killed build left
    failures: tuple[Problem, ...] = ()  #: documents whose place another file has taken


def standing(
    documents: Iterable[Document], config: Config, known: Mapping[str, File]
) -> tuple[dict[str, File], dict[str, File]]:
    """Of documents that are `known`, those that are there as they were published: made of the same, or stale.

    None is rendered, and none opened whose stat is the same.
    """
    same: dict[str, File] = {}
    stale: dict[str, File] = {}
    is_there, output = _folders_there(config.output), f"{config.output}/"
    for document in documents:
        path = document.path
        file = known.get(path)
        if file is None:
            continue
        found = same if file.source == document.source else stale
        try:
            if not is_there(folder_of(path)):
                continue
            there = os.lstat(output + path)
            if file.stat == stat_of(there):
                found[path] = file
            elif stat.S_ISREG(there.st_mode) and _digest_of(output + path) == file.digest:
                found[path] = file._replace(stat=stat_of(there))
        except (OSError, _InTheWayError):
            continue
    return same, stale


def compare(
    documents: Sequence[Document], config: Config, keep: Mapping[str, File], stale: Mapping[str, File]
) -> Plan:
    """What is to be written, kept and removed so that the output folder holds just `documents`.

    Touches nothing. Those to `keep` and those known to be `stale` are not looked at; others are rendered as far
    as they are the same.
    """
    output = config.output
    is_there = _folders_there(output)
    kept: dict[str, File] = {}
    write, failures = [], []
    for document in documents:
        try:
            if file := keep.get(document.path):
                kept[document.path] = file
            elif document.path in stale:
                write.append(document)
            elif is_there(folder_of(document.path)) and (file := _same(document, f"{output}/{document.path}")):
                kept[document.path] = file
            else:
                write.append(document)
        except _InTheWayError as error:
            failures.append(config.document_problem(document.path, str(error)))
        except OSError as error:
            failures.append(config.document_problem(document.path, f"cannot be read: {error.strerror}"))
        except CacheError:
            raise
        except Exception:  # a bug of ours: the attempt to write it says more
            write.append(document)
    there, seen = files_in(output)
    others = not_due = sorted(there - {document.path for document in documents})
    if not_due:  # on some file systems Feed.atom is feed.atom: it is there, though no folder lists it
        due = {document.path.casefold(): document.path for document in documents}
        twins = ((path, due.get(path.casefold(), path)) for path in not_due)
        others = [path for path, twin in twins if twin in there or not os.path.lexists(output / twin)]
    no_longer_due = {path: _is_removable(output / path) for path in others if path.endswith(SUFFIXES)}
    return Plan(
        write=tuple(write),
        keep=kept,
        stale=stale,
        remove=tuple(path for path, ours in no_longer_due.items() if ours),
        unsure=not seen or None in no_longer_due.values() or others != not_due,
        litter=tuple(path for path in others if _is_litter(path)),
        failures=tuple(failures),
    )


class _InTheWayError(Exception):
    """Something that is not ours has the place of a document."""


def _folders_there(output: Path) -> Callable[[str], bool]:
    """What tells whether a folder of documents is there. It raises _InTheWayError where something else is."""

    @cache
    def is_there(folder: str) -> bool:
        if not folder:
            return True
        if not is_there(folder_of(folder)) or not os.path.lexists(output / folder):
            return False
        if not _is_folder(output / folder):
            raise _InTheWayError(f"{folder.rpartition('/')[2]} is not a folder; move it away, then build again")
        return True

    return is_there


def _same(document: Document, path: str) -> File | None:
    """The file in the place of a document, at `path`, if it holds the same bytes.

    Raises _InTheWayError where something there is not ours.
    """
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise _InTheWayError("not a regular file; move it away, then build again")
    seen = new_digest()
    with open(path, "rb") as file:
        for part in document.parts():
            if file.read(len(part)) != part:
                break
            seen.update(part)
        else:
            if not file.read(1):
                return File(document.source, seen.digest(), stat_of(found))
    if not _is_ours(path):
        raise _InTheWayError("not written by seedfeed; move it away, then build again")
    return None


def _is_litter(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(".") and name.endswith(LITTER)


def _is_folder(path: Path) -> bool:
    """A real one: through a link, documents would land elsewhere."""
    return stat.S_ISDIR(path.lstat().st_mode)


def _digest_of(path: str | Path) -> bytes:
    seen = new_digest()
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            seen.update(chunk)
    return seen.digest()


def _is_ours(path: str | Path) -> bool:
    """Whether a regular file bears our mark."""
    with open(path, "rb") as file:
        return is_ours(file.read(MARK_WITHIN))


def _is_removable(path: Path) -> bool | None:
    """Whether a file is a document of ours; None where it cannot be read."""
    try:
        return stat.S_ISREG(path.lstat().st_mode) and _is_ours(path)
    except FileNotFoundError:
        return False
    except OSError:
        return None


def files_in(output: Path) -> tuple[set[str], bool]:
    """Paths below `output` of what is in the folders of documents; and whether all of these could be seen."""
    found: set[str] = set()
    seen = True
    folders = ["", *(f"{name}/" for name in FOLDERS)]
    while folders:
        below = folders.pop()
        try:
            if below and not _is_folder(output / below):
                continue
            with os.scandir(output / below) as there:
                for each in there:
                    if below.startswith(ENTRIES) and each.is_dir(follow_symlinks=False):
                        folders.append(f"{below}{each.name}/")
                    else:
                        found.add(below + each.name)
        except FileNotFoundError:
            pass
        except OSError:
            seen = False
    return found, seen
