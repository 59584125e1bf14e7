"""`heed import` and `heed export`: what the pages do for the register, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from heed.cli.register import export, import_
from tests.cast import Cast, Register, email_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heed.cli.serve.start_django", lambda **_: None)


def taken(out: Path, register: str, *more: str, who: str = "Bola Bexley") -> Result:
    return CliRunner().invoke(
        export, [register, "--as", email_of(who), "--form", "json", "-o", str(out), *more]
    )


def test_a_register_is_written_narrowed_and_sorted_as_its_page_would(
    tmp_path: Path, cast: Cast, register: Register
) -> None:
    out = tmp_path / "rows.json"
    done = taken(
        out, "recommendations", "--order", "reference", "--column", "reference", "--only", "state=withheld"
    )
    assert done.exit_code == 0, done.output
    withheld = sorted(row.reference for row in register.recommendations.values() if row.state == "withheld")
    assert withheld
    assert [each["Reference"] for each in json.loads(out.read_text())["rows"]] == withheld
    assert taken(out, "agencies").exit_code == 0
    assert "Vale NHS Trust" in out.read_text()


def test_what_there_is_not_is_answered_with_what_there_is(
    tmp_path: Path, cast: Cast, register: Register
) -> None:
    out = tmp_path / "rows.json"
    for asked, said in (
        (("rows",), "There are: actions, agencies"),
        (("actions", "--order", "colour"), "There are: due, agency"),
        (("actions", "--column", "colours"), "There is no column colours"),
        (("actions", "--only", "colours=red"), "is not one of"),
    ):
        refused = taken(out, *asked)
        assert refused.exit_code == 2
        assert said in " ".join(refused.output.replace("│", " ").split())
    assert not out.exists()


def test_a_folder_comes_in_and_a_file_that_cannot_is_named(tmp_path: Path, cast: Cast) -> None:
    (tmp_path / "a.md").write_text("# Learning review\n\nRecommendation 1: Hold core groups on time.\n")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\n%nothing to be read\n")
    done = CliRunner().invoke(import_, [str(tmp_path), "--as", email_of("Bola Bexley")])
    assert done.exit_code == 1
    assert "1 of 2 a.md: 1 recommendations found" in done.output
    assert "2 of 2 b.pdf: " in done.output
