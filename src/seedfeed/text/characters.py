"""Which characters a text may hold, and which of them anybody sees. Touches no file."""

from __future__ import annotations

import re
import unicodedata

#: What XML 1.0 (2.2) cannot carry, and the controls U+007F to U+009F, which it discourages:
#: validators warn about these, and no text means them.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

#: Line and page ends of slides and old documents, which part words.
_BLANKS = {0x0B: " ", 0x0C: " ", 0x1C: " ", 0x1D: " ", 0x1E: " ", 0x1F: " ", 0x85: " "}

#: Bytes of UTF-8 that are not part of these.
_HARMLESS = bytes({*b"\t\n\r", *range(0x20, 0x7F), *range(0x80, 0x100)} - {0xC2, 0xED, 0xEF})

_SPACES = re.compile(r"[ \t\n\r]+")
#: Anything but white space and the characters that show nothing by themselves.
_VISIBLE = re.compile("[^\\s\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")


def clean(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """`text` without what XML 1.0 cannot carry, and a notice (line from 1, words) on what was dropped."""
    found = UNFIT.search(text)
    if not found:
        return text, ()
    codes = sorted({f"U+{ord(c):04X}" for c in UNFIT.findall(text)})
    names = ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")
    line = text.count("\n", 0, found.start()) + 1
    spaced = text.translate(_BLANKS)
    words = "dropped" if UNFIT.search(spaced) else "a blank takes the place of"
    return UNFIT.sub("", spaced), ((line, f"{words} characters that a feed cannot carry: {names}"),)


def surely_fit(data: bytes) -> bool:
    """Whether `data` (UTF-8) holds nothing unfit: most texts need no closer look, which takes longer."""
    return not data.translate(None, _HARMLESS)


def squeeze(text: str) -> str:
    """`text` on one line, blanks at both ends gone."""
    if "  " in text or "\t" in text or "\n" in text or "\r" in text:
        text = _SPACES.sub(" ", text)
    return text.strip()


def visible(text: str) -> list[int]:
    """The indexes in `text` of what would be seen."""
    return [found.start() for found in _VISIBLE.finditer(text)]


def is_blank(text: str) -> bool:
    """Whether nothing in `text` would be seen."""
    return not (text[:1].isalnum() or _VISIBLE.search(text))


def fold(name: str) -> str:
    """What two spellings of a name, of a tag or a file, have in common."""
    return unicodedata.normalize("NFC", name).casefold()
