"""`python -m bench.memory quality|speed|teach`"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "src")]

if __name__ == "__main__":
    for name in sys.argv[1:] or ["quality", "speed"]:
        import_module(f"bench.memory.{name}").main()
