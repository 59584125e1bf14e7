"""`python -m make [open|sealed] [--gold-only]`, run in tests/gold: rebuild the documents and their gold."""

from __future__ import annotations

import sys
from pathlib import Path

from . import build_folder

HERE = Path(__file__).parent

if __name__ == "__main__":
    folders = [a for a in sys.argv[1:] if not a.startswith("-")] or [name for name in ("open", "sealed") if (HERE / "content" / name).is_dir()]
    for name in folders:
        golds = build_folder(HERE / "content" / name, HERE.parent / name, "--gold-only" not in sys.argv)
        for gold in golds:
            actions = sum(len(r["actions_taken"]) + len(r["actions_planned"]) for r in gold["recommendations"])
            print(f"{name:7} {gold['file']:48} {len(gold['recommendations']):3} recommendations {actions:3} actions")
