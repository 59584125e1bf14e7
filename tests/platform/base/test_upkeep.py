"""What keeps a process quick."""

from __future__ import annotations

import gc

from heed.platform.base.upkeep import settle


def test_what_is_loaded_is_not_gone_through_again_and_again() -> None:
    before = len(gc.get_objects())
    settle()
    try:
        assert gc.get_freeze_count() > 1000
        assert len(gc.get_objects()) < before / 2
    finally:
        gc.unfreeze()
