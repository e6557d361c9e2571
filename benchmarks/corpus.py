"""A folder of seeds like those of a newsroom, the same on every machine.

python benchmarks/corpus.py FOLDER --seeds 10000 --words 130
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

CONFIG = """\
title: Drone watch
url: https://drones.example.org/feeds/
tags:
  France: [France, French, Paris]
  Ukraine: [Ukraine, Ukrainian, Kyiv]
  drones: [drone, UAV]
  Renault: [Renault]
  industry: [factory, assembly line]
  talks: [talks, negotiation]
"""
#: What the peers do too: one format, all entries in one feed and one feed for each tag.
SIMPLE = CONFIG + "limit: all\narchive: none\npages: false\n"
#: And a page for each entry.
PAGES = CONFIG + "limit: all\narchive: none\n"
#: All formats and the history.
FEEDS = CONFIG + "formats: [atom, rss, json]\nlimit: 50\narchive: month\npages: false\n"
#: Everything that there is.
FULL = CONFIG + "formats: [atom, rss, json]\nlimit: 50\narchive: month\n"

_FIRST = date(2015, 1, 1)
_DAYS = 3650

_WHO = (
    "the defence minister|a spokesman for the general staff|the regional governor|the head of procurement|"
    "an engineer of the company|the mayor|a member of the committee|the ambassador|the chairman of the board|"
    "Jean-Noël Barrot|Sébastien Lecornu|Olena Kovalchuk|the foreign minister|a former pilot|the trade union|"
    "the Élysée|an analyst in Warsaw|the prime minister|the workshop’s owner|a volunteer from Lviv"
).split("|")
_SAID = "said|told reporters|announced|confirmed|wrote|explained|warned|promised|denied|added".split("|")
_WHAT = (
    "the first machines would leave the workshop before the end of the year|"
    "the contract covers spare parts, training and two years of maintenance|"
    "the ministry had not yet received the documents it asked for in spring|"
    "prices for batteries and motors have fallen by about a third since January|"
    "the new hall offers room for three hundred people and a test stand|"
    "the delegation would visit the site again before the budget is voted|"
    "neither side wished to name the sum, which is thought to exceed €40 million|"
    "crews need machines that can be mended in the field with simple tools|"
    "the bridge was closed for several hours and reopened towards the evening|"
    "the committee will hear the manufacturers in the second week of the month|"
    "suppliers from six countries had answered the call within ten days|"
    "the harvest had suffered less than was feared after the dry weeks of June|"
    "the radio link held over nineteen kilometres in spite of the jamming|"
    "more than half of the apprentices stay with the firm after their exam"
).split("|")
#: Words that earn a tag, and the share of sentences in which one stands.
_NAMES = (
    ("in France|with its French partner|at a hall near Paris|from the French side", 0.06),
    ("in Ukraine|for the Ukrainian army|at an office in Kyiv|on the Ukrainian side", 0.08),
    ("for a small drone|with drones of its own|by a UAV|after tests with three drones", 0.06),
    ("at Renault|with Renault’s help", 0.015),
    ("in the factory|on the assembly line|at two factories", 0.03),
    ("after the talks|during the negotiations|before the talks began", 0.03),
)
_ADD = (
    "“We have no time to lose”|as the agency reports|for the time being|according to the official register|"
    "in a letter of 14 pages|on Monday|late on Thursday|despite the U.S. rules|for the third time this year|"
    "to everybody’s surprise|in No. 5 of the bulletin|with Mr. Dupont’s consent"
).split("|")


def articles(number: int, words: int) -> Iterator[tuple[str, str]]:
    """File name and text of each seed, some `words` long."""
    chance = random.Random(f"{number} {words}")
    for place in range(number):
        day = _FIRST + timedelta(days=place * _DAYS // number)
        text = _paragraphs(chance, chance.randint(words * 3 // 4, words * 5 // 4))
        yield f"{place:06}_{chance.getrandbits(52)}.txt", f" date {day} {text}\n"


def _paragraphs(chance: random.Random, words: int) -> str:
    parts: list[list[str]] = [[]]
    count = 0
    while count < words:
        if len(parts[-1]) > 2 and chance.random() < 0.4:
            parts.append([])
        parts[-1].append(_sentence(chance))
        count += parts[-1][-1].count(" ") + 1
    return "\n\n".join(" ".join(part) for part in parts)


def _sentence(chance: random.Random) -> str:
    who, what = chance.choice(_WHO), chance.choice(_WHAT)
    extra = [chance.choice(names.split("|")) for names, share in _NAMES if chance.random() < share]
    if chance.random() < 0.4:
        extra.append(chance.choice(_ADD))
    chance.shuffle(extra)
    text = f"{who} {chance.choice(_SAID)} {' '.join([*extra, 'that'])} {what}"
    return f"{text[0].upper()}{text[1:]}."


def write(folder: Path, number: int, words: int, config: str = FULL) -> None:
    """Make `folder` with config.yaml and seeds/."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    for name, text in articles(number, words):
        (folder / "seeds" / name).write_text(text, encoding="utf-8")


