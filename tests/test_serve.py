"""The preview: a real server, asked by real clients, while the seeds change."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from seedfeed.serve.preview import Preview
from tests.helpers import Site

pytestmark = pytest.mark.slow


class Served:
    """A preview that runs."""

    def __init__(self, site: Site, *options: str) -> None:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        environment.pop("SOURCE_DATE_EPOCH", None)
        command = [sys.executable, "-m", "seedfeed", "serve", "--port", "0", *options]
        self.process = subprocess.Popen(
            command,
            cwd=site.folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Where the tests run in the background, Ctrl-C is ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.said = ""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return
        raise AssertionError(self.said)

    def ask(
        self, path: str, method: str = "GET", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def text(self, path: str) -> str:
        return self.ask(path)[2].decode()

    def until(self, path: str, seen: Callable[[str], bool]) -> str:
        """A document, as soon as it is as it should be."""
        deadline = time.monotonic() + 30
        while not seen(text := self.text(path)):
            assert time.monotonic() < deadline, text
            time.sleep(0.1)
        return text

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@pytest.fixture
def serve(site: Site) -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(*options: str) -> Served:
        running.append(Served(site, *options))
        return running[-1]

    yield start
    for each in running:
        each.process.kill()
        each.process.communicate()


def test_a_preview_shows_all_documents_and_publishes_none(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    preview = serve()
    status, headers, data = preview.ask("/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"France sends drones" in data
    assert preview.ask("/feed.atom")[1]["content-type"] == "application/atom+xml; charset=utf-8"
    assert preview.ask("/feeds.opml")[1]["content-type"] == "text/x-opml; charset=utf-8"
    assert preview.ask("/style.css")[1]["content-type"] == "text/css; charset=utf-8"
    assert not site.feeds.exists()
    assert not (site.folder / ".seedfeed").exists()
    assert preview.end() == 0


def test_what_is_shown_has_local_addresses(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    preview = serve()
    here = f"http://127.0.0.1:{preview.port}/"
    for path in ("/", "/feed.atom", "/feeds.opml", "/entries/a.html"):
        assert "drones.example.org/feeds/" not in preview.text(path).replace("<wbr>", ""), path
    feed = feedparser.parse(preview.text("/feed.atom"))
    assert feed.entries[0].link == f"{here}entries/a.html"
    assert preview.ask(feed.entries[0].link.removeprefix(here[:-1]))[0] == 200


def test_a_change_is_shown_and_an_open_page_learns_of_it(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    preview = serve()
    before = preview.text("/~version")
    assert f'!== "{before}"' in preview.text("/")
    site.seed("b.txt", "date 2025-07-23 Another seed.")
    preview.until("/", lambda text: "Another seed" in text)
    assert preview.text("/~version") != before
    site.config((site.folder / "config.yaml").read_text() + "style: own.css\n")
    preview.until("/", lambda text: "no file own.css" in text)  # and what was built stays
    (site.folder / "own.css").write_text("h1 { color: #123456 }")
    preview.until("/style.css", lambda text: "#123456" in text)
    (site.folder / "own.css").write_text("h1 { color: #654321 }")
    preview.until("/style.css", lambda text: "#654321" in text)
    assert "own.css" not in preview.text("/")


def test_a_config_that_breaks_is_shown_once_until_it_is_mended(site: Site, tmp_path: Path) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    path = site.folder / "config.yaml"
    preview = Preview(path, tmp_path / "preview", lambda: datetime(2025, 8, 1, tzinfo=UTC), drafts=False)
    good = path.read_text()
    site.config(good + "limit: few\n")
    assert [preview.refresh() for _ in range(3)] == [True, False, False]
    assert "got few" in str(preview.site.notes[0].problem)
    assert "it stays until this is mended" in str(preview.site.notes[1].problem)
    assert preview.read("entries/a.html")
    site.config(good)
    assert [preview.refresh() for _ in range(3)] == [True, False, False]


def test_a_bug_is_shown_and_the_next_change_is_built_all_the_same(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.seed("a.txt", "date 2025-07-22 A drone a.")
    now = datetime(2025, 8, 1, tzinfo=UTC)
    preview = Preview(site.folder / "config.yaml", tmp_path / "preview", lambda: now, drafts=False)
    with monkeypatch.context() as broken:
        broken.setattr("seedfeed.serve.preview.look", lambda *_: 1 / 0)
        site.seed("b.txt", "date 2025-07-22 A drone b.")
        assert preview.refresh()
        assert "a bug, please report it: ZeroDivisionError" in str(preview.site.notes)
        assert not preview.refresh()
    site.seed("c.txt", "date 2025-07-22 A drone c.")
    assert preview.refresh()
    assert (preview.site.report.entries, preview.site.notes) == (3, ())


def test_a_page_that_is_not_there_comes_back_with_its_seed(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    preview = serve()
    site.seed("a.txt", "date 2025-99-99 France sends drones.")
    text = preview.until("/entries/a.html", lambda text: "There is no document" in text)
    assert "seeds/a.txt:1" in text
    assert "/~version" in text
    site.seed("a.txt", "date 2025-07-22 France sends drones again.")
    preview.until("/entries/a.html", lambda text: "again" in text)


def test_what_is_no_draft_any_more_is_not_marked(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "draft: true\ndate: 2025-07-22\n\nReady.")
    preview = serve("--drafts")
    assert "Not published" in preview.text("/entries/a.html")
    site.seed("a.txt", "date: 2025-07-22\n\nReady.")
    preview.until("/entries/a.html", lambda text: "Not published" not in text)


def test_words_in_scripts_without_blanks_are_marked(site: Site, serve: Callable[..., Served]) -> None:
    site.config("title: T\nurl: https://example.org/\ntags: [战斗机]\n")
    site.seed("a.txt", "date 2025-07-22 中国的战斗机飞行。")
    assert "<mark" in serve().text("/entries/a.html")


def test_who_listens_everywhere_is_asked_by_any_name(serve: Callable[..., Served]) -> None:
    preview = serve("--host", "0.0.0.0")
    for name in (f"192.0.2.7:{preview.port}", "desk.local:81"):
        status, _, data = preview.ask("/", headers={"Host": name})
        assert status == 200
        assert f'<link rel="canonical" href="http://{name}/">'.encode() in data


def test_problems_are_on_top_of_every_page(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    site.seed("bad.txt", "date 2025-99-99 <b>")
    preview = serve()
    assert "seeds/bad.txt:1" in preview.said
    for path in ("/", "/entries/a.html"):
        text = preview.text(path)
        assert text.index("seeds/bad.txt:1") < text.index("<main")


def test_drafts_are_shown_when_asked_for_and_marked(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    site.seed("draft.txt", "draft: true\ndate: 2025-07-22\n\nNot ready.")
    site.seed("late.txt", "date 2999-01-01 Not yet.")
    assert "Not ready" not in serve().text("/")
    preview = serve("--drafts")
    text = preview.text("/")
    assert "Not ready" in text
    assert "Not yet" in text
    assert "Not published: a draft: it says `draft: true`" in text
    assert "Not published: held until 2999-01-01" in text
    assert "Not published" not in preview.text("/entries/a.html")


def test_a_page_says_why_it_has_its_tags(site: Site, serve: Callable[..., Served]) -> None:
    site.seed(
        "a.md", "---\ndate: 2025-07-22\n---\n# Notes\n\n*Drones* of `drones`, [France](https://x.org/france)."
    )
    text = serve().text("/entries/a.html")
    assert '<em><mark title="drones">Drones</mark></em>' in text
    assert "<code>drones</code>" in text
    assert "<strong>tag</strong> France: “France” (line 6:24)" in text


def test_a_reader_that_has_it_is_told_so(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    preview = serve()
    status, headers, data = preview.ask("/feed.atom", headers={"Accept-Encoding": "gzip"})
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(data) == preview.ask("/feed.atom")[2]
    known = {"Accept-Encoding": "gzip", "If-None-Match": headers["etag"]}
    assert preview.ask("/feed.atom", headers=known)[0::2] == (304, b"")
    status, headers, data = preview.ask("/feed.atom", "HEAD")
    assert (status, data) == (200, b"")
    assert int(headers["content-length"]) > 500


def test_nothing_but_documents_is_served(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    preview = serve()
    for path in (
        *(
            "/../config.yaml",
            "/%2e%2e/config.yaml",
            "/..%2fconfig.yaml",
            "//etc/passwd",
            "/entries/",
            "/tags",
            "/cache",
        ),
        *("/.html", "/feed.atom/", "/%00", "/entries/../../config.yaml", "/feed.atom%00.html", "/~version/x"),
    ):
        assert preview.ask(path)[0] in (400, 404), path


def test_no_page_of_a_stranger_reads_the_preview(serve: Callable[..., Served]) -> None:
    """DNS rebinding: a name of theirs that leads here."""
    preview = serve()
    assert preview.ask("/", headers={"Host": f"evil.example.org:{preview.port}"})[0] == 400
    assert preview.ask("/", headers={"Host": f"localhost:{preview.port}"})[0] == 200


def test_only_reading_is_allowed(serve: Callable[..., Served]) -> None:
    preview = serve()
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        status, headers, _ = preview.ask("/", method)
        assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_malformed_and_slow_clients_do_no_harm(site: Site, serve: Callable[..., Served]) -> None:
    site.seed("a.txt", "date 2025-07-22 France sends drones.")
    preview = serve()
    slow = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(20)]
    for each in slow:
        each.sendall(b"GET / HT")
    for junk in (
        b"\x00\xff" * 100 + b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET " + b"a" * 100_000,
    ):
        with socket.create_connection(("127.0.0.1", preview.port), timeout=20) as each:
            each.sendall(junk)
    assert preview.ask("/feed.atom")[0] == 200
    for each in slow:
        each.close()


def test_a_port_that_is_taken_is_one_line(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = site.run("serve", "--port", port)
    assert ran.status == 3
    assert len(ran.problems) == 1
    assert ran.problems[0].startswith(f"127.0.0.1:{port}: ")


def test_a_config_that_is_wrong_is_told_at_once(site: Site) -> None:
    site.config("title: T\n")
    assert site.run("serve", "--port", "0").status == 2


def test_nothing_is_left_behind(
    serve: Callable[..., Served], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    preview = serve()
    assert [*tmp_path.glob("seedfeed-*")]
    assert preview.end() == 0
    assert not [*tmp_path.glob("seedfeed-*")]
