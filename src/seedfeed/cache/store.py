"""What the last build knew, so that the next one does what changed and no more: one SQLite file.

It only ever saves work. A row carries a checksum and names what it was made of: one that does not fit counts as
missing. A file that cannot be used is removed, and the build goes on without.
"""

from __future__ import annotations

import json
import marshal
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote
from zlib import crc32

from seedfeed.entries.instants import rfc3339
from seedfeed.model import Entry, File, Record, Text
from seedfeed.processes import BATCH, batches

MEMORY = ":memory:"
#: Entries. Of more, the texts are not kept in memory.
LONG = 2000
_WAIT = 2.0  # seconds, while another process holds the file
_DOCUMENTS = 256  # in a part of them

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value, seal);
CREATE TABLE seeds (part INTEGER PRIMARY KEY, rules, records, seal);
CREATE TABLE texts (number INTEGER PRIMARY KEY, text, seal);
CREATE TABLE documents (part INTEGER PRIMARY KEY, files, seal);
"""


class CacheError(Exception):
    """The cache cannot be used; the work that it would have saved is to be done.

    `written` and `removed` are the documents that were published before this was found.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@contextmanager
def broken() -> Iterator[None]:
    """Turn what SQLite raises into a CacheError."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        raise CacheError(str(error)) from error


class Published(NamedTuple):
    """What subscribers can see before a build."""

    ids: Mapping[str, int | None] = MappingProxyType({})  #: of entries, and the numbers of their seeds, if known
    root: str | None = None  #: the id of the main feed, of which ids of entries are made, if known
    announced: Mapping[str, str] | None = None  #: `updated` (RFC 3339) of entries where it is announced, if known
    shown: bool = True  #: whether feeds/ has them


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
    """The row for the text of a file; `digest` is that of the file. Can be made in another process."""
    data = marshal.dumps(tuple(text))
    return number, data, _seal_of_text(number, digest, data)


def _seal_of_text(number: int, digest: bytes, data: bytes) -> int:
    return crc32(data, crc32(digest, number))  # there are many: half the time of `sealed`


class Cache:
    """An open cache. Every method raises CacheError where the file turns out to be broken."""

    def __init__(self, path: str, *, read_only: bool = False) -> None:
        """Open the file at `path`, or MEMORY. With `read_only`, nothing beside it is made."""
        self._path = path
        self._process = os.getpid()
        self._last: tuple[Sequence[Record | Entry], list[Text]] = ((), [])
        self._inherited: sqlite3.Connection | None = None
        self._db = _connect(path, read_only=read_only)

    @property
    def shared(self) -> bool:
        """Whether other processes can read it, once it is saved."""
        return self._path != MEMORY

    def begin(self, maker: list[str]) -> None:
        """Make the tables of an empty file, and note who made it."""
        with broken():
            self._db.executescript(_TABLES)
        self.note("maker", maker)
        self.save()

    def copy(self, other: Cache) -> None:
        """Take over all that another cache holds."""
        with broken():
            other._db.backup(self._db)

    def save(self) -> None:
        """Keep what was stored so far, even if the build is killed now."""
        with broken():
            self._db.commit()

    def close(self) -> None:
        """Close the file. What was not saved is dropped."""
        with suppress(sqlite3.Error):
            self._db.close()

    def recall(self, name: str) -> Any:
        """A value that `note` stored; None if it did not."""
        with broken():
            rows = self._db.execute("SELECT * FROM meta WHERE name = ?", (name,))
            return next((json.loads(value) for _, value in _sound(rows)), None)

    def note(self, name: str, value: Any) -> None:
        """Store a value (as JSON has them) under a name."""
        self._replace("meta", [sealed(name, json.dumps(value))])

    def records(self) -> Iterator[tuple[str, list[Record]]]:
        """All records, some at a time, with the name of the rules by which their texts earned tags."""
        with broken():
            parts = list(_sound(self._db.execute("SELECT * FROM seeds ORDER BY part")))
        for _, rules, data in parts:
            yield rules, [Record._make(each) for each in marshal.loads(data)]  # noqa: S302 - what `store` sealed

    def store(
        self, records: Mapping[int, Record], rules: str, changed: Iterable[int], texts: Iterable[Row] = ()
    ) -> None:
        """Store texts, and the records that changed, by their numbers; a number without a record is dropped.

        `rules` names the rules by which all `records` have their tags.
        """
        parts = sorted({number // BATCH for number in changed})
        self._replace("seeds", (sealed(part, rules, _packed(records, part)) for part in parts))
        self._replace("texts", texts)

    def forget(self, numbers: Iterable[int]) -> None:
        """Drop the texts of files."""
        with broken():
            self._db.executemany("DELETE FROM texts WHERE number = ?", ((each,) for each in numbers))

    def texts(self, seeds: Sequence[Record | Entry]) -> Iterable[Text]:
        """The texts of seeds, in their order. Documents of the same entries ask for the same ones in turn."""
        if len(seeds) > LONG:
            return self._read_texts(seeds)
        if self._last[0] is not seeds:
            self._last = seeds, list(self._read_texts(seeds))
        return self._last[1]

    def _read_texts(self, seeds: Sequence[Record | Entry]) -> Iterator[Text]:
        if self._process != os.getpid():
            self._reopen()
        for batch in batches(seeds):
            numbers = [seed.number for seed in batch]
            with broken():
                query = f"SELECT * FROM texts WHERE number IN ({', '.join('?' * len(batch))})"  # noqa: S608
                found = {number: (data, seal) for number, data, seal in self._db.execute(query, numbers)}
            for seed in batch:
                data, seal = found.get(seed.number, (None, None))
                # The digest is that of the record: a text of another version of the file does not fit.
                if not isinstance(data, bytes) or seal != _seal_of_text(seed.number, seed.digest, data):
                    raise CacheError("a text is missing")
                yield Text._make(marshal.loads(data))  # noqa: S302 - what `text_row` sealed

    def files(self) -> dict[str, File]:
        """The documents as they were published, by their paths below feeds/."""
        with broken():
            rows = _sound(self._db.execute("SELECT * FROM documents"))
            parts = [marshal.loads(data) for _, data in rows]  # noqa: S302 - what `publish` sealed
            return {path: File(source, digest, stat) for part in parts for path, source, digest, stat in part}

    def publish(self, files: Mapping[str, File], old: Mapping[str, File]) -> None:
        """Store which documents are in feeds/ now, in place of the `old` ones that this cache gave."""
        changed = {path for path, file in files.items() if file is not old.get(path)}
        changed |= old.keys() - files.keys()
        if not changed:
            return
        count = _count_of_parts(files)
        kept = count if count == _count_of_parts(old) else 0
        with broken():  # a part that cannot be read counts for none, so that there may be more than are known
            self._db.execute("DELETE FROM documents WHERE part >= ?", (kept,))
        parts: dict[int, list[Row]] = {_part_of(path, count): [] for path in (changed if kept else files)}
        for path, file in files.items():
            rows = parts.get(_part_of(path, count))
            if rows is not None:
                rows.append((path, *file))
        self._replace("documents", (sealed(part, marshal.dumps(rows)) for part, rows in parts.items()))

    def remember_entries(self, root: str, entries: Sequence[Entry]) -> None:
        """Store what is published now, tags too; `root` is the id of the main feed."""
        numbers: dict[tuple[str, ...], list[int]] = {}
        for entry in entries:
            numbers.setdefault(entry.tags, []).append(entry.number)
        self.note("published", [*numbers.items()])
        announced = {each.id: rfc3339(each.updated) for each in entries if each.updated is not each.published}
        ids = "\n".join(entry.id for entry in entries)  # as a list, it would take twice as long to read
        self.note("ids", [root, ids, [entry.number for entry in entries], announced])

    def published(self) -> Published | None:
        """What `remember_entries` stored; None if it did not."""
        known = self.recall("ids")
        if known is None:
            return None
        root, ids, numbers, announced = known
        return Published(dict(zip(ids.split("\n"), numbers, strict=False)), root, announced)

    def published_tags(self) -> dict[str, tuple[str, ...]] | None:
        """The tags that `remember_entries` stored, by the paths of seeds; None if it did not."""
        known = self.recall("published")
        if known is None:
            return None
        tags = {number: tuple(names) for names, numbers in known for number in numbers}
        records = (record for _, some in self.records() for record in some)
        return {record.path: tags[record.number] for record in records if record.number in tags}

    def _replace(self, table: str, rows: Iterable[Row]) -> None:
        with broken():
            width = len(self._db.execute(f"SELECT * FROM {table} LIMIT 0").description)  # noqa: S608
            self._db.executemany(f"REPLACE INTO {table} VALUES (?{', ?' * (width - 1)})", rows)  # noqa: S608

    def _reopen(self) -> None:
        """A process started since needs a connection of its own; the other must not even be closed there."""
        self._inherited = self._db
        self._db = _connect(self._path)
        self._process = os.getpid()


def _count_of_parts(files: Mapping[str, File]) -> int:
    """In how many parts so many documents are stored: a row for each would take ten times as long to load."""
    return 1 << (len(files) // _DOCUMENTS).bit_length()


def _part_of(path: str, count: int) -> int:
    """The part of the documents, of so many, in which one is stored."""
    return crc32(path.encode("utf-8", "surrogateescape")) % count


def _packed(records: Mapping[int, Record], part: int) -> bytes:
    """One part of the records: a row for each would take five times as long to store, and to load."""
    numbers = range(part * BATCH, (part + 1) * BATCH)
    return marshal.dumps([tuple(records[number]) for number in numbers if number in records])


def _connect(path: str, *, read_only: bool = False) -> sqlite3.Connection:
    """An open database. Raises CacheError if it cannot be opened."""
    with broken():
        if read_only:
            # `immutable`: not even a lock is taken. What a build changes meanwhile does not fit its seal.
            return sqlite3.connect(f"file:{quote(os.fsencode(path))}?immutable=1", uri=True)
        connection = sqlite3.connect(path, timeout=_WAIT)
        try:
            connection.execute("PRAGMA page_size = 16384")  # bytes; more texts fit than into four pages of 4096
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # whole after a loss of power, though not the latest
        except BaseException:
            connection.close()
            raise
        return connection
