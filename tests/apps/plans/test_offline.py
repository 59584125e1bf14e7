"""An agency's round trip: its actions go out as a workbook, and what it wrote comes back as proposals."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.plans.models import Action, Evidence
from heed.plans.offline.book import HEAD_ROW, LOCKED
from heed.plans.operations import agree_action, withdraw_action
from heed.plans.types import ActionState
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.notices.models import Comment
from heed.platform.partnerships.models import Agency
from tests import cast_plans
from tests.apps.plans.workbook import Book, put
from tests.cast import AT, Cast, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_time")]
FIRST = HEAD_ROW + 2
"""The first row of actions, as the workbook counts."""


@pytest.fixture
def in_time() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def lead(cast: Cast) -> Actor:
    """Acts for the trust, whose actions the cast's are."""
    return cast.of[Role.AGENCY_LEAD]


def taken(actor: Actor) -> Book:
    """The workbook that somebody downloads, open to be filled."""
    answer = client_of(actor).get(reverse("plans:offline_book"))
    assert answer.status_code == 200
    return Book(answer.content)


def brought(actor: Actor, book: Any, *, name: str = "actions.xlsx") -> Any:
    data = book if isinstance(book, bytes) else book.save()
    return client_of(actor).post(reverse("plans:offline"), {"file": SimpleUploadedFile(name, data)})


def said(answer: Any) -> str:
    tree = HTMLParser(answer.content.decode())
    main = tree.css_first("main")
    return " ".join((main.text() if main else "").split())


def applied(actor: Actor, answer: Any, only: Callable[[str], bool] = lambda _: True) -> Any:
    """Send the page's form with what is ticked on it."""
    tree = HTMLParser(answer.content.decode())
    kept = tree.css_first("input[name=kept]")
    assert kept is not None
    ticked = [
        each.attributes["value"] or ""
        for each in tree.css("input[name=change]")
        if "checked" in each.attributes
    ]
    given = {"kept": kept.attributes["value"] or "", "change": [each for each in ticked if only(each)]}
    return client_of(actor).post(reverse("plans:offline_apply"), given, follow=True)


def test_what_an_agency_wrote_offline_comes_in_by_the_plans_own_operations(cast: Cast) -> None:
    done, later = cast_plans.agreed(cast), cast_plans.agreed(cast, text="Tell schools of the dates.")
    book = taken(lead(cast))
    put(
        book,
        FIRST,
        complete_on=date(2025, 2, 28),
        evidence="Minutes of the group",
        link="https://vale.example/m",
    )
    put(book, FIRST + 1, wanted="1/12/2025", why="Two people left", progress="Half of the schools were told.")
    shown = brought(lead(cast), book)
    assert shown.status_code == 200
    assert "4 changes can be carried out. Nothing is changed yet." in said(shown)
    assert "30 Sep 2025" in said(shown)
    assert "Move to 1 Dec 2025: Two people left" in said(shown)
    assert cast_plans.again(done).state == ActionState.AGREED
    assert "2 actions changed, as you wrote offline." in said(applied(lead(cast), shown))
    assert cast_plans.again(done).state == ActionState.REPORTED
    assert done.marks.get().reason == "Complete on 28 February 2025."
    piece = Evidence.objects.for_everyone(because="a test").get()
    assert (piece.title, piece.kind, piece.level) == ("Minutes of the group", "document", 0)
    assert cast_plans.again(later).state == ActionState.EXTENSION_REQUESTED
    assert (later.date_moves.get().wanted, later.date_moves.get().reason) == (
        date(2025, 12, 1),
        "Two people left",
    )
    assert Comment.objects.for_everyone(because="a test").get().text == "Half of the schools were told."
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"actions.taken_offline", "actions.brought_back", "action.move_asked", "action.marked"} <= kinds


def test_the_same_workbook_again_changes_nothing(cast: Cast) -> None:
    cast_plans.agreed(cast)
    book = taken(lead(cast))
    put(book, FIRST, progress="Begun in March.", wanted=date(2025, 12, 1), why="Two left", evidence="A note")
    applied(lead(cast), brought(lead(cast), book))
    again = brought(lead(cast), book)
    assert "Nothing in it is new." in said(again)
    for why in (
        "This was asked already and waits.",
        "This is said already.",
        "This evidence is here already.",
    ):
        assert why in said(again)
    assert not HTMLParser(again.content.decode()).css("input[name=change]")


