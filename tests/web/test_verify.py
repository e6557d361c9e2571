"""What is published, looked at as subscribers get it: real requests to a server that is wrong on purpose."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedfeed.web.checks import Answer, Seen, grouped, reasons
from tests.helpers import Site

TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
    "opml": "text/x-opml",
    "html": "text/html; charset=utf-8",
    "css": "text/css",
}


class Wrong:
    """What a server does otherwise than it should."""

    def __init__(self, feeds: Path) -> None:
        self.feeds = feeds
        self.status = 200
        self.headers: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.body: Callable[[bytes], bytes] = lambda data: data
        self.validators = True
        self.honours_validators = True
        self.head = 200
        self.encodes = True
        self.wrong_encoding = False
        self.turns_away: tuple[str, ...] = ()
        self.drops_html = False
        self.asked: list[str] = []


def handler(wrong: Wrong) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self.answer(wrong.head)

        def do_GET(self) -> None:
            self.answer(wrong.status)

        def answer(self, status: int) -> None:
            wrong.asked.append(self.path)
            name = self.path.removeprefix("/feeds/")
            if wrong.drops_html:
                if name.endswith(".html"):
                    self.send_response(308)
                    self.send_header("Location", self.path.removesuffix("index.html").removesuffix(".html"))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                name = name or "index"
                name += "" if "." in name else ".html"
            path = wrong.feeds / name
            data = wrong.body(path.read_bytes()) if path.is_file() else b""
            agent = self.headers["User-Agent"].lower()
            status = (
                404 if not path.is_file() else 403 if any(each in agent for each in wrong.turns_away) else status
            )
            known = self.headers["If-None-Match"] or self.headers["If-Modified-Since"]
            status = 304 if status == 200 and known and wrong.honours_validators else status
            headers = {"Content-Type": wrong.types.get(path.suffix[1:], TYPES.get(path.suffix[1:], ""))}
            if wrong.validators:
                headers |= {"ETag": '"1"', "Last-Modified": "Fri, 01 Aug 2025 00:00:00 GMT"}
            accepted = self.headers["Accept-Encoding"] or ""
            if wrong.encodes and ("br" in accepted or "gzip" in accepted):
                headers["Content-Encoding"] = "br" if "br" in accepted else "gzip"
                data = (
                    data
                    if wrong.wrong_encoding
                    else brotli.compress(data)
                    if "br" in accepted
                    else gzip.compress(data)
                )
            self.send_response(status)
            for name, value in {**headers, **wrong.headers, "Content-Length": str(len(data))}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            if self.command == "GET" and status != 304:
                self.wfile.write(data)

    return Handler


@pytest.fixture
def wrong(site: Site) -> Iterator[Wrong]:
    found = Wrong(site.feeds)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(found))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/feeds/"
    site.config(f"title: T\nurl: {url}\nformats: [atom, rss, json]\ntags: [France]\n")
    site.seed("a.txt", "date 2025-07-22 France.")
    site.run("build")
    yield found
    server.shutdown()
    server.server_close()


def test_a_sound_server_has_no_problem(site: Site, wrong: Wrong) -> None:
    ran = site.run("verify")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("all well.\n")
    documents = {str(path.relative_to(site.feeds)) for path in site.feeds.rglob("*") if path.is_file()}
    assert {path.removeprefix("/feeds/") for path in wrong.asked} == documents


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"status": 404}, "is not there (404)"),
        ({"status": 403}, "is forbidden (403)"),
        ({"status": 401}, "asks who we are (401)"),
        ({"status": 500}, "gives 500 instead of 200"),
        (
            {"status": 301, "headers": {"Location": "https://x.example.org/"}},
            "redirects to https://x.example.org/",
        ),
        ({"types": {"atom": "application/octet-stream"}}, "is sent as application/octet-stream"),
        ({"types": {"atom": "text/xml"}}, "without a charset"),
        ({"types": {"json": "text/html"}}, "is sent as text/html, and readers may take it for no JSON Feed"),
        ({"types": {"rss": "application/rss+xml; charset=ISO-8859-1"}}, "is sent as iso-8859-1, and is UTF-8"),
        ({"types": {"opml": ""}}, "has no Content-Type"),
        (
            {"body": lambda data: data.replace(b"France", b"Francia")},
            "is not what is in feeds/, but of Fri, 01 Aug",
        ),
        ({"body": lambda data: data + b" ", "headers": {"Age": "8000"}}, "is an old copy, kept for 2 hours"),
        ({"body": lambda _: b"<title>Just a moment...</title>"}, "a page for people to prove themselves"),
        ({"headers": {"cf-mitigated": "challenge"}, "status": 403}, "a page for people to prove themselves"),
        ({"validators": False}, "has neither ETag nor Last-Modified"),
        ({"honours_validators": False}, "gives all of it again (200) to If-None-Match"),
        ({"head": 405}, "HEAD gives 405 where GET gives 200"),
        ({"headers": {"Cache-Control": "max-age=2592000"}}, "may be kept for 30 days"),
        ({"headers": {"Cache-Control": "no-store"}}, "may not be kept at all"),
        ({"wrong_encoding": True}, "is not gzip, as its Content-Encoding says"),
        ({"turns_away": ("newsboat",)}, "Newsboat is turned away (403)"),
    ],
)
def test_what_is_wrong_is_one_line_with_what_to_do(
    fault: dict[str, object], said: str, site: Site, wrong: Wrong
) -> None:
    vars(wrong).update(fault)
    ran = site.run("verify")
    assert ran.status == 1
    found = [line for line in ran.problems if said in line]
    assert len(found) == 1, ran.err
    assert ";" in found[0]
    assert len(ran.problems) <= 4


@pytest.mark.usefixtures("wrong")
def test_a_headline_may_say_what_a_challenge_says(site: Site) -> None:
    site.seed("b.txt", "date 2025-07-23 Access denied. Just a moment, please.")
    site.run("build")
    assert site.run("verify").status == 0


def test_hosts_that_drop_html_are_sound_and_a_server_may_want_fewer_requests(site: Site, wrong: Wrong) -> None:
    wrong.drops_html = True
    assert site.run("verify").err == ""
    wrong.status = 429
    wrong.headers = {"Retry-After": "86400"}
    assert "wants fewer requests (429)" in site.run("verify").err


@pytest.mark.parametrize("headers", [{"Cache-Control": f"max-age={'9' * 5000}"}, {"Age": "²"}, {"ETag": "\xff"}])
def test_odd_headers_do_no_harm(headers: dict[str, str], site: Site, wrong: Wrong) -> None:
    wrong.headers = headers
    wrong.body = lambda data: data + b" "
    ran = site.run("verify")
    assert ran.status == 1
    assert "bug" not in ran.err


def test_a_large_feed_without_compression_is_told(site: Site, wrong: Wrong) -> None:
    site.seed("b.txt", "date 2025-07-23 Long. " + "Some words more. " * 3000)
    site.run("build")
    wrong.encodes = False
    assert "is sent without compression; nginx: gzip_types" in site.run("verify").err


@pytest.mark.usefixtures("wrong")
def test_feeds_that_were_built_for_another_address_are_told(site: Site) -> None:
    config = site.folder / "config.yaml"
    config.write_text(config.read_text().replace("127.0.0.1", "localhost"))
    assert "names another address as its own (self)" in site.run("verify").err


def test_a_host_that_is_not_there_is_told_once(site: Site) -> None:
    site.config("title: T\nurl: http://127.0.0.1:1/feeds/\n")
    site.seed("a.txt", "date 2025-07-22 France.")
    site.run("build")
    ran = site.run("verify")
    assert (ran.status, len(ran.problems)) == (1, 1)
    assert ran.err.startswith("http://127.0.0.1:1/feeds/: no answer: ")


def test_a_sample_has_what_is_on_top_and_some_of_the_rest(site: Site, wrong: Wrong) -> None:
    for number in range(20):
        site.seed(f"{number}.txt", "date 2025-07-22 France.")
    site.run("build")
    found = json.loads(site.run("verify", "--sample", "3", "--json").out)
    paths = {path.removeprefix("/feeds/") for path in wrong.asked}
    assert {"feed.atom", "feed.rss", "feed.json", "index.html", "feeds.opml", "style.css"} <= paths
    assert found["asked"] == len(paths) == len({path for path in paths if "/" not in path}) + 3


def test_where_nothing_is_built_that_is_told(site: Site) -> None:
    ran = site.run("verify")
    assert (ran.status, ran.problems) == (3, ["feeds: no documents; `seedfeed build` makes them"])


ANSWERS = st.builds(
    Answer,
    st.sampled_from([0, 200, 206, 301, 304, 404, 429, 503]),
    st.dictionaries(
        st.sampled_from(["content-type", "etag", "age", "cache-control", "location", "last-modified"]), st.text()
    ),
    st.binary(),
    st.none() | st.just("no answer"),
)


@given(
    st.builds(
        Seen,
        st.sampled_from(["feed.atom", "archive/2025.rss", "index.html", "icon.png", "entries/a/b.html"]),
        st.binary(),
        ANSWERS,
        st.sampled_from(["", "https://example.org/feed.atom"]),
        brotli=st.none() | ANSWERS,
        head=st.none() | ANSWERS,
        by_tag=st.none() | ANSWERS,
        by_date=st.none() | ANSWERS,
        readers=st.dictionaries(st.just("Feedly"), ANSWERS),
    )
)
def test_any_answer_can_be_judged(seen: Seen) -> None:
    found = [(seen.path, reason) for reason in reasons(seen)]
    assert len(grouped(found)) <= len(found)
    assert found or (seen.plain.status == 200 and seen.plain.body == seen.meant)
