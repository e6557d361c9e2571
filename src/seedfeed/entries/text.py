"""Seed → its text: title, summary, paragraphs. And the tags that the text earns. Touches no file."""

from __future__ import annotations

from seedfeed.entries.titles import SUMMARY_LENGTH, paragraphs, shorten, title_of
from seedfeed.model import Seed, Text
from seedfeed.tags.mentions import match_tags
from seedfeed.tags.rules import Rules


def make_text(seed: Seed) -> Text:
    """What the entry of a seed says."""
    parts = paragraphs(seed.body)
    return Text(
        title=seed.title or title_of(parts[0]),
        titled=int(seed.title is not None),
        author=seed.author,
        lang=seed.lang,
        summary=seed.summary or shorten(" ".join(parts), SUMMARY_LENGTH),
        body="\n\n".join(parts),
    )


def earned_tags(text: Text, rules: Rules) -> tuple[str, ...]:
    """The tags that title and body earn, in the order of the config."""
    return match_tags(text.title if text.titled else None, text.body, rules)
