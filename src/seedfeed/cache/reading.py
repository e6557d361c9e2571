"""Files below the seeds folder → records and texts in the cache. Only what has changed is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count
from typing import Any, NamedTuple

from seedfeed.cache.store import Cache, Row, text_row
from seedfeed.model import Config, Found, Record, Seed, Text
from seedfeed.processes import batches, spread
from seedfeed.report import Problem, Progress, SeedError
from seedfeed.seeds.scan import Scanned, read
from seedfeed.text.addresses import quote_path
from seedfeed.text.digests import fingerprint, name_of

#: Nanoseconds: a file that changed so shortly before it was seen may change again and keep its mtime.
RACY = 2_000_000_000
CHANGING = -1  # no file has this mtime
_COPY = "another version of a file, left by a sync client or an editor; passed over: compare, then remove it"

#: The number of a file, what the scan found, and what is known of it.
_Task = tuple[int, Found, Record | None]
#: What of a record is known before the file is parsed.
_Seen = tuple[int, str, int, int, int, int, bytes]
#: The values of records, rows of texts, and what cannot be read, and why.
_Outcome = tuple[list[tuple[Any, ...]], list[Row], list[tuple[str, str]]]


class Read(NamedTuple):
    """What came of all files."""

    records: list[Record]
    problems: tuple[Problem, ...]  #: files that are not seeds, or cannot be read
    settled: bool  #: no file could have changed while it was read
    rules: str  #: names the rules by which the records have their tags
    gone: tuple[Record, ...]  #: of files that the cache knows and that are no longer there


def read_seeds(
    cache: Cache,
    scanned: Scanned,
    config: Config,
    progress: Progress,
    meanwhile: Callable[[], object] = lambda: None,
) -> Read:
    """A record of each file that can be read, and what is wrong with others.

    A file is opened only where its stat is not the known one, or where that was taken too soon after a change.
    `meanwhile` is called while other processes read.
    """
    rules = name_of(config.languages, [tag.rule for tag in config.tags]).hex()
    known = _known(cache, rules, config, progress)
    # Compared as wholes: what has not changed costs next to nothing.
    files, as_known = frozenset(scanned.files), {record.found: number for number, record in known.items()}
    missing = known.keys() - {as_known[found] for found in as_known.keys() & files}
    changed = {known[number].path: number for number in sorted(missing)}
    numbers = count(1 + max(known, default=0))
    tasks: list[_Task] = []
    # In the order of their names, so that what is sorted later is nearly in order.
    for found in sorted(files - as_known.keys()):
        number = changed.get(found[0])
        tasks.append((next(numbers), found, None) if number is None else (number, found, known[number]))
    problems = [config.seed_problem(path, None, reason) for path, reason in scanned.faults]
    some = list(batches(tasks, lambda task: task[1][1]))
    outcomes = spread(_reader(config, scanned), some, meanwhile=meanwhile) if tasks else ()
    records, settled = dict(known), True
    for rows, texts, faults in progress("reading", outcomes, len(some)):
        fresh = {values[0]: Record._make(values) for values in rows}
        missing.difference_update(fresh)
        settled = settled and all(record.mtime != CHANGING for record in fresh.values())
        records.update(fresh)
        cache.store(records, rules, fresh, texts)
        cache.save()
        problems += [config.seed_problem(path, None, f"cannot be read: {fault}") for path, fault in faults]
    settled = settled and not problems
    gone = tuple(records.pop(number) for number in sorted(missing))
    refused = (record for record in records.values() if record.reason is not None)
    problems += [config.seed_problem(each.path, each.line, each.reason or "") for each in refused]
    return Read([*records.values()], tuple(problems), settled, rules, gone)


def forget_gone(cache: Cache, read: Read) -> None:
    """Drop what the cache knows of files that are no longer there."""
    if read.gone:
        numbers = [record.number for record in read.gone]
        cache.store({record.number: record for record in read.records}, read.rules, numbers)
        cache.forget(numbers)
        cache.save()


def _reader(config: Config, scanned: Scanned) -> Callable[[list[_Task]], _Outcome]:
    """What reads some files, parses them and looks for tags."""
    from seedfeed.entries.text import earned_tags, make_text
    from seedfeed.seeds.parse import MAX_SIZE, parse_seed
    from seedfeed.tags.rules import rules_of

    rules = rules_of(config.tags, config.languages)
    folder = str(config.seeds)

    def read_some(tasks: list[_Task]) -> _Outcome:
        records: list[tuple[Any, ...]] = []
        faults: list[tuple[str, str]] = []
        changed: list[tuple[_Seen, bytes]] = []
        for number, (path, size, mtime, ctime, inode), old in tasks:
            try:
                data = read(f"{folder}/{path}", MAX_SIZE + 1)
            except OSError as error:
                faults.append((path, error.strerror or str(error)))
                continue
            if data is None:  # gone since: as if it had never been there
                continue
            if scanned.started - RACY <= mtime <= scanned.ended + RACY:
                mtime = CHANGING
            seen = (number, path, size, mtime, ctime, inode, fingerprint(data))
            if old and old.digest == seen[-1]:
                records.append((*seen, *old[len(seen) :]))
            else:
                changed.append((seen, data))
        # One step for all of them, then the next: a third faster than all steps for each in turn.
        seeds: list[tuple[_Seen, Seed]] = []
        for seen, data in changed:
            try:
                seeds.append((seen, parse_seed(seen[1], data, config.dayfirst)))
            except SeedError as error:
                records.append(tuple(Record(*seen, line=error.line, reason=error.reason)))
        made: list[tuple[_Seen, Seed, Text]] = []
        for seen, seed in seeds:
            try:
                text, notices = make_text(seed, config)
            except (ImportError, MemoryError, OSError):  # the machine's fault, and not that of the seed
                raise
            except Exception as error:  # one seed stops no other, whatever is in it
                reason = f"a bug in seedfeed, please report it: {type(error).__name__}: {error}"
                records.append(tuple(Record(*seen, line=1, reason=reason)))
                continue
            made.append((seen, seed._replace(notices=seed.notices + notices) if notices else seed, text))
        earned = [earned_tags(text, rules) for _, _, text in made]
        records += [tuple(record_of(seen, seed, tags)) for (seen, seed, _), tags in zip(made, earned, strict=True)]
        rows = [text_row(seen[0], seen[-1], text) for seen, _, text in made]
        return records, rows, faults

    return read_some


def record_of(seen: _Seen, seed: Seed, earned: tuple[str, ...]) -> Record:
    """What is known of a seed, of whose file so much was `seen`."""
    return Record(
        *seen,
        notices=seed.notices,
        name=quote_path(seed.path.rpartition(".")[0]),
        date=seed.date.isoformat(),
        updated=seed.updated.isoformat() if seed.updated else None,
        id=seed.id,
        link=seed.link,
        draft=seed.draft,
        expires=seed.expires.isoformat() if seed.expires else None,
        tags=seed.tags,
        earned=earned,
    )


def _known(cache: Cache, rules: str, config: Config, progress: Progress) -> dict[int, Record]:
    """What is known of all files, by their numbers. Tags that other rules gave are earned anew."""
    records: dict[int, Record] = {}
    others: list[Record] = []
    for named, some in cache.records():
        records.update((record.number, record) for record in some)
        if named != rules:
            others += some
    if others:
        from seedfeed.entries.text import earned_tags
        from seedfeed.tags.rules import rules_of

        compiled = rules_of(config.tags, config.languages)
        seeds = [record for record in others if record.reason is None]
        texts = batches(progress("tagging", cache.texts(seeds), len(seeds)), lambda text: len(text.body))
        earned = spread(lambda batch: [earned_tags(text, compiled) for text in batch], texts, ahead=1)
        for seed, tags in zip(seeds, chain.from_iterable(earned), strict=True):
            records[seed.number] = seed._replace(earned=tags)
        cache.store(records, rules, (record.number for record in others))
        cache.save()
    return records


def notices_of(records: Iterable[Record], scanned: Scanned, config: Config) -> Iterator[Problem]:
    """What was passed over, and what was cleaned or dropped in seeds, in the order of their names."""
    if scanned.others:
        counts = ", ".join(f"{count} {ending}" for ending, count in sorted(scanned.others.items()))
        yield config.seed_problem("", None, f"not read: {counts}")
    for path in sorted(scanned.copies):
        yield config.seed_problem(path, None, _COPY)
    for each in sorted((each for each in records if each.notices), key=lambda record: record.path):
        for line, words in each.notices:
            yield config.seed_problem(each.path, line, words)
