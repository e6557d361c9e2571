"""Typed values from YAML nodes. Each fault says what is wrong, where, and what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import time, tzinfo
from typing import TypeVar

from seedfeed.report import Problem
from seedfeed.text.addresses import absolute_uri, language_tag, web_address
from seedfeed.text.characters import UNFIT, is_blank, squeeze
from seedfeed.text.yaml import Mapping, Node, Scalar, line_of
from seedfeed.text.yaml import Sequence as YAMLSequence

#: At the end of a path. In a host, the slashes before it stand together.
_DOCUMENT = re.compile(r"(?<![:/])/[^/]*\.(atom|rss|xml|json|opml|html?)/?$", re.IGNORECASE)

_T = TypeVar("_T")
_D = TypeVar("_D")


class FieldError(Exception):
    """What is wrong with one value; the line of `node`."""

    def __init__(self, reason: str, node: Node) -> None:
        super().__init__(reason)
        self.reason = reason
        self.node = node


class Fields:
    """The keys of one mapping, taken one by one. Faults collect, so that all come at once.

    `known` are the keys that there are; none where they are the user's names.
    """

    def __init__(
        self, file: str, root: Node, known: Collection[str] = (), above: Fields | None = None, prefix: str = ""
    ) -> None:
        self.file = file
        self._known = known
        self.root = root
        self.prefix = prefix
        self.faults: list[Problem] = above.faults if above else []
        self.notices: list[Problem] = above.notices if above else []  #: harmless
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

    def below(self, root: Node, prefix: str, known: Collection[str] = ()) -> Fields:
        """The keys of a mapping in this one; `prefix` is what comes before them in messages."""
        return Fields(self.file, root, known, self, prefix)

    def fault(self, key: str, node: Node | None, reason: str) -> None:
        """Note what is wrong with a key, on the line of `node`."""
        self.faults.append(self._problem(key, node, reason))

    def notice(self, key: str, node: Node, reason: str) -> None:
        """Note what is harmless, and perhaps not meant."""
        self.notices.append(self._problem(key, node, reason))

    def _problem(self, key: str, node: Node | None, reason: str) -> Problem:
        name = f"{self.prefix}{key}".rstrip(".")
        return Problem(self.file, line_of(node) if node else 1, f"{name}: {reason}" if name else reason)

    def take(self, key: str, read: Callable[[Node], _T], default: _D) -> _T | _D:
        """The value of a key as `read` gives it; the default where it is left out or wrong."""
        if self._known and key not in self._known:
            raise KeyError(key)
        return self.read(key, self.nodes[key][1], read, default) if key in self.nodes else default

    def read(self, key: str, node: Node, read: Callable[[Node], _T], default: _D) -> _T | _D:
        """What `read` makes of a node that belongs to `key`; the default, and a fault, where it is wrong."""
        try:
            return read(node)
        except FieldError as fault:
            self.fault(key, fault.node, fault.reason)
            return default

    def need(self, key: str, read: Callable[[Node], str], why: str) -> str:
        """The value of a key that cannot be left out; `why` says what to write."""
        if key not in self.nodes:
            self.fault(key, self.root if self.prefix else None, f"missing; {why}")
        return self.take(key, read, "")

    def refuse_others(self, meant: tuple[str, str] = ("", "")) -> None:
        """Note every key that is not known. `meant`: one that people mix up with another, and that one."""
        for name, (key, _) in self.nodes.items():
            if name not in self._known:
                hint = f"; here it is `{meant[1]}`" if name == meant[0] else nearest(name, self._known)
                self.fault(name, key, f"no such key{hint}")


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a message: which of the `known` names was perhaps meant."""
    from difflib import get_close_matches

    found = get_close_matches(name, list(known), 1)
    return f"; did you mean {found[0]}?" if found else ""


def read_line(node: Node) -> str:
    """A text on one line that any document can carry."""
    if isinstance(node, Mapping):
        raise FieldError("expected one line of text; put one that holds a colon in quotes", node)
    if not isinstance(node, Scalar):
        raise FieldError("expected one line of text, got a list", node)
    text = squeeze(node.value)
    if is_blank(text):
        raise FieldError("expected a text, got nothing", node)
    if UNFIT.search(text):
        raise FieldError("holds a character that a feed cannot carry", node)
    return text


