"""How well Heed says that something was recommended before, beside yardsticks in the same run.

Run: python -m bench.memory quality. Prints the tables and writes them into docs/explanation/memory.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from bench.memory import yardsticks
from bench.memory.measures import alerts, area, best_alerts, first_five, gain, interval, reciprocal
from bench.memory.sets import HERE, Kept, Register, own, queries, recurrence_pairs, shared_register, whole
from bench.memory.teach import fit, table_of
from heed.kit.searching import index_words
from heed.kit.similarity import edition, keep
from heed.kit.similarity.judge import SAME, Judge, load_weights
from heed.kit.similarity.lexicon import load_lexicon
from heed.kit.similarity.meaning import DIMENSIONS

PAGE = HERE / "docs/explanation/memory.md"
START, END = "<!-- figures: written by python -m bench.memory quality -->", "<!-- end of figures -->"
Array = np.ndarray[Any, Any]


def main() -> None:
    judge = Judge(load_weights(), load_lexicon(), Kept())
    blocks = [
        register_block("Our own register, the half kept for reporting", own("reporting"), judge),
    ]
    inspections = shared_register()
    if inspections:
        blocks.append(
            register_block(
                "Sentences of real inspections (texts of the shared folder, judged by us)", inspections, judge
            )
        )
        blocks.append(pairs_block(judge))
    blocks.append(queries_block(judge))
    told = "\n\n".join(blocks)
    print(told)
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    PAGE.write_text(f"{before}{START}\n\n{told}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def register_block(title: str, register: Register, judge: Judge) -> str:
    pairs = register.pairs()
    same = register.same(pairs)
    prepared = judge.prepare(register.texts)
    ours = judge.score(table_of(judge, prepared, pairs))
    lines = [
        f"**{title}**: {len(register.texts)} recommendations, {len(pairs)} pairs, {int(same.sum())} of them the same "
        f"({same.mean():.1%}).",
        "",
        "| | area under the curve | in the first five | precision of alerts | recall of alerts |",
        "|---|---|---|---|---|",
    ]
    for name, scores in _yardsticks(register.texts, judge).items():
        flat = np.array([(scores[one, other] + scores[other, one]) / 2 for one, other in pairs])
        lines.append(_row(f"{name} (at its best threshold)", flat, same, pairs, best_alerts(flat, same)))
    lines.append(_row("Heed (at its threshold)", ours, same, pairs, alerts(ours, same, judge.weights.same)))
    lines.append(_intervals(ours, same, pairs, len(register.texts), judge.weights.same))
    said = sum(
        judge.verdict(float(score), prepared[one], prepared[other]) == SAME
        for score, (one, other) in zip(ours, pairs, strict=True)
    )
    right = sum(
        bool(true) and judge.verdict(float(score), prepared[one], prepared[other]) == SAME
        for score, true, (one, other) in zip(ours, same, pairs, strict=True)
    )
    lines.append("")
    lines.append(
        f"Called the same as people see it (a practice or harm in common as well): {said}, of which {right} are: "
        f"precision {right / max(said, 1):.2f}, recall {right / int(same.sum()):.2f}."
    )
    return "\n".join(lines)


def _yardsticks(texts: Sequence[str], judge: Judge) -> dict[str, Array]:
    words, meaning = yardsticks.bm25(texts, texts), _meaning(texts, texts)
    return {
        "BM25": words,
        "SQLite FTS5": yardsticks.fts5(texts, texts),
        "character n-grams": yardsticks.grams(texts, texts),
        "the embedding alone": meaning,
        "BM25 and embedding, equal weights": yardsticks.fused(words, meaning),
    }


def _meaning(asked: Sequence[str], texts: Sequence[str]) -> Array:
    kept = Kept()
    result: Array = kept.encode(asked) @ kept.encode(texts).T
    return result


def _row(
    name: str, scores: Array, same: Array, pairs: Sequence[tuple[int, int]], alerted: tuple[float, float]
) -> str:
    five = float(np.mean(list(first_five(scores, same, pairs).values())))
    return f"| {name} | {area(scores, same):.3f} | {five:.2f} | {alerted[0]:.2f} | {alerted[1]:.2f} |"


def _intervals(
    scores: Array, same: Array, pairs: Sequence[tuple[int, int]], texts: int, threshold: float
) -> str:
    """95 in 100, recommendations drawn again with replacement."""
    ends = np.array(pairs)
    found = first_five(scores, same, pairs)
    values, asked = np.array(list(found.values())), np.array(list(found))

    def weight(drawn: Array) -> Array:
        many = np.bincount(drawn, minlength=texts)
        result: Array = many[ends[:, 0]] * many[ends[:, 1]]
        return result

    def five(drawn: Array) -> float:
        many = np.bincount(drawn, minlength=texts)[asked]
        return float((values * many).sum() / many.sum())

    spans: list[Callable[[Array], float]] = [
        lambda drawn: area(scores, same, weight(drawn)),
        five,
        lambda drawn: alerts(scores, same, threshold, weight(drawn))[0],
        lambda drawn: alerts(scores, same, threshold, weight(drawn))[1],
    ]
    shown = [interval(measure, texts) for measure in spans]
    return (
        f"| 95 in 100 | {shown[0][0]:.3f} to {shown[0][1]:.3f} | "
        + " | ".join(f"{low:.2f} to {high:.2f}" for low, high in shown[1:])
        + " |"
    )


def pairs_block(judge: Judge) -> str:
    """The shared folder's pairs: by the weights that Heed comes with, which never saw them, and by cross-validation."""
    pairs = recurrence_pairs() or []
    same = np.array([each["same"] for each in pairs])
    sides = [judge.prepare([each[side]["text"] for each in pairs]) for side in ("a", "b")]
    table = np.concatenate([judge.features(one, [other]) for one, other in zip(*sides, strict=True)])
    ours = judge.score(table)
    apart = _cross_validated(
        table, same, [each["a"]["text"] for each in pairs], [each["b"]["text"] for each in pairs]
    )
    said = np.array(
        [
            judge.verdict(float(score), one, other) == SAME
            for score, one, other in zip(ours, *sides, strict=True)
        ]
    )
    texts = [each[side]["text"] for side in ("a", "b") for each in pairs]
    lines = [
        f"**The shared folder's judged pairs** ({len(pairs)}: {int(same.sum())} the same, "
        f"{int((~same).sum())} that only look it).",
        "",
        "| | area under the curve |",
        "|---|---|",
    ]
    for name, scores in _yardsticks(texts, judge).items():
        half = len(pairs)
        flat = np.array([(scores[at, half + at] + scores[half + at, at]) / 2 for at in range(half)])
        lines.append(f"| {name} | {area(flat, same):.3f} |")
    low, high = interval(lambda drawn: area(ours[drawn], same[drawn]), len(pairs))
    lines += [
        f"| Heed, which never saw them | {area(ours, same):.3f} ({low:.3f} to {high:.3f}) |",
        f"| Heed's features, weighed by cross-validation over these pairs alone | {area(apart, same):.3f} |",
        "",
        f"Called the same: {int(said.sum())}, of which {int((said & same).sum())} are: precision "
        f"{(said & same).sum() / said.sum():.2f}, recall {(said & same).sum() / same.sum():.2f}.",
    ]
    return "\n".join(lines)


