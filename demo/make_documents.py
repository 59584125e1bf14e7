"""Make the demo partnership's documents from `sources/`: `python demo/make_documents.py [SOURCE...]`.

Everything in them is fictional. They are made as the gold documents are (`tests/gold/make`), so each also has
a NAME.gold.json that says what is in it. Names of sources ("elm") choose which documents are made again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from tests.gold.make import build  # noqa: E402


def make_documents(chosen: list[str]) -> None:
    """Make the chosen documents (all, where none is), and the gold of every one."""
    golds = [
        build(source, HERE / "documents", documents=not chosen or source.stem in chosen)
        for source in sorted((HERE / "sources").glob("*.txt"))
    ]
    together = json.dumps({"seeds": golds}, ensure_ascii=False, indent=1)
    (HERE / "documents" / "gold.json").write_text(together + "\n", encoding="utf-8")
    for gold in golds:
        print(f"{gold['file']:60} {len(gold['recommendations']):3} recommendations")


if __name__ == "__main__":
    make_documents(sys.argv[1:])
