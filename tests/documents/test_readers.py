"""The feeds in software that other people wrote: what subscribers see, and what comes back as new.

Those that need apt or npm are marked `system`; `.ci/run` installs them and runs these tests.
"""

from __future__ import annotations

import functools
import html
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import CONFIG, Site

#: Where `.ci/run` puts the readers from npm.
NODE_MODULES = Path(os.environ.get("SEEDFEED_NODE_MODULES", "node_modules")).absolute()
FORMATS = ("atom", "rss", "json")
TYPES = {".atom": "application/atom+xml", ".rss": "application/rss+xml", ".json": "application/feed+json"}


class Handler(SimpleHTTPRequestHandler):
    """A web server that gives the documents their types."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Last-Modified":  # it counts in seconds, our tests are faster
            super().send_header(keyword, value)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(site: Site) -> Iterator[str]:
    """The address at which the feeds of `site` are served; its config says so too."""
    site.feeds.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site.feeds)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/"
    site.config(
        CONFIG.replace("https://drones.example.org/feeds/", url)
        + "id: tag:example.org,2025:t\nformats: [atom, rss, json]\n"
    )
    site.seed(
        "a.txt",
        "Date: 2025-07-22T09:30+02:00\nTitle: Drones & co\nAuthor: Олена\nTags: own\n\nUn “drone”.\n\nDeux & trois.",
    )
    site.seed("b.txt", "date 2025-06-30 About France’s plans – “quoted”. And a 2nd sentence, R&D.")
    site.seed("c.txt", "Date: 2025-07-23\nLink: https://example.org/a?b=1&c=2\n\nשלום Ukraine 🛩.")
    assert site.build().status == 0
    yield url
    server.shutdown()
    server.server_close()
    thread.join()


#: What every reader sees of `served`, in every format: id, title, second of publication, tags, text.
EXPECTED = [
    ("c", "שלום Ukraine 🛩", "2025-07-23T12:00:00", ["Ukraine"], "שלום Ukraine 🛩."),
    ("a", "Drones & co", "2025-07-22T07:30:00", ["drones", "own"], "Un “drone”. Deux & trois."),
    ("b", "About France’s plans – “quoted”", "2025-06-30T12:00:00", ["France"], "About France’s plans – “quoted”. And a 2nd sentence, R&D."),
]  # fmt: skip


def text_of(content: str) -> str:
    """What a person reads of HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", content)).split())


def seen(entry_id: str, title: str, when: datetime, tags: list[str], content: str) -> tuple[Any, ...]:
    instant = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return (entry_id.removeprefix("tag:example.org,2025:t/"), title, instant, sorted(tags), text_of(content))


