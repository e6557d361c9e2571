"""A document → as the preview shows it: local addresses, problems on top, why a tag is there. Touches no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree

from seedfeed.documents.pages.frame import breakable
from seedfeed.explain import Explanation, lines
from seedfeed.report import Problem
from seedfeed.tags.words import ALONE, LETTER
from seedfeed.text.characters import UNFIT

#: Where a page asks which build it shows. No document has a name like this.
VERSION = "/~version"
_MOST = 5  # problems on top of a page
_BOX = "margin:0 0 1rem;padding:.5rem 1rem;font:.875rem/1.5 system-ui,sans-serif;color:#222;background:"
_WRONG, _NOTE, _WHY = f"{_BOX}#fdd", f"{_BOX}#fec", f"{_BOX}#def;margin-block:1rem"
_RELOAD = """
let failed = false;
setInterval(async () => {
  try {
    const answer = await fetch("%s");
    if (failed || await answer.text() !== "%s") location.reload();
  } catch { failed = true; }
}, 1000);
"""


class Note(NamedTuple):
    """What is to be told on top of every page."""

    problem: Problem
    notice: bool  #: harmless


def local(data: bytes, url: str, here: str) -> bytes:
    """A document with the published address `url` turned into the local one."""
    for was, now in ((url, here), (_broken(url), _broken(here))):
        data = data.replace(was.encode(), now.encode())
    return data


def _broken(address: str) -> str:
    """An address as a page shows it to people."""
    return str(breakable(address)).replace("<wbr />", "<wbr>")


def page(
    data: bytes,
    *,
    version: str,
    nonce: str,
    notes: Sequence[Note] = (),
    held: Mapping[str, str] | None = None,
    explanation: Explanation | None = None,
) -> bytes:
    """A page with what is wrong on top, and a script that loads it again after the next build.

    `held` are ids of entries that would not be published, and why; `explanation` is that of the entry on the page.
    """
    root: Any = etree.fromstring(data)  # a page is well-formed XML
    for policy in root.xpath("//meta[@http-equiv='Content-Security-Policy']"):
        policy.getparent().remove(policy)  # the server sends another, with our script
    body = root.find("body")
    own = explanation.seed if explanation else None
    ordered = sorted(notes, key=lambda each: (each.problem.path != own, each.notice))
    boxes = [_box(_NOTE if each.notice else _WRONG, str(each.problem)) for each in ordered[:_MOST]]
    if len(ordered) > _MOST:
        boxes.append(_box(_NOTE, f"and {len(ordered) - _MOST} more: the terminal has them all"))
    for article in root.iter("article"):
        if reason := (held or {}).get(article.get("data-id", "")):
            article.insert(0, _box(_NOTE, f"Not published: {reason}"))
    if explanation:
        _explain(root, explanation)
    for box in reversed(boxes):
        body.insert(0, box)
    script = etree.SubElement(body, "script", nonce=nonce)
    script.text = _RELOAD % (VERSION, version)
    shown: bytes = etree.tostring(root, method="html", doctype="<!DOCTYPE html>", encoding="utf-8")
    return shown.replace(b"</wbr>", b"")


def missing(path: str, here: str) -> bytes:
    """The page where there is no document: it is loaded again, as others are, and may be there then."""
    root = etree.fromstring("<html lang='en'><head><title>Not there</title></head><body><main/></body></html>")
    text = f"There is no document {path}. Its seed may be refused, a draft, not due or gone, or pages are off."
    root[1][0].append(_box(_NOTE, text))
    for name in ("index.html", "feed.atom"):
        link = etree.SubElement(etree.SubElement(root[1][0], "p"), "a", href=f"{here}{name}")
        link.text = f"{here}{name}"
    data: bytes = etree.tostring(root)
    return data


def _box(style: str, text: str) -> Any:
    box = etree.Element("p", style=style, role="status")
    box.text = UNFIT.sub("�", text)
    return box


def _explain(root: Any, explanation: Explanation) -> None:
    """Mark the words that earn tags, and say below the text why."""
    article = next(root.iter("article"), None)
    if article is None:
        return
    why = etree.Element("section", style=_WHY, lang="en", dir="ltr")
    why.set("aria-label", "Why")
    for label, words in lines(explanation):
        if label in ("tag", "near", "absent", "notice", "held"):
            line = etree.SubElement(why, "div")
            etree.SubElement(line, "strong").text = label
            line[0].tail = f" {words}"
    article.addnext(why)
    why.tail, article.tail = article.tail, None
    tags = {found.words: tag.tag for tag in explanation.tags for found in tag.found if not found.exception}
    if tags:
        for content in article.xpath(".//*[contains(@class, 'e-content') or contains(@class, 'p-name')]"):
            _mark(content, tags)


def _mark(content: Any, tags: Mapping[str, str]) -> None:
    """Mark words below an element, each with the tag that it earns."""
    longest = sorted(tags, key=len, reverse=True)
    pattern = re.compile("|".join(map(_alone, longest)))
    for place in content.xpath(".//text()[not(ancestor::code)]"):
        start, *parts = _parts(place, pattern, tags)
        if not parts:
            continue
        parent = place.getparent()
        if place.is_text:
            parent.text = start
            for number, part in enumerate(parts):
                parent.insert(number, part)
        else:
            parent.tail = start
            for part in reversed(parts):
                tail, part_tail = parent.tail, part.tail
                parent.addnext(part)
                parent.tail, part.tail = tail, part_tail


def _alone(words: str) -> str:
    """A pattern of words that are not a part of others; some scripts have no blanks."""
    before = "" if ALONE.match(words[0]) else f"(?<!{LETTER})"
    after = "" if ALONE.match(words[-1]) else f"(?!{LETTER})"
    return before + r"\s+".join(map(re.escape, words.split())) + after


def _parts(text: str, pattern: re.Pattern[str], tags: Mapping[str, str]) -> Iterator[Any]:
    """What comes before the words in a text, and a mark for each of them, followed by what comes after it."""
    found = list(pattern.finditer(text))
    yield text[: found[0].start()] if found else text
    for number, place in enumerate(found):
        mark = etree.Element("mark", title=tags.get(" ".join(place[0].split()), ""))
        mark.text = place[0]
        mark.tail = text[place.end() : found[number + 1].start() if number + 1 < len(found) else None]
        yield mark