def test_what_changed_in_heed_meanwhile_is_a_conflict_and_is_ticked_by_nobody_but_a_person(
    cast: Cast,
) -> None:
    row = cast_plans.proposed(cast)
    book = taken(lead(cast))
    agree_action(cast.manager, ref=row.public_id, at=AT)
    put(book, FIRST, complete_on=date(2025, 3, 3), progress="Done.")
    shown = brought(lead(cast), book)
    assert "Changed in Heed since your download: state is now “Agreed”." in said(shown)
    assert not HTMLParser(shown.content.decode()).css("input[name=change][checked]")
    assert len(HTMLParser(shown.content.decode()).css("input[name=change]")) == 2


def test_what_changes_while_somebody_looks_is_refused_and_the_rest_stands(cast: Cast) -> None:
    first, second = cast_plans.agreed(cast), cast_plans.agreed(cast, text="Tell schools of the dates.")
    book = taken(lead(cast))
    put(book, FIRST, complete_on=date(2025, 3, 3))
    put(book, FIRST + 1, complete_on=date(2025, 3, 3))
    shown = brought(lead(cast), book)
    withdraw_action(cast.manager, ref=first.public_id, reason="Not needed", at=AT)
    answer = applied(lead(cast), shown)
    assert f"{first.reference}: It was changed while you looked." in said(answer)
    assert cast_plans.again(first).state == ActionState.WITHDRAWN
    assert cast_plans.again(second).state == ActionState.REPORTED


