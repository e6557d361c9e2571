"""What tagging costs, by the number of terms: seedfeed beside one regular expression of all terms.

    python benchmarks/tags.py                   # 1,000 articles of some 400 words, half a minute

Terms come in two kinds: hardly any article mentions them (names, as in a directory of companies), or all
the words of all articles are terms too, so that every word is a mention. Each time is the best of three.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Sequence
from functools import partial

import corpus

from seedfeed.model import Tag
from seedfeed.tags.mentions import match_tags
from seedfeed.tags.rules import Rules, compile_rules

COUNTS = (3, 300, 3000, 30000)
FIRST = ["France", "Ukraine", "drone"]
TAGS = 30
_SYLLABLES = (
    "an ber cor dan el fin gar hol in jor kal lem mor nis or pal quin ros sel tor ul ven wes xan yor zel"
).split()


def names(count: int) -> list[str]:
    """Names that nothing bears; a third of them are phrases."""
    chance = random.Random(1)
    made = dict.fromkeys("".join(chance.choices(_SYLLABLES, k=4)).capitalize() for _ in range(2 * count))
    words = list(made)[:count]
    return [f"{word} {words[-number]}" if number % 3 == 0 else word for number, word in enumerate(words)]


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def measure(label: str, texts: Sequence[str], terms: Sequence[str]) -> None:
    """Print a line for each number of terms."""
    first = None
    for count in COUNTS:
        some = terms[:count]
        tags = [
            Tag(f"tag {number}", tuple(some[number::TAGS]), str(number)) for number in range(min(TAGS, len(some)))
        ]
        start = time.perf_counter()
        rules = compile_rules(tags, ("en",))
        compiled = time.perf_counter() - start
        earned = [match_tags(None, text, rules) for text in texts]
        ours = best(partial(_match, texts, rules))
        first = first or ours
        theirs = "–"
        if count <= 3000:  # with more, it takes minutes
            pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, some))})(?:s|'s|’s)?\b", re.IGNORECASE)
            theirs = f"{best(partial(_search, texts[::10], pattern)) * 10:.2f}"
        mean = sum(map(len, earned)) / len(texts)
        values = (f"{len(some):,}", f"{mean:.1f}", f"{ours:.3f}", f"{ours / first:.2f}", f"{compiled:.2f}", theirs)
        print(f"| {label} | {' | '.join(values)} |", flush=True)


def _match(texts: Sequence[str], rules: Rules) -> None:
    for text in texts:
        match_tags(None, text, rules)


def _search(texts: Sequence[str], pattern: re.Pattern[str]) -> None:
    for text in texts:
        pattern.findall(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--words", type=int, default=400)
    options = parser.parse_args()
    texts = [text.split(None, 2)[2] for _, text in corpus.articles(options.articles, options.words)]
    print(
        "| terms | how many | tags an article | seconds | beside 3 terms | to prepare | one regular expression |"
    )
    print("|---|---|---|---|---|---|---|")
    measure("names that hardly occur", texts, [*FIRST, *names(30000)])
    words = sorted({word for text in texts for word in re.findall(r"\w+", text)})
    measure("all words of the articles", texts, [*FIRST, *words, *names(30000)])


if __name__ == "__main__":
    main()
