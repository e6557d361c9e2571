"""What a document shows of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from seedfeed.model import Entry, Text

#: The texts of entries, in their order.
Texts = Callable[[Sequence[Entry]], Iterable[Text]]


def content_of(text: Text) -> str:
    """A text as HTML: what the author's lines made of it, or a `<p>` for each paragraph."""
    if text.content is not None:
        return text.content
    return "<p>" + escape(text.body, quote=False).replace("\n\n", "</p>\n<p>") + "</p>"
