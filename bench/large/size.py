"""How much the register holds, and what is asked of it."""

from __future__ import annotations

import os

RECOMMENDATIONS = int(os.environ.get("HEED_BENCH_RECOMMENDATIONS", "50000"))
PROMISES = int(os.environ.get("HEED_BENCH_PROMISES", "4"))
"""Actions of each recommendation as its document states them; some more are planned."""
LIMIT = 300
"""Milliseconds within which 95 of 100 requests are answered."""
LONGEST = 231
"""Recommendations of the longest review known; it has a number of its own, and a page."""
