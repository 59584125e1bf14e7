"""`heed import-plan`: what the page does, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from heed.cli.plan_sheet import import_plan
from heed.plans.models import Action
from tests.apps.intake.sheets import GOOD, excel
from tests.cast import Cast, Register, email_of

pytestmark = pytest.mark.django_db


def run(file: Path, *more: str, who: str = "Bola Bexley") -> Result:
    return CliRunner().invoke(import_plan, [str(file), "--as", email_of(who), *more])


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("heed.cli.serve.start_django", lambda **_: None)
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel(*GOOD, ("A4", "", "Ask again.", "", "", "31/02/2025", "P", "", "")))
    return file


def count() -> int:
    return int(Action.objects.for_everyone(because="a test").count())


def test_errors_keep_it_out_until_they_are_left_out_and_again_changes_nothing(
    plan: Path, cast: Cast, register: Register
) -> None:
    before, review = count(), ("--review", register.review.reference)
    tried = run(plan, *review, "--dry-run", "--leave-out-errors")
    assert tried.exit_code == 1
    assert "row 5, column Due date: 31/02/2025 is not a date; write it as 28 February 2025." in tried.output
    assert "4 rows: 3 new, 0 here already, 0 say the same, 1 with errors." in tried.output
    assert run(plan, *review).exit_code == 1
    assert count() == before
    came = run(plan, *review, "--leave-out-errors")
    assert came.exit_code == 0, came.output
    assert "3 actions came in; 1 row with errors stayed out." in came.output
    assert count() == before + 3
    again = run(plan, *review, "--leave-out-errors")
    assert "0 new, 3 here already" in again.output
    assert "Nothing in it is new." in again.output
    assert count() == before + 3


def test_columns_and_statuses_are_said(plan: Path, cast: Cast, register: Register) -> None:
    said = run(plan, "--columns", "Update=due", "--status", "P=planned", "--dry-run")
    assert "column RAG" not in said.output
    assert "column Update: “Begun” is not a date" in said.output
    assert "There is no column Colour" in run(plan, "--columns", "Colour=status").output
    assert "does not end with = and one of" in run(plan, "--columns", "RAG=colour").output
    assert "There is no review X" in run(plan, "--review", "X").output


def test_whoever_may_not_brings_nothing_in(plan: Path, cast: Cast, register: Register) -> None:
    assert run(plan, who="Rosa Reade").exit_code != 0
    assert "There is no review" in run(plan, "--review", register.review.reference, who="Olive Outram").output
