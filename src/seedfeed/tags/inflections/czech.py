"""Czech: all cases and numbers of nouns, and genders of adjectives.

How a noun is declined cannot always be told from the word: the endings of all that it may be are tried, with the
changes of the stem that they bring, and no text holds the wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from seedfeed.tags.inflections.paradigms import cases, with_endings

_VOWELS = "aeiouyáéíóúůýě"
#: What the end of a stem becomes before -i of men, -ích, and -e of the dative.
_SOFTER = {"ch": "š", "k": "c", "h": "z", "g": "z", "r": "ř"}
#: And before -í of adjectives.
_SOFTER_ADJECTIVES = {"sk": "št", "ck": "čt", **_SOFTER}
#: With an ending that begins with ě or i, the hook goes there.
_HOOKS = {"ď": "d", "ť": "t", "ň": "n"}
_MEN = "a u e i y ovi em ě ové é ů ům ech ích í ách"
_WOMEN = "y u ou o ě e ám ách ami ovi ové ů ům ích"
_THINGS = "a u em ě e ům ech ách ích y"
_SOFT_WOMEN = "i í ím ích emi ěmi ě e ech mi"
#: By the nominative.
_IRREGULAR = {
    "dítě": "dítěte dítěti dítětem děti dětí dětem dětech dětmi",
    "člověk": "člověka člověku člověkovi člověkem lidé lidi lidí lidem lidech lidmi",
    "přítel": "přítele příteli přítelem přátelé přátele přátel přátelům přátelích přáteli",
    "den": "dne dni dnu dnem dny dní dnů dnům dnech",
    "týden": "týdne týdnu týdnem týdny týdnů týdnům týdnech",
    "pes": "psa psu psovi psem psi psy psů psům psech",
    "ruka": "ruky ruce ruku rukou rukám rukách rukama",
    "dcera": "dcery dceři dceru dcerou dcer dcerám dcerách dcerami",
}
#: By the plural.
_SINGULAR = {"děti": "dítě", "lidé": "člověk", "přátelé": "přítel", "dny": "den"}


def inflect(word: str, _: str) -> set[str]:
    """All forms of the nouns and adjectives whose nominative `word` is."""
    return cases(word.casefold(), _IRREGULAR, _SINGULAR, _singulars, _forms)


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
        yield from with_endings(stem, "á é ého ému ém ým ou ých ými")
        yield from _of_men(stem, "í")
    elif word.endswith("yj"):  # Zelenskyj
        yield from with_endings(word[:-2], "ý ého ému ém ým")
    elif word.endswith("í"):
        yield from with_endings(word, "ho mu m ch mi")
    elif word.endswith("um") and len(word) > 4:
        yield from with_endings(word[:-2], "a u em í ím ích i ů ům ech y")
        yield from _bare(word[:-2])
    elif word.endswith("us") and len(word) > 4:
        yield from with_endings(word[:-2], _MEN)
        yield from with_endings(word, _MEN)
    elif word.endswith("a"):
        yield from with_endings(stem, _WOMEN)
        yield from with_endings(stem, "i e í ím ích emi em")
        yield from (*_bare(stem), *_softened(stem))
        yield from _of_men(stem, "i")
        if word.endswith("ista"):
            yield stem + "é"
    elif word.endswith("o"):
        yield from with_endings(stem, _THINGS)
        yield from (*_bare(stem), *_softened(stem))
    elif word.endswith(("e", "ě")):
        yield from with_endings(stem, "i í em ím ích emi ovi ů ům e ě a u ech y ové")
        yield from _bare(stem)
        if word.endswith(("ě", "ře", "le", "če", "še")):
            yield from with_endings(word, "te ti tem")
            yield from with_endings(stem, "ata at atům atech aty")
    elif word[-1] not in _VOWELS:
        for each in _oblique(word):
            for base in {each, each[:-1] + _HOOKS.get(each[-1], each[-1])}:
                yield from with_endings(base, _MEN)
                yield from with_endings(base, _SOFT_WOMEN)
            yield from _of_men(each, "i")


def _oblique(stem: str) -> set[str]:
    """A stem, and what it may be before an ending: Ukrajinc-, dom-, větr-."""
    found = {stem}
    if fleeting := re.search(rf"[eě]([^{_VOWELS}])$", stem):
        found.add(stem[: fleeting.start()] + fleeting[1])
    found.add(re.sub(rf"ů([^{_VOWELS}]+)$", r"o\1", stem))
    found.add(re.sub(rf"í([^{_VOWELS}]+)$", r"ě\1", stem))
    found.add(re.sub(rf"í([^{_VOWELS}]+)$", r"i\1", stem))
    return found


def _bare(stem: str) -> Iterator[str]:
    """The genitive plural without an ending: válek, měst, smluv."""
    shorter = re.sub(rf"ou([^{_VOWELS}]+)$", r"u\1", stem)
    yield from (stem, shorter)
    yield re.sub(rf"á([^{_VOWELS}]+)$", r"a\1", stem)
    yield re.sub(rf"í([^{_VOWELS}]+)$", r"ě\1", stem)
    if re.search(rf"[^{_VOWELS}]{{2}}$", stem):
        yield from (body[:-1] + "e" + body[-1] for body in (stem, shorter))


def _softened(stem: str) -> Iterator[str]:
    """The dative of women, and the locative: válce, Praze, střeše, hře."""
    yield from _softer(stem, _SOFTER, ("e", "ích"))


def _of_men(stem: str, ending: str) -> Iterator[str]:
    """The plural of men, and the locative: vojáci, vojácích, ministři, francouzští."""
    softer = _SOFTER_ADJECTIVES if ending == "í" else _SOFTER
    yield from _softer(stem, softer, (ending, "ích", "e")) or (stem + ending,)


def _softer(stem: str, softer: Mapping[str, str], endings: Iterable[str]) -> list[str]:
    """A stem whose end becomes softer, with endings; nothing for any other."""
    for hard, soft in softer.items():
        if stem.endswith(hard):
            return [stem.removesuffix(hard) + soft + ending for ending in endings]
    return []
