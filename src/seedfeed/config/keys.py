"""config.yaml → Config: every fault found, each with its line and key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, time
from functools import partial
from pathlib import Path

from seedfeed.config.files import Icon, read_icon, read_style
from seedfeed.config.table import ARCHIVES, AUTHOR, CONFIG, FEED, TAG
from seedfeed.config.terms import fault_of, read_terms
from seedfeed.config.values import (
    FieldError,
    Fields,
    nearest,
    read_boolean,
    read_email,
    read_folder_url,
    read_languages,
    read_limit,
    read_line,
    read_minutes,
    read_names,
    read_one_of,
    read_time,
    read_timezone,
    read_uri,
    read_web_address,
)
from seedfeed.documents.formats import FORMATS
from seedfeed.feeds import RESERVED
from seedfeed.model import Author, Config, FeedRule, Tag
from seedfeed.report import ConfigError, Problem
from seedfeed.seeds.scan import read
from seedfeed.tags.inflections import LANGUAGES, primary
from seedfeed.text.addresses import cache_of, distinct, slug
from seedfeed.text.yaml import Mapping, Node, Scalar, YAMLReadError, line_of, read_yaml

MAX_SIZE = 1 << 20
#: What `seedfeed init` writes as `url`.
PLACEHOLDER = "https://example.org/feeds/"


def read_config(path: Path) -> Config:
    """The config in the file at `path`. Raises ConfigError."""
    name = str(path)
    try:
        data = read(path, MAX_SIZE + 1)
    except OSError as error:
        raise ConfigError([Problem(name, None, f"cannot read the config: {error.strerror}")]) from error
    if data is None:
        reason = "no file" if os.path.exists(path) else "no such file; `seedfeed init` writes one"
        raise ConfigError([Problem(name, None, reason)])
    if len(data) > MAX_SIZE:
        raise ConfigError([Problem(name, None, f"larger than {MAX_SIZE >> 20} MiB: too long for a config")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise ConfigError([Problem(name, line, f"not UTF-8 at byte {error.start}")]) from error
    return parse_config(text, path.parent, name)


def parse_config(text: str, folder: Path, name: str = "config.yaml") -> Config:
    """The config in `text`; its paths are relative to `folder`. Raises ConfigError with every fault."""
    try:
        root = read_yaml(text)
    except YAMLReadError as fault:
        raise ConfigError([Problem(name, fault.line, fault.reason)]) from fault
    keys = Fields(name, root or Mapping("", []), CONFIG)
    title = keys.need("title", read_line, "name the feed: `title: Drone watch`")
    url = keys.need("url", read_folder_url, "say where feeds/ is published: `url: https://example.org/feeds/`")
    languages = keys.take("language", read_languages, ("en",))
    prominent = keys.take("prominent", read_boolean, False)
    limit = keys.take("limit", read_limit, 50)
    tags = keys.take(
        "tags", lambda node: _tags(node, keys, languages, Tag("", (), "", prominent=prominent, limit=limit)), ()
    )
    icon = keys.take("icon", lambda node: read_icon(node, folder, url), None)
    seeds_name = keys.take("seeds", read_line, "seeds").rstrip("/") or "/"
    output_name = keys.take("output", read_line, "feeds").rstrip("/") or "/"
    cache_name = cache_of(os.path.basename(name))
    config = Config(
        title=title,
        url=url,
        id=keys.take("id", read_uri, _without_slash(url)),
        subtitle=keys.take("subtitle", read_line, None),
        author=keys.take("author", lambda node: _author(node, keys), Author(name=title)),
        language=languages[0],
        languages=languages,
        timezone=keys.take("timezone", read_timezone, UTC),
        time=keys.take("time", read_time, time(12)),
        dayfirst=keys.take("dayfirst", read_boolean, None),
        limit=limit,
        ttl=keys.take("ttl", read_minutes, None),
        formats=keys.take("formats", _formats, ("atom",)),
        archive=keys.take("archive", lambda node: read_one_of(node, ARCHIVES), "month"),
        pages=keys.take("pages", read_boolean, True),
        rights=keys.take("rights", read_line, None),
        hub=keys.take("hub", read_web_address, None),
        icon=icon and icon.address,
        picture=icon and icon.data,
        style=keys.take("style", lambda node: read_style(node, folder), ""),
        tags=tags,
        feeds=keys.take("feeds", lambda node: _feeds(node, keys, title, [tag.name for tag in tags], limit), ()),
        seeds=folder / seeds_name,
        output=folder / output_name,
        text=text.encode(),
        cache=folder / cache_name,
        seeds_name=seeds_name,
        output_name=output_name,
        cache_name=cache_name,
        notices=tuple(_notices(keys, url, icon, languages if tags else ())),
        beside=tuple(folder / str(keys.nodes[key][1].value) for key in ("icon", "style") if key in keys.nodes),
    )
    keys.refuse_others()
    _check_folders(config, keys)
    if keys.faults:
        raise ConfigError(sorted(keys.faults, key=lambda problem: problem.line or 0))
    return config


def _notices(keys: Fields, url: str, icon: Icon | None, languages: Sequence[str]) -> Iterator[Problem]:
    """What is harmless, and perhaps not meant."""
    if url == PLACEHOLDER:  # nobody can subscribe there
        yield Problem(keys.file, line_of(keys.nodes["url"][1]), "url: is that of the example; set your own")
    if icon and icon.fault:
        yield Problem(keys.file, line_of(keys.nodes["icon"][1]), icon.fault)
    yield from keys.notices
    for language in languages:
        if primary(language) not in LANGUAGES:
            reason = f"language: no rules for the forms of words in {language}; list them as terms"
            yield Problem(keys.file, line_of(keys.nodes["language"][1]), reason)


def _check_folders(config: Config, keys: Fields) -> None:
    seeds, output = (Path(os.path.realpath(path)) for path in (config.seeds, config.output))
    node = keys.nodes.get("output", keys.nodes.get("seeds", (None, None)))[1]
    if seeds == output or seeds in output.parents or output in seeds.parents:
        keys.fault("output", node, f"{config.output_name} and {config.seeds_name} (seeds) overlap; part them")
    elif not os.path.isdir(config.seeds):
        node = keys.nodes.get("seeds", (None, None))[1]
        keys.fault("seeds", node, f"no folder {config.seeds_name}; make it, or name yours with `seeds:`")


def _without_slash(url: str) -> str:
    """The default id. The slash of a bare host stays: without it the URI is not canonical."""
    return url if url.count("/") == 3 else url.removesuffix("/")


def _formats(node: Node) -> tuple[str, ...]:
    names = read_names(node)
    for item, name in zip(node.value, names, strict=True):
        if name not in FORMATS:
            raise FieldError(f"no such format {name}; there is {', '.join(FORMATS)}", item)
    return names


def _author(node: Node, keys: Fields) -> Author:
    if isinstance(node, Scalar):
        return Author(name=read_line(node))
    person = keys.below(node, "author.", AUTHOR)
    author = Author(
        name=person.need("name", read_line, "name the author"),
        email=person.take("email", read_email, None),
        uri=person.take("uri", read_uri, None),
    )
    person.refuse_others()
    return author


def _tags(node: Node, keys: Fields, languages: Sequence[str], usual: Tag) -> tuple[Tag, ...]:
    """The list form, where each name is its own term; `name: [term, …]`; or `name: {any: [term, …], …}`.

    What a tag does not say is `usual`.
    """
    tags: dict[str, Tag] = {}

    def terms(node: Node, key: str = "tags") -> tuple[str, ...]:
        return read_terms(node, languages, partial(keys.notice, key))

    if isinstance(node, Mapping):
        rules = keys.below(node, "tags.")
        for key, (key_node, value) in rules.nodes.items():
            name = rules.read(key, key_node, read_line, key)
            if name in tags:
                rules.fault(key, key_node, "said twice but for blanks")
            if isinstance(value, Mapping):
                rule = keys.below(value, f"tags.{key}.", TAG)
                tags[name] = _tag(name, rule, languages, usual)
            else:
                tags[name] = usual._replace(
                    name=name, terms=rules.take(key, partial(terms, key=f"tags.{key}"), ())
                )
    else:
        tags = {name: usual._replace(name=name, terms=(name,)) for name in terms(node)}
    slugs = distinct(slug(name).lower() for name in tags)
    return tuple(tag._replace(slug=file) for tag, file in zip(tags.values(), slugs, strict=True))


def _tag(name: str, rule: Fields, languages: Sequence[str], usual: Tag) -> Tag:
    """The full form. Without `any`, the name is the term."""
    if "any" not in rule.nodes and (fault := fault_of(name)):
        rule.fault("any", rule.root, f"missing; {fault}")

    def terms(key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        return rule.take(key, lambda node: read_terms(node, languages, partial(rule.notice, key)), default)

    tag = Tag(
        name=name,
        terms=terms("any", (name,)),
        slug="",
        exceptions=terms("not"),
        all=terms("all"),
        prominent=rule.take("prominent", read_boolean, usual.prominent),
        label=rule.take("label", read_line, None),
        scheme=rule.take("scheme", read_uri, None),
        limit=rule.take("limit", read_limit, usual.limit),
        hidden=rule.take("hidden", read_boolean, False),
    )
    rule.refuse_others(meant=("none", "not"))
    if tag.exceptions:
        from seedfeed.tags.mentions import never_counting

        nodes = {read_line(item): item for item in rule.nodes["not"][1].value}
        for term, exception in never_counting(tag, languages):
            rule.fault("not", nodes[exception], f"{exception} rules out the term {term}: it would never count")
    return tag


def _feeds(node: Node, keys: Fields, title: str, tags: Sequence[str], limit: int | None) -> tuple[FeedRule, ...]:
    feeds = keys.below(node, "feeds.")
    slugs = distinct((slug(name) for name in feeds.nodes), RESERVED)
    return tuple(
        _feed(keys.below(value, f"feeds.{name}.", FEED), file, f"{title}: {name}", tags, limit)
        for (name, (_, value)), file in zip(feeds.nodes.items(), slugs, strict=True)
    )


def _feed(rule: Fields, file: str, title: str, tags: Sequence[str], limit: int | None) -> FeedRule:
    def known(names: Node) -> frozenset[str]:
        found = read_names(names)
        for item, name in zip(names.value, found, strict=True):
            if name not in tags:
                raise FieldError(f"no such tag {name}{nearest(name, tags) or '; list it under `tags`'}", item)
        return frozenset(found)

    if isinstance(rule.root, Mapping) and not rule.nodes.keys() & {"all", "any", "none"}:
        rule.fault("", rule.root, "names no tags; write `all: [one, two]`, `any:` or `none:`")
    feed = FeedRule(
        slug=file,
        title=rule.take("title", read_line, title),
        subtitle=rule.take("subtitle", read_line, None),
        all=rule.take("all", known, frozenset()),
        any=rule.take("any", known, frozenset()),
        none=rule.take("none", known, frozenset()),
        limit=rule.take("limit", read_limit, limit),
    )
    rule.refuse_others(meant=("not", "none"))
    if feed.none & feed.all or (feed.any and feed.any <= feed.none):
        rule.fault("none", rule.nodes["none"][1], "rules out every entry that the feed could hold")
    return feed