def read_items(node: Node) -> Sequence[Node]:
    """The items of a list that is not empty."""
    if not isinstance(node, YAMLSequence):
        if isinstance(node, Mapping):
            got = "lines of `key: value`"
        elif node.value:
            got = f"{node.value!r}; write [{node.value}]"
        else:
            got = "nothing; indent what belongs to it"
        raise FieldError(f"expected a list such as [one, two], got {got}", node)
    if not node.value:
        raise FieldError("the list is empty", node)
    return node.value  # type: ignore[no-any-return]


def read_names(node: Node) -> tuple[str, ...]:
    """A list of texts, each once."""
    names: list[str] = []
    for item in read_items(node):
        name = read_line(item)
        if name in names:
            raise FieldError(f"{name} is there twice", item)
        names.append(name)
    return tuple(names)


def read_uri(node: Node) -> str:
    """An absolute URI."""
    uri = absolute_uri(read_line(node))
    if uri and uri.lower().startswith("urn:uuid:"):
        raise FieldError("a UUID with a path after it is not a URI; write tag:example.org,2025:name", node)
    if uri is None:
        raise FieldError(
            f"{read_line(node)} is not an absolute URI such as tag:example.org,2025:drone-watch", node
        )
    return uri


def read_web_address(node: Node) -> str:
    """An http or https address."""
    address = web_address(read_line(node))
    if address is None:
        raise FieldError(f"{read_line(node)} is not an address such as https://example.org/", node)
    return address


def read_folder_url(node: Node) -> str:
    """The http or https address of a folder, which ends with a slash."""
    url = web_address(read_line(node))
    if url is None or "?" in url or "#" in url:
        raise FieldError(f"{read_line(node)} is not an address such as https://example.org/feeds/", node)
    if _DOCUMENT.search(url):
        raise FieldError(f"{url} is a document; name its folder: {url[: url.rstrip('/').rindex('/') + 1]}", node)
    return url if url.endswith("/") else url + "/"


def read_language(node: Node) -> str:
    """A language tag (BCP 47)."""
    language = language_tag(read_line(node))
    if language is None:
        raise FieldError(f"{read_line(node)} is not a language tag such as en or pt-BR", node)
    return language


def read_languages(node: Node) -> tuple[str, ...]:
    """A language tag, or a list of them."""
    if not isinstance(node, YAMLSequence):
        return (read_language(node),)
    read_names(node)
    return tuple(read_language(item) for item in read_items(node))


def read_timezone(node: Node) -> tzinfo:
    """A time zone by its name in the IANA database."""
    name = read_line(node)
    from zoneinfo import ZoneInfo, available_timezones, reset_tzpath

    reset_tzpath(())  # the zones of the package tzdata: the same on every machine
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        # Of the names without a slash, many are near each other and hours apart: EST, CET.
        hint = nearest(name, (zone for zone in available_timezones() if "/" in zone))
        raise FieldError(f"no time zone {name}{hint or '; name one such as Europe/Paris'}", node) from error


def read_time(node: Node) -> time:
    """A time of day, in hours and minutes."""
    text = read_line(node)
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise FieldError(f"expected a time such as 08:30, got {text}", node)
    return time.fromisoformat(text)


def read_boolean(node: Node) -> bool:
    """`true` or `false`."""
    return read_one_of(node, ("true", "false")) == "true"


def read_limit(node: Node) -> int | None:
    """A number from 1, or None for `all`."""
    text = read_line(node)
    if text == "all":
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise FieldError(f"expected a number from 1, or all; got {text}", node)
    return int(text)


def read_minutes(node: Node) -> int:
    """A number of minutes, from 1."""
    text = read_line(node)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise FieldError(f"expected a number of minutes, got {text}", node)
    return int(text)


def read_one_of(node: Node, values: Sequence[str]) -> str:
    """One of `values`."""
    text = read_line(node)
    if text not in values:
        raise FieldError(f"expected {', '.join(values[:-1])} or {values[-1]}; got {text}", node)
    return text


def read_email(node: Node) -> str:
    """An e-mail address."""
    text = read_line(node)
    if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", text):
        raise FieldError(f"{text} is not an e-mail address", node)
    return text
