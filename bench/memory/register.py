"""How fast through the database and the reader's rights: one draft against a register of 50,000 recommendations.

The same question as a page and the command ask it: who may see what, the encodings that person may see, the nearest,
their rows, what is shared, and what was searched; beside the lower limit of the same run, one encoding and one
comparison. Aim: p95 at most 50 ms. Run: python -m bench.memory register [sqlite|postgresql]
"""

from __future__ import annotations

from bench.memory.databases import on_each


def main() -> int:
    return on_each("bench.memory.register_one")
