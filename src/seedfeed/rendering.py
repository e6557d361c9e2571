"""Entries → their bytes in the cache. An edge: it renders only what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from seedfeed.cache import Cache
from seedfeed.formats import format_of
from seedfeed.model import Config, Entry, Progress, Text
from seedfeed.processes import batches, spread


def render_missing(cache: Cache, name: str, entries: Sequence[Entry], config: Config, progress: Progress) -> None:
    """See to it that the bytes of `entries` in a format are in the cache."""
    missing = cache.unrendered(name, entries)
    if not missing:
        return
    module = format_of(name)
    scheme = config.tags_url

    def render(batch: list[tuple[Entry, Text]]) -> list[bytes]:
        return [module.render_entry(entry, text, scheme) for entry, text in batch]

    texts = cache.texts([entry.number for entry in missing])
    work = batches(zip(progress(f"rendering {name}", missing, len(missing)), texts, strict=True))
    rendered = chain.from_iterable(spread(render, work))
    for batch in batches(zip(missing, rendered, strict=True)):
        cache.keep(name, batch)
    cache.save()
