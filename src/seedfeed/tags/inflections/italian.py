"""Italian: singular and plural, masculine and feminine, each from the other."""

from __future__ import annotations

from collections.abc import Iterator

from seedfeed.tags.inflections.paradigms import number_and_gender, other_gender

#: Words that are the same in the plural, or have none, names above all.
_FIXED = frozenset(
    "analisi assisi auto bari brasile brindisi capri chieti cinema crisi diocesi euro forlì foto gorizia "
    "metro milano mosca moto napoli palermo parigi radio re rimini roma serie specie terni tesi torino "
    "trapani tripoli".split()
)
_PAIRS = {
    "uomo": "uomini", "dio": "dei", "bue": "buoi", "tempio": "templi", "uovo": "uova", "braccio": "braccia",
    "dito": "dita", "osso": "ossa", "ciglio": "ciglia", "labbro": "labbra", "paio": "paia", "miglio": "miglia",
    "ginocchio": "ginocchia", "membro": "membri", "muro": "mura", "centinaio": "centinaia", "migliaio": "migliaia",
    "mano": "mani", "ala": "ali", "arma": "armi", "eco": "echi", "belga": "belgi", "collega": "colleghi",
    "capoluogo": "capoluoghi", "cassaforte": "casseforti", "lenzuolo": "lenzuola",
    "capogruppo": "capigruppo", "caposquadra": "capisquadra",
}  # fmt: skip
_SINGULAR = {plural: singular for singular, plural in _PAIRS.items()}
#: Ends of adjectives, and of words for people: masculine, feminine, and the least length of the first.
_GENDERS = (
    *(("urgo", "urga", 7), ("ziotto", "ziotta", 9), ("gnolo", "gnola", 7), ("soldato", "soldatessa", 7)),
    *(("studente", "studentessa", 8), ("alleato", "alleata", 7), ("ferito", "ferita", 6)),
    *(("bianco", "bianca", 6), ("grigio", "grigia", 6), ("aereo", "aerea", 5)),
    *(("ano", "ana", 6), ("ino", "ina", 7), ("ico", "ica", 6), ("ivo", "iva", 6), ("oso", "osa", 6)),
    *(("ario", "aria", 7), ("iato", "iata", 7), ("vocato", "vocata", 8), ("iegato", "iegata", 8)),
    *(("fugiato", "fugiata", 8), ("putato", "putata", 8), ("didato", "didata", 9), ("eo", "ea", 6)),
    ("aio", "aia", 7),
    *(("tore", "trice", 6), ("iere", "iera", 8), ("ologo", "ologa", 7), ("ografo", "ografa", 7)),
    *(("ittimo", "ittima", 8), ("eno", "ena", 5), ("undo", "unda", 7), ("terno", "terna", 7)),
    *(("essore", "essoressa", 9), ("dottore", "dottoressa", 7), ("presidente", "presidentessa", 10)),
    *((f"{word}o", f"{word}a", len(word) + 1) for word in (
        "afghan alt alunn amic architett austriac bambin bass bieloruss bosniac bulgar cald candidat cec "
        "ceco consiglier cort croat cuban cugin curd deputat egizi estern fermat figli filippin fredd "
        "gemell grec impiegat infermier ingegner intern larg liquid lituan lung macedon maestr medic "
        "ministr modern mort negr nemic nonn nuov operai ostaggi passegger polacc prigionier prim profug "
        "prossim pubblic ragazz rapid rumen russ segretari serb sindac sir slovacc sloven soldat solid "
        "stranier suocer svizzer tecnic tedesc terz turc ucrain ultim vecchi vicin zi"
    ).split()),
)  # fmt: skip
#: Nouns that look like the other gender of another word.
_NO_GENDER = frozenset(
    "manica manico partita partito "
    "banana campana cortina cucina medicina mattina marina montagna settimana fontana collina benzina "
    "fabbrica musica repubblica politica america africa".split()
)
#: Ends of words in -e that are no plural of a word in -a.
_SINGULAR_E = (
    "ale", "ante", "are", "ce", "ente", "ere", "ese", "ie", "ile", "ine", "ione", "one", "ore", "rte", "ude",
    "ive",
)  # fmt: skip


def inflect(word: str, _: str) -> set[str]:
    """Number and gender of `word`."""
    word = word.casefold()
    if word in _FIXED:
        return {word}
    return number_and_gender(word, _singulars, _genders, _plurals)


def _genders(word: str) -> Iterator[str]:
    if word not in _NO_GENDER:
        yield from other_gender(word, _GENDERS)


def _plurals(word: str) -> Iterator[str]:
    stem, end = word[:-1], word[-1]
    if word in _PAIRS:
        yield _PAIRS[word]
    if word in _FIXED or len(word) < 3:
        return
    if word.endswith("io"):
        yield from (stem, stem + "i") if len(stem) > 2 else (stem + "i",)  # operai, rinvii
    elif end == "o":
        yield stem + "i"
        if stem.endswith(("c", "g")):
            yield stem + "hi"  # banchi; amici
    elif word.endswith(("cia", "gia")):
        yield stem + "e"  # camicie
        if stem[-3:-2] not in "aeiou":
            yield stem[:-1] + "e"  # province
    elif end == "a":
        if stem.endswith(("c", "g")):
            yield stem + "he"
            if word.endswith(("arca", "ega", "lga")):
                yield stem + "hi"  # monarchi, colleghi
        else:
            yield stem + "e"
        if word.endswith(("ista", "ma", "eta", "ota", "cida", "auta", "crata", "iatra", "mita", "dita", "iita")):
            yield stem + "i"
    elif end == "e":
        yield stem + "i"
        if word.endswith("ie"):
            yield stem  # mogli


def _singulars(word: str) -> Iterator[str]:
    stem, end = word[:-1], word[-1]
    if len(word) < 4:
        return
    if word in _SINGULAR:
        yield _SINGULAR[word]
    elif word.endswith(("chi", "ghi")):
        yield stem[:-1] + "o"
        if word.endswith("archi"):
            yield stem[:-1] + "a"
    elif end == "i":
        yield from (stem + "o", stem + "e", word + "o")
        if word.endswith(("isti", "mi", "eti", "oti", "cidi", "auti", "crati", "iatri")):
            yield stem + "a"
    elif word.endswith(("che", "ghe")):
        yield stem[:-1] + "a"
    elif word.endswith(("trici", "trice")):
        yield word[:-5] + "tore"
    elif end == "e" and (word.endswith("ative") or not word.endswith(_SINGULAR_E)):
        yield stem + "a"
    elif word.endswith(("ce", "ge")):
        yield stem + "ia"  # province
