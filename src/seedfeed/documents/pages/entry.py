"""A page for each entry: where its link leads, unless its seed has one of its own."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from seedfeed.documents.content import Texts
from seedfeed.documents.pages.frame import Shown, presenter, read_ids, renderer
from seedfeed.documents.pages.holes import filler
from seedfeed.documents.phrases import period_in_words
from seedfeed.model import Config, Document, Entry, Text
from seedfeed.processes import BATCH
from seedfeed.text.addresses import quote_path
from seedfeed.text.digests import fingerprint

if TYPE_CHECKING:
    from markupsafe import Markup

#: In place of the key of a neighbour that there is not.
_NONE = b"-"

_to_json = json.JSONEncoder(ensure_ascii=False).encode


class _Near(NamedTuple):
    """The earlier entry, or the later one."""

    href: str  #: relative to the output folder
    title: str
    lang: str


def entry_pages(entries: Sequence[Entry], config: Config, texts: Texts) -> Iterator[Document]:
    """The pages of entries that are given newest first."""
    render, appearance = _renderer(config), config.appearance

    def parts(some: Sequence[Entry], place: int) -> tuple[bytes]:
        said = texts(some)
        if not isinstance(said, Sequence):
            said = list(said)
        near = [
            _near(some[number], said[number], config) if 0 <= number < len(some) else None
            for number in (place - 1, place + 1)
        ]
        return (render(some[place], said[place], *near),)

    keys = [_NONE, *(entry.key for entry in entries), _NONE]
    for start in range(0, len(entries), BATCH):
        first = max(0, start - 1)
        some = entries[first : start + BATCH + 1]  # with a neighbour at both ends: their texts are read at once
        for number, entry in enumerate(entries[start : start + BATCH], start):
            source = fingerprint(b"".join((appearance, *keys[number : number + 3])))
            render_one = partial(parts, some, number - first)
            yield Document(entry.page or "", source, (entry,), render_one, read_ids, reads=some)


def _near(entry: Entry, text: Text, config: Config) -> _Near:
    return _Near(quote_path(entry.page or ""), text.title, text.lang or config.language)


def _renderer(config: Config) -> Callable[[Entry, Text, _Near | None, _Near | None], bytes]:
    """What renders the page of an entry, between the later entry and the earlier one."""
    fill, show = filler(renderer(config)), presenter(config)

    def page(entry: Entry, text: Text, later: _Near | None, earlier: _Near | None) -> bytes:
        shown = show(entry, text)
        article = _article(shown, config)
        values = {
            "description": text.summary or text.title,
            "url": config.url + shown.href,
            "content": shown.content,
            "article": article,
            # It is not run, but those who check a page warn of a script that the policy does not name.
            "hash": b64encode(sha256(article.encode()).digest()).decode(),
        }
        if entry.period:
            words = period_in_words(entry.period, config.language)
            values |= {"period": entry.period, "period_in_words": words}
        for name, near in (("earlier", earlier), ("later", later)):
            if near:
                values |= {f"{name}_href": near.href, f"{name}_title": near.title, f"{name}_lang": near.lang}
        flags = {"period": bool(entry.period), "earlier": bool(earlier), "later": bool(later)}
        return fill(shown, shown.href.count("/"), "entry.html", values, **flags).encode()

    return page


def _article(shown: Shown, config: Config) -> Markup:
    """What schema.org has for machines (JSON-LD), ready to stand in a page."""
    from markupsafe import Markup

    url = config.url + shown.href
    article = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": shown.text.title,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": shown.published,
        "dateModified": shown.updated,
        "author": {"@type": "Person", "name": shown.text.author or config.author.name},
        "inLanguage": shown.lang,
        "isPartOf": {"@type": "WebSite", "name": config.title, "url": config.url},
        "keywords": [tag.name for tag in shown.tags],
        "isBasedOn": shown.source,
        "copyrightNotice": config.rights,
        "image": config.icon,
    }
    text = _to_json({key: value for key, value in article.items() if value})
    for mark in "<>&":  # with these it could end the element, and is not well-formed
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 - no markup is left in it
