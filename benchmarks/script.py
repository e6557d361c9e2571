"""The peer: what a competent person writes in an hour for the simple job. One format, no cache, no history.

Reads seeds/ and config.yaml of the folder that it is started in, writes feeds/: all entries in one feed, and
one feed for each tag.
"""

from __future__ import annotations

import re
from datetime import UTC
from html import escape
from pathlib import Path

import yaml
from dateutil import parser
from feedgen.feed import FeedGenerator

config = yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))
base = config["url"]
rules = {
    tag: re.compile(rf"\b(?:{'|'.join(map(re.escape, terms))})(?:s|'s|’s)?\b", re.IGNORECASE)
    for tag, terms in config["tags"].items()
}

entries = []
for path in sorted(Path("seeds").glob("*.txt")):
    text = path.read_text(encoding="utf-8")
    found = re.match(r"\s*date\s+(\S+)\s+(.*)", text, re.DOTALL)
    if not found:
        print(f"{path}: no date")
        continue
    body = found[2].strip()
    title = re.split(r"(?<=[.!?])\s", body, maxsplit=1)[0]
    entries.append(
        {
            "id": base + path.stem,
            "date": parser.parse(found[1]).replace(tzinfo=UTC),
            "title": title if len(title) <= 100 else title[:100] + "…",
            "summary": body[:300],
            "content": "".join(f"<p>{escape(part)}</p>" for part in body.split("\n\n")),
            "tags": [tag for tag, rule in rules.items() if rule.search(body)],
        }
    )
entries.sort(key=lambda entry: entry["date"], reverse=True)


def write(name: str, title: str, chosen: list[dict]) -> None:
    feed = FeedGenerator()
    feed.id(base + name)
    feed.title(title)
    feed.author(name=config["title"])
    feed.link(href=base + name, rel="self")
    feed.updated(chosen[0]["date"] if chosen else None)
    for entry in chosen:
        made = feed.add_entry(order="append")
        made.id(entry["id"])
        made.title(entry["title"])
        made.published(entry["date"])
        made.updated(entry["date"])
        made.summary(entry["summary"])
        made.content(entry["content"], type="html")
        made.category([{"term": tag} for tag in entry["tags"]])
    feed.atom_file(f"feeds/{name}", pretty=True)


Path("feeds/tags").mkdir(parents=True, exist_ok=True)
write("feed.atom", config["title"], entries)
for tag in rules:
    write(f"tags/{tag.lower()}.atom", f"{config['title']}: {tag}", [e for e in entries if tag in e["tags"]])
