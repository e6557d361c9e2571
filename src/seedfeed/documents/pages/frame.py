"""What all pages share: their frame, their style, what they show of an entry. Jinja2 escapes everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from seedfeed.documents.content import content_of
from seedfeed.documents.formats import FORMATS
from seedfeed.documents.opml import PATH as OPML
from seedfeed.documents.phrases import day_in_words, language_of, period_in_words, phrases_of
from seedfeed.entries.instants import rfc3339
from seedfeed.feeds import MAIN
from seedfeed.model import INDEX, TAGS, Config, Document, Entry, Text
from seedfeed.text.addresses import quote_path
from seedfeed.text.digests import name_of

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

STYLE = "style.css"
#: How a page names seedfeed as its generator.
MARK = b'generator" content="seedfeed"'
#: Languages and scripts in which a line runs from right to left even if it begins with a Latin word.
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks ps sd ug ur yi".split())
_SCRIPTS_RIGHT_TO_LEFT = frozenset("adlm arab hebr nkoo rohg syrc thaa".split())
_ARTICLE = re.compile(rb'<article\b[^>]* data-id="([^"]*)"')
_END = b"</html>\n"
#: Templates that others extend or import.
_PARENTS = ("base.html", "macros.html", STYLE)
#: After these a long address may break.
_SEPARATORS = re.compile(r"(?<=[/.?&=_-])(?=[^/.?&=_-])")


class Address(NamedTuple):
    """Where one feed is in one format."""

    format: str
    media_type: str
    href: str  #: relative to the output folder
    url: str


class ShownTag(NamedTuple):
    """A tag on a page."""

    name: str  #: as people see it
    href: str | None  #: of its page, relative to the output folder


class Shown(NamedTuple):
    """An entry on a page."""

    entry: Entry
    text: Text
    tags: tuple[ShownTag, ...]
    day: str  #: as people write it
    published: str  #: RFC 3339
    changed: str | None  #: the day of a change that was announced
    updated: str  #: RFC 3339
    href: str  #: of its page, relative to the output folder
    source: str | None
    lang: str
    dir: str

    @property
    def content(self) -> Markup:
        """As HTML."""
        from markupsafe import Markup

        return Markup(content_of(self.text))  # noqa: S704 - HTML that `entries` made, and escaped


#: Renders a template with values, for a page so many folders below the output folder.
Render = Callable[[int, str, Mapping[str, object]], str]


def renderer(config: Config) -> Render:
    """What renders pages of a config."""
    addresses = cache(partial(_addresses, config))
    common = {
        "config": config,
        "lang": language_of(config.language),
        "words": phrases_of(config.language),
        "main": addresses(MAIN),
        "addresses": addresses,
        "index": INDEX,
        "style": STYLE,
        "opml": OPML,
        "in_words": partial(period_in_words, language=config.language),
    }

    @cache
    def template(name: str) -> Template:
        """With what all pages share as its globals: to hand it over with each page would take longer."""
        environment = _environment()
        return environment.template_class.from_code(environment, _code(name), environment.make_globals(common))

    def render(depth: int, name: str, values: Mapping[str, object]) -> str:
        return template(name).render(values, root="../" * depth)

    return render


def presenter(config: Config) -> Callable[[Entry, Text], Shown]:
    """What tells how pages show an entry."""
    known = {
        tag.name: ShownTag(tag.label or tag.name, None if tag.hidden else quote_path(f"{TAGS}/{tag.slug}.html"))
        for tag in config.tags
    }

    def day(when: datetime) -> str:
        return day_in_words(when.astimezone(config.timezone).date(), config.language)

    @cache
    def direction(lang: str) -> str:
        return "rtl" if _runs_to_the_left(lang) else "auto"

    def show(entry: Entry, text: Text) -> Shown:
        lang = text.lang or config.language
        href, published = quote_path(entry.page or ""), rfc3339(entry.published)
        return Shown(
            entry=entry,
            text=text,
            tags=tuple([known.get(name) or ShownTag(name, None) for name in entry.tags]),
            day=day(entry.published),
            published=published,
            changed=day(entry.updated) if entry.updated is not entry.published else None,
            updated=rfc3339(entry.updated) if entry.updated is not entry.published else published,
            href=href,
            source=entry.link if entry.link != config.url + href else None,
            lang=lang,
            dir=direction(lang),
        )

    return show


def style_document(config: Config) -> Document:
    """The style of all pages: ours, then what the config adds."""

    def parts() -> tuple[bytes, ...]:
        return _environment().get_template(STYLE).render().encode(), config.style.encode()

    return Document(path=STYLE, source=name_of(config.style), entries=(), parts=parts, read_ids=lambda _: iter(()))


def read_ids(file: BinaryIO) -> Iterator[bytes]:
    """The ids of the entries on a page. Raises ValueError if it is cut off."""
    data = file.read()
    if not data.endswith(_END):
        raise ValueError("a page that is cut off")
    return (found[1] for found in _ARTICLE.finditer(data))


def preload() -> None:
    """Import and parse what renders pages."""
    for name in _environment().list_templates():
        if name in _PARENTS:
            _environment().get_template(name)
        else:
            _code(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from seedfeed.documents.pages.compiled import Compiled

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        bytecode_cache=Compiled(__file__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["breakable"] = breakable
    return environment


@cache
def _code(name: str) -> CodeType:
    environment = _environment()
    source, path, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
    kept = environment.bytecode_cache
    bucket = kept.get_bucket(environment, name, path, source)  # type: ignore[union-attr]
    if bucket.code is None:
        bucket.code = environment.compile(source, name, path)
        kept.set_bucket(bucket)  # type: ignore[union-attr]
    return bucket.code


@cache
def macro(name: str) -> Callable[..., Markup]:
    """A macro of the pages."""
    found: Callable[..., Markup] = getattr(_environment().get_template("macros.html").module, name)
    return found


def breakable(address: str) -> Markup:
    """An address that breaks after its separators, where it must."""
    from markupsafe import Markup

    return Markup("<wbr />").join(_SEPARATORS.split(address))


def _runs_to_the_left(lang: str) -> bool:
    """Whether text in a language (BCP 47) runs from right to left. The script decides, where it is said."""
    language, *others = lang.lower().split("-")
    script = next((each for each in others if len(each) == 4 and each.isalpha()), None)
    return script in _SCRIPTS_RIGHT_TO_LEFT if script else language in _RIGHT_TO_LEFT


def _addresses(config: Config, path: str) -> tuple[Address, ...]:
    return tuple(
        Address(
            format=FORMATS[name].name,
            media_type=FORMATS[name].media_type,
            href=quote_path(f"{path}.{name}"),
            url=config.url_of(f"{path}.{name}"),
        )
        for name in config.formats
    )
