"""A WebSub hub is told of feeds that have news, and tells who subscribes."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import feedparser
import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.helpers import Site

FEEDS = ["feed.atom", "feed.json", "feed.rss", "tags/france.atom", "tags/france.json", "tags/france.rss"]


class Web:
    """feeds/ at an address, and a hub."""

    def __init__(self, feeds: Path) -> None:
        self.feeds = feeds
        self.told: list[str] = []
        self.status = 202
        self.published: dict[str, bytes] = {}
        self.server = make_server("127.0.0.1", 0, self, threaded=True)
        self.here = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        request = Request(environ)
        if request.path == "/hub":
            form = parse_qs(request.get_data(as_text=True))
            assert form["hub.mode"] == ["publish"]
            self.told += form["hub.url"]
            return Response(status=self.status)(environ, start)
        data = self.published.get(request.path.removeprefix("/feeds/"))
        return Response(data or b"", 404 if data is None else 200)(environ, start)

    def publish(self) -> None:
        """Copy feeds/ to where it is published."""
        self.published = {
            str(path.relative_to(self.feeds)): path.read_bytes()
            for path in self.feeds.rglob("*")
            if path.is_file()
        }

    def heard(self) -> list[str]:
        """What the hub was told since it was last asked, in order of paths."""
        told, self.told = sorted(url.removeprefix(f"{self.here}/feeds/") for url in self.told), []
        return told


@pytest.fixture
def web(site: Site) -> Iterator[Web]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    found = Web(site.feeds)
    site.config(
        f"title: T\nurl: {found.here}/feeds/\nid: tag:example.org,2025:t\nhub: {found.here}/hub\n"
        "formats: [atom, rss, json]\ntags: [France]\n"
    )
    site.seed("a.txt", "date 2025-07-22 France.")
    site.run("build")
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_every_feed_names_the_hub_and_none_of_the_closed_history(site: Site, web: Web) -> None:
    site.seed("old.txt", "date 2025-05-05 France.")
    site.run("build")
    atom = feedparser.parse((site.feeds / "feed.atom").read_bytes())
    assert [link.href for link in atom.feed.links if link.rel == "hub"] == [f"{web.here}/hub"]
    rss = feedparser.parse((site.feeds / "feed.rss").read_bytes())
    assert [link.href for link in rss.feed.links if link.get("rel") == "hub"] == [f"{web.here}/hub"]
    feed = json.loads((site.feeds / "feed.json").read_bytes())
    assert feed["hubs"] == [{"type": "WebSub", "url": f"{web.here}/hub"}]
    for closed in site.feeds.glob("archive/2025-05.*"):
        assert b"/hub" not in closed.read_bytes()


def test_the_hub_is_told_once_of_what_is_new(site: Site, web: Web) -> None:
    web.publish()
    assert site.run("ping").out == f"{web.here}/hub was told of 6 feeds.\n"
    assert web.heard() == FEEDS
    site.run("ping")
    assert web.heard() == []
    site.seed("b.txt", "date 2025-07-23 Elsewhere.")
    site.run("build")
    web.publish()
    site.run("ping")
    assert web.heard() == FEEDS[:3]  # the feed of the tag is as it was


def test_the_hub_is_not_told_of_what_is_not_there_yet(site: Site, web: Web) -> None:
    ran = site.run("ping")
    assert (ran.status, web.heard(), len(ran.problems)) == (0, [], 6)
    assert "notice: is not there yet as it is in feeds/" in ran.err
    web.publish()
    site.run("ping")
    assert web.heard() == FEEDS


def test_a_hub_that_fails_is_a_notice_and_is_told_next_time(site: Site, web: Web) -> None:
    web.publish()
    web.status = 503
    ran = site.run("ping")
    assert (ran.status, web.heard()) == (0, FEEDS)
    assert f"{web.here}/hub: notice: says 503" in ran.err
    web.status = 204
    site.run("ping", "--quiet")
    assert web.heard() == FEEDS


def test_a_hub_that_is_not_there_is_asked_once(site: Site, web: Web) -> None:
    web.publish()
    path = site.folder / "config.yaml"
    path.write_text(path.read_text().replace(f"hub: {web.here}/hub", "hub: http://127.0.0.1:1/"))
    site.run("build")
    web.publish()
    ran = site.run("ping")
    assert (ran.status, len(ran.problems)) == (0, 1)
    assert ran.err.startswith("http://127.0.0.1:1/: notice: no answer: ")
    assert site.run("ping", "--quiet").err == ""


def test_without_a_hub_in_the_config_that_is_said(site: Site) -> None:
    ran = site.run("ping")
    assert ran.status == 2
    assert ran.problems[0].startswith("config.yaml: names no `hub:`")


@pytest.mark.system
def test_a_subscriber_gets_the_news_from_a_real_hub(site: Site, tmp_path: Path) -> None:
    """The hub and the subscriber of Flask-WebSub, with feeds/ on the same server."""
    from flask import Flask, send_from_directory
    from flask_websub.hub import Hub, SQLite3HubStorage
    from flask_websub.subscriber import SQLite3SubscriberStorage, SQLite3TempSubscriberStorage, Subscriber

    class Tasks:
        """What a hub asks of Celery: tasks that run by themselves."""

        def task(self, **options: Any) -> Callable[[Callable[..., Any]], Any]:
            def decorate(function: Callable[..., Any]) -> Any:
                before = (None,) if options.get("bind") else ()

                def delay(*values: Any, **named: Any) -> None:
                    threading.Thread(target=function, args=(*before, *values), kwargs=named, daemon=True).start()

                vars(function)["delay"] = delay
                return function

            return decorate

    app = Flask("desk")
    app.config["PUBLISH_SUPPORTED"] = True
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    here = f"http://127.0.0.1:{server.server_port}"
    app.config["SERVER_NAME"] = here.removeprefix("http://")
    hub = Hub(SQLite3HubStorage(str(tmp_path / "hub.sqlite")), Tasks(), **app.config)
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    subscriber = Subscriber(
        SQLite3SubscriberStorage(str(tmp_path / "subscriber.sqlite")),
        SQLite3TempSubscriberStorage(str(tmp_path / "temporary.sqlite")),
    )
    app.register_blueprint(subscriber.build_blueprint(url_prefix="/callbacks"))
    news: list[tuple[str, bytes]] = []
    arrived, subscribed = threading.Event(), threading.Event()

    @subscriber.add_listener  # type: ignore[untyped-decorator]
    def listen(topic: str, _: str, body: bytes) -> None:
        news.append((topic, body))
        arrived.set()

    @subscriber.add_success_handler  # type: ignore[untyped-decorator]
    def succeed(*_: object) -> None:
        subscribed.set()

    @app.route("/feeds/<path:name>")
    def feed(name: str) -> Any:
        response = send_from_directory(site.feeds, name)
        response.headers["Link"] = f'<{here}/hub>; rel="hub", <{here}/feeds/{name}>; rel="self"'
        return response

    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        site.config(f"title: T\nurl: {here}/feeds/\nhub: {here}/hub\ntags: [France]\n")
        site.seed("a.txt", "date 2025-07-22 France.")
        site.run("build")
        with app.app_context():
            subscriber.subscribe(topic_url=f"{here}/feeds/feed.atom", hub_url=f"{here}/hub", secret=None)
        assert subscribed.wait(20)
        site.seed("b.txt", "date 2025-07-23 News from Kyiv.")
        site.run("build")
        ran = site.run("ping")
        assert (ran.status, ran.err) == (0, "")
        assert arrived.wait(20)
        assert news == [(f"{here}/feeds/feed.atom", (site.feeds / "feed.atom").read_bytes())]
        assert feedparser.parse(news[0][1]).entries[0].title == "News from Kyiv"
    finally:
        server.shutdown()
        server.server_close()
