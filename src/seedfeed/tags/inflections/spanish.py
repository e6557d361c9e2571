"""Spanish: singular and plural, masculine and feminine, each from the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedfeed.tags.inflections.paradigms import number_and_gender, other_gender

_ACUTE = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú"}
_PLAIN = {acute: vowel for vowel, acute in _ACUTE.items()}
#: Words that end in -s and are no plural of the word without it, names above all.
_NO_PLURAL = frozenset(
    "adiós andes antes apenas asturias atenas atlas bahamas barbados bruselas burgos caos caracas carlos "
    "cortes cosmos dallas dios entonces flores gas honduras iglesias jueves lagos laos londres lunes "
    "maldivas malvinas marcos martes menos mercedes mes miércoles morales más nápoles paraguas parís país "
    "reyes rosas santos sus texas torres vargas viernes".split()
)
#: Ends of adjectives, and of words for people: masculine, feminine, and the least length of the first.
_GENDERS = (
    *(("ano", "ana", 6), ("ino", "ina", 7), ("eño", "eña", 6), ("és", "esa", 5), ("ero", "era", 7)),
    *(("ario", "aria", 7), ("ico", "ica", 6), ("ivo", "iva", 6), ("oso", "osa", 6), ("iado", "iada", 7)),
    *(("tado", "tada", 8), ("ogado", "ogada", 7), ("pleado", "pleada", 8), ("ido", "ida", 6)),
    *(("tor", "tora", 6), ("dor", "dora", 6), ("sor", "sora", 6), ("ón", "ona", 6), ("án", "ana", 6)),
    *(("ín", "ina", 6), ("uz", "uza", 7), ("ólogo", "óloga", 7), ("ógrafo", "ógrafa", 7), ("neo", "nea", 6)),
    *(("peo", "pea", 6), ("aéreo", "aérea", 5), ("ístico", "ística", 8), ("terno", "terna", 7)),
    ("undo", "unda", 7),
    *((word, f"{word}a", len(word)) for word in ("español", "mongol", "juez", "fiscal", "concejal", "oficial")),
    *((f"{word}e", f"{word}a", len(word) + 1) for word in (
        "president", "dependient", "client", "gerent", "intendent",
    )),
    *((f"{word}o", f"{word}a", len(word) + 1) for word in (
        "alumn amig argelin armeni arquitect bielorrus bosni búlgar candidat chec chin ciudadan "
        "diputad egipci enemig eslovac estoni europe filipin frí georgian grieg hebre herid herman hij "
        "húngar izquierd kurd larg libi llen líquid macedoni maestr ministr modern moner muert médic "
        "navarr negr niñ noveg nuev obrer pequeñ pilot polac primer próxim public químic rus rápid serbi "
        "siri suec suiz sólid tercer tunecin turc técnic vasc vecin viej válid últim"
    ).split()),
    *(("alcalde", "alcaldesa", 7), ("jefe", "jefa", 4), ("ítimo", "ítima", 6)),
)  # fmt: skip
#: The accent moves.
_PAIRS = {"régimen": "regímenes", "carácter": "caracteres", "espécimen": "especímenes"}
_SINGULAR = {plural: singular for singular, plural in _PAIRS.items()}
#: Nouns that look like the other gender of another word.
_NO_GENDER = frozenset(
    "camino casino cortina cocina marina medicina oficina gasolina petrolero cartera frontera bandera carretera "
    "dinero febrero ventana semana mañana campana partido partida comida salida vida medida moneda".split()
)


def inflect(word: str, _: str) -> set[str]:
    """Number and gender of `word`."""
    word = word.casefold()
    return number_and_gender(word, _singulars, _genders, _plurals)


def _genders(word: str) -> Iterator[str]:
    if word not in _NO_GENDER and not word.endswith("ión"):
        yield from other_gender(word, _GENDERS)


def _plurals(word: str) -> Iterator[str]:
    end = word[-1]
    if word in _PAIRS:
        yield _PAIRS[word]
    elif end in "aeoáéó":
        yield word + "s"
    elif end in "iuíú":
        yield from (word + "s", word + "es")
    elif end == "z":
        yield word[:-1] + "ces"
    elif end in "sx":
        if word[-2:-1] in _PLAIN or len(re.findall("[aeiouáéíóú]+", word)) == 1:  # francés, mes; not crisis
            yield _unstressed(word) + "es"
            yield word + "es"  # países
    elif end in "lrndjy":
        yield from (word + "es", _unstressed(word) + "es", word + "s")
        if end == "n":
            yield _stressed(word) + "es"  # jóvenes
    else:
        yield from (word + "s", word + "es")  # robots, clubes


def _singulars(word: str) -> Iterator[str]:
    if len(word) < 4 or word in _NO_PLURAL or not word.endswith("s") or word.endswith(("is", "us", "ss")):
        return
    if word in _SINGULAR:
        yield _SINGULAR[word]
    elif word.endswith("ces"):
        yield word[:-3] + "z"
    if word.endswith("es") and word[-3] in "lrndjysíú":
        stem = word[:-2]
        yield from (stem, re.sub("[áéíóú]", lambda found: _PLAIN[found[0]], stem))  # jóvenes
        if stem[-1] in "ns":
            yield re.sub(r"([aeiou])([ns])$", lambda found: _ACUTE[found[1]] + found[2], stem)  # aviones
    yield word[:-1]


def _unstressed(word: str) -> str:
    """`word` without the accent on its last vowel, which the plural does not need."""
    return re.sub(r"([áéíóú])([^aeiouáéíóú]*)$", lambda found: _PLAIN[found[1]] + found[2], word)


def _stressed(word: str) -> str:
    """`word` with an accent on the vowel before its last, where it has none: joven."""
    if re.search("[áéíóú]", word):
        return word
    return re.sub(r"([aeiou])([^aeiou]+[aeiou]n)$", lambda found: _ACUTE[found[1]] + found[2], word)
