"""What answering and judging refuse, and what stays of what was there before."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from heed.learning.models import AnswerDraft
from heed.learning.operations import judge_answer, move_answer_day, save_answer_draft
from heed.learning.queries import answered_parts, find_answer
from heed.learning.types import Verdict
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.models import Revision
from heed.platform.registers.downloads import as_xlsx
from tests.cast import AT, Cast, Register
from tests.cast_answers import DUE, answer_of, ask_one, contributor, saying

LONG = "x" * 30_000


@pytest.mark.parametrize("other", [{"text": LONG}, {"reason": LONG}])
def test_a_text_or_a_reason_that_is_too_long_is_not_kept(
    other: dict[str, str], register: Register, cast: Cast
) -> None:
    request = ask_one(cast, register)
    with pytest.raises(Invalid, match="too long"):
        save_answer_draft(
            contributor(cast), ref=request.public_id, said=saying(request, **other), version=0, at=AT
        )
    assert not AnswerDraft.objects.filter(request=request).exists()


def test_the_day_that_an_agency_had_stays_with_the_reason_for_the_new_one(
    register: Register, cast: Cast
) -> None:
    request = ask_one(cast, register)
    later = DUE + timedelta(days=14)
    moved = move_answer_day(
        cast.officer,
        ref=request.public_id,
        due_on=later,
        reason=" Half  term ",
        version=request.version,
        at=AT,
    )
    assert moved.due_on == later
    [kept] = Revision.objects.filter(subject_kind="answer_request", subject_ref=request.public_id)
    assert (kept.field, kept.changed_by) == ("due_on", cast.officer.name)
    assert str(DUE.year) in kept.words
    assert kept.words.endswith("moved because: Half term")


def test_parts_that_were_divided_anew_meanwhile_are_not_judged(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    answer, recommendation = find_answer(cast.manager, row.public_id, answer_of(row).public_id)
    known = [Verdict(each.key, "full", "") for each in answered_parts(answer, recommendation)]
    for seen in ([*known, Verdict(999_999, "full", "")], known[1:], []):
        with pytest.raises(NotNow, match="divided anew"):
            judge_answer(
                cast.manager,
                ref=answer.public_id,
                recommendation_ref=row.public_id,
                verdicts=seen,
                send_back_by=None,
                after=0,
                at=AT,
            )


def test_a_sheet_holds_words_even_where_they_look_like_a_formula_or_an_address() -> None:
    written = b"".join(as_xlsx("Things", ["a", "b"], iter([["=1+1", "https://example.org/"]])))
    with zipfile.ZipFile(io.BytesIO(written)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1</t>" in sheet
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
