"""What documents in XML have in common: how their entries are filled in, and how they are read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from lxml import etree

#: The namespace of archived feeds (RFC 5005, 2).
HISTORY = "http://purl.org/syndication/history/1.0"
_CHUNK = 1 << 16
_AROUND = "root"


class Mould:
    """An entry as feedgen makes it, to be filled in again and again: to make each anew takes twice as long.

    It changes, and so do the categories that it takes: not for two threads.
    """

    def __init__(self, element: Any, *, before: str, namespaces: Mapping[str, str] | None = None) -> None:
        """Take an element, in which categories go before the child called `before`.

        The `namespaces` are those that the document declares.
        """
        etree.indent(element, level=1)
        self.element = element
        self.parts = {child.tag: child for child in element}  #: by their names
        self._next = self.parts[before]
        self._around = etree.Element(_AROUND, nsmap=dict(namespaces or {}))
        self._around.append(element)
        etree.cleanup_namespaces(self._around, keep_ns_prefixes=list(namespaces or ()))
        self._begin = etree.tostring(self._around).index(b"<", 1)

    def cast(self, categories: Iterable[Any]) -> bytes:
        """The element as it is filled in now, with these categories, on lines of its own."""
        children = list(categories)
        for child in children:
            child.tail = self.element.text  # the indent
            self._next.addprevious(child)
        data: bytes = etree.tostring(self._around, encoding="UTF-8")
        for child in children:
            self.element.remove(child)
        return b"  " + data[self._begin : -len(f"</{_AROUND}>")] + b"\n"


def read_ids(file: BinaryIO, pattern: re.Pattern[bytes] | None = None) -> Iterator[bytes]:
    """The first group of each `pattern` in a document. Raises ValueError if it is not well-formed."""
    parser = etree.XMLParser(
        target=_Nothing(),  # type: ignore[arg-type]
        resolve_entities=False,
        huge_tree=True,
    )
    rest = b""
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            if not pattern:
                continue
            rest += chunk
            end = 0
            for found in pattern.finditer(rest):
                yield found[1]
                end = found.end()
            rest = rest[end:]
        parser.close()
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def read_texts(file: BinaryIO, entry: str, names: Sequence[str]) -> Iterator[list[str]]:
    """The texts of the children with these `names` of each element named `entry`.

    Raises ValueError if the document is not well-formed.
    """
    try:
        for _, element in etree.iterparse(file, tag=entry, resolve_entities=False, huge_tree=True):
            yield [element.findtext(name) or "" for name in names]
            element.clear()
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


class _Nothing:
    """Takes what a parser reports, and keeps none of it."""

    def close(self) -> None:
        pass
