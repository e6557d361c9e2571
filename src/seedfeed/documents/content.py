"""Text → HTML, for feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from seedfeed.model import Entry, Text

#: The texts of entries, in their order.
Texts = Callable[[Sequence[Entry]], Iterable[Text]]


def content_of(text: Text) -> str:
    """A text as HTML: a `<p>` for each paragraph, escaped."""
    return "<p>" + escape(text.body, quote=False).replace("\n\n", "</p>\n<p>") + "</p>"
