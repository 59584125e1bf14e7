"""Each test of the memory looks at its own shelves."""

from __future__ import annotations

import pytest

from heed.memory.queries.shelf import forget_shelves


@pytest.fixture(autouse=True)
def _fresh_shelves() -> None:
    forget_shelves()
