"""Entries → their bytes in the cache. An edge: it renders only what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from seedfeed.cache import Cache, Row, sealed
from seedfeed.formats import format_of
from seedfeed.model import BATCH, Config, Entry, Progress, Text, batches
from seedfeed.processes import spread


def render_missing(cache: Cache, name: str, entries: Sequence[Entry], config: Config, progress: Progress) -> None:
    """See to it that the bytes of `entries` in a format are in the cache."""
    missing = cache.unrendered(name, entries)
    if not missing:
        return
    module = format_of(name)
    scheme = config.tags_url

    def render(task: tuple[int, list[tuple[str, int, str | None, str | None, str, str]]]) -> list[Row]:
        start, texts = task
        some = zip(missing[start : start + BATCH], texts, strict=True)
        return [
            sealed(entry.number, name, entry.key, module.render_entry(entry, Text(*text), scheme))
            for entry, text in some
        ]

    texts = batches(map(tuple, cache.texts([entry.number for entry in missing])))
    for rows in progress(
        f"rendering {name}", spread(render, zip(count(0, BATCH), texts)), -(-len(missing) // BATCH)
    ):
        cache.keep(rows)
    cache.save()
