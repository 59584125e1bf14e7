"""A plan kept in a spreadsheet or a Word table comes in: columns guessed, errors by row and column, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heed.governance.operations import tie_to_strategy
from heed.governance.presenters.reporting import progress_document
from heed.governance.queries.progress import progress_on
from heed.intake.models import PlanSheet
from heed.intake.operations import accept_sheet, begin_sheet, drop_sheet, say_columns, undo_sheet
from heed.intake.queries import find_sheet, look_at_sheet
from heed.intake.sheets import guess_columns
from heed.intake.types import Columns, RowOutcome, SheetState
from heed.kit.reading.grid import grids
from heed.learning.models import Recommendation
from heed.plans.models import Action
from heed.plans.operations import withdraw_action
from heed.plans.types import ActionState
from heed.platform.access.types import Actor
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotNow, NotVisible
from heed.platform.notices.operations import write_comment
from heed.platform.people.operations import exclude_person
from tests import cast_meetings, cast_plans
from tests.apps.intake.sheets import AUDIT, COVER, GOOD, csv_file, excel, word
from tests.cast import AT, Cast, Register, client_of

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def begun(actor: Actor, data: bytes, *, name: str = "plan.xlsx", review: str = "") -> PlanSheet:
    return begin_sheet(actor, name=name, size=len(data), chunks=[data], review_ref=review, at=AT)


def look(actor: Actor, row: PlanSheet) -> Any:
    return look_at_sheet(actor, row, today=TODAY)


def accepted(actor: Actor, data: bytes, *, leave_out: bool = False, **more: Any) -> list[Action]:
    row = begun(actor, data, **more)
    new = look(actor, row).count(RowOutcome.NEW)
    accept_sheet(actor, ref=row.public_id, seen=new, leave_out=leave_out, at=AT)
    return of_sheet(row)


def of_sheet(row: PlanSheet) -> list[Action]:
    refs = list(row.came_in.values_list("action_ref", flat=True))
    rows = {each.public_id: each for each in every().filter(public_id__in=refs)}
    return [rows[ref] for ref in dict.fromkeys(refs)]


def labels(row: Action) -> list[str]:
    """Labels of the recommendations that it serves."""
    every_one = Recommendation.objects.for_everyone(because="a test").filter(actions=row)
    return sorted(every_one.values_list("label", flat=True))


def every() -> Any:
    return Action.objects.for_everyone(because="a test")


def faults(actor: Actor, data: bytes, **more: Any) -> list[str]:
    looked = look(actor, begun(actor, data, **more))
    return [str(fault) for each in looked.rows for fault in each.row.faults]


@pytest.mark.parametrize(
    ("make", "name"),
    [(excel, "plan.xlsx"), (word, "plan.docx"), (csv_file, "plan.csv")],
    ids=["xlsx", "docx", "csv"],
)
def test_each_kind_of_file_comes_in_for_a_review(
    make: Callable[..., bytes], name: str, cast: Cast, register: Register
) -> None:
    review = register.review
    audit, cover, form = accepted(cast.manager, make(*GOOD), name=name, review=review.public_id)
    assert (audit.text, audit.state, audit.due_latest) == (AUDIT, ActionState.UNDER_WAY, date(2025, 9, 30))
    assert str(audit.owner_post.title) == "Head of Quality"
    assert audit.agency.name == "Westmere Council"
    assert labels(audit) == ["1"]
    assert audit.steps.get().reason.startswith("Row 2 of plan.")
    assert audit.steps.get().reason.endswith("which says: Ref: A1; RAG: Green; Update: Begun")
    assert labels(cover) == ["1"]  # written once, meant for the row beneath
    assert form.state == ActionState.IN_PRINCIPLE
    assert (form.kind, form.due_text) == ("standing", "Ongoing")
    assert labels(form) == ["2a"]
    assert {each.review_id for each in (audit, cover, form)} == {review.pk}


def test_a_closure_elsewhere_counts_neither_as_reported_nor_as_verified(
    cast: Cast, register: Register
) -> None:
    before = (
        Recommendation.objects.for_everyone(because="a test")
        .get(pk=register.recommendations["1"].pk)
        .delivery
    )
    _, cover, _ = accepted(cast.manager, excel(*GOOD), review=register.review.public_id)
    assert cover.state == ActionState.CLOSED_ELSEWHERE
    page = client_of(cast.reader).get(reverse("plans:action", args=[cover.public_id])).content.decode()
    assert "Closed elsewhere, unverified here" in page
    listed = client_of(cast.reader).get(f"{reverse('plans:list')}?state=closed_elsewhere").content.decode()
    assert "Closed elsewhere, unverified here" in listed
    assert "Reported complete" not in listed.split("<tbody")[1]
    after = (
        Recommendation.objects.for_everyone(because="a test")
        .get(pk=register.recommendations["1"].pk)
        .delivery
    )
    assert after["actions"] == before["actions"] + 2
    assert after["reported"] == before["reported"]
    assert after["verified"] == before["verified"]
    for far in ("reported", "verified", "unverified"):
        found = client_of(cast.reader).get(f"{reverse('plans:list')}?how_far={far}").content.decode()
        assert cover.reference not in found


@pytest.mark.parametrize("again", [excel(*GOOD), word(*GOOD)], ids=["the same", "as a Word table"])
def test_the_same_rows_again_change_nothing(again: bytes, cast: Cast, register: Register) -> None:
    accepted(cast.manager, excel(*GOOD), review=register.review.public_id)
    before = list(every().order_by("pk").values())
    name = "plan.xlsx" if again.startswith(b"PK") and b"xl/" in again else "plan.docx"
    row = begun(cast.manager, again, name=name, review=register.review.public_id)
    looked = look(cast.manager, row)
    assert [each.outcome for each in looked.rows] == [RowOutcome.HERE] * 3
    assert all(each.as_action[1].startswith("ACT-") for each in looked.rows)
    with pytest.raises(NotNow, match="Nothing in this file is new"):
        accept_sheet(cast.manager, ref=row.public_id, seen=0, leave_out=False, at=AT)
    assert list(every().order_by("pk").values()) == before


def test_a_row_is_known_by_its_number_though_its_words_changed_and_by_its_words_though_it_has_none(
    cast: Cast, register: Register
) -> None:
    accepted(cast.manager, excel(*GOOD), review=register.review.public_id)
    said_otherwise = (*GOOD[0][:2], "Audit twelve records.", *GOOD[0][3:])
    without_number = ("", *GOOD[1][1:])
    new = ("A9", "1", "Tell schools of the dates.", "Westmere Council", "", "", "", "", "")
    row = begun(cast.manager, excel(said_otherwise, without_number, new), review=register.review.public_id)
    looked = look(cast.manager, row).rows
    assert [each.outcome for each in looked] == [RowOutcome.HERE, RowOutcome.HERE, RowOutcome.NEW]
    assert "it says something else here" in looked[0].note
    assert every().filter(text="Audit twelve records.").count() == 0


@pytest.mark.capability("B14")
def test_one_action_under_two_recommendations_is_one_for_both(cast: Cast, register: Register) -> None:
    rows = [
        ("", "1", AUDIT, "Westmere Council", "", "", "", "", ""),
        ("", "2a", AUDIT, "Westmere Council", "", "", "", "", ""),
    ]
    looked = look(cast.manager, begun(cast.manager, excel(*rows), review=register.review.public_id))
    assert [each.outcome for each in looked.rows] == [RowOutcome.NEW, RowOutcome.JOINS]
    [one] = accepted(cast.manager, excel(*rows), review=register.review.public_id)
    assert labels(one) == ["1", "2a"]
    for label in ("1", "2a"):
        asked = register.recommendations[label]
        page = client_of(cast.reader).get(reverse("learning:recommendation", args=[asked.public_id]))
        assert AUDIT in page.content.decode()
    listed = client_of(cast.reader).get(f"{reverse('plans:list')}?words={AUDIT}").content.decode()
    assert listed.count(f">{AUDIT}</a>") == 1
    again = look(cast.manager, begun(cast.manager, excel(*rows), review=register.review.public_id))
    assert [each.outcome for each in again.rows] == [RowOutcome.HERE, RowOutcome.HERE]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("1", ["1"]),
        ("Recommendation 2a", ["2a"]),
        ("1 and 2a", ["1", "2a"]),
        ("REC-0001", ["1"]),
        ("1. Hold core groups on time.", ["1"]),
        ("1. Something that it does not say at all.", []),
        ("every agency should ask what daily life is like for the child", ["2a"]),
        ("99", []),
    ],
)
def test_recommendations_are_known_by_number_reference_or_words(
    said: str, found: list[str], cast: Cast, register: Register
) -> None:
    data = excel(("", said, AUDIT, "", "", "", "", "", ""))
    [settled] = look(cast.manager, begun(cast.manager, data, review=register.review.public_id)).rows
    every_one = Recommendation.objects.for_everyone(because="a test").filter(pk__in=settled.serves)
    assert sorted(every_one.values_list("label", flat=True)) == found
    assert bool(settled.note) == (not found)


BAD: list[tuple[dict[int, Any], str]] = [
    ({5: "31/02/2025"}, "row 2, column Due date: 31/02/2025 is not a date; write it as 28 February 2025"),
    (
        {5: "12/13/2025"},
        "row 2, column Due date: 12/13/2025 is not a date: there is no month 13; the day comes first, so write it as 28 February 2025",
    ),
    ({5: "45931"}, "row 2, column Due date: 45931 is a number and not a date; write it as 1 October 2025"),
    ({5: "when we can"}, "row 2, column Due date: “when we can” is not a date; write it as 28 February 2025"),
    ({5: "1 June 1925"}, "row 2, column Due date: 1 June 1925 is in the year 1925; check the year"),
    ({2: ""}, "row 2, column Action: it is empty; say what will be done, or delete the row"),
    ({2: "x" * 2001}, "row 2, column Action: it has 2,001 letters; use at most 2,000"),
    (
        {6: "Maybe"},
        "row 2, column RAG: “Maybe” is no status that is known; say beside the columns what it means",
    ),
    (
        {7: "#REF!"},
        "row 2, column Success measure: #REF! is what a broken formula leaves; write what belongs there",
    ),
]


@pytest.mark.parametrize(("change", "says"), BAD, ids=[says.split(":", 1)[1][:30] for _, says in BAD])
def test_an_error_names_its_row_and_its_column(change: dict[int, Any], says: str, cast: Cast) -> None:
    row = [change.get(at, cell) for at, cell in enumerate(GOOD[0])]
    assert faults(cast.manager, excel(row)) == [says]


def test_numbers_are_given_once_and_what_was_done_is_over(cast: Cast) -> None:
    head = ("No", "Action", "Date completed", "Status")
    rows = [
        ("1", AUDIT, "", ""), ("1", COVER, "", ""), ("2", "Ask again.", "1 May 2099", "Complete"),
    ]  # fmt: skip
    assert faults(cast.manager, excel(*rows, head=head)) == [
        "row 3, column No: 1 stands in row 2 as well, for another action",
        "row 4, column Date completed: 1 May 2099 is still to come; a day on which something was done is over",
    ]


def test_rows_with_errors_keep_everything_out_until_somebody_leaves_them_out(cast: Cast) -> None:
    bad = [*GOOD[1][:5], "31/02/2025", *GOOD[1][6:]]
    row = begun(cast.manager, excel(GOOD[0], bad, GOOD[2]))
    before = every().count()
    with pytest.raises(NotNow, match="1 rows have errors, so nothing came in"):
        accept_sheet(cast.manager, ref=row.public_id, seen=2, leave_out=False, at=AT)
    assert every().count() == before
    accept_sheet(cast.manager, ref=row.public_id, seen=2, leave_out=True, at=AT)
    assert every().count() == before + 2
    assert find_sheet(cast.manager, row.public_id).left_out == 1
    mended = look(cast.manager, begun(cast.manager, excel(*GOOD)))
    assert [each.outcome for each in mended.rows] == [RowOutcome.HERE, RowOutcome.NEW, RowOutcome.HERE]


def test_all_or_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks after the actions were written takes them along."""
    row = begun(cast.manager, excel(*GOOD))
    before = every().count()

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("heed.intake.operations.sheets.record", breaks)
    with pytest.raises(RuntimeError):
        accept_sheet(cast.manager, ref=row.public_id, seen=3, leave_out=False, at=AT)
    assert every().count() == before
    assert find_sheet(cast.manager, row.public_id).state == SheetState.OPEN


