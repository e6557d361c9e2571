"""Why a seed is what it is: its date, title, id and tags, and the words that earned each. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from seedfeed.entries import text_of
from seedfeed.model import Config, Entry, Held, Seed
from seedfeed.tags import Rules, find_mentions, plain


def explain(seed: Seed, entry: Entry | Held, config: Config, rules: Rules) -> Iterator[tuple[str, str]]:
    """Labels and what to say behind each, in the order in which to show them."""
    made, until = (entry.entry, entry.until) if isinstance(entry, Held) else (entry, None)
    yield "title", made.title
    yield "id", made.id
    yield "published", _instant(made.published.isoformat())
    if made.updated != made.published:
        yield "updated", _instant(made.updated.isoformat())
    if until:
        yield "held", f"until a build after {_instant(until.isoformat())}"
    if made.link:
        yield "link", made.link
    words = mentions(seed, rules)
    for tag in made.tags:
        yield "tag", f"{tag}: {', '.join(words[tag]) if tag in words else 'named by the seed'}"
    missed = [tag.name for tag in config.tags if tag.name not in made.tags]
    if missed:
        yield "not", ", ".join(missed)


def mentions(seed: Seed, rules: Rules) -> dict[str, list[str]]:
    """For each tag that the text earns, the words that earned it and where they stand."""
    text = plain(text_of(seed))
    body_at = len(text) - len(plain(seed.body))
    places: dict[str, dict[str, list[str]]] = {}
    for mention in find_mentions(text, rules):
        line = seed.line + text.count("\n", body_at, mention.start)
        words = "“" + " ".join(text[mention.start : mention.end].split()) + "”"
        found = places.setdefault(mention.tag, {}).setdefault(words, [])
        found.append("title" if mention.start < body_at else f"line {line}")
    return {
        tag: [f"{words} ({', '.join(dict.fromkeys(where))})" for words, where in found.items()]
        for tag, found in places.items()
    }


def _instant(text: str) -> str:
    return text.replace("+00:00", "Z")
