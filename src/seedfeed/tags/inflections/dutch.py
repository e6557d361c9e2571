"""Dutch: singular and plural, and the two forms of adjectives, each from the other.

How a noun makes its plural cannot always be told from the word: several are tried, and no text holds the wrong
ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VOWELS = "aeiouyëïéè"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_PAIRS = {
    "stad": "steden", "schip": "schepen", "lid": "leden", "ei": "eieren", "kind": "kinderen", "lied": "liederen",
    "blad": "bladeren", "goed": "goederen", "volk": "volkeren", "rund": "runderen", "kalf": "kalveren",
    "lam": "lammeren", "been": "beenderen", "smid": "smeden", "museum": "musea", "datum": "data",
    "centrum": "centra", "medium": "media", "politicus": "politici", "criticus": "critici", "wet": "wetten",
    "basis": "bases", "crisis": "crises", "koe": "koeien", "christen": "christenen", "video": "video's",
    "vlo": "vlooien", "zeeman": "zeelieden", "brandweerman": "brandweerlieden",
}  # fmt: skip
#: Ends of compounds of these.
_HEADS = ("stad", "schip", "lid", "ei", "kind", "lied", "blad", "volk")
#: Short vowels that are long in the plural: dag, dagen.
_LONG = tuple(
    "dag weg slag dak bad gat glas graf hof god pad vat verdrag bedrag spel oorlog gebed gebrek gebod verbod "
    "aanslag hertog verslag slot lot schot staf stap gezag bevel hol dal tred trog".split()
)
#: Words whose last syllable is not stressed: its consonant is not doubled.
_UNSTRESSED = ("ik", "es", "et", "em", "el", "er", "en", "ig", "ing", "elijk", "og", "or", "um", "us", "is")
_NO_PLURAL = frozenset(
    "brussel parijs wales texas hamas athene londen polen zweden noorwegen saksen leiden".split()
)


def inflect(word: str, _: str) -> set[str]:
    """The plural of a noun, the form in -e of an adjective, and what they are of."""
    word = word.casefold()
    singulars = {word, *(() if word in _NO_PLURAL else _singulars(word))}
    return singulars | {form for each in singulars for form in _forms(each)}


def _forms(word: str) -> Iterator[str]:
    if word in _PAIRS:
        yield _PAIRS[word]
    for head in _HEADS:
        if word.endswith(head) and len(word) > len(head) + 2:
            yield word.removesuffix(head) + _PAIRS[head]
    if len(word) < 3:
        return
    if word.endswith("heid"):
        yield word[:-4] + "heden"
    elif word.endswith("man") and len(word) > 5:
        yield from (word[:-3] + end for end in ("mannen", "lieden", "lui", "mensen", "en"))  # Fransen
    elif word.endswith("ie"):
        yield from (word + "s", word + "ën", word[:-1] + "ën")  # organisaties, industrieën, koloniën
    elif word.endswith("ee"):
        yield from (word + "ën", word + "s")
    elif word.endswith("ss"):
        yield from (word + "en", word + "e")
    elif word[-1] in "aiouy" and word[-2] not in "aeiou":
        yield word + "'s"
    elif word[-1] in "eéè" or word.endswith(("eau", "oe", "ui", "ai", "oi", "au", "ou", "ei", "ij", "uw", "eu")):
        yield from (word + end for end in ("s", "n", "en", "e"))
    elif word.endswith("en"):
        yield word + "s"  # wagens
    else:
        yield word + "s"
        for stem in _stems(word):
            yield from (stem + "en", stem + "e")
        if word.endswith(("um", "us")):
            yield from (word[:-2] + end for end in ("a", "i"))
        if word.endswith("or"):
            yield word[:-2] + "oren"


def _stems(word: str) -> Iterator[str]:
    """`word` as it is written before -en and -e: raam, bom, brief, huis."""
    if word.endswith("ieel"):
        yield word[:-3] + "ël"  # financiële
        return
    long = re.search(rf"(?<![aeou])(aa|ee|oo|uu)([{_CONSONANTS}])$", word)
    short = re.search(rf"(?<![{_VOWELS}])[aeiou]([{_CONSONANTS}])$", word)
    if long:
        stem = word[: long.start()] + long[1][0] + long[2]
        yield from {stem, _voiced(stem)}
    elif short and word[-1] not in "wxj":
        if word.endswith((*_LONG, *_UNSTRESSED, "s", "f")):
            yield from {word, _voiced(word)}
        yield word + word[-1]
    else:
        yield from {word, _voiced(word)}


def _voiced(stem: str) -> str:
    return stem[:-1] + {"f": "v", "s": "z"}.get(stem[-1], stem[-1])


def _singulars(word: str) -> Iterator[str]:
    for singular, plural in _PAIRS.items():
        if word == plural or (singular in _HEADS and word.endswith(plural) and len(word) > len(plural) + 2):
            yield word.removesuffix(plural) + singular
            return
    if len(word) < 5:
        return
    if word.endswith("heden"):
        yield word[:-5] + "heid"
    elif word.endswith(("mannen", "lieden", "mensen")):
        yield word[:-6] + "man"
    elif word.endswith("ën"):
        yield from (word[:-2], word[:-2] + "e")
    elif word.endswith("'s"):
        yield word[:-2]
    elif word.endswith("en"):
        yield from _bare(word[:-2])
        if word.endswith(("ansen", "elsen", "iersen")):
            yield word[:-2] + "man"
    elif word.endswith("e"):
        yield from _bare(word[:-1])
    elif word.endswith("s") and not word.endswith(("ss", "us", "is", "ans", "ees", "ijs", "uis", "ws")):
        yield word[:-1]


def _bare(stem: str) -> Iterator[str]:
    """What is written `stem` before -en and -e."""
    hard = stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    if stem[-1] == stem[-2] and stem[-1] in _CONSONANTS:
        yield stem[:-1]
        return
    open_vowel = re.search(rf"(?<![{_VOWELS}])([aeou])[{_CONSONANTS}]$", stem)
    if open_vowel:
        yield hard[:-1] + open_vowel[1] + hard[-1]
        if hard.endswith((*_LONG, *_UNSTRESSED)):
            yield hard
    else:
        yield hard
