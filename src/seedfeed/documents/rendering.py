"""Entries → their bytes. An edge: those of large documents are kept in the cache, and rendered on all cores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from seedfeed.cache.store import Cache, Row, sealed, text_in, weight_of
from seedfeed.documents.formats import format_of
from seedfeed.documents.pages import Templates, Texts
from seedfeed.model import Config, Document, Entry, Text
from seedfeed.processes import batches, spread
from seedfeed.report import Progress

#: Entries. The cache keeps those of longer documents; to keep all would take ten times the room of the seeds.
LARGE = 2000

#: By format, the numbers of the entries whose bytes the cache has.
Kept = dict[str, set[int]]
#: By format, what makes bytes of an entry and its text.
Renderer = Callable[[str], Callable[[Entry, Text], bytes]]


def renderer_for(config: Config) -> Renderer:
    """What renders entries, by the name of a format."""
    category = config.categories()
    return lambda name: partial(format_of(name).render_entry, category=category)


def load(config: Config, templates: Templates) -> None:
    """Import what writes formats and pages: some 150 ms, while there is something to wait for."""
    for name in config.formats:
        format_of(name)
    templates.parse_all()


def remembering(cache: Cache) -> Texts:
    """The texts of entries, from the cache. The documents of one period ask for the same ones in turn."""
    last: list[tuple[Sequence[Entry], list[Text]]] = []

    def texts(entries: Sequence[Entry]) -> Iterable[Text]:
        if len(entries) > LARGE:
            return cache.texts(entries)
        if not last or last[0][0] is not entries:
            last[:] = [(entries, list(cache.texts(entries)))]
        return last[0][1]

    return texts


def rendered(
    cache: Cache, texts: Texts, renderer: Renderer, kept: Kept, name: str, entries: Sequence[Entry]
) -> Iterator[bytes]:
    """The bytes of entries in a format, in their order."""
    if len(entries) > LARGE or (name in kept and kept[name].issuperset(entry.number for entry in entries)):
        return cache.rendered(name, entries)
    render = renderer(name)
    return (render(entry, text) for entry, text in zip(entries, texts(entries), strict=True))


def render_missing(
    cache: Cache, documents: Iterable[Document], renderer: Renderer, progress: Progress, kept: Kept
) -> None:
    """See to it that all entries of those documents that are large are in the cache, and note them in `kept`."""
    needed: dict[str, dict[int, Entry]] = {}
    for document in documents:
        if document.format and len(document.entries) > LARGE:
            entries = needed.setdefault(document.format, {})
            entries.update((entry.number, entry) for entry in document.entries)
    kept.update((name, set(entries)) for name, entries in needed.items())
    missing: dict[int, tuple[Entry, list[str]]] = {}
    for name, entries in needed.items():
        for entry in cache.unrendered(name, [entries[number] for number in sorted(entries)]):
            missing.setdefault(entry.number, (entry, []))[1].append(name)
    if not missing:
        return
    work = [missing[number] for number in sorted(missing)]
    renderers = {name: renderer(name) for name in needed}

    def render_some(task: tuple[int, list[Row | None]]) -> dict[str, list[Row]]:
        start, rows = task
        some = work[start : start + len(rows)]
        texts = [text_in(row, entry.digest) for row, (entry, _) in zip(rows, some, strict=True)]
        return {
            name: [
                sealed(entry.number, entry.key, render(entry, text))
                for (entry, names), text in zip(some, texts, strict=True)
                if name in names
            ]
            for name, render in renderers.items()
        }

    def tasks() -> Iterator[tuple[int, list[Row | None]]]:
        start = 0
        texts = cache.text_rows([entry for entry, _ in work])
        for batch in batches(progress("rendering", texts, len(work)), weight_of):
            yield start, batch
            start += len(batch)

    for rows in spread(render_some, tasks(), ahead=1):
        cache.keep(rows)
    cache.save()
