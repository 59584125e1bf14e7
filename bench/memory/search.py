"""How fast search is over 100,000 passages (and more), with the permission filter inside, on SQLite and PostgreSQL.

The passages are made of sentences of our own register, four at a time, in five scopes of which the person who asks may
see four. Questions: of the judged queries, common words alone, OR, phrases, exclusions, and filters. The time is that
of `search` and of the first page with its excerpts; by the clock and of the processors, the database's included, for
other programs may be busy. Aim: p95 at most 100 ms. Run: python -m bench.memory search [PASSAGES] [sqlite|postgresql]
"""

from __future__ import annotations

import sys

from bench.memory.databases import on_each


def main() -> int:
    many = next((each for each in sys.argv[1:] if each.isdigit()), "100000")
    return on_each("bench.memory.search_one", many)
