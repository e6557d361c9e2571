"""Czech: all cases and numbers of nouns, and genders of adjectives.

How a noun is declined cannot always be told from the word: the endings of all that it may be are tried, with the
changes of the stem that they bring, and no text holds the wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_VOWELS = "aeiouyáéíóúůýě"
#: What the end of a stem becomes before -i and -í of men, and -ích; and before -e of the dative.
_SOFTER = {"ch": "š", "sk": "šť", "ck": "čť", "k": "c", "h": "z", "g": "z", "r": "ř"}
#: With an ending that begins with ě or i, the hook goes there.
_HOOKS = {"ď": "d", "ť": "t", "ň": "n"}
_MEN = "a u e i y ovi em ě ové é ů ům ech ích í ách"
_WOMEN = "y u ou o ě e ám ách ami ovi ové ů ům ích"
_THINGS = "a u em ě e ům ech ách ích y"
_SOFT_WOMEN = "i í ím ích emi ěmi ě e ech mi"
_PAIRS = {
    "dítě": "dítěte dítěti dítětem děti dětí dětem dětech dětmi",
    "člověk": "člověka člověku člověkovi člověkem lidé lidi lidí lidem lidech lidmi",
    "přítel": "přítele příteli přítelem přátelé přátele přátel přátelům přátelích přáteli",
    "den": "dne dni dnu dnem dny dní dnů dnům dnech",
    "týden": "týdne týdnu týdnem týdny týdnů týdnům týdnech",
    "pes": "psa psu psovi psem psi psy psů psům psech",
    "ruka": "ruky ruce ruku rukou rukám rukách rukama",
    "dcera": "dcery dceři dceru dcerou dcer dcerám dcerách dcerami",
}
_PLURAL = {"děti": "dítě", "lidé": "člověk", "přátelé": "přítel", "dny": "den"}


def inflect(word: str, _: str) -> set[str]:
    """All forms of the nouns and adjectives whose nominative `word` is."""
    word = word.casefold()
    word = _PLURAL.get(word, word)
    if word in _PAIRS:
        return {word, *_PAIRS[word].split()}
    return {form for each in {word, *_singulars(word)} for form in _forms(each)}


def _singulars(word: str) -> Iterator[str]:
    """What a nominative plural may be the plural of."""
    stem = word[:-1]
    if len(word) < 3:
        return
    if word.endswith("y"):
        yield from (stem, stem + "a")
    elif word.endswith("ci"):
        yield word[:-2] + "k"
        yield word[:-2] + "ec"
        yield stem
    elif word.endswith("ři"):
        yield from (word[:-2] + "r", stem)
    elif word.endswith("zi"):
        yield from (word[:-2] + "h", word[:-2] + "g", stem)
    elif word.endswith("i"):
        yield stem
    elif word.endswith("ové") and len(word) > 5:
        yield from (word[:-3], word[:-3] + "a")
    elif word.endswith("é"):
        yield stem
    elif word.endswith("ata") and len(word) > 5:
        yield word[:-3] + "ě"
        yield word[:-3] + "e"
    elif word.endswith(("e", "ě")):
        yield stem
    elif word.endswith("a"):
        yield from (stem + "o", stem + "um")


def _forms(word: str) -> Iterator[str]:
    yield word
    stem = word[:-1]
    if len(word) < 3:
        return
    if word.endswith("ý"):
        yield from _with(stem, "á é ého ému ém ým ou ých ými")
        yield from _of_men(stem, "í")
    elif word.endswith("yj"):  # Zelenskyj
        yield from _with(word[:-2], "ý ého ému ém ým")
    elif word.endswith("í"):
        yield from _with(word, "ho mu m ch mi")
    elif word.endswith("um") and len(word) > 4:
        yield from _with(word[:-2], "a u em í ím ích i ů ům ech y")
        yield from _bare(word[:-2])
    elif word.endswith("us") and len(word) > 4:
        yield from _with(word[:-2], _MEN)
        yield from _with(word, _MEN)
    elif word.endswith("a"):
        yield from _with(stem, _WOMEN)
        yield from _with(stem, "i e í ím ích emi em")
        yield from (*_bare(stem), *_softened(stem))
        yield from _of_men(stem, "i")
        if word.endswith("ista"):
            yield stem + "é"
    elif word.endswith("o"):
        yield from _with(stem, _THINGS)
        yield from (*_bare(stem), *_softened(stem))
    elif word.endswith(("e", "ě")):
        yield from _with(stem, "i í em ím ích emi ovi ů ům e ě a u ech y ové")
        yield from _bare(stem)
        if word.endswith(("ě", "ře", "le", "če", "še")):
            yield from _with(word, "te ti tem")
            yield from _with(stem, "ata at atům atech aty")
    elif word[-1] not in _VOWELS:
        for each in _oblique(word):
            for base in {each, each[:-1] + _HOOKS.get(each[-1], each[-1])}:
                yield from _with(base, _MEN)
                yield from _with(base, _SOFT_WOMEN)
            yield from _of_men(each, "i")


def _oblique(stem: str) -> set[str]:
    """A stem, and what it may be before an ending: Ukrajinc-, dom-, větr-."""
    found = {stem}
    if fleeting := re.search(rf"[eě]([^{_VOWELS}])$", stem):
        body = stem[: fleeting.start()]
        found.add(body + fleeting[1])
    found.add(re.sub(rf"ů([^{_VOWELS}]+)$", r"o\1", stem))
    found.add(re.sub(rf"í([^{_VOWELS}]+)$", r"ě\1", stem))
    found.add(re.sub(rf"í([^{_VOWELS}]+)$", r"i\1", stem))
    return found


def _bare(stem: str) -> Iterator[str]:
    """The genitive plural without an ending: válek, měst, smluv."""
    yield stem
    yield re.sub(rf"ou([^{_VOWELS}]+)$", r"u\1", stem)
    yield re.sub(rf"á([^{_VOWELS}]+)$", r"a\1", stem)
    yield re.sub(rf"í([^{_VOWELS}]+)$", r"ě\1", stem)
    if re.search(rf"[^{_VOWELS}]{{2}}$", stem):
        for body in {stem, re.sub(rf"ou([^{_VOWELS}]+)$", r"u\1", stem)}:
            yield body[:-1] + "e" + body[-1]
            yield body


def _softened(stem: str) -> Iterator[str]:
    """The dative of women: válce, Praze, střeše, hře."""
    for end, soft in _SOFTER.items():
        if stem.endswith(end) and len(end) == len(soft):
            yield from (stem.removesuffix(end) + soft + "e", stem.removesuffix(end) + soft + "ích")
    if stem.endswith("k"):
        yield from (stem[:-1] + "ce", stem[:-1] + "cích")
    if stem.endswith("ch"):
        yield from (stem[:-2] + "še", stem[:-2] + "ších")


def _of_men(stem: str, ending: str) -> Iterator[str]:
    """The plural of men, and the locative: vojáci, vojácích, ministři, francouzští."""
    for end, soft in _SOFTER.items():
        if stem.endswith(end) and (ending == "í" or len(end) == 1 or end == "ch"):
            changed = stem.removesuffix(end) + (
                _HOOKS.get(soft[-1], soft[-1]) if len(soft) == 1 else soft[0] + "t"
            )
            yield from (changed + ending, changed + "ích", changed + "e")
            return
    yield stem + ending


def _with(stem: str, endings: str) -> Iterable[str]:
    return (stem + ending for ending in endings.split())