def test_some_of_it(cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    book = taken(lead(cast))
    put(book, FIRST, complete_on=date(2025, 3, 3), progress="Done.")
    applied(lead(cast), brought(lead(cast), book), only=lambda value: value.endswith(":progress"))
    assert cast_plans.again(row).state == ActionState.AGREED
    assert Comment.objects.for_everyone(because="a test").count() == 1


def _locked(book: Book) -> None:
    book.actions[FIRST - 1][1 + LOCKED.index("Action")] = "Something easier"
    put(book, FIRST, progress="x")


def _added(book: Book) -> None:
    book.actions.append(["", "", "A new action", *[""] * (len(book.actions[0]) - 3)])


def _twice(book: Book) -> None:
    book.actions.append(list(book.actions[FIRST - 1]))
    put(book, FIRST + 1, progress="x")


WRONG: list[tuple[str, Callable[[Book], None], str]] = [
    ("a locked cell", _locked, "Row 5, column Action: this cell is locked and was changed"),
    ("a row more", _added, "Row 6: this row was not in the download; plan a new action in Heed"),
    ("a row twice", _twice, "Row 6: this action stands in a row above as well"),
    ("a formula", lambda b: put(b, FIRST, progress='="Done"&"!"'), "column Progress: it holds a formula"),
    ("no such day", lambda b: put(b, FIRST, wanted="31/02/2026", why="x"), "column New date asked for: 31/02/2026 is not a date; write it as 28 February 2026."),
    ("a number for a day", lambda b: put(b, FIRST, wanted=46023, why="x"), "46023 is a number and not a date; write it as 1 January 2026."),
    ("a month", lambda b: put(b, FIRST, wanted="June 2026", why="x"), "“June 2026” is more than one day; write it as 30 June 2026."),
    ("a day that is over", lambda b: put(b, FIRST, wanted="1/2/2025", why="x"), "1 February 2025 is over. Give a day that is still to come."),
    ("no reason", lambda b: put(b, FIRST, wanted="1/12/2025"), "column Why the date should move: say why the date should move."),
    ("a reason alone", lambda b: put(b, FIRST, why="Two left"), "column New date asked for: give the date that you ask for."),
    ("complete tomorrow", lambda b: put(b, FIRST, complete_on=date(2025, 3, 5)), "5 March 2025 is still to come; report it when it is done."),
    ("both", lambda b: put(b, FIRST, wanted="1/12/2025", why="x", complete_on="1/3/2025"), "what is complete needs no other date"),
    ("no address", lambda b: put(b, FIRST, link="see the drive"), "“see the drive” is no address; begin it with https://."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "says"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_what_cannot_be_used_is_said_by_row_and_column(
    change: Callable[[Book], None], says: str, cast: Cast
) -> None:
    cast_plans.agreed(cast)
    book = taken(lead(cast))
    change(book)
    shown = brought(lead(cast), book)
    assert shown.status_code == 200
    assert says in said(shown)
    assert not HTMLParser(shown.content.decode()).css("input[name=change]")


def test_a_row_that_was_deleted_changes_nothing_and_is_named(cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    book = taken(lead(cast))
    del book.actions[FIRST - 1]
    assert f"Not in the file any more, so nothing changes for {row.reference}." in said(
        brought(lead(cast), book)
    )


def _renamed(book: Book) -> bytes:
    book.sheets = {"Our actions" if name == "Actions" else name: rows for name, rows in book.sheets.items()}
    return book.save()


def _without_promise(book: Book) -> bytes:
    del book.sheets["Heed"]
    return book.save()


def _promise_changed(book: Book) -> bytes:
    book.sheets["Heed"][0][0] = "x" + book.sheets["Heed"][0][0]
    return book.save()


def _column_gone(book: Book) -> bytes:
    at = book.actions[HEAD_ROW].index("Progress")
    for row in book.actions:
        del row[at]
    return book.save()


@pytest.mark.parametrize(
    ("spoil", "name", "says"),
    [
        (_renamed, "a.xlsx", "There is no sheet “Actions” in this workbook; its sheets are “Our actions”."),
        (_without_promise, "a.xlsx", "This is not a workbook that was downloaded here"),
        (_promise_changed, "a.xlsx", "This is not a workbook that was downloaded here"),
        (_column_gone, "a.xlsx", "“Progress” is missing from row 4"),
        (lambda _: b"Reference,Progress\nACT-0001,Done\n", "a.csv", "This is not a workbook that was downloaded here"),
        (lambda _: b"", "a.xlsx", "empty"),
        (lambda book: book.save()[:900], "a.xlsx", "“a.xlsx” was not taken."),
    ],
    ids=["renamed", "no promise", "promise changed", "column gone", "csv", "empty", "cut"],
)  # fmt: skip
def test_what_is_not_the_workbook_is_refused_in_a_sentence(
    spoil: Callable[[Book], bytes], name: str, says: str, cast: Cast
) -> None:
    cast_plans.agreed(cast)
    answer = brought(lead(cast), spoil(taken(lead(cast))), name=name)
    assert answer.status_code == 422
    assert says in said(answer)


def test_macros_are_refused(cast: Cast) -> None:
    cast_plans.agreed(cast)
    out = io.BytesIO(taken(lead(cast)).save())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"code")
    answer = brought(lead(cast), out.getvalue(), name="a.xlsm")
    assert answer.status_code == 422
    assert "carries macros" in said(answer)


def test_another_agencys_workbook_is_refused_and_nothing_of_others_goes_out(cast: Cast) -> None:
    own = cast_plans.agreed(cast)
    other = cast_plans.agreed(
        cast, agency_ref=cast_plans.agency_ref("Westmere Council"), text="Ask the council."
    )
    book = taken(lead(cast))
    words = [cell for row in book.actions for cell in row]
    assert own.reference in words
    assert other.reference not in words
    contributor = cast.of[Role.AGENCY_CONTRIBUTOR]  # of the council
    answer = brought(contributor, book)
    assert answer.status_code == 422
    assert "This is the workbook of Vale NHS Trust, and you act for Westmere Council." in said(answer)
    assert brought(cast.outsider, book).status_code == 422
    shown = brought(lead(cast), (put(book, FIRST, progress="x"), book)[1])
    tree = HTMLParser(shown.content.decode())
    kept = tree.css_first("input[name=kept]")
    assert kept is not None
    stolen = client_of(contributor).post(
        reverse("plans:offline_apply"),
        {"kept": kept.attributes["value"], "change": f"{own.public_id}:progress"},
    )
    assert stolen.status_code == 422
    assert not Comment.objects.for_everyone(because="a test").exists()


def test_an_action_that_passed_to_another_agency_meanwhile(cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    book = taken(lead(cast))
    put(book, FIRST, progress="Begun.")
    council = cast_plans.agency_ref("Westmere Council")
    Action.objects.for_everyone(because="a test").filter(pk=row.pk).update(
        agency=Agency.objects.get(public_id=council)
    )
    assert "Row 5: this action is not your agency's any more" in said(brought(lead(cast), book))


def test_without_work_there_is_nothing_to_download(cast: Cast) -> None:
    Action.objects.for_everyone(because="a test").update(agency=None)
    assert "no action still to do" in said(client_of(lead(cast)).get(reverse("plans:offline")))
    assert client_of(lead(cast)).get(reverse("plans:offline_book")).status_code == 409
