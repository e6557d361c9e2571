"""What the last build knew, so that the next one does what changed and no more. One SQLite file; an edge.

It only ever saves work. A row carries a checksum and names what it was made of: one that does not fit is as
good as none. A file that cannot be used is thrown away, and the build goes on without.
"""

from __future__ import annotations

import json
import marshal
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any
from zlib import crc32

from seedfeed.model import Entry, File, Record, Text
from seedfeed.processes import BATCH, batches

MEMORY = ":memory:"
_WAIT = 2.0  # seconds for somebody else who reads the file

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value, seal);
CREATE TABLE seeds (part INTEGER PRIMARY KEY, records, seal);
CREATE TABLE texts (number INTEGER PRIMARY KEY, digest, text, seal);
CREATE TABLE documents (path TEXT PRIMARY KEY, source, digest, size, mtime, ctime, inode, seal);
"""
#: Of each format, what was rendered.
_RENDERED = "number INTEGER PRIMARY KEY, key, bytes, seal"


class CacheError(Exception):
    """The cache cannot be used; what it was needed for is to be done anew.

    `written` and `removed` are documents that were published all the same before it turned out.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@contextmanager
def broken() -> Iterator[None]:
    """Turns what SQLite raises into a CacheError."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        raise CacheError(str(error)) from error


#: Values as SQL has them, the last one their checksum.
Row = tuple[Any, ...]


def sealed(*values: Any) -> Row:
    """A row of these values. Can be made in another process."""
    return (*values, crc32(marshal.dumps(values, 0)))


def _sound(rows: Iterable[Row]) -> Iterator[Row]:
    """Those rows that are as they were stored, without their checksums."""
    for row in rows:
        values = row[:-1]
        if crc32(marshal.dumps(values, 0)) == row[-1]:
            yield values


def text_row(number: int, digest: bytes, text: Text) -> Row:
    """The text of a file, as the cache has it; `digest` is that of the file. Can be made in another process."""
    return sealed(number, digest, marshal.dumps(tuple(text)))


def text_in(row: Row | None, digest: bytes) -> Text:
    """The text in a row. Raises CacheError where it is not that of a file with this digest."""
    values = next(_sound([row]), None) if row else None
    if not values or values[1] != digest:  # after a power loss, that of an earlier version might be left
        raise CacheError("a text is gone")
    return Text._make(marshal.loads(values[2]))  # noqa: S302 - the bytes that `text_row` sealed


def weight_of(row: Row | None) -> int:
    """About how many bytes a row holds that was made by `text_row`."""
    return len(row[2]) if row and isinstance(row[2], bytes) else 0


class Cache:
    """An open cache. Every method raises CacheError where the file turns out to be broken."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._db = connection
        self._path = path
        self._process = os.getpid()
        self._inherited: sqlite3.Connection | None = None

    @property
    def shared(self) -> bool:
        """Whether other processes can read it, once it is saved."""
        return self._path != MEMORY

    def begin(self, maker: list[str]) -> None:
        """Make the tables of an empty file, and say who did."""
        with broken():
            self._db.executescript(_TABLES)
        self.note("maker", maker)
        self.save()

    def save(self) -> None:
        """Keep what was stored so far, even if the build is killed now."""
        with broken():
            self._db.commit()

    def close(self) -> None:
        """Close, without what was not saved."""
        with suppress(sqlite3.Error):
            self._db.close()

    def recall(self, name: str) -> Any:
        """A value that `note` stored; None where there is none."""
        with broken():
            rows = self._db.execute("SELECT * FROM meta WHERE name = ?", (name,))
            return next((json.loads(value) for _, value in _sound(rows)), None)

    def note(self, name: str, value: Any) -> None:
        """Store a value (as JSON has them) under a name."""
        self._replace("meta", [sealed(name, json.dumps(value))])

    def records(self) -> dict[int, Record]:
        """What is known of each file, by its number."""
        with broken():
            parts = [data for _, data in _sound(self._db.execute("SELECT * FROM seeds ORDER BY part"))]
        # marshal would trust anything; these are the bytes that `store` sealed.
        values = chain.from_iterable(marshal.loads(data) for data in parts)  # noqa: S302
        return {each[0]: Record._make(each) for each in values}

    def store(self, records: Mapping[int, Record], changed: Iterable[int], texts: Iterable[Row] = ()) -> None:
        """Store the records that changed, by their numbers, and texts; what is in no record is forgotten."""
        parts = sorted({number // BATCH for number in changed})
        self._replace("seeds", (sealed(part, _packed(records, part)) for part in parts))
        self._replace("texts", texts)

    def forget(self, numbers: Iterable[int]) -> None:
        """Drop the texts of files, and what was rendered of them."""
        with broken():
            found = self._db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'rendered_%'")
            for table in ("texts", *(name for (name,) in found)):
                self._db.executemany(f"DELETE FROM {table} WHERE number = ?", ((each,) for each in numbers))  # noqa: S608

    def texts(self, seeds: Sequence[Record | Entry]) -> Iterator[Text]:
        """The texts of seeds, in their order."""
        return (text_in(row, seed.digest) for row, seed in zip(self.text_rows(seeds), seeds, strict=True))

    def text_rows(self, seeds: Sequence[Record | Entry]) -> Iterator[Row | None]:
        """Their rows, still packed. `text_in` unpacks and checks them, in another process if need be."""
        return self._in_order("SELECT * FROM texts", [seed.number for seed in seeds], iter)

    def unrendered(self, format: str, entries: Sequence[Entry]) -> list[Entry]:
        """Those of `entries` whose bytes in a format are not here."""
        with broken():
            self._db.execute(f"CREATE TABLE IF NOT EXISTS rendered_{format} ({_RENDERED})")
        query = f"SELECT number, key FROM rendered_{format}"  # noqa: S608 - a name of ours
        found = self._in_order(query, [entry.number for entry in entries], iter)  # `rendered` looks closer
        return [entry for entry, row in zip(entries, found, strict=True) if not row or row[1] != entry.key]

    def keep(self, rendered: Mapping[str, Iterable[Row]]) -> None:
        """Store rendered entries, by format: number, key, bytes."""
        for format, rows in rendered.items():
            self._replace(f"rendered_{format}", rows)

    def rendered(self, format: str, entries: Sequence[Entry]) -> Iterator[bytes]:
        """The bytes of each entry in a format, in their order."""
        query = f"SELECT * FROM rendered_{format}"  # noqa: S608 - a name of ours
        found = self._in_order(query, [entry.number for entry in entries])
        for entry, row in zip(entries, found, strict=True):
            if not row or row[1] != entry.key:
                raise CacheError("a rendered entry is gone")
            yield row[2]

    def files(self) -> dict[str, File]:
        """The documents as they were published, by their paths below feeds/."""
        with broken():
            rows = _sound(self._db.execute("SELECT * FROM documents"))
            return {path: File(source, digest, tuple(stat)) for path, source, digest, *stat in rows}

    def publish(self, files: Mapping[str, File]) -> None:
        """Store what stands in feeds/ now; anything else is forgotten."""
        old = self.files()
        with broken():
            gone = ((path,) for path in old.keys() - files.keys())
            self._db.executemany("DELETE FROM documents WHERE path = ?", gone)
        changed = ((path, file) for path, file in files.items() if old.get(path) != file)
        self._replace("documents", (sealed(path, file.source, file.digest, *file.stat) for path, file in changed))

    def remember_tags(self, entries: Iterable[Entry]) -> None:
        """Store the tags of the entries that are published now."""
        numbers: dict[tuple[str, ...], list[int]] = {}
        for entry in entries:
            numbers.setdefault(entry.tags, []).append(entry.number)
        self.note("published", [*numbers.items()])

    def published_tags(self) -> dict[str, tuple[str, ...]] | None:
        """What `remember_tags` stored, by the paths of seeds; None if it never did."""
        known = self.recall("published")
        if known is None:
            return None
        tags = {number: tuple(names) for names, numbers in known for number in numbers}
        return {record.path: tags[number] for number, record in self.records().items() if number in tags}

    def _replace(self, table: str, rows: Iterable[Row]) -> None:
        with broken():
            width = len(self._db.execute(f"SELECT * FROM {table} LIMIT 0").description)  # noqa: S608
            self._db.executemany(f"REPLACE INTO {table} VALUES (?{', ?' * (width - 1)})", rows)  # noqa: S608

    def _in_order(
        self, query: str, numbers: Sequence[int], sound: Callable[[Iterable[Row]], Iterable[Row]] = _sound
    ) -> Iterator[Row | None]:
        """Rows in the order of `numbers`, which the query gives first; None where there is none that is sound."""
        if self._process != os.getpid():
            self._reopen()
        for batch in batches(numbers):
            with broken():
                found = self._db.execute(f"{query} WHERE number IN ({', '.join('?' * len(batch))})", batch)
                rows = {row[0]: row for row in sound(found)}
            yield from map(rows.get, batch)

    def _reopen(self) -> None:
        """A process started since needs a connection of its own; the other must not even be closed there."""
        self._inherited = self._db
        self._db = connect(self._path)
        self._process = os.getpid()


def _packed(records: Mapping[int, Record], part: int) -> bytes:
    """One part of the records: a row for each would take five times as long to store, and to load."""
    numbers = range(part * BATCH, (part + 1) * BATCH)
    return marshal.dumps([tuple(records[number]) for number in numbers if number in records])


def connect(path: str) -> sqlite3.Connection:
    """An open database. Raises CacheError where there is none."""
    with broken():
        connection = sqlite3.connect(path, timeout=_WAIT)
        try:
            # After a power loss, rows that do not fit are found by their seals: no need to wait for the disk.
            connection.execute("PRAGMA synchronous = OFF")
        except BaseException:
            connection.close()
            raise
        return connection
