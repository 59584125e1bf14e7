"""How well documents are read, by document: recommendations, their labels, actions and their status.

Sets: our own open and sealed gold (`tests/gold`), the demo's documents, and, where the shared folder is at hand
(HEED_SHARED, or `../shared` beside the checkout), the five source documents and three inspection reports.
Run: python -m bench.quality [open|sealed|demo|source|inspections ...]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE), str(HERE / "src")]

from tests.kit.reading.score import (  # noqa: E402
    Score,
    gold_of,
    read_as_json,
    score_actions,
    score_recommendations,
)

SHARED = Path(os.environ.get("HEED_SHARED", HERE.parent / "shared")) / "data"
SETS: dict[str, tuple[str, Path, Path]] = {
    "open": ("our own, for developing", HERE / "tests/gold/open/gold.json", HERE / "tests/gold/open"),
    "sealed": (
        "our own, unseen by the reader's author",
        HERE / "tests/gold/sealed/gold.json",
        HERE / "tests/gold/sealed",
    ),
    "demo": ("the demo partnership's documents", HERE / "demo/documents/gold.json", HERE / "demo/documents"),
    "source": ("the five source documents", SHARED / "reading/seed-gold.json", SHARED / "seeds"),
    "inspections": (
        "three inspection reports",
        SHARED / "reading/inspection-gold.json",
        SHARED / "reading/pdf",
    ),
}
HEAD = (
    f"{'document':52} {'gold':>5} {'found':>5} {'F1':>6} {'label':>6}"
    f"   {'actions':>7} {'prec':>6} {'rec':>6} {'F1':>6} {'status':>6}"
)


def total(scores: list[Score]) -> Score:
    return Score(
        *(sum(getattr(each, name) for each in scores) for name in ("wanted", "found", "hits", "right"))
    )


def line(name: str, recommendations: Score, actions: Score) -> str:
    found, right = recommendations.f1, recommendations.share_right
    shown = f"{name[:52]:52} {recommendations.wanted:>5} {recommendations.found:>5} {found:6.3f} {right:6.3f}"
    if actions.wanted:
        parts = (actions.precision, actions.recall, actions.f1, actions.share_right)
        shown += f"   {actions.wanted:>7} {' '.join(f'{part:6.3f}' for part in parts)}"
    return shown


def main(names: list[str]) -> None:
    for name in names:
        title, gold, folder = SETS[name]
        if not gold.is_file():
            print(f"\n{title}: not here\n")
            continue
        print(f"\n{title}\n{HEAD}")
        asked: list[Score] = []
        promised: list[Score] = []
        for document in gold_of(gold):
            path = folder / Path(document["file"]).name
            ours = read_as_json(path)
            recommendations, actions = score_recommendations(document, ours), score_actions(document, ours)
            asked.append(recommendations)
            if actions.wanted:
                promised.append(actions)
            print(line(path.stem, recommendations, actions))
        print(line("all", total(asked), total(promised) if promised else Score(0, 0, 0, 0)))


if __name__ == "__main__":
    main(sys.argv[1:] or list(SETS))
