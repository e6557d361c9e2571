"""Polish: all cases and numbers of nouns, and genders of adjectives.

How a noun is declined cannot always be told from the word: the endings of all that it may be are tried, with the
changes of the stem that they bring, and no text holds the wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedfeed.tags.inflections.paradigms import cases, with_endings

_VOWELS = "aeiouyąęó"
#: What the end of a stem becomes before -e (dative, locative), the longest first.
_BEFORE_E = {
    "st": "ści", "zd": "ździ", "sł": "śl", "sn": "śni", "zn": "źni", "ch": "sz", "rz": "rz", "sz": "sz",
    "cz": "cz", "dz": "dz", "t": "ci", "d": "dzi", "s": "si", "z": "zi", "n": "ni", "r": "rz", "ł": "l", "k": "c",
    "g": "dz", "b": "bi", "p": "pi", "w": "wi", "f": "fi", "m": "mi", "h": "sz",
}  # fmt: skip
#: And in the plural of men, with its ending.
_OF_MEN = {
    "st": "ści", "sł": "śli", "sn": "śni", "ch": "si", "sz": "si", "rz": "rze", "k": "cy", "g": "dzy", "t": "ci",
    "d": "dzi", "r": "rzy", "ł": "li", "z": "zi", "s": "si", "n": "ni", "w": "wi", "p": "pi", "b": "bi", "m": "mi",
    "ż": "zi", "f": "fi",
}  # fmt: skip
_SOFT = {"dź": "dzi", "ć": "ci", "ś": "si", "ź": "zi", "ń": "ni"}
_HARD = {soft: sharp for sharp, soft in _SOFT.items()}
#: Endings of nouns, by what most of them mean; those of men are all that a stem in a consonant may have.
_MEN = "a u owi em y e owie ów om ami ach"
_WOMEN = "y i ę ą o om ami ach e"
_THINGS = "a u em om ami ach o"
_SOFT_MEN = "a u owi em e ów om ami ach owie"
#: Ends of words for people: others have no plural of men, which is often a verb (sądzi, rządzi).
_PEOPLE = tuple(
    "anin ec ent ant er yk ik or ast eta uz ak og at iad ch olog arz rz król syn chłop szwed turek grek "
    "el in".split()
)
_ADJECTIVES = ("y", "a", "e", "ego", "emu", "ym", "ej", "ą", "ych", "ymi")
#: By the nominative.
_IRREGULAR = {
    "dziecko": "dziecka dziecku dzieckiem dzieci dzieciom dziećmi dzieciach",
    "człowiek": "człowieka człowiekowi człowiekiem człowieku ludzie ludzi ludziom ludźmi ludziach",
    "tydzień": "tygodnia tygodniowi tygodniem tygodniu tygodnie tygodni tygodniom tygodniami tygodniach",
    "dzień": "dnia dniowi dniem dniu dni dnie dniom dniami dniach",
    "rok": "roku rokiem rokowi lata lat latom latami latach",
    "brat": "brata bratu bratem bracie bracia braci braciom braćmi braciach",
    "ksiądz": "księdza księdzu księdzem księża księży księżom księżmi księżach",
    "sędzia": "sędziego sędziemu sędzią sędziowie sędziów sędziom sędziami sędziach sędzi sędzię",
    "kościół": "kościoła kościołowi kościołem kościele kościoły kościołów kościołom kościołami kościołach",
    "niemcy": "niemiec niemcom niemcami niemczech",
    "włochy": "włoch włochom włochami włoszech",
    "węgry": "węgier węgrom węgrami węgrzech",
    "pies": "psa psu psem psie psy psów psom psami psach",
    "książę": "księcia księciu księciem książęta książąt książętom książętami książętach",
}
#: By the plural.
_SINGULAR = {"dzieci": "dziecko", "ludzie": "człowiek", "lata": "rok", "dni": "dzień"}


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
        if word.endswith("cy"):
            yield from (word[:-2] + "k", word[:-2] + "iec", stem + "a")
        if word.endswith("rzy"):
            yield word[:-3] + "r"
    elif word.endswith(("ki", "gi")):
        yield from (stem, stem + "a", f"{stem[:-1]}e{stem[-1]}")
    elif word.endswith("ci"):
        yield from (word[:-2] + "t", word[:-2] + "ta", word[:-2] + "ć")
    elif word.endswith("zi"):
        yield from (word[:-1], word[:-1] + "a")
    elif word.endswith("owie"):
        yield from (word[:-4], word[:-4] + "a")
    elif word.endswith("e"):
        yield from (stem, stem + "a")
        if stem.endswith("i"):
            yield from (_hardened(stem), stem[:-1] + "a")
    elif word.endswith("a"):
        yield from (stem + "o", stem + "e", stem + "um")


def _forms(word: str) -> Iterator[str]:
    yield word
    stem = word[:-1]
    if len(word) < 3:
        return
    if word.endswith(("y", "i")):
        yield from _adjective(word)
    elif word.endswith("um"):
        yield from with_endings(word[:-2], "a ów om ami ach")
    elif word.endswith("ę"):
        yield from with_endings(
            stem, "enia eniu eniem ona on onom onami onach ęcia ęciu ęciem ęta ąt ętom ętami ętach"
        )
    elif word.endswith("a"):
        yield from with_endings(stem, _WOMEN)
        yield from _before_e(stem)
        yield from _bare(stem)
        if word.endswith(("ca", "ta", "ga")):
            yield from with_endings(stem, "ów owie owi")
            yield from _of_men(stem)
        if stem[-1] in "ij":
            yield from (stem + "i", stem[:-1] + "i", stem[:-1] + "ii")
    elif word.endswith("o"):
        yield from with_endings(stem, _THINGS)
        yield from (*with_endings(stem, "iem"), *_before_e(stem), *_bare(stem))
    elif word.endswith("e"):
        yield from with_endings(stem, _THINGS)
        yield from (_hardened(stem), *_bare(stem), stem + "y")
    elif word[-1] not in _VOWELS:
        yield from _of_a_consonant(word)


def _of_a_consonant(word: str) -> Iterator[str]:
    if word.endswith("anin"):
        yield from with_endings(word[:-2], "ie om ami ach")
        yield word[:-2]
    if word.endswith("j"):
        yield word[:-1] + "i"  # kolei
    soft = next((word.removesuffix(end) + soft for end, soft in _SOFT.items() if word.endswith(end)), None)
    for stem in _oblique(soft or word):
        if soft:
            yield from with_endings(stem, _SOFT_MEN)
            yield from (stem, stem + "ą", stem + "mi", word + "mi")
        else:
            yield from with_endings(stem, _MEN)
            yield from with_endings(stem, "iem ie ą")
            if stem.endswith(("k", "g", "l", "j")):
                yield stem + "i"
            yield from _before_e(stem)
            if word.endswith(_PEOPLE):
                yield from _of_men(stem)


def _oblique(stem: str) -> set[str]:
    """A stem, and what it may be before an ending: statk-, Krakow-, błęd-."""
    found = {stem}
    body = stem[:-1] if stem.endswith("i") else stem
    tail = stem[len(body) :]
    if fleeting := re.search(r"i?e([^aeiouyąęó]{1,2})$", body):
        found.add(body[: fleeting.start()] + fleeting[1] + tail)
        if body.endswith("niec"):
            found.add(body[:-4] + "ńc")  # Ukraińca
    for closed, opened in (("ó", "o"), ("ą", "ę")):
        found |= {re.sub(rf"{closed}([^{_VOWELS}]+)$", rf"{opened}\1", body) + tail}
    return found


def _bare(stem: str) -> Iterator[str]:
    """The genitive plural without an ending: rakiet, spółek, umów, zdjęć."""
    bare = _hardened(stem)
    yield bare
    yield re.sub(rf"o([^{_VOWELS}]+)$", r"ó\1", bare)
    yield re.sub(rf"ę([^{_VOWELS}]+)$", r"ą\1", bare)
    if re.search(rf"[^{_VOWELS}]{{2}}$", bare):
        yield from (bare[:-1] + between + bare[-1] for between in ("e", "ie"))


def _before_e(stem: str) -> Iterator[str]:
    for end, soft in _BEFORE_E.items():
        if stem.endswith(end):
            changed = stem.removesuffix(end) + soft + "e"
            yield changed
            yield re.sub(r"a(ści|dzi|zi|si|ci)e$", r"e\1e", changed)  # mieście
            return


def _of_men(stem: str) -> Iterator[str]:
    for end, changed in _OF_MEN.items():
        if stem.endswith(end):
            yield stem.removesuffix(end) + changed
            return


def _adjective(word: str) -> Iterator[str]:
    stem = word[:-1]
    for ending in _ADJECTIVES:
        if word.endswith("y"):
            yield stem + ending
        elif ending[0] in "ye":
            yield stem + "i" + ending.removeprefix("y")
        else:
            yield stem + ("" if stem[-1] in "kg" else "i") + ending
    yield from _of_men(stem)


def _hardened(stem: str) -> str:
    """A stem that ends in a soft consonant, as it is written without an ending: zdjęci, zdjęć."""
    for soft, sharp in _HARD.items():
        if stem.endswith(soft):
            return stem.removesuffix(soft) + sharp
    return stem.removesuffix("i")
