"""German: cases and number of nouns, which have a capital, and all endings of adjectives, which have none.

How a noun makes its plural cannot be told from the word: several are tried, and no text holds the wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü", "au": "äu"}
_PLAIN = {umlaut: vowel for vowel, umlaut in _UMLAUTS.items()}
_VOWELS = "aeiouyäöü"
#: Ends of nouns whose plural ends in -er, with an umlaut where there can be one: Krankenhaus, Bundesland.
_ER = (
    *("amt", "bad", "bild", "blatt", "brett", "buch", "dach", "dorf", "ei", "feld"),
    *("geist", "geld", "gesicht", "glas", "glied", "gott", "grab", "gut", "haupt", "haus"),
    *("holz", "horn", "huhn", "kalb", "kind", "kleid", "kraut", "lamm", "land", "licht"),
    *("lied", "loch", "mann", "maul", "nest", "rad", "rind", "schild", "schloss", "schwert"),
    *("tal", "tuch", "tum", "volk", "wald", "wort"),
)
#: Ends of nouns whose plural is told by an umlaut alone.
_UMLAUT = (
    *("acker", "apfel", "boden", "bruder", "faden", "garten", "graben", "hafen", "handel", "kasten", "laden"),
    *("magen", "mangel", "mantel", "mutter", "nagel", "ofen", "schaden", "tochter", "vater", "vogel"),
)
#: Ends of feminine nouns: they have one plural, and no other case.
_FEMININE = ("anz", "ei", "enz", "heit", "ion", "keit", "schaft", "tät", "ung", "ik", "ur")
#: Foreign ends, and what the plural makes of them.
_FOREIGN = (("um", "en"), ("um", "a"), ("us", "en"), ("a", "en"), ("o", "en"), ("ma", "mata"), ("dion", "dien"))
#: Of the plurals of these, the ends that no other word has.
_FOREIGN_PLURALS = (
    *(("eum", "een"), ("ium", "ien"), ("ion", "ien"), ("zentrum", "zentren"), ("datum", "daten")),
    *(("virus", "viren"), ("firma", "firmen"), ("thema", "themen"), ("konto", "konten"), ("risiko", "risiken")),
)
#: Adjectives that are nouns.
_ADJECTIVES = (
    *("abgeordneter", "angeklagter", "angestellter", "beamter", "deutscher", "freiwilliger", "gefangener"),
    *("grüner", "jugendlicher", "verletzter", "vertriebener", "verwandter", "vorsitzender"),
)
#: Nouns in -e and -en without which they are another word: Kohle, Note, Sachsen.
_NO_SINGULAR = frozenset(
    "baden bande bitte breite dresden ebene ehre emden ende essen flotte frage grüne halle hessen kanne karte "
    "kasse klasse kohle kosten kunde lange liebe masse messe minden mitte münchen note presse reihe reise rolle "
    "runde sachsen schale schule seine seite sonne sorge spitze stelle stärke tiefe treffen wanne ware weite "
    "welle westfalen wolle wunde".split()
)
#: Ends of plurals in -s, of which most words in -s are none.
_S = (
    *("autos", "videos", "fotos", "euros", "kilos", "demos", "büros", "partys", "handys", "jets", "parks"),
    *("hotels", "clubs", "teams", "stars", "fans", "trucks", "taxis", "kameras", "shops", "chefs", "streiks"),
)
_ENDINGS = ("", "e", "em", "en", "er", "es")
#: Names and nouns in -n that are no plural of the word without it.
_NO_PLURAL = frozenset("eisen italien polen rumänien schweden spanien wissen zeichen".split())


def inflect(word: str, _: str) -> set[str]:
    """The forms of a noun, or of an adjective if `word` has no capital."""
    if not word[0].isupper():
        stem = word.removesuffix("e")
        return {stem + ending for ending in _ENDINGS}
    return set(_cases(word.casefold()))


def _cases(word: str) -> Iterator[str]:
    yield from _singulars(word)
    if word.endswith(_FEMININE) and not word.endswith(("dion", "eik")):
        yield word + "en"
    elif word.endswith("nis"):
        yield from (word + "se", word + "ses", word + "sen")
    elif word.endswith("e"):
        yield from (word + "n", word + "ns", word + "s")
    elif word.endswith(_ADJECTIVES):
        yield from (word[:-1], word[:-1] + "n", word[:-1] + "m")
    elif word.endswith(("el", "en", "er")) and not word.endswith(("iel", "eer", "ier")):
        yield word + "s"
        others = {word, *([_with_umlaut(word, behind="e")] if word.endswith(_UMLAUT) else ())}
        yield from others
        if not word.endswith("en"):
            yield from (each + "n" for each in others)
    else:
        yield from _of_a_consonant(word)


def _of_a_consonant(word: str) -> Iterator[str]:
    if word.endswith("in") and not word.endswith("ein"):
        yield word + "nen"
    if word[-1] not in "sxz":
        yield word + "s"
    if (word[-1] not in _VOWELS and not word.endswith("us")) or word.endswith("aus"):
        yield from (word + ending for ending in ("e", "en", "es"))
        yield from (_with_umlaut(word) + ending for ending in ("e", "en"))
    if word.endswith(_ER):
        yield from (_with_umlaut(word) + ending for ending in ("er", "ern"))
    if word.endswith("s") and not word.endswith("ss") and len(word) < 7:
        yield from (word + ending for ending in ("se", "sen", "ses"))  # Bus
    if word.endswith("r"):
        yield word + "n"
    if word.endswith("au"):
        yield word + "en"
    for end, plural in _FOREIGN:
        if word.endswith(end) and len(word) > 4:
            yield word.removesuffix(end) + plural


def _singulars(word: str) -> Iterator[str]:
    if len(word) < 5 or word in _NO_PLURAL:
        return
    if word.endswith("innen"):
        yield word[:-3]
    elif word.endswith(tuple(end + "en" for end in _FEMININE)):
        yield word[:-2]
    elif word.endswith("en"):
        yield word[:-1]
        if len(word) > 5 and word not in _NO_SINGULAR:
            yield word[:-2]
            yield from (
                word.removesuffix(plural) + end for end, plural in _FOREIGN_PLURALS if word.endswith(plural)
            )
    elif word.endswith("er") and _without_umlaut(word[:-2]).endswith(_ER):
        yield from (_without_umlaut(word[:-2]), word + "n")
    elif word.endswith("nisse"):
        yield word[:-2]
    elif word.endswith(_S) or (word.endswith("e") and word not in _NO_SINGULAR):
        yield word[:-1]
    if word.endswith("e") and any(umlaut in word for umlaut in _PLAIN):
        yield _without_umlaut(word[:-1])
    if (bare := _without_umlaut(word)).endswith(_UMLAUT):
        yield bare


def _with_umlaut(word: str, behind: str = "") -> str:
    """`word` with an umlaut in its last syllable (or in the one before, `behind` which stands this vowel)."""
    found = re.search(rf"(au|(?<![aeiou])[aou])([^{_VOWELS}]*{behind}[^{_VOWELS}]*)$", word)
    return word[: found.start()] + _UMLAUTS[found[1]] + found[2] if found else word


def _without_umlaut(word: str) -> str:
    place = max(word.rfind(umlaut) for umlaut in "äöü")
    return word if place < 0 else word[:place] + _PLAIN[word[place]] + word[place + 1 :]