def test_two_people_at_once(cast: Cast) -> None:
    """The same file chosen by two: the second is told that the plan has changed; a file comes in once."""
    mine, theirs = begun(cast.manager, excel(*GOOD)), begun(cast.officer, excel(*GOOD))
    accept_sheet(cast.officer, ref=theirs.public_id, seen=3, leave_out=False, at=AT)
    with pytest.raises(NotNow, match="Nothing in this file is new"):
        accept_sheet(cast.manager, ref=mine.public_id, seen=3, leave_out=False, at=AT)
    with pytest.raises(NotNow, match="came in already"):
        accept_sheet(cast.manager, ref=theirs.public_id, seen=3, leave_out=False, at=AT)
    with pytest.raises(NotNow, match="it stays"):
        drop_sheet(cast.manager, ref=theirs.public_id, at=AT)
    row = begun(cast.manager, excel(GOOD[0], ("B1", "", "Another one.", "", "", "", "", "", "")))
    with pytest.raises(NotNow, match="2 actions would have come in, now it is 1"):
        accept_sheet(cast.manager, ref=row.public_id, seen=2, leave_out=False, at=AT)


def test_columns_are_guessed_below_a_title_on_the_right_sheet_and_changed_by_a_person(cast: Cast) -> None:
    data = excel(*GOOD, above=("Westmere", "Plan of 2025", ""))
    guessed = guess_columns(grids(data, "plan.xlsx"))
    assert guessed.head == 3
    assert dict(guessed.of) == {
        0: "reference", 1: "recommendation", 2: "action", 3: "agency", 4: "owner", 5: "due", 6: "status",
        7: "measure", 8: "progress",
    }  # fmt: skip
    row = begun(cast.manager, data)
    said = Columns(0, 3, {2: "action", 4: "owner_name", 6: "status"}, {"green": "closed"})
    say_columns(cast.manager, ref=row.public_id, columns=said, version=row.version, at=AT)
    [audit, *_] = look(cast.manager, find_sheet(cast.manager, row.public_id)).rows
    assert (audit.row.action.owner_words, audit.row.action.said, audit.row.action.due_latest) == (
        "Head of Quality", "closed", None,
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        say_columns(
            cast.officer, ref=row.public_id, columns=Columns(0, 3, {2: "action"}), version=row.version, at=AT
        )


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ({1: "recommendation"}, "which column holds the actions"),
        ({1: "action", 2: "action"}, "Two columns are said to be “Action”"),
        ({1: "action", 2: "shoe size"}, "from the list"),
    ],
)
def test_columns_that_cannot_be(of: dict[int, str], says: str, cast: Cast) -> None:
    row = begun(cast.manager, excel(*GOOD))
    with pytest.raises(Invalid, match=says):
        say_columns(cast.manager, ref=row.public_id, columns=Columns(0, 0, of), version=row.version, at=AT)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "plan.xlsx", "is empty"),
        (b"Just words.\nAnd more.", "plan.csv", "There is no table in this file"),
        (b"%PDF-1.7 ", "plan.pdf", ""),
        (excel(*GOOD)[:400], "plan.xlsx", "cut short"),
    ],
    ids=["empty", "words", "pdf", "cut"],
)
def test_what_is_no_plan_is_refused_in_a_sentence_and_not_kept(
    data: bytes, name: str, says: str, cast: Cast
) -> None:
    with pytest.raises(Invalid, match=says):
        begun(cast.manager, data, name=name)
    assert not PlanSheet.objects.for_everyone(because="a test").exists()


