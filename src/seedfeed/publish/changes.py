"""Published + entries → what subscribers will see. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from seedfeed.cache.store import Published
from seedfeed.entries.instants import rfc3339
from seedfeed.model import Config, Entry
from seedfeed.report import FEW, Change, Moved, Problem

#: What an entry says to those who read it: title and content.
Said = tuple[str, str]


class Changes(NamedTuple):
    """What subscribers will see. Corrections that no `updated` announces are not among it."""

    new: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    moved: tuple[Moved, ...] = ()


def changes(
    published: Published,
    entries: Sequence[Entry],
    path_of: Callable[[int | None], str | None],
    said_before: Callable[[frozenset[str]], Mapping[str, Said]],
    said_now: Callable[[Sequence[Entry]], Iterable[Said]],
) -> Changes:
    """What subscribers will see where `entries` take the place of those `published`.

    `path_of` gives that of a seed, by its number in the cache. What was published under some ids, and what entries
    say now, is asked only where some go and others come: of these, those with the same text are moved.
    """
    left = {entry.id for entry in entries}
    new = {entry.id: entry for entry in entries if entry.id not in published.ids}
    gone = {uri: path_of(published.ids[uri]) for uri in published.ids.keys() - left}
    moved: list[Moved] = []
    if new and gone:
        before: dict[Said, list[str]] = {}
        for uri, said in sorted(said_before(frozenset(gone)).items(), reverse=True):
            before.setdefault(said, []).append(uri)
        comers = sorted(new.values(), key=lambda entry: entry.id)
        for entry, said in zip(comers, said_now(comers), strict=True):
            if same := before.get(said):
                uri = same.pop()
                del new[entry.id]
                moved.append(Moved(uri, path_of(entry.number), gone.pop(uri)))
    return Changes(
        new=tuple(Change(uri, path_of(entry.number)) for uri, entry in new.items()),
        updated=tuple(
            Change(entry.id, path_of(entry.number))
            for entry in entries
            if entry.updated is not entry.published and _is_announced(entry, published)
        ),
        gone=tuple(Change(uri, path) for uri, path in sorted(gone.items())),
        moved=tuple(moved),
    )


def _is_announced(entry: Entry, published: Published) -> bool:
    """Whether readers see a published entry as updated."""
    if entry.id not in published.ids or published.announced is None:
        return False
    return rfc3339(entry.updated) > published.announced.get(entry.id, "")


def notices_of_moved(moved: Sequence[Moved], config: Config) -> tuple[Problem, ...]:
    """How each that moved keeps its place with readers."""
    if len(moved) > FEW:
        reason = f"{len(moved)} moves? Subscribers will see them as new; -v names the `id` that keeps each"
        return (config.seed_problem("", None, reason),)
    text = "a move? Subscribers will see it as new; to keep it, add `id: {}`"
    return tuple(Problem(each.path or "", None, text.format(each.id)) for each in moved)


def notices_of_unseen(new: Sequence[Change], seen: Iterable[Entry], config: Config) -> tuple[Problem, ...]:
    """Which new entries are too old to be `seen` in the main feed."""
    shown = {entry.id for entry in seen}
    unseen = [each.path or "" for each in new if each.id not in shown]
    if not unseen:
        return ()
    if config.archive == "none":
        reason = f"older than the newest {config.limit} entries"
    else:
        reason = "dated back into the history; `updated` with the date of today announces {}"
    if len(unseen) > FEW:
        text = f"{len(unseen)} new entries are not in the main feed: {reason}"
        return (config.seed_problem("", None, text.format("them")),)
    text = f"not in the main feed: {reason}".format("it")
    return tuple(Problem(path, None, text) for path in unseen)
