"""What Heed is measured against: BM25, SQLite's FTS5, character n-grams, the embedding alone, equal-weight fusion."""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from heed.kit.words import tokens

Array = np.ndarray[Any, Any]


def bm25(queries: Sequence[str], texts: Sequence[str], k1: float = 1.2, b: float = 0.75) -> Array:
    """Okapi BM25 of each text for each query: shape (queries, texts)."""
    bags = [Counter(tokens(text)) for text in texts]
    usual = sum(sum(bag.values()) for bag in bags) / len(bags)
    seen = Counter(word for bag in bags for word in bag)
    scores = np.zeros((len(queries), len(texts)))
    for row, query in enumerate(queries):
        for word in set(tokens(query)) & seen.keys():
            rare = math.log(1 + (len(bags) - seen[word] + 0.5) / (seen[word] + 0.5))
            for column, bag in enumerate(bags):
                if word in bag:
                    weigh = k1 * (1 - b + b * sum(bag.values()) / usual)
                    scores[row, column] += rare * bag[word] * (k1 + 1) / (bag[word] + weigh)
    return scores


def fts5(queries: Sequence[str], texts: Sequence[str]) -> Array:
    """SQLite's full-text search (Porter stems, words joined by OR): its rank of each text for each query."""
    store = sqlite3.connect(":memory:")
    store.execute("create virtual table found using fts5(body, tokenize='porter unicode61')")
    store.executemany("insert into found(rowid, body) values (?, ?)", list(enumerate(texts)))
    scores = np.zeros((len(queries), len(texts)))
    for row, query in enumerate(queries):
        words = re.findall(r"\w+", query.lower())
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        for column, rank in store.execute("select rowid, rank from found where found match ?", [asked]):
            scores[row, column] = -rank
    return scores


def grams(queries: Sequence[str], texts: Sequence[str]) -> Array:
    """Cosine of character 3- to 5-grams, each weighed by its rarity."""

    def bag(text: str) -> Counter[str]:
        line = " ".join(tokens(text))
        return Counter(line[at : at + size] for size in (3, 4, 5) for at in range(len(line) - size + 1))

    bags = [bag(text) for text in texts]
    seen = Counter(gram for each in bags for gram in each)
    weights = {gram: math.log((len(bags) + 1) / (count + 0.5)) for gram, count in seen.items()}

    def weighed(each: Counter[str]) -> dict[str, float]:
        found = {gram: count * weights.get(gram, 0.0) for gram, count in each.items()}
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {gram: value / length for gram, value in found.items()}

    known = [weighed(each) for each in bags]
    asked = [weighed(bag(query)) for query in queries]
    return np.array(
        [
            [sum(value * other.get(gram, 0.0) for gram, value in one.items()) for other in known]
            for one in asked
        ]
    )


def fused(*scores: Array) -> Array:
    """Reciprocal-rank fusion with equal weights (k = 60)."""
    total = np.zeros(scores[0].shape)
    for each in scores:
        places = np.argsort(np.argsort(-each, axis=1, kind="stable"), axis=1)
        total += 1 / (60 + places + 1)
    return total
