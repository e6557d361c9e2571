"""Entries → their bytes in the cache. An edge: it renders only what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count

from seedfeed.cache import Cache
from seedfeed.formats import format_of
from seedfeed.model import Config, Entry, Progress, Text
from seedfeed.processes import BATCH, batches, spread


def render_missing(cache: Cache, name: str, entries: Sequence[Entry], config: Config, progress: Progress) -> None:
    """See to it that the bytes of `entries` in a format are in the cache."""
    missing = cache.unrendered(name, entries)
    if not missing:
        return
    module = format_of(name)
    scheme = config.tags_url

    def render(task: tuple[int, list[tuple[str, bool, str | None, str | None, str, str]]]) -> list[bytes]:
        start, texts = task
        return [
            module.render_entry(missing[start + place], Text(*text), scheme) for place, text in enumerate(texts)
        ]

    texts = batches(map(tuple, cache.texts([entry.number for entry in missing])))
    rendered = chain.from_iterable(spread(render, zip(count(0, BATCH), texts)))
    for batch in batches(zip(progress(f"rendering {name}", missing, len(missing)), rendered, strict=True)):
        cache.keep(name, batch)
    cache.save()
