"""config.yaml → Config: every fault found, each with its line and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, time, tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from seedfeed.feeds import RESERVED
from seedfeed.formats import FORMATS
from seedfeed.model import Author, Config, ConfigError, FeedRule, Problem, Tag
from seedfeed.names import absolute_uri, distinct, language_tag, slug, web_address
from seedfeed.prose import UNFIT, is_blank, squeeze
from seedfeed.tags import has_word
from seedfeed.yamlnodes import Mapping, Node, Scalar, YAMLReadError, line_of, read_yaml
from seedfeed.yamlnodes import Sequence as YAMLSequence

MAX_SIZE = 1 << 20
ARCHIVES = ("year", "month", "day", "none")

_T = TypeVar("_T")
_D = TypeVar("_D")


class _FaultError(Exception):
    """What is wrong with one value; the line of `node`."""

    def __init__(self, reason: str, node: Node) -> None:
        super().__init__(reason)
        self.reason = reason
        self.node = node


class _Reader:
    """The keys of one mapping, taken one by one. Faults collect, so that all come at once."""

    def __init__(self, file: str, root: Node, faults: list[Problem], prefix: str = "") -> None:
        self.file = file
        self.root = root
        self.faults = faults
        self.prefix = prefix
        self.nodes: dict[str, tuple[Node, Node]] = {}
        if not isinstance(root, Mapping):
            self.fault("", root, "expected `key: value` lines")
            return
        for key, value in root.value:
            if not isinstance(key, Scalar):
                self.fault("", key, "a key is one word")
            elif key.value in self.nodes:
                self.fault(key.value, key, f"said twice, first on line {line_of(self.nodes[key.value][0])}")
            else:
                self.nodes[key.value] = (key, value)

    def fault(self, key: str, node: Node | None, reason: str) -> None:
        name = f"{self.prefix}{key}".rstrip(".")
        self.faults.append(
            Problem(self.file, line_of(node) if node else 1, f"{name}: {reason}" if name else reason)
        )

    def take(self, key: str, read: Callable[[Node], _T], default: _D) -> _T | _D:
        """The value of a key as `read` gives it; the default where it is left out or wrong."""
        if key not in self.nodes:
            return default
        node = self.nodes[key][1]
        try:
            return read(node)
        except _FaultError as fault:
            self.fault(key, fault.node, fault.reason)
            return default

    def need(self, key: str, read: Callable[[Node], str], why: str) -> str:
        if key not in self.nodes:
            self.fault(key, None, f"missing; {why}")
        return self.take(key, read, "")

    def refuse_others(self, known: Collection[str]) -> None:
        for name, (key, _) in self.nodes.items():
            if name not in known:
                self.fault(name, key, f"no such key{_nearest(name, known)}")


def read_config(path: Path, name: str | None = None) -> Config:
    """The config in the file at `path`, which messages call `name`. Raises ConfigError."""
    name = name or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        hint = "; `seedfeed init` writes one" if isinstance(error, FileNotFoundError) else ""
        raise ConfigError([Problem(name, None, f"cannot read the config: {error.strerror}{hint}")]) from error
    if len(data) > MAX_SIZE:
        raise ConfigError([Problem(name, None, f"larger than {MAX_SIZE >> 20} MiB: no config for a feed")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise ConfigError([Problem(name, line, f"not UTF-8 at byte {error.start}")]) from error
    return parse_config(text, path.parent, name)


def parse_config(text: str, folder: Path, name: str = "config.yaml") -> Config:
    """The config in `text`; its paths are relative to `folder`. Raises ConfigError with every fault."""
    faults: list[Problem] = []
    try:
        root = read_yaml(text)
    except YAMLReadError as fault:
        raise ConfigError([Problem(name, fault.line, fault.reason)]) from fault
    keys = _Reader(name, root or Mapping("", []), faults)
    title = keys.need("title", _line, "name the feed: `title: Drone watch`")
    url = keys.need("url", _folder_url, "say where feeds/ is published: `url: https://example.org/feeds/`")
    no_tags: tuple[Tag, ...] = ()
    no_feeds: tuple[FeedRule, ...] = ()
    tags = keys.take("tags", lambda node: _tags(node, keys), no_tags)
    seeds_name = keys.take("seeds", _line, "seeds").rstrip("/") or "/"
    output_name = keys.take("output", _line, "feeds").rstrip("/") or "/"
    config = Config(
        title=title,
        url=url,
        id=keys.take("id", _uri, _without_slash(url)),
        subtitle=keys.take("subtitle", _line, None),
        author=keys.take("author", lambda node: _author(node, keys), Author(name=title)),
        language=keys.take("language", _language, "en"),
        timezone=keys.take("timezone", _timezone, UTC),
        time=keys.take("time", _time, time(12)),
        dayfirst=keys.take("dayfirst", _boolean, None),
        limit=keys.take("limit", _limit, 50),
        formats=keys.take("formats", _formats, ("atom",)),
        archive=keys.take("archive", lambda node: _one_of(node, ARCHIVES), "month"),
        tags=tags,
        feeds=keys.take("feeds", lambda node: _feeds(node, keys, title, [tag.name for tag in tags]), no_feeds),
        seeds=folder / seeds_name,
        output=folder / output_name,
        seeds_name=seeds_name,
        output_name=output_name,
    )
    keys.refuse_others(CONFIG_KEYS)
    _check_folders(config, keys)
    if faults:
        raise ConfigError(sorted(faults, key=lambda problem: problem.line or 0))
    return config


CONFIG_KEYS = (
    *("title", "url", "id", "subtitle", "author", "language", "timezone", "time", "dayfirst"),
    *("limit", "formats", "archive", "tags", "feeds", "seeds", "output"),
)


def _check_folders(config: Config, keys: _Reader) -> None:
    seeds, output = config.seeds.resolve(), config.output.resolve()
    node = keys.nodes.get("output", keys.nodes.get("seeds", (None, None)))[1]
    if seeds == output or seeds in output.parents or output in seeds.parents:
        keys.fault("output", node, f"{config.output_name} and {config.seeds_name} (seeds) overlap; part them")
    elif not config.seeds.is_dir():
        node = keys.nodes.get("seeds", (None, None))[1]
        keys.fault("seeds", node, f"no folder {config.seeds_name}; make it, or name yours with `seeds:`")


def _without_slash(url: str) -> str:
    """The default id. The slash of a bare host stays: without it the URI is not canonical."""
    return url if url.count("/") == 3 else url.removesuffix("/")


def _nearest(name: str, known: Iterable[str]) -> str:
    found = get_close_matches(name, list(known), 1)
    return f"; did you mean {found[0]}?" if found else ""


def _line(node: Node) -> str:
    """A text on one line that any document can carry."""
    if not isinstance(node, Scalar):
        raise _FaultError("expected one line of text, got a list", node)
    text = squeeze(node.value)
    if is_blank(text):
        raise _FaultError("expected a text, got nothing", node)
    if UNFIT.search(text):
        raise _FaultError("holds a character that a feed cannot carry", node)
    return text


def _items(node: Node) -> Sequence[Node]:
    if not isinstance(node, YAMLSequence):
        got = (
            "lines of `key: value`" if isinstance(node, Mapping) else repr(node.value) if node.value else "nothing"
        )
        raise _FaultError(f"expected a list such as [one, two], got {got}", node)
    if not node.value:
        raise _FaultError("the list is empty", node)
    return node.value  # type: ignore[no-any-return]


def _names(node: Node) -> tuple[str, ...]:
    names: list[str] = []
    for item in _items(node):
        name = _line(item)
        if name in names:
            raise _FaultError(f"{name} stands twice", item)
        names.append(name)
    return tuple(names)


def _uri(node: Node) -> str:
    uri = absolute_uri(_line(node))
    if uri is None:
        raise _FaultError(f"{_line(node)} is no absolute URI such as tag:example.org,2025:drone-watch", node)
    return uri


def _folder_url(node: Node) -> str:
    url = web_address(_line(node))
    if url is None or "?" in url or "#" in url:
        raise _FaultError(f"{_line(node)} is no address such as https://example.org/feeds/", node)
    return url if url.endswith("/") else url + "/"


def _language(node: Node) -> str:
    language = language_tag(_line(node))
    if language is None:
        raise _FaultError(f"{_line(node)} is no language tag such as en or pt-BR", node)
    return language


def _timezone(node: Node) -> tzinfo:
    name = _line(node)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        # Of the names without a slash, many are near each other and hours apart: EST, CET.
        hint = _nearest(name, (zone for zone in available_timezones() if "/" in zone))
        raise _FaultError(f"no time zone {name}{hint or '; name one such as Europe/Paris'}", node) from error


def _time(node: Node) -> time:
    text = _line(node)
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise _FaultError(f"expected a time such as 08:30, got {text}", node)
    return time.fromisoformat(text)


def _boolean(node: Node) -> bool:
    return _one_of(node, ("true", "false")) == "true"


def _limit(node: Node) -> int | None:
    text = _line(node)
    if text == "all":
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise _FaultError(f"expected a number from 1, or all; got {text}", node)
    return int(text)


def _one_of(node: Node, values: Sequence[str]) -> str:
    text = _line(node)
    if text not in values:
        raise _FaultError(f"expected {', '.join(values[:-1])} or {values[-1]}; got {text}", node)
    return text


def _formats(node: Node) -> tuple[str, ...]:
    names = _names(node)
    for item, name in zip(node.value, names, strict=True):
        if name not in FORMATS:
            raise _FaultError(f"no such format {name}; there is {', '.join(FORMATS)}", item)
    return names


def _author(node: Node, keys: _Reader) -> Author:
    if isinstance(node, Scalar):
        return Author(name=_line(node))
    person = _Reader(keys.file, node, keys.faults, "author.")
    person.refuse_others(("name", "email", "uri"))
    return Author(
        name=person.need("name", _line, "name the author"),
        email=person.take("email", _email, None),
        uri=person.take("uri", _uri, None),
    )


def _email(node: Node) -> str:
    text = _line(node)
    if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", text):
        raise _FaultError(f"{text} is no e-mail address", node)
    return text


def _tags(node: Node, keys: _Reader) -> tuple[Tag, ...]:
    """The list form, where each name is its own term, or `name: [term, …]`."""
    terms: dict[str, tuple[str, ...]]
    if isinstance(node, Mapping):
        rules = _Reader(keys.file, node, keys.faults, "tags.")
        terms = {
            rules.take(key, lambda _, named=named: _line(named), key): rules.take(key, _terms, ())  # type: ignore[misc]
            for key, (named, _) in rules.nodes.items()
        }
    else:
        terms = {name: (name,) for name in _terms(node)}
    slugs = distinct(slug(name).lower() for name in terms)
    return tuple(Tag(name=name, terms=terms[name], slug=file) for name, file in zip(terms, slugs, strict=True))


def _terms(node: Node) -> tuple[str, ...]:
    terms = _names(node)
    for item, term in zip(node.value, terms, strict=True):
        if not has_word(term):
            raise _FaultError(f"{term} has no letter or digit to look for", item)
    return terms


def _feeds(node: Node, keys: _Reader, title: str, tags: Sequence[str]) -> tuple[FeedRule, ...]:
    feeds = _Reader(keys.file, node, keys.faults, "feeds.")
    slugs = distinct((slug(name) for name in feeds.nodes), RESERVED)
    return tuple(
        _feed(_Reader(keys.file, value, keys.faults, f"feeds.{name}."), value, file, f"{title}: {name}", tags)
        for (name, (_, value)), file in zip(feeds.nodes.items(), slugs, strict=True)
    )


def _feed(rule: _Reader, node: Any, file: str, title: str, tags: Sequence[str]) -> FeedRule:
    def known(names: Node) -> frozenset[str]:
        for item, name in zip(_items(names), _names(names), strict=True):
            if name not in tags:
                raise _FaultError(f"no such tag {name}{_nearest(name, tags)}", item)
        return frozenset(_names(names))

    rule.refuse_others(("title", "subtitle", "all", "any", "none"))
    if isinstance(node, Mapping) and not rule.nodes.keys() & {"all", "any", "none"}:
        rule.fault("", node, "names no tags; write `all: [one, two]`, `any:` or `none:`")
    return FeedRule(
        slug=file,
        title=rule.take("title", _line, title),
        subtitle=rule.take("subtitle", _line, None),
        all=rule.take("all", known, frozenset()),
        any=rule.take("any", known, frozenset()),
        none=rule.take("none", known, frozenset()),
    )
