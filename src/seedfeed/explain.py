"""Why a seed is what it is: its date, title, id and tags, and the words that earned each. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from seedfeed.instants import rfc3339
from seedfeed.model import Config, Entry, Seed
from seedfeed.tags import Rules, find_mentions, plain
from seedfeed.texts import make_text


def explain(
    seed: Seed, entry: Entry, held_until: datetime | None, config: Config, rules: Rules
) -> Iterator[tuple[str, str]]:
    """Labels and what to say behind each, in the order in which to show them."""
    yield "title", make_text(seed).title
    yield "id", entry.id
    yield "published", rfc3339(entry.published)
    if entry.updated != entry.published:
        yield "updated", rfc3339(entry.updated)
    if held_until:
        yield "held", f"until a build after {rfc3339(held_until)}"
    if entry.link:
        yield "link", entry.link
    for line, notice in seed.notices:
        yield "notice", f"line {line}: {notice}"
    words = mentions(seed, rules)
    for tag in entry.tags:
        yield "tag", f"{tag}: {', '.join(words[tag]) if tag in words else 'named by the seed'}"
    missed = [tag.name for tag in config.tags if tag.name not in entry.tags]
    if missed:
        yield "not", ", ".join(missed)


def _text_of(seed: Seed) -> str:
    """The text in which terms are looked for, with its lines."""
    return f"{seed.title}\n\n{seed.body}" if seed.title else seed.body


def mentions(seed: Seed, rules: Rules) -> dict[str, list[str]]:
    """For each tag that the text earns, the words that earned it and where they stand."""
    text = plain(_text_of(seed))
    body_at = len(text) - len(plain(seed.body))
    places: dict[str, dict[str, list[str]]] = {}
    for mention in find_mentions(text, rules):
        line = seed.line + text.count("\n", body_at, mention.start)
        words = " ".join(text[mention.start : mention.end].split())
        words = f"“{words}”" if words.casefold() == mention.term.casefold() else f"“{words}” for {mention.term}"
        found = places.setdefault(mention.tag, {}).setdefault(words, [])
        found.append("title" if mention.start < body_at else f"line {line}")
    return {
        tag: [f"{words} ({', '.join(dict.fromkeys(where))})" for words, where in found.items()]
        for tag, found in places.items()
    }
