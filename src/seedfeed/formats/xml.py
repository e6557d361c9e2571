"""What documents in XML have in common: how they are read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 1 << 20


class _Nothing:
    """Takes what a parser reports, and keeps none of it."""

    def close(self) -> None:
        pass


def read_ids(file: BinaryIO, pattern: re.Pattern[bytes] = re.compile(rb"(?!)")) -> Iterator[bytes]:
    """The first group of each `pattern` in a document. Raises ValueError if it is not well-formed."""
    from lxml import etree

    parser = etree.XMLParser(
        target=_Nothing(),  # type: ignore[arg-type]
        resolve_entities=False,
        huge_tree=True,
    )
    rest = b""
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            rest += chunk
            end = 0
            for found in pattern.finditer(rest):
                yield found[1]
                end = found.end()
            rest = rest[end:]
        parser.close()
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
