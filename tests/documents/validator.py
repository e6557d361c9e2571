"""What the W3C feed validator would say of a document, by the names of its messages.

Its rules for Atom, RSS and OPML, rebuilt from what its source checks (feed, entry, link, content, channel,
item, opml, validators); RFC 5005 with them. Informational messages are left out, errors and warnings are not.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3]\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"[0-2]\d:[0-5]\d:[0-5]\d [+-]\d{4}"
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[\w.~/:?#@!$&'()*+,;=%-]+", re.ASCII)
LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
ADDRESS = re.compile(r"https?://[\w.~/:?#@!$&'()*+,;=%-]+", re.ASCII)
HTML = re.compile(r"</\w+>|&#?\w+;")


def complaints(document: bytes, url: str) -> list[str]:
    """Errors and warnings for the document that stands at `url`."""
    root: Any = etree.fromstring(document)
    found: list[str] = []

    def need(holds: object, message: str) -> None:
        if not holds:
            found.append(message)

    need(document.startswith(b"<?xml version='1.0' encoding='UTF-8'?>"), "MissingEncoding")
    need(not re.search("[\x7f-\x9f]", document.decode()), "BadCharacters")
    {ATOM + "feed": _atom, "rss": _rss, "opml": _opml}[root.tag](root, url, need)
    return found


def _only(element: Any, name: str, need: Any) -> str:
    each = element.findall(name)
    need(len(each) <= 1, f"DuplicateElement {name}")
    return (each[0].text or "").strip() if each else ""


def _history(links: dict[str, str], archived: bool, need: Any) -> None:
    if archived:
        need("current" in links, "MissingCurrentInArchive")
    else:
        need("current" not in links and "next-archive" not in links, "FeedHistoryRel")


def _uri(value: str, need: Any, message: str) -> None:
    need(URI.fullmatch(value), f"{message} {value}")
    need(not re.search(r"%(?![0-9A-F]{2})", value), f"NonCanonicalURI {value}")
    parts = urlsplit(value)
    need(
        parts.scheme not in ("http", "https") or (parts.path and parts.netloc.islower()),
        f"NonCanonicalURI {value}",
    )


def _atom(root: Any, url: str, need: Any) -> None:
    entries = root.findall(ATOM + "entry")
    last_metadata = max(i for i, child in enumerate(root) if child.tag != ATOM + "entry")
    need(all(root.index(entry) > last_metadata for entry in entries), "MisplacedMetadata")
    known = "id title updated published author content link summary category subtitle generator entry rights icon logo".split()
    for element in root.iter(etree.Element):
        need(element.tag.startswith((ATOM, HISTORY)), f"UndefinedElement {element.tag}")
    for element in (root, *entries):
        need(
            {child.tag.removeprefix(ATOM) for child in element} <= {*known, HISTORY + "archive"},
            "UndefinedElement",
        )
        for name in ("id", "title", "updated"):
            need(_only(element, ATOM + name, need), f"MissingElement {name}")
        for name in ("updated", "published"):
            value = _only(element, ATOM + name, need)
            if value:
                need(RFC3339.fullmatch(value), f"InvalidRFC3339Date {value}")
                need("1970" <= value < "2100", f"ImplausibleDate {value}")
        _uri(_only(element, ATOM + "id", need), need, "InvalidFullLink")
        alternates = [
            link for link in element.findall(ATOM + "link") if link.get("rel", "alternate") == "alternate"
        ]
        need(len(alternates) <= 1, "DuplicateAtomLink")
        for link in element.findall(ATOM + "link"):
            need(ADDRESS.fullmatch(link.get("href", "")), f"InvalidLink {link.get('href')}")
        for category in element.findall(ATOM + "category"):
            need(category.get("term"), "MissingAttribute term")
            _uri(category.get("scheme"), need, "InvalidFullLink")
        for author in element.findall(ATOM + "author"):
            need(_only(author, ATOM + "name", need), "MissingElement name")
            email = _only(author, ATOM + "email", need)
            need(not email or "@" in email, "InvalidEmail")
    links = {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")}
    need("self" in links, "MissingSelf")
    need(links.get("self") == url, "SelfDoesntMatchLocation")
    need("alternate" in links, "MissingAlternate")
    _history(links, root.find(HISTORY + "archive") is not None, need)
    need(re.fullmatch(r"[A-Za-z]{2,3}(-\w+)*", root.get(LANG, "")), "MissingDCLanguage")
    need(_only(root, ATOM + "generator", need), "NotBlank generator")
    for entry in entries:
        has_author = root.find(ATOM + "author") is not None or entry.find(ATOM + "author") is not None
        need(has_author, "MissingElement author")
        content = entry.find(ATOM + "content")
        need(content is not None and content.get("type") == "html", "MissingContentOrAlternate")
        need(content is not None and "<script" not in (content.text or ""), "SecurityRisk")
        need(_only(entry, ATOM + "summary", need), "NotBlank summary")
        for name in ("title", "summary"):
            text = entry.find(ATOM + name)
            need(name == "summary" or not HTML.search(text.text), "ContainsUndeclaredHTML")
            need(text.get("type", "text") == "text", "InvalidTextType")
    for name, message in (("id", "DuplicateEntries"), ("updated", "DuplicateUpdated")):
        values = [entry.findtext(ATOM + name) for entry in entries]
        need(len(set(values)) == len(values), message)


def _rss(root: Any, url: str, need: Any) -> None:
    need(root.get("version") == "2.0", "InvalidVersion")
    channel = root.find("channel")
    known = "generator title link description docs language managingEditor ttl category lastBuildDate item".split()
    known += "copyright", "image"
    need(channel.find("managingEditor") is None or channel.find(DC + "creator") is None, "DuplicateSemantics")
    need(
        {c.tag for c in channel} <= {*known, DC + "creator", ATOM + "link", HISTORY + "archive"},
        "UndefinedElement",
    )
    for name in ("title", "link", "description"):
        need(_only(channel, name, need), f"MissingElement {name}")
    need(ADDRESS.fullmatch(channel.findtext("link")), "InvalidLink")
    links = {link.get("rel"): link.get("href") for link in channel.findall(ATOM + "link")}
    need("self" in links, "MissingAtomSelfLink")
    need(links.get("self") == url, "SelfDoesntMatchLocation")
    _history(links, channel.find(HISTORY + "archive") is not None, need)
    need(RFC822.fullmatch(_only(channel, "lastBuildDate", need)), "InvalidRFC2822Date")
    editor = _only(channel, "managingEditor", need)
    need(not editor or re.fullmatch(r"\S+@\S+ \(.+\)", editor), "MissingRealName")
    ttl = _only(channel, "ttl", need)
    need(not ttl or ttl.isdecimal(), "InvalidInteger ttl")
    items = channel.findall("item")
    need(list(channel)[len(channel) - len(items) :] == items, "MisplacedItem")
    for item in items:
        known = "title link description guid category pubDate".split()
        extensions = {CONTENT + "encoded", DC + "creator", DC + "language"}
        need({child.tag for child in item} <= {*known, *extensions}, "UndefinedElement")
        need(not (lang := _only(item, DC + "language", need)) or re.fullmatch(LANGUAGE, lang), "InvalidLanguage")
        need(_only(item, "title", need), "MissingItemTitle")
        need(not HTML.search(_only(item, "title", need)), "ContainsHTML title")
        link = _only(item, "link", need)
        need(not link or ADDRESS.fullmatch(link), f"InvalidLink {link}")
        guid = item.find("guid")
        need(guid is not None and guid.get("isPermaLink") == "false" and guid.text, "MissingGuid")
        need(RFC822.fullmatch(_only(item, "pubDate", need)), "InvalidRFC2822Date")
        tags = [child.tag for child in item]
        need(tags.index("description") < tags.index(CONTENT + "encoded"), "NeedDescriptionBeforeContent")
        for name in ("description", CONTENT + "encoded"):
            need(not re.search(r"<(script|embed|object|meta)", _only(item, name, need)), "SecurityRisk")
    guids = [item.findtext("guid") for item in items]
    need(len(set(guids)) == len(guids), "DuplicateValue guid")


def _opml(root: Any, url: str, need: Any) -> None:
    need(url.endswith(".opml"), "UnexpectedContentType")
    need(root.get("version") == "2.0", "InvalidOPMLVersion")
    head, body = root.find("head"), root.find("body")
    need([child.tag for child in root if isinstance(child.tag, str)] == ["head", "body"], "MissingElement")
    need({each.tag for each in head} <= {"title", "dateModified", "ownerName", "ownerEmail"}, "UndefinedElement")
    need(_only(head, "title", need), "MissingElement title")
    need(RFC822.fullmatch(_only(head, "dateModified", need)), "InvalidRFC2822Date")
    need(len(body), "MissingElement outline")
    for outline in body:
        need(outline.get("text"), "MissingAttribute text")
        need(outline.get("title"), "MissingTitleAttr")
        need(outline.get("type") == "rss", "InvalidOutlineType")
        need(ADDRESS.fullmatch(outline.get("xmlUrl", "")), "MissingXmlURL")
        need(ADDRESS.fullmatch(outline.get("htmlUrl", "")), "InvalidLink htmlUrl")
