"""Which texts say much the same. Pure: texts in, places in the list out.

Words are weighed by how rare they are (tf-idf) and compared by the cosine. A word counts as its Danish stem, from the
synonyms below, and as its parts of three to five letters, so that "plads" meets "legepladsen".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import snowballstemmer

from deltagerbudget.ui.search import search_key

MOST = 5
# Below this the likeness is chance. Found by trying: see tests/proposals/test_similar.py.
LEAST = 0.12
_PARTS = (3, 4, 5)
# A stem says more than a part of a word.
_STEM_WEIGHT = 3
_STEMMER = snowballstemmer.stemmer("danish")
# The first word of each line stands for all of it.
_SAME = (
    "bænk sidde siddeplads hvile bænke",
    "træ beplantning plante skov træer",
    "cykel cykelsti cykelparkering cykler",
    "legeplads lege gynge gynger klatrestativ rutsjebane",
    "bord bordbænk bordebænk madpakke picnic",
    "lys lampe belysning gadelampe lamper",
    "fodbold bold boldbane multibane boldspil",
    "bibliotek bogskab bogkasse byttebiblioteket bøger",
    "affald skrald skraldespand affaldsspand",
    "have nytte urtehave byhave højbed højbede plantekasse",
    "vand drikkepost drikkevand vandpost springvand",
    "shelter bålplads bål bålhytte",
    "trafik fart bump vejbump hastighed",
)
_COMMON = (
    "og i at det er en et den til på af for der som med de vi kan så man har ikke om også fra ved hvor når skal vil"
    " eller men lave lidt mere flere gerne alle være hele"
)
_STOP = frozenset(_COMMON.split())


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text, without the commonest words."""
    return frozenset(_stem(word) for word in search_key(text).split() if word not in _STOP)


@lru_cache(maxsize=8_000)
def features(text: str) -> Counter[str]:
    """What a text is compared by. Kept, for the other proposals seldom change."""
    found: Counter[str] = Counter()
    for word in search_key(text).split():
        if word in _STOP:
            continue
        found[f"={_meaning().get(_stem(word), _stem(word))}"] += _STEM_WEIGHT
        edged = f" {word} "
        found.update(edged[at : at + size] for size in _PARTS for at in range(len(edged) - size + 1))
    return found


def nearest(text: str, others: Sequence[str], *, most: int = MOST, least: float = LEAST) -> list[tuple[int, float]]:
    """The places of the texts that are most like this one, the likest first, with a likeness from 0 to 1."""
    asked, known = features(text), [features(other) for other in others]
    if not asked:
        return []
    spread = Counter(feature for each in known for feature in each)
    rarity = {feature: math.log((1 + len(known)) / (1 + spread[feature])) + 1 for feature in {*asked, *spread}}
    length = _length(asked, rarity)
    scored = []
    for place, each in enumerate(known):
        shared = asked.keys() & each.keys()
        product = sum(_tf(asked[feature]) * _tf(each[feature]) * rarity[feature] ** 2 for feature in shared)
        likeness = product / (length * _length(each, rarity)) if product else 0.0
        if likeness >= least:
            scored.append((place, likeness))
    return sorted(scored, key=lambda found: (-found[1], found[0]))[:most]


def _tf(count: int) -> float:
    return 1 + math.log(count)


def _length(counts: Counter[str], rarity: dict[str, float]) -> float:
    return math.sqrt(sum((_tf(count) * rarity[feature]) ** 2 for feature, count in counts.items()))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=1)
def _meaning() -> dict[str, str]:
    """From a stem to the one that stands for it."""
    lines = [[_stem(search_key(word)) for word in line.split()] for line in _SAME]
    return {stem: line[0] for line in lines for stem in line}