def test_others_see_nothing_of_it(cast: Cast, register: Register) -> None:
    row = begun(cast.manager, excel(*GOOD), review=register.review.public_id)
    with pytest.raises(NotVisible):
        find_sheet(cast.outsider, row.public_id)
    with pytest.raises(NotVisible):
        begun(cast.outsider, excel(*GOOD), review=register.review.public_id)


def test_the_progress_report_says_what_was_closed_elsewhere(cast: Cast, register: Register) -> None:
    accepted(cast.manager, excel(*GOOD), review=register.review.public_id)
    report = progress_document(progress_on(cast.manager, on=TODAY), partnership="Westmere", counted_on=TODAY)
    assert " 1 closed elsewhere, unverified here." in str(report.parts[0])


def test_a_case_is_closed_to_somebody_with_its_file_and_its_actions(cast: Cast, register: Register) -> None:
    waiting = begun(cast.officer, excel(*GOOD), review=register.review.public_id)
    came = begun(cast.manager, excel(*GOOD), review=register.review.public_id)
    accept_sheet(cast.manager, ref=came.public_id, seen=3, leave_out=False, at=AT)
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.officer.person_ref,
        reason="A relative",
        version=0,
        at=AT,
    )
    for row in (waiting, came):
        with pytest.raises(NotVisible):
            find_sheet(cast.officer, row.public_id)
    assert client_of(cast.officer).get(reverse("intake:plan_sheet", args=[came.public_id])).status_code == 404
    seen = Action.objects.visible_to(cast.officer).filter(
        public_id__in=[each.public_id for each in of_sheet(came)]
    )
    assert not seen.exists()