def _cross_validated(
    table: Array, same: Array, left: Sequence[str], right: Sequence[str], folds: int = 6
) -> Array:
    """Each pair scored by weights fitted to pairs that share no text with it."""
    group: dict[str, int] = {}
    for one, other in zip(left, right, strict=True):
        old, new = group.setdefault(other, len(group)), group.setdefault(one, len(group))
        group = {text: new if each == old else each for text, each in group.items()}
    fold = np.array([group[text] * 2654435761 % 97 % folds for text in left])
    scores = np.zeros(len(same))
    for each in range(folds):
        mean, spread, weights, bias = fit(table[fold != each], same[fold != each], ridge=10.0)
        scores[fold == each] = (table[fold == each] - mean) / spread @ weights + bias
    return scores


def _search(typed: Sequence[str], texts: Sequence[str], judge: Judge) -> Array:
    """The order in which Heed's own search gives them, from a database that holds nothing else; what it does not show
    comes last."""
    prepared = judge.prepare(texts)
    found = np.full((len(typed), len(texts)), -9.0)
    with a_database():
        from bench.memory.search_one import put, somebody
        from heed.memory.queries import SearchFilter, passages, search

        actor, _, scope = somebody()
        put(
            (
                {
                    "partnership": scope.partnership,
                    "scope": scope,
                    "kind": "recommendation",
                    "source_id": at,
                    "href": "/",
                    "edition": edition(),
                    "words": index_words(judge.lexicon, texts[at]),
                },
                kept,
                kept.encoding[: 2 * DIMENSIONS],
            )
            for at, kept in enumerate(map(keep, prepared))
        )
        for row, words in enumerate(typed):
            answers = passages(actor, search(actor, SearchFilter(words=words)).keys)
            for place, answer in enumerate(answers):
                found[row, answer.source_id] = -place / len(texts)
    return found


@contextmanager
def a_database() -> Iterator[None]:
    """An empty one of Heed's, in a folder that goes with it."""
    with TemporaryDirectory(prefix="heed-bench-") as folder:
        os.environ.update(
            HEED_DATA=folder, HEED_SECRET_KEY="a bench", DJANGO_SETTINGS_MODULE="heed.config.settings"
        )
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield


def queries_block(judge: Judge) -> str:
    register = whole()
    texts, ids = [each["text"] for each in register], [each["id"] for each in register]
    prepared = judge.prepare(texts)
    asked = queries("reporting")
    words = [each["query"] for each in asked]
    bm25, meaning = yardsticks.bm25(words, texts), _meaning(words, texts)
    scored = {
        "BM25": bm25,
        "SQLite FTS5": yardsticks.fts5(words, texts),
        "character n-grams": yardsticks.grams(words, texts),
        "the embedding alone": meaning,
        "BM25 and embedding, equal weights": yardsticks.fused(bm25, meaning),
        "Heed, recommended before": np.stack(
            [judge.relevance(query, prepared) for query in judge.prepare(words)]
        ),
        "Heed's search": _search(words, texts, judge),
    }
    lines = [
        f"**Queries** ({len(asked)} of the half kept for reporting, over {len(texts)} recommendations).",
        "",
        "| | nDCG at 10 | MRR |",
        "|---|---|---|",
    ]
    for name, scores in scored.items():
        ranked = [[ids[at] for at in np.argsort(-row, kind="stable")] for row in scores]
        gains = np.array([gain(each, query["answers"]) for each, query in zip(ranked, asked, strict=True)])
        firsts = np.array(
            [reciprocal(each, query["answers"]) for each, query in zip(ranked, asked, strict=True)]
        )
        spans = [
            interval(lambda drawn, kept=kept: float(kept[drawn].mean()), len(asked))
            for kept in (gains, firsts)
        ]
        lines.append(
            f"| {name} | {gains.mean():.3f} ({spans[0][0]:.3f} to {spans[0][1]:.3f}) | "
            f"{firsts.mean():.3f} ({spans[1][0]:.3f} to {spans[1][1]:.3f}) |"
        )
    return "\n".join(lines)
