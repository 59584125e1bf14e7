"""`python -m bench.memory quality|speed|search|register|shelf|teach`"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

_USUAL = ["quality", "speed", "search"]
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "src")]

if __name__ == "__main__":
    for name in [
        each for each in sys.argv[1:] if not each.isdigit() and each not in ("sqlite", "postgresql")
    ] or _USUAL:
        import_module(f"bench.memory.{name}").main()