def test_through_the_pages(cast: Cast, register: Register) -> None:
    browser = client_of(cast.officer)
    refused = browser.post(reverse("intake:plan"), {"review": register.review.public_id})
    assert refused.status_code == 422
    assert "Choose a file first" in refused.content.decode()
    bad = [*GOOD[1][:5], "31/02/2025", *GOOD[1][6:]]
    file = SimpleUploadedFile("our plan.xlsx", excel(GOOD[0], bad))
    sent = browser.post(
        reverse("intake:plan"), {"file": file, "review": register.review.public_id}, follow=True
    )
    assert "What is in which column?" in sent.content.decode()
    row = PlanSheet.objects.for_everyone(because="a test").get()
    address = reverse("intake:plan_columns", args=[row.public_id])
    given = {
        "version": row.version,
        "table": 0,
        "head": 1,
        "column_2": "action",
        "column_5": "due",
        "column_1": "",
    }
    nothing = browser.post(address, {**given, "column_2": ""})
    assert nothing.status_code == 422
    assert "Say which column holds the actions" in nothing.content.decode()
    shown = browser.post(address, given, follow=True).content.decode()
    assert "1 new action would come in; 1 row has errors" in shown
    assert "Column Due date: 31/02/2025 is not a date; write it as 28 February 2025." in shown
    errors = browser.get(reverse("intake:plan_faults", args=[row.public_id])).content.decode()
    assert "3,Due date,31/02/2025 is not a date" in errors
    page = reverse("intake:plan_sheet", args=[row.public_id])
    assert browser.post(page, {"seen": 1}).status_code == 409
    came = browser.post(page, {"seen": 1, "leave_out": "yes"}, follow=True).content.decode()
    assert "What came in" in came
    assert "1 action came in." in came
    assert "In the plan: ACT-" in came


