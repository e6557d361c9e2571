"""French: singular and plural, masculine and feminine, each from the other."""

from __future__ import annotations

from collections.abc import Iterator

from seedfeed.tags.inflections.paradigms import other_gender

#: Words that end in -s or -x and are no plural of the word without it, names above all.
_NO_PLURAL = frozenset(
    "abus airbus avis bonus bras bus campus cannes cas choix colis consensus corps cours croix damas depuis "
    "dessous dessus fils fois fonds frais gaz gens gris héros inde iris jamais jus limoges louis mais mois noix "
    "nous paix paris pays plus poids prix processus progrès prospectus puis pus recours rennes semis sens "
    "souris sous tapis temps terminus toujours tous tunis venus vers virus vis voix vous".split()
)
_AIL = frozenset("bail corail émail soupirail travail vantail vitrail".split())  # others: détails
_ALS = frozenset("bal banal carnaval chacal fatal festival final mal natal naval récital régal total".split())
_OUX = frozenset("bijou caillou chou genou hibou joujou pou".split())
_PAIRS = {
    "œil": "yeux", "oeil": "yeux", "ciel": "cieux", "monsieur": "messieurs", "madame": "mesdames",
    "mademoiselle": "mesdemoiselles", "mal": "maux", "total": "totaux",
}  # fmt: skip
_SINGULAR = {plural: singular for singular, plural in _PAIRS.items()}
#: Ends of adjectives, and of words for people: masculine, feminine, and the least length of the first.
_GENDERS = (
    *(("ien", "ienne", 5), ("éen", "éenne", 5), ("ais", "aise", 6), ("ois", "oise", 6), ("ain", "aine", 7)),
    *(("if", "ive", 5), ("eux", "euse", 5), ("al", "ale", 5), ("el", "elle", 5), ("ier", "ière", 6)),
    *(
        ("teur", "trice", 6),
        ("eur", "euse", 6),
        ("at", "ate", 6),
        ("ant", "ante", 7),
        ("ié", "iée", 5),
        ("ssé", "ssée", 5),
    ),
    *(("oyé", "oyée", 6), ("uté", "utée", 6), ("élu", "élue", 3), ("lic", "lique", 5), ("turc", "turque", 4)),
    *(("client", "cliente", 6), ("président", "présidente", 9), ("patient", "patiente", 7), ("ssé", "ssée", 5)),
    *(("espagnol", "espagnole", 8),  ("allemand", "allemande", 8), ("grec", "grecque", 4)),
    *(("nouveau", "nouvelle", 7), ("anger", "angère", 7), ("nouvel", "nouvelle", 6)),
    *(("ami", "amie", 3), ("ennemi", "ennemie", 6)),
    # Not all words in -on: fonctionne and questionne are verbs.
    *((word, f"{word}ne", len(word)) for word in (
        "baron beauceron berrichon breton bûcheron bourguignon champion espion félon forgeron frison gascon "
        "glouton lapon letton lion mignon nippon patron paysan percheron piéton poltron saxon teuton vigneron "
        "wallon"
    ).split()),
    *((word, f"{word}e", len(word)) for word in (
        "afghan artisan birman castillan catalan courtisan gitan kosovar magyar mahométan mosellan musulman "
        "occitan ottoman partisan persan pisan sultan tatar texan toscan vétéran"
    ).split()),
)  # fmt: skip
#: Nouns that look like the other gender of another word.
_NO_GENDER = frozenset("capital capitale cathédrale centrale journal morale vienne".split())


def inflect(word: str, _: str) -> set[str]:
    """Number and gender of `word`."""
    word = word.casefold()
    genders = {word, *_genders(word)}
    singulars = {singular for each in genders for singular in _singulars(each)}
    genders |= singulars | {other for each in singulars for other in _genders(each)}
    return genders | {plural for each in genders for plural in _plurals(each)}


def _genders(word: str) -> Iterator[str]:
    if word not in _NO_GENDER:
        yield from other_gender(word, _GENDERS)


def _plurals(word: str) -> set[str]:
    if word in _PAIRS:
        return {_PAIRS[word]}
    if word.endswith(("au", "eu")) or word in _OUX:
        return {word + "x", word + "s"}  # pneus, landaus
    if (word.endswith("al") and word not in _ALS) or word in _AIL:
        return {word.removesuffix("l").removesuffix("i") + "ux"}
    return set() if word.endswith(("s", "x", "z")) else {word + "s"}


def _singulars(word: str) -> set[str]:
    if word in _SINGULAR:
        return {_SINGULAR[word]}
    if len(word) < 4 or word in _NO_PLURAL:
        return set()
    if word.endswith(("eaux", "eux", "oux")):
        return {word[:-1]}
    if word.endswith("aux"):
        found = {word[:-2] + end for end in ("il", "l") if end == "l" or word[:-2] + end in _AIL}
        return found | {word[:-1]}  # tuyaux
    return {word[:-1]} if word.endswith("s") and not word.endswith(("ss", "ès")) else set()