HUGO = """\
title = "Drone watch"
baseURL = "https://drones.example.org/feeds/"
disableKinds = ["sitemap", "robotsTXT", "404", "section", "taxonomy"]
[taxonomies]
tag = "tags"
[outputs]
home = ["rss"]
term = ["rss"]
"""
HUGO_FEED = """\
{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0">
<channel>
<title>{{ .Title }}</title>
<link>{{ .Permalink }}</link>
<description>{{ .Title }}</description>
{{- range (cond .IsHome .Site.RegularPages .Pages) }}
<item>
<title>{{ .Title }}</title>
<guid isPermaLink="false">{{ .File.ContentBaseName }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
{{ range .Params.tags }}<category>{{ . }}</category>{{ end }}
<description>{{ .Content | transform.XMLEscape | safeHTML }}</description>
</item>
{{- end }}
</channel>
</rss>
"""


HUGO_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ .Site.Title }}</title>
<link rel="stylesheet" href="/feeds/style.css">
<link rel="canonical" href="{{ .Permalink }}">
<meta name="description" content="{{ .Summary | plainify }}">
<meta property="og:title" content="{{ .Title }}">
<meta property="og:description" content="{{ .Summary | plainify }}">
<meta property="og:url" content="{{ .Permalink }}">
<meta property="article:published_time" content="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">
</head>
<body>
<main><article class="h-entry">
<h1>{{ .Title }}</h1>
<p><time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2 January 2006" }}</time></p>
{{ .Content }}
<ul>{{ range .Params.tags }}<li><a href="/feeds/tags/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul>
</article></main>
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
</body>
</html>
"""


def write_hugo(folder: Path, number: int, words: int, *, pages: bool) -> None:
    """The same articles as a site of Hugo, which has no rules for tags: it is told them."""
    import re

    terms = {"France": "France|French|Paris", "Ukraine": "Ukraine|Ukrainian|Kyiv", "drones": "drones?|UAV"}
    terms |= {"Renault": "Renault", "industry": "factor(?:y|ies)|assembly line", "talks": "talks|negotiations?"}
    rules = {tag: re.compile(rf"\b(?:{words})\b") for tag, words in terms.items()}
    (folder / "content").mkdir(parents=True)
    (folder / "hugo.toml").write_text(HUGO)
    (folder / "layouts").mkdir()
    (folder / "layouts" / "rss.xml").write_text(HUGO_FEED)
    if pages:
        (folder / "layouts" / "page.html").write_text(HUGO_PAGE, encoding="utf-8")
    for name, text in articles(number, words):
        _, day, body = text.split(None, 2)
        tags = ", ".join(f'"{tag}"' for tag, rule in rules.items() if rule.search(body))
        title = body.partition(". ")[0][:100].replace('"', "'")
        head = f'+++\ntitle = "{title}"\ndate = {day}\ntags = [{tags}]\n+++\n'
        (folder / "content" / name).with_suffix(".md").write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=130)
    options = parser.parse_args()
    write(options.folder, options.seeds, options.words)