def test_a_file_that_came_in_is_taken_out_whole_and_can_come_in_again(cast: Cast, register: Register) -> None:
    before = set(every().values_list("pk", flat=True))
    served = register.recommendations["1"]
    threads = Recommendation.objects.for_everyone(because="a test").get(pk=served.pk).thread
    row = begun(cast.officer, excel(*GOOD), review=register.review.public_id)
    new = look(cast.officer, row).count(RowOutcome.NEW)
    accept_sheet(cast.officer, ref=row.public_id, seen=new, leave_out=False, at=AT)
    with pytest.raises(Invalid, match="Say why"):
        undo_sheet(cast.officer, ref=row.public_id, reason=" ", at=AT)
    assert undo_sheet(cast.officer, ref=row.public_id, reason="The wrong year.", at=AT) == new
    assert set(every().values_list("pk", flat=True)) == before
    assert Recommendation.objects.for_everyone(because="a test").get(pk=served.pk).thread == threads
    with pytest.raises(NotNow, match="nothing to undo"):
        undo_sheet(cast.manager, ref=row.public_id, reason="Again.", at=AT)
    assert look(cast.officer, row).count(RowOutcome.NEW) == new
    accept_sheet(cast.officer, ref=row.public_id, seen=new, leave_out=False, at=AT + timedelta(days=1))
    assert every().count() == len(before) + new


def test_what_was_here_before_stays_when_a_file_is_taken_out(cast: Cast, register: Register) -> None:
    first = accepted(cast.manager, excel(GOOD[0]), review=register.review.public_id)
    row = begun(cast.manager, excel(*GOOD), review=register.review.public_id)
    new = look(cast.manager, row).count(RowOutcome.NEW)
    accept_sheet(cast.manager, ref=row.public_id, seen=new, leave_out=False, at=AT + timedelta(hours=1))
    assert undo_sheet(cast.manager, ref=row.public_id, reason="Twice.", at=AT) == new
    assert every().filter(pk__in=[each.pk for each in first]).count() == len(first)


