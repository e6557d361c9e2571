"""The forms of a word in a language: number only, from small rules.

The term is inflected, the text never stemmed: a stemmer makes one word of `France` and `franc`, and its
next release would tag published entries anew. A form that is no word does no harm: no text holds it.
"""

from __future__ import annotations

from collections.abc import Callable

_ENGLISH_PAIRS = {
    "child": "children", "foot": "feet", "goose": "geese", "half": "halves", "knife": "knives",
    "leaf": "leaves", "life": "lives", "loaf": "loaves", "man": "men", "mouse": "mice", "person": "people",
    "shelf": "shelves", "thief": "thieves", "tooth": "teeth", "wife": "wives", "wolf": "wolves",
    "woman": "women",
}  # fmt: skip
_ENGLISH_SINGULAR = {plural: singular for singular, plural in _ENGLISH_PAIRS.items()}
#: Words that end in -s and are not the plural of the word without it.
_NOT_PLURAL = frozenset(
    "always arms customs gas goods headquarters lens means news perhaps series species thanks works".split()
)
_NOT_PLURAL_FRENCH = frozenset(
    "avis bras cas choix corps cours fils fois fonds mois pays poids prix temps toujours voix".split()
)


def forms(word: str, language: str, *, name: bool = False) -> frozenset[str]:
    """`word` (casefolded) and its other forms in `language` (BCP 47).

    A `name` (written with a capital) is never taken for a plural: Hamas is not many Hama. A language
    without rules here gives the word alone.
    """
    inflect = _LANGUAGES.get(language.partition("-")[0].casefold())
    if inflect is None or not word[-1].isalnum():
        return frozenset({word})
    return frozenset({word, *inflect(word, name)})


def _english(word: str, name: bool) -> set[str]:
    found = {_plural(word)} if not (name and word.endswith("is")) else set()  # Tunis has no tunes
    if word.endswith(("o", "y")):
        found.add(word + "s")  # Kennedys, photos
    if word.endswith("man"):
        found.add(word[:-2] + "en")  # airmen; nobody writes humen
    if word in _ENGLISH_SINGULAR:
        found.add(_ENGLISH_SINGULAR[word])
    if not name and len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        found |= _singulars(word) if word not in _NOT_PLURAL else set()
    return found


def _plural(word: str) -> str:
    if word in _ENGLISH_PAIRS:
        return _ENGLISH_PAIRS[word]
    if word.endswith("is") and len(word) > 4:
        return word[:-2] + "es"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _singulars(word: str) -> set[str]:
    if word.endswith("ies"):
        return {word[:-3] + "y", word[:-1]}
    if word.endswith(("ches", "shes", "xes", "sses", "zes", "oes")):
        return {word[:-2], word[:-1]}
    found = {word[:-1]}
    if word.endswith("ses"):
        found |= {word[:-2] + "is", word[:-2]}  # crises, buses
    return found


def _french(word: str, name: bool) -> set[str]:
    if word.endswith(("au", "eu")):
        return {word + "x", word + "s"}
    if word.endswith(("al", "ail")):
        return {word.removesuffix("l").removesuffix("i") + "ux", word + "s"}  # journaux, travaux, détails
    if not word.endswith(("s", "x", "z")):
        return {word + "s"}
    if name or len(word) < 4 or word in _NOT_PLURAL_FRENCH:
        return set()
    if word.endswith(("eaux", "eux", "oux")):
        return {word[:-1]}
    if word.endswith("aux"):
        return {word[:-3] + "al", word[:-1]}
    return {word[:-1]} if word.endswith("s") and not word.endswith(("ss", "us", "is")) else set()


_LANGUAGES: dict[str, Callable[[str, bool], set[str]]] = {"en": _english, "fr": _french}
