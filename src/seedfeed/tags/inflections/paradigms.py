"""What languages have in common: forms by number and gender, and by case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

_More = Callable[[str], Iterable[str]]


def number_and_gender(word: str, singulars: _More, genders: _More, plurals: _More) -> set[str]:
    """`word`, its singulars, what these are in the other gender, and the plurals of all."""
    found = {word, *singulars(word)}
    found |= {other for each in found for other in genders(each)}
    return found | {plural for each in found for plural in plurals(each)}


def other_gender(word: str, ends: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """`word` in the other gender, by ends of words: masculine, feminine, and the least length of the masculine."""
    for masculine, feminine, length in ends:
        if word.endswith(masculine) and len(word) >= length:
            yield word.removesuffix(masculine) + feminine
        if word.endswith(feminine) and len(word) - len(feminine) + len(masculine) >= length:
            yield word.removesuffix(feminine) + masculine


def cases(
    word: str, irregular: Mapping[str, str], plurals: Mapping[str, str], singulars: _More, forms: _More
) -> set[str]:
    """All cases of `word`: those of an `irregular` one by its nominative, which `plurals` may lead to."""
    word = plurals.get(word, word)
    if word in irregular:
        return {word, *irregular[word].split()}
    return {form for each in {word, *singulars(word)} for form in forms(each)}


def with_endings(stem: str, endings: str) -> Iterator[str]:
    """`stem` with each of the endings, which blanks part."""
    return (stem + ending for ending in endings.split())
