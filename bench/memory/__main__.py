"""`python -m bench.memory quality|speed|search|register|shelf|teach`"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

_USUAL = ["quality", "speed", "register", "search"]
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "src")]

if __name__ == "__main__":
    names = [each for each in sys.argv[1:] if not each.isdigit() and each not in ("sqlite", "postgresql")]
    over = [import_module(f"bench.memory.{name}").main() for name in names or _USUAL]
    sys.exit(int(any(over)))