BUILT: dict[str, Callable[[Cast, Action], object]] = {
    "a step": lambda cast, row: withdraw_action(cast.manager, ref=row.public_id, reason="Not ours", at=AT),
    "evidence": lambda cast, row: cast_plans.evidence_for(cast, row),
    "a comment": lambda cast, row: write_comment(
        cast.manager, kind="action", ref=row.public_id, text="Who does this?", at=AT
    ),
    "a strategy": lambda cast, row: tie_to_strategy(
        cast.manager,
        ref=cast_meetings.a_strategy(cast.manager, at=AT).public_id,
        actions=(row.public_id,),
        at=AT,
    ),
}


@pytest.mark.parametrize("built", BUILT)
def test_once_somebody_built_on_one_of_its_actions_a_file_stays(
    built: str, cast: Cast, register: Register
) -> None:
    row = begun(cast.manager, excel(*GOOD), review=register.review.public_id)
    new = look(cast.manager, row).count(RowOutcome.NEW)
    accept_sheet(cast.manager, ref=row.public_id, seen=new, leave_out=False, at=AT)
    made = of_sheet(row)
    BUILT[built](cast, made[0])
    with pytest.raises(NotNow, match=r"stays? in the plan"):
        undo_sheet(cast.manager, ref=row.public_id, reason="The wrong file.", at=AT)
    assert len(of_sheet(row)) == len(made), "all of it or nothing"
    page = client_of(cast.manager).post(
        reverse("intake:plan_undo", args=[row.public_id]), {"reason": "The wrong file."}
    )
    assert page.status_code == 409


def test_ten_thousand_rows_of_which_three_hundred_are_bad_have_a_clear_answer(
    cast: Cast, register: Register
) -> None:
    """All good ones or nothing, the errors by row and column, and a second time nothing at all."""

    def row(number: int) -> tuple[Any, ...]:
        due = (
            "31/02/2026"
            if number % 33 == 0 and number < 9901
            else date(2026, 3, 1) + timedelta(days=number % 300)
        )
        return (f"N{number}", "1" if number % 2 else "2a", f"Do thing {number} in every team.", "Westmere Council",
                "Head of Quality", due, ("Green", "Blue", "Not started")[number % 3], "8 of 10", "")  # fmt: skip

    rows = [row(number) for number in range(1, 10_001)]
    bad = sum(each[5] == "31/02/2026" for each in rows)
    assert bad == 300
    sheet = begun(cast.manager, excel(*rows), review=register.review.public_id)
    looked = look(cast.manager, sheet)
    assert (looked.count(RowOutcome.NEW), looked.count(RowOutcome.FAULTY)) == (9_700, 300)
    shown = client_of(cast.manager).get(f"{reverse('intake:plan_sheet', args=[sheet.public_id])}?show=faulty")
    assert "9,700 new actions would come in; 300 rows have errors" in shown.content.decode()
    assert "Bring in 9,700 and leave out the 300 rows with errors" in shown.content.decode()
    with pytest.raises(NotNow, match="300 rows have errors, so nothing came in"):
        accept_sheet(cast.manager, ref=sheet.public_id, seen=9_700, leave_out=False, at=AT)
    before = every().count()
    accept_sheet(cast.manager, ref=sheet.public_id, seen=9_700, leave_out=True, at=AT)
    assert every().count() == before + 9_700
    again = look(cast.manager, begun(cast.manager, excel(*rows), review=register.review.public_id))
    assert (again.count(RowOutcome.NEW), again.count(RowOutcome.HERE)) == (0, 9_700)


@pytest.mark.parametrize(
    ("head", "meant"),
    [
        ("Action", "action"),
        ("Recommendation", "recommendation"),
        ("Number of the action", "reference"),
        ("Agency", "agency"),
        ("Owner", "owner"),
        ("Due date", "due"),
        ("By", "due"),
        ("Status", "status"),
        ("State", "status"),
        ("Date completed", "done"),
        ("How we will know", "measure"),
        ("How will we know it worked?", "measure"),
        ("Desired outcome", "outcome"),
        ("What changes for children", "outcome"),
        ("Risk it addresses", "risk"),
        ("Progress", "progress"),
        ("Evidence", "evidence"),
    ],
)
def test_a_head_in_our_own_words_is_known(head: str, meant: str) -> None:
    others = ["Action", "Agency"]
    heads = [*(each for each in others if each != head), head]
    written = csv_file(["x"] * len(heads), head=heads)
    guessed = guess_columns(grids(written, "plan.csv"))
    assert guessed.of.get(len(heads) - 1) == meant
