"""Make the demo partnership's three documents from `sources/`: `python demo/make_documents.py`.

Everything in them is fictional. They are made as the gold documents are (`tests/gold/make`), so each also has
a NAME.gold.json that says what is in it.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "gold"))

from make import build_folder  # noqa: E402

if __name__ == "__main__":
    for gold in build_folder(HERE / "sources", HERE / "documents"):
        print(f"{gold['file']:52} {len(gold['recommendations']):3} recommendations")
