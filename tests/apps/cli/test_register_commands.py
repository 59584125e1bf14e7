"""`heed import` and `heed export`: what the pages do for the register, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from heed.cli.register import export, import_
from heed.learning.models import Recommendation
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
        (
            ("recommendations", "--only", "state=nonsense"),
            "There is no state “nonsense” to narrow by. There are:",
        ),
    ):
        refused = taken(out, *asked)
        assert refused.exit_code == 2
        assert said in " ".join(refused.output.replace("│", " ").split())
    assert not out.exists()


def test_a_word_file_says_what_was_asked_for_and_long_ones_how_far_they_are(
    tmp_path: Path, cast: Cast, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heed.cli.register._TOLD_EVERY", 1)
    out = tmp_path / "rows.docx"
    done = taken(out, "recommendations", "--form", "docx", "--only", "state=Withheld")
    assert done.exit_code == 0, done.output
    assert "1 rows written" in done.output
    shown = [each.text for each in docx.Document(str(out)).paragraphs]
    assert any(each.startswith("State: Withheld. 1 recommendation, ") for each in shown), shown


def test_a_folder_comes_in_and_a_file_that_cannot_is_named(tmp_path: Path, cast: Cast) -> None:
    (tmp_path / "a.md").write_text("# Learning review\n\nRecommendation 1: Hold core groups on time.\n")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\n%nothing to be read\n")
    done = CliRunner().invoke(import_, [str(tmp_path), "--as", email_of("Bola Bexley")])
    assert done.exit_code == 1
    assert "1 of 2 a.md: 1 recommendation found" in done.output
    assert "2 of 2 b.pdf: " in done.output


TANSY = """# Learning review: Tansy

Learning review for Westmere about Tansy, published 3 May 2025.

## Recommendations

Recommendation 1: The partnership should hold every core group within ten working days of the conference.

Recommendation 2: Schools should tell the social worker on the day when a child does not arrive at school.

Recommendation 3: The health trust should write down who holds parental responsibility at every first visit.
"""


def brought_in(folder: Path, name: str, text: str) -> Result:
    (folder / name).write_text(text)
    return CliRunner().invoke(import_, [str(folder / name), "--as", email_of("Bola Bexley"), "--register"])


def test_a_place_that_takes_no_file_is_named(tmp_path: Path, cast: Cast, register: Register) -> None:
    refused = taken(tmp_path / "nowhere" / "rows.json", "agencies")
    assert refused.exit_code == 1
    assert "could not be written: no such file or directory" in " ".join(
        refused.output.replace("│", " ").split()
    )
    (tmp_path / "folder.part").mkdir()
    assert "could not be written" in " ".join(taken(tmp_path / "folder", "agencies").output.split())


def test_a_review_that_is_here_is_not_doubled_and_what_is_unsure_waits(tmp_path: Path, cast: Cast) -> None:
    def in_register() -> list[str]:
        rows = Recommendation.objects.visible_to(cast.manager).filter(review__name__contains="Tansy")
        return sorted(f"{row.review.reference} {row.label}" for row in rows.select_related("review"))

    first = brought_in(tmp_path, "a.md", TANSY)
    assert "3 recommendations are in the register" in first.output, first.output
    there = in_register()
    assert len(there) == 3

    again = brought_in(tmp_path, "again.md", TANSY.replace("3 May", "4 June"))
    assert "3 recommendations were here already" in again.output, again.output
    assert in_register() == there

    changed = brought_in(
        tmp_path, "b.md", TANSY.replace("within ten working days of the conference", "in five days")
    )
    assert changed.exit_code == 0
    assert "it waits in the library" in changed.output
    assert "“a.md”, brought in" in changed.output, "which document says nearly the same"
    assert "1 recommendation has other words in" in changed.output
    assert in_register() == there

    another = "\n".join(line for line in TANSY.splitlines() if not line.startswith("Recommendation"))
    another += "\nRecommendation 1: Police officers should ask each child alone what happened at home.\n"
    assert (
        "has the same name, but none of the recommendations" in brought_in(tmp_path, "c.md", another).output
    )
    assert in_register() == there
