"""English: singular and plural, either from the other."""

from __future__ import annotations

_PAIRS = {
    "child": "children", "foot": "feet", "goose": "geese", "louse": "lice", "man": "men", "mouse": "mice",
    "ox": "oxen", "person": "people", "tooth": "teeth", "woman": "women", "quiz": "quizzes",
    "passer-by": "passers-by", "alumnus": "alumni", "antenna": "antennae", "appendix": "appendices",
    "bacterium": "bacteria", "cactus": "cacti", "corpus": "corpora", "criterion": "criteria",
    "curriculum": "curricula", "datum": "data", "focus": "foci", "formula": "formulae", "fungus": "fungi",
    "genus": "genera", "index": "indices", "larva": "larvae", "radius": "radii", "matrix": "matrices",
    "medium": "media", "memorandum": "memoranda", "millennium": "millennia", "nucleus": "nuclei",
    "phenomenon": "phenomena", "referendum": "referenda", "spectrum": "spectra", "stadium": "stadia",
    "stimulus": "stimuli", "stratum": "strata", "symposium": "symposia", "ultimatum": "ultimata",
    "vertebra": "vertebrae",
}  # fmt: skip
#: Words whose -f or -fe becomes -ves, and the end of others: housewife, bookshelf.
_TO_VES = ("calf", "half", "hoof", "knife", "leaf", "life", "loaf", "scarf", "sheaf", "shelf", "thief", "wife",
           "wolf", "wharf")  # fmt: skip
#: The ends of compounds whose plural is irregular: airman, grandchild. Nobody writes humen.
_HEADS = ("child", "woman", "foot", "goose", "mouse", "tooth", "person")
_NO_HEADS = ("rothschild",)
_NO_MEN = ("human", "german", "roman", "ottoman", "norman", "shaman", "talisman", "caiman", "ataman", "brahman",
           "dragoman", "hetman", "mussulman", "turkoman")  # fmt: skip
_LEAST_MAN = 5  # letters: Aman and Oman are names
_SINGULAR = {plural: singular for singular, plural in _PAIRS.items()}
#: Words that end in -s and are not the plural of the word without it, names above all.
_NO_PLURAL = frozenset(
    "adams aids algiers always arms athens bahamas barbados brussels charles customs dallas damascus gates "
    "goods hamas headquarters hughes jones kansas laos lens maldives mars marseilles means memphis "
    "mercedes naples netherlands news outskirts paris perhaps philippines reuters rogers sanders series "
    "siemens species starbucks texas thales thanks times vegas wales williams works".split()
)
#: Names that end like a plural noun or a verb, and have none that anybody writes.
_NO_SINGLE = frozenset("apple polish turkey".split())
#: Plurals in -us, in -ics and the short ones in -is: most words that end so have no singular without the s (virus,
#: economics, Paris).
_SINGULAR_IS_ICS_US = frozenset(
    "taxis skis saris "
    "academics alcoholics antibiotics catholics ceramics characteristics classics clinics comics cosmetics "
    "critics cynics eccentrics epidemics fabrics fanatics heretics lyrics mechanics medics metrics mosaics "
    "narcotics pandemics panics picnics plastics relics republics skeptics sceptics statistics tactics topics "
    "tunics "
    "bantus emus gnus gurus hindus menus tutus urdus zulus".split()
)
#: Ends of words in -is that are no plural: thesis, Minneapolis, arthritis.
_NO_IS = ("sis", "xis", "polis", "itis")
_SHORTEST_IS = 6  # letters: Paris, and Davis
_STOMACH = ("arch", "och", "mach", "tech", "loch")  # a hard ch


def inflect(word: str, _: str) -> set[str]:
    """The plural of `word`, and its singular where it looks like a plural."""
    name, word = word[0].isupper() and word.endswith(("as", "os")), word.casefold()  # Lukas, Laos
    found = _irregular(word)
    if word not in _NO_SINGLE and not found:
        found = _plurals(word)
    if word in _SINGULAR_IS_ICS_US or (
        word.endswith("is") and len(word) >= _SHORTEST_IS and not word.endswith(_NO_IS) and word not in _NO_PLURAL
    ):  # Houthis
        found |= {word[:-1]}
    elif len(word) > 3 and word.endswith("s") and not name and not word.endswith(("ss", "us", "is", "ics")):
        found |= _singulars(word) if word not in _NO_PLURAL else set()
    return found


def _irregular(word: str) -> set[str]:
    for known in (_PAIRS, _SINGULAR):
        if word in known:
            return {known[word], *(_plurals(word) if word.endswith(("um", "a", "ex", "ix", "us")) else ())}
    for head in _HEADS:
        if word.endswith((head, _PAIRS[head])) and not word.endswith(_NO_HEADS):
            stem = word.removesuffix(head).removesuffix(_PAIRS[head])
            return {stem + head, stem + _PAIRS[head]}
    if word.endswith(_TO_VES):
        return {word.removesuffix("fe").removesuffix("f") + "ves", word + "s"}
    if word.endswith("ves"):
        return {word[:-3] + end for end in ("f", "fe") if (word[:-3] + end).endswith(_TO_VES)}
    if word.endswith("man") and len(word) >= _LEAST_MAN and not word.endswith(_NO_MEN):
        return {word[:-2] + "en"}
    if (
        len(word) > 4
        and word.endswith("men")
        and word not in ("specimen", "regimen", "abdomen", "acumen", "yemen")
    ):
        return {word[:-2] + "an"}
    return set()


def _plurals(word: str) -> set[str]:
    if word.endswith("is"):
        return {word[:-2] + "es"} if word.endswith(("sis", "xis")) else set()
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return {word[:-1] + "ies", word + "s"}  # Kennedys
    if word.endswith("o"):
        return {word + "s", word + "es"}
    if word.endswith("ch"):
        return {word + "s"} if word.endswith(_STOMACH) else {word + "es"}
    return {word + ("es" if word.endswith(("s", "x", "z", "sh")) else "s")}


def _singulars(word: str) -> set[str]:
    if word.endswith("ies"):
        return {word[:-3] + "y", word[:-1]}
    if word.endswith(("ches", "shes", "xes", "sses", "zes", "oes")):
        return {word[:-2], word[:-1]}
    found = {word[:-1]}
    if word.endswith("ses"):
        found |= {word[:-2] + "is", word[:-2]}  # crises, buses
    return found
