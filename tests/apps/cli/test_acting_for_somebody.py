"""Commands that act for a person: they ask for what must be done first."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from heed.cli.main import main
from heed.platform.safekeeping import upgrading
from tests.cast import Cast


def test_a_database_of_an_earlier_heed_asks_for_the_upgrade(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "waiting", lambda: 3)
    told = CliRunner().invoke(main, ["leave", str(tmp_path / "all"), "--as", "bola.bexley@westmere.example"])
    assert told.exit_code == 1
    assert "3 changes of the database are still to be made. Run heed upgrade first" in told.output
    assert not (tmp_path / "all").exists()
