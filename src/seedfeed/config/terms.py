"""The terms of a tag, as the config has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from seedfeed.config.values import FieldError, read_items, read_line
from seedfeed.tags.inflections import capitals_count
from seedfeed.text.yaml import Node

#: What is longer is not a term.
_MOST_WORDS = 20


def read_terms(node: Node, languages: Sequence[str], notice: Callable[[Node, str], None]) -> tuple[str, ...]:
    """A list of terms in some languages, in each of which there is a word to look for.

    One that is there twice, in whatever spelling, is taken once; `notice` is told of it.
    """
    terms: dict[str, str] = {}
    for item in read_items(node):
        term = read_line(item)
        if fault := fault_of(term):
            raise FieldError(fault, item)
        key = _same_term(term, languages)
        if key in terms:
            same = "" if terms[key] == term else f": {terms[key]} is the same"
            notice(item, f"{term} is there twice{same}; once will do")
        else:
            terms[key] = term
    return tuple(terms.values())


def fault_of(term: str) -> str | None:
    """What is wrong with a term."""
    if not _has_word(term):
        return f"{term} has no letter or digit to look for"
    if re.search(r"(?<!\w)\*|\*\w|^==", term):
        return f"{term}: a * comes after a word, for any ending; one = before a term"
    if len(term.split()) > _MOST_WORDS:
        return f"more than {_MOST_WORDS} words: no term, but a text"
    return None


def _same_term(term: str, languages: Sequence[str]) -> str:
    """What two spellings of one term have in common."""
    if not term.isascii() or "'" in term:
        from seedfeed.tags.words import plain, without_accents

        # As rules find them: capitals are often without accents.
        term = plain(term)
        first = term if term.isupper() else term[0] if term[0].isupper() else ""
        term = without_accents(first) + term[len(first) :]
    if term.startswith("="):
        return f"={term[1:].strip()}"
    return (
        term.replace(".", "")
        if term.isupper()
        else term
        if all(map(capitals_count, languages))
        else term.casefold()
    )


def _has_word(text: str) -> bool:
    if text.isascii() and text.isalnum():
        return True
    from seedfeed.tags.words import has_word  # some 10 ms, which plain words do without

    return has_word(text)
