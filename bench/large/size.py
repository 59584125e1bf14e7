"""How much the register holds, and what is asked of it."""

from __future__ import annotations

import os

RECOMMENDATIONS = int(os.environ.get("HEED_BENCH_RECOMMENDATIONS", "50000"))
LIMIT = 300
"""Milliseconds within which 95 of 100 requests are answered."""
