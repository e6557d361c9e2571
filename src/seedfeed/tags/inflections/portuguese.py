"""Portuguese: singular and plural, masculine and feminine, each from the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedfeed.tags.inflections.paradigms import number_and_gender, other_gender

_PLAIN = {"á": "a", "â": "a", "é": "e", "ê": "e", "í": "i", "ó": "o", "ô": "o", "ú": "u"}
#: Words that end in -s and are no plural of the word without it, names above all.
_NO_PLURAL = frozenset(
    "antes apenas atenas atlas bahamas barbados bruxelas burgos caos carlos chaves cosmos dallas deus "
    "dias flores gomes gás honduras lagos laos londres mais maldivas malvinas marcos mas menos mercedes "
    "morales mês neves paris país santos texas torres tênis vargas ônibus".split()
)
#: Ends of words in -ão whose plural is not in -ões alone.
_AES = ("alemão", "capitão", "catalão", "cão", "charlatão", "escrivão", "guardião", "pão", "sacristão", "tabelião")
_AOS = tuple(
    "acórdão afegão ancião artesão bênção chão cidadão cristão grão irmão mão órfão órgão pagão sótão vão".split()
)
#: Those with a feminine in -ã.
_A = ("afegão", "alemão", "ancião", "anfitrião", "artesão", "campeão", "capitão", "catalão", "cidadão", "cristão",
      "escrivão", "espião", "guardião", "irmão", "letão", "órfão", "pagão", "são", "vilão")  # fmt: skip
#: Ends of adjectives, and of words for people: masculine, feminine, and the least length of the first.
_GENDERS = (
    *(("ano", "ana", 6), ("ino", "ina", 7), ("enho", "enha", 7), ("eno", "ena", 6), ("ês", "esa", 5)),
    *(("eiro", "eira", 8), ("ário", "ária", 7), ("ico", "ica", 6), ("ivo", "iva", 6), ("oso", "osa", 6)),
    *(("iado", "iada", 7), ("tado", "tada", 7), ("gado", "gada", 7), ("ido", "ida", 6), ("neo", "nea", 6)),
    *(("tor", "tora", 6), ("dor", "dora", 6), ("sor", "sora", 6), ("ólogo", "óloga", 7), ("ógrafo", "ógrafa", 7)),
    *(("eu", "eia", 5), ("deu", "dia", 5), ("éu", "é", 3), ("terno", "terna", 7), ("undo", "unda", 7)),
    *((f"{stem}ão", f"{stem}oa", len(stem) + 2) for stem in ("patr", "le", "pavilh")),
    *((each, f"{each[:-2]}ã", len(each) - 1) for each in _A),
    *((word, f"{word}a", len(word)) for word in ("espanhol", "mongol", "oficial", "cru")),
    *((f"{word}o", f"{word}a", len(word) + 1) for word in (
        "alun amig argelin armêni arquitet basc bielorruss brasileir bósni búlgar candidat chec deputad "
        "derrotad egípci engenheir eslovac estrangeir estôni europei filh filipin greg gregg húngar "
        "inimig iraquian kurd lituan líbi líquid macedôni menin ministr modern mort médic negr norueg nov "
        "polac prefeit primeir próxim públic químic russ rápid suec suíç sérvi síri sólid terceir tunisin "
        "turc técnic últim"
    ).split()),
    *(("prefeito", "prefeita", 8), ("juiz", "juíza", 4), ("ítimo", "ítima", 6)),
)  # fmt: skip
_PAIRS = {"juiz": "juízes", "raiz": "raízes", "caráter": "caracteres", "cônsul": "cônsules", "mal": "males"}
_SINGULAR = {plural: singular for singular, plural in _PAIRS.items()}
#: Nouns that look like the other gender of another word.
_NO_GENDER = frozenset(
    "cortina cozinha marina medicina oficina gasolina semana campana partido partida comida saída vida medida "
    "estado cidade dinheiro janeiro fevereiro bandeira fronteira carteira".split()
)


def inflect(word: str, _: str) -> set[str]:
    """Number and gender of `word`; in `primeiro-ministro`, of both parts."""
    word = word.casefold()
    if "-" in word:
        return {word, *_of_two(*word.split("-", 1))}
    return number_and_gender(word, _singulars, _genders, _plurals)


def _of_two(first: str, second: str) -> Iterator[str]:
    for one in {first, *(inflect(first, "") if len(first) > 3 else ())}:
        for two in inflect(second, "") if second else ():
            yield f"{one}-{two}"


def _genders(word: str) -> Iterator[str]:
    if word not in _NO_GENDER:
        yield from other_gender(word, _GENDERS)


def _plurals(word: str) -> Iterator[str]:
    if word in _PAIRS:
        yield _PAIRS[word]
    elif word.endswith("ão"):
        if not word.endswith(_AOS) or word.endswith(("ancião", "artesão")):
            yield word[:-2] + "ões"
        if word.endswith(_AES):
            yield word[:-2] + "ães"
        if word.endswith(_AOS):
            yield word + "s"
    elif word.endswith("m"):
        yield word[:-1] + "ns"
    elif word.endswith("il"):
        yield from (word[:-1] + "s", _unstressed(word[:-2]) + "eis", word[:-2] + "eis")
    elif word.endswith("l"):
        yield word[:-1] + "is"
        yield from (word[:-2] + end + "is" for plain, end in (("e", "é"), ("o", "ó")) if word[-2] == plain)
    elif word[-1] in "rz":
        yield word + "es"
    elif word[-1] in "sx":
        if word[-2:-1] in _PLAIN or len(re.findall("[aeiouáâéêíóôú]+", word)) == 1:
            yield from (_unstressed(word) + "es", word + "es")  # franceses, países
    else:
        yield word + "s"
        if word[-1] in "nbp":
            yield word + "es"


def _singulars(word: str) -> Iterator[str]:
    if len(word) < 4 or word in _NO_PLURAL or not word.endswith("s") or word.endswith(("us", "ss")):
        return
    if word in _SINGULAR:
        yield _SINGULAR[word]
    elif word.endswith("ões") or (word.endswith("ães") and word[:-3] + "ão" in _AES):
        yield word[:-3] + "ão"
    elif word.endswith("ns"):
        yield word[:-2] + "m"
    elif word.endswith(("ais", "éis", "óis", "uis")):
        yield from (word[:-2] + "l", _unstressed(word[:-2]) + "l")
    elif word.endswith("eis"):
        yield from (word[:-3] + "il", word[:-2] + "l")
    elif word.endswith("is"):
        yield word[:-1] + "l"
    else:
        if word.endswith("es") and word[-3] in "rzsn":
            stem = word[:-2]
            yield stem
            if stem.endswith("es"):
                yield stem[:-2] + "ês"  # franceses
        yield word[:-1]


def _unstressed(word: str) -> str:
    """`word` without the accent on its last vowel, which the plural does not need."""
    return re.sub("([áâéêíóôú])([^aeiouáâéêíóôú]*)$", lambda found: _PLAIN[found[1]] + found[2], word)