def in_order(entries: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(entries, key=lambda entry: str(entry[2]), reverse=True)


EXPECTED_SORTED = [(*entry[:3], sorted(entry[3]), entry[4]) for entry in EXPECTED]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_reader_library_sees_each_entry_once_and_changes_once(site: Site, served: str, suffix: str) -> None:
    from reader import make_reader

    with make_reader(":memory:", feed_root="") as reader:
        reader.add_feed(f"{served}feed.{suffix}")
        reader.update_feeds()
        entries = [
            seen(entry.id, entry.title or "", entry.published, [], entry.content[0].value)
            for entry in reader.get_entries()
            if entry.published
        ]
        assert in_order(entries) == [(*entry[:3], [], entry[4]) for entry in EXPECTED]

        def changes() -> tuple[int, int]:
            result = reader.update_feed(f"{served}feed.{suffix}")
            return (result.new, result.modified) if result else (0, 0)

        assert changes() == (0, 0)
        site.build()
        assert changes() == (0, 0)
        site.seed("b.txt", "date 2025-06-30 About France’s plans – “quoted”. And a second sentence.")
        site.build()
        assert changes() == (0, 1)
        site.seed("d.txt", "date 2025-07-24 One more drone.")
        site.build()
        assert changes() == (1, 0)
        assert changes() == (0, 0)


@pytest.mark.parametrize("suffix", FORMATS)
def test_fastfeedparser_sees_what_was_written(site: Site, served: str, suffix: str) -> None:
    import fastfeedparser

    assert served
    parsed = fastfeedparser.parse((site.feeds / f"feed.{suffix}").read_bytes())
    entries = [
        seen(
            entry["id"],
            entry["title"],
            datetime.fromisoformat(entry["published"]),
            [tag["term"] for tag in entry.get("tags", [])],
            entry["content"][0]["value"],
        )
        for entry in parsed["entries"]
    ]
    assert in_order(entries) == EXPECTED_SORTED


NODE = """
import fs from "node:fs";
import {createRequire} from "node:module";
const require = createRequire(process.env.MODULES + "/");
const [name, file] = process.argv.slice(2);
const text = fs.readFileSync(file, "utf8");
const words = each => typeof each === "string" ? each : each.term ?? each._ ?? each.name ?? each.label ?? each.$?.term;
const readers = {
  "rss-parser": async () => (await new (require("rss-parser"))({customFields: {item: [["category", "categories", {keepArray: true}]]}})
    .parseString(text)).items.map(i => [i.id ?? i.guid, i.title, i.isoDate, (i.categories ?? []).map(words),
    i["content:encoded"] ?? i.content]),
  "feedsmith": async () => {
    const {format, feed} = require("feedsmith").parseFeed(text);
    return (feed.entries ?? feed.items).map(i => [
      i.id ?? i.guid?.value ?? i.guid, i.title?.value ?? i.title, i.published ?? i.pubDate ?? i.date_published,
      (i.categories ?? i.tags ?? []).map(words),
      i.content_html ?? i.content?.encoded ?? i.content?.value ?? i.content]);
  },
  "@rowanmanning/feed-parser": async () => require("@rowanmanning/feed-parser").parseFeed(text).items.map(i => [
    i.id, i.title, i.published, i.categories.map(c => c.term), i.content]),
};
console.log(JSON.stringify(await readers[name]()));
"""


@pytest.mark.system
@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        *(("feedsmith", suffix) for suffix in FORMATS),
        *((name, suffix) for name in ("rss-parser", "@rowanmanning/feed-parser") for suffix in ("atom", "rss")),
    ],
)
def test_readers_from_npm_see_what_was_written(
    site: Site, served: str, tmp_path: Path, name: str, suffix: str
) -> None:
    assert served
    script = tmp_path / "read.mjs"
    script.write_text(NODE, encoding="utf-8")
    ran = subprocess.run(
        ["node", str(script), name, str(site.feeds / f"feed.{suffix}")],
        env=os.environ | {"MODULES": str(NODE_MODULES)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    entries = [
        seen(uri, title, read_date(date), tags, content)
        for uri, title, date, tags, content in json.loads(ran.stdout)
    ]
    assert in_order(entries) == EXPECTED_SORTED


def read_date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z")


@pytest.mark.system
@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_newsboat_as_a_user_runs_it(site: Site, served: str, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "urls").write_text(f"{served}feed.{suffix}\n")
    (tmp_path / "newsboat").write_text("")

    def unread() -> str:
        ran = subprocess.run(
            [
                *(
                    shutil.which("newsboat") or "newsboat",
                    "-u",
                    str(tmp_path / "urls"),
                    "-c",
                    str(tmp_path / "cache.db"),
                ),
                *("-C", str(tmp_path / "newsboat"), "-x", "reload", "print-unread"),
            ],
            env=os.environ | {"HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return ran.stdout.strip()

    assert unread() == "3 unread articles"
    site.build()
    assert unread() == "3 unread articles"
    site.seed("b.txt", "date 2025-06-30 About France’s plans – “quoted”. A typo less.")
    site.seed("d.txt", "date 2025-07-24 One more drone.")
    site.build()
    assert unread() == "4 unread articles"
    import sqlite3

    rows = (
        sqlite3.connect(tmp_path / "cache.db")
        .execute("select guid, title, pubDate, content from rss_item")
        .fetchall()
    )
    found = [
        seen(guid, title, datetime.fromtimestamp(when, UTC), [], content) for guid, title, when, content in rows
    ]
    assert in_order(found)[1:3] == [(*entry[:3], [], entry[4]) for entry in EXPECTED[:2]]
