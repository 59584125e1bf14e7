"""A publication on its way: its words, what the check finds, who approves it."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
import xlsxwriter
from django.urls import reverse

from heed.kit.writing import Grid, Paragraph, Points
from heed.platform.access.roles import Role
from heed.platform.approvals.operations import minute_approval, sign_approval
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.files.operations import path_of
from heed.publishing import operations as do
from heed.publishing.policies import conditions
from heed.publishing.queries.publications import (
    approval_of,
    find_publication,
    hits_of,
    newest_edition,
    unanswered,
)
from heed.publishing.rules import parts_of
from heed.reports.operations import make_report
from tests import cast_publishing as publishing
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import all_partners_agree, seat_of
from tests.cast_publishing import LATER, NAME, TEXT, WITH_NAME

pytestmark = pytest.mark.django_db


def unmet(cast: Cast, ref: str) -> set[str]:
    row = find_publication(cast.officer, ref)
    found = conditions(cast.officer, row, newest_edition(row), on=LATER.date())
    return {each.key for each in found if not each.met}


def test_a_name_stops_it_until_somebody_answers_for_it(cast: Cast) -> None:
    row = publishing.write(cast, publishing.begun(cast), WITH_NAME)
    edition = newest_edition(row)
    [hit] = [each for each in hits_of(cast.officer, edition) if each.found == NAME]
    assert (hit.before, hit.answer) == ("His aunt, ", "")
    with pytest.raises(NotNow, match="not answered"):
        do.finish_check(cast.officer, ref=row.public_id, at=AT)
    with pytest.raises(NotNow, match="Answer what the check found"):
        publishing.put(cast, row)
    for wrong, field in (
        ({"answer": "kept", "instead": "", "reason": ""}, "reason"),
        ({"answer": "generalised", "instead": "", "reason": ""}, "instead"),
        ({"answer": "replaced", "instead": f"the aunt {NAME}", "reason": ""}, "instead"),
        ({"answer": "", "instead": "", "reason": ""}, "answer"),
    ):
        with pytest.raises(Invalid) as refused:
            do.answer_hit(cast.officer, ref=hit.public_id, at=AT, **wrong)
        assert field in refused.value.fields
    do.answer_hit(
        cast.officer, ref=hit.public_id, answer="generalised", instead="a relative", reason="", at=AT
    )
    edition.refresh_from_db()
    assert NAME not in edition.words
    assert "His aunt, a relative, told the school." in edition.words
    with pytest.raises(NotNow, match="answered this already"):
        do.answer_hit(cast.manager, ref=hit.public_id, answer="kept", instead="", reason="Why", at=AT)
    publishing.checked(cast, row)


def test_what_was_taken_out_and_comes_back_is_found_again(cast: Cast) -> None:
    row = publishing.write(cast, publishing.begun(cast), WITH_NAME)
    hit = next(each for each in hits_of(cast.officer, newest_edition(row)) if each.found == NAME)
    do.answer_hit(cast.officer, ref=hit.public_id, answer="removed", instead="", reason="", at=AT)
    row = publishing.write(cast, row, WITH_NAME)
    assert unanswered(newest_edition(row)) == 1
    hit = next(each for each in hits_of(cast.officer, newest_edition(row)) if each.found == NAME)
    do.answer_hit(
        cast.officer, ref=hit.public_id, answer="kept", instead="", reason="She asked to be named", at=AT
    )
    row = publishing.write(cast, row, f"{WITH_NAME}\nMore.")
    kept = next(each for each in hits_of(cast.officer, newest_edition(row)) if each.found == NAME)
    assert (kept.answer, kept.reason) == ("kept", "She asked to be named")


def test_a_file_gives_its_words_and_is_never_what_comes_out(cast: Cast) -> None:
    row = publishing.begun(cast)
    file = ("report.txt", [b"What was learned\n\nMrs Doreen Appleyard was not asked."])
    row = do.bring_text(cast.officer, ref=row.public_id, file=file, version=row.version, at=AT)
    edition = newest_edition(row)
    assert NAME in edition.words
    assert unanswered(edition) == 1
    with pytest.raises(Invalid, match="was not taken"):
        do.bring_text(
            cast.officer,
            ref=row.public_id,
            file=("a.docx", [b"PK\x03\x04 broken"]),
            version=row.version,
            at=AT,
        )
    for hit in hits_of(cast.officer, edition):
        do.answer_hit(cast.officer, ref=hit.public_id, answer="removed", instead="", reason="", at=AT)
    row = publishing.checked(cast, row, paper=True)
    forms = {each.form: path_of(each.file).read_bytes() for each in newest_edition(row).forms.all()}
    assert set(forms) == {"pdf", "docx", "txt"}
    assert b"Appleyard" not in forms["txt"]
    source = newest_edition(row).source
    assert source is not None
    assert source.sha256 not in {each.sha256 for each in newest_edition(row).forms.all()}


def sheets() -> bytes:
    """A workbook with a sheet that is seen and one that is not."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("Figures").write("A1", "Core groups held on time")
        hidden = book.add_worksheet("Workings")
        hidden.write("B7", NAME)
        hidden.hide()
    return made.getvalue()


@pytest.mark.capability("G03")
def test_a_name_in_a_hidden_sheet_stops_it_and_never_leaves(cast: Cast) -> None:
    row = publishing.begun(cast)
    row = do.bring_text(
        cast.officer, ref=row.public_id, file=("figures.xlsx", [sheets()]), version=row.version, at=AT
    )
    edition = newest_edition(row)
    assert NAME not in edition.words
    assert "Core groups held on time" in edition.words
    hits = hits_of(cast.officer, edition)
    assert any(each.layer == "hidden sheet" and NAME in each.found for each in hits)
    with pytest.raises(NotNow, match="not answered"):
        do.finish_check(cast.officer, ref=row.public_id, at=AT)
    page = client_of(cast.officer).get(reverse("publishing:check", args=[row.public_id])).content.decode()
    assert "hidden sheet" in page
    for each in hits:
        each.refresh_from_db()
        if not each.answer:
            with contextlib.suppress(NotNow):  # of the same words in another place, answered with them
                do.answer_hit(
                    cast.officer, ref=each.public_id, answer="removed", instead="", reason="", at=AT
                )
    row = publishing.checked(cast, row)
    for form in newest_edition(row).forms.all():
        data = path_of(form.file).read_bytes()
        assert NAME.encode() not in data
        if form.form == "docx":
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                assert not any(b"Appleyard" in parts.read(each) for each in parts.namelist())


def test_a_report_composed_from_the_register_gives_its_words(cast: Cast, register: Register) -> None:
    report = make_report(cast.officer, layout="synopsis", subject=register.review.public_id, at=AT)
    row = publishing.begun(cast, register.review, kind="synopsis")
    row = do.take_report(
        cast.officer, ref=row.public_id, report_ref=report.public_id, version=row.version, at=AT
    )
    words = newest_edition(row).words
    assert "## " in words
    assert register.recommendations["1"].text in words
    other = publishing.begun(cast)
    with pytest.raises(Invalid, match="another review"):
        do.take_report(
            cast.officer, ref=other.public_id, report_ref=report.public_id, version=other.version, at=AT
        )


def test_plain_text_becomes_headings_points_and_tables() -> None:
    words = "Before\n## One\nA line\n- a\n- b\n\n### Beneath\n|# Figures |\n| Year | Held |\n| 2024 | 12 |"
    first, one, beneath = parts_of(words)
    assert (first.heading, one.heading, beneath.heading, beneath.level) == ("", "One", "Beneath", 2)
    assert one.blocks == (Paragraph(words="A line"), Points(items=("a", "b")))
    assert beneath.blocks == (Grid(caption="Figures", columns=["Year", "Held"], rows=[["2024", "12"]]),)


def test_another_letter_asks_those_who_approve_again(cast: Cast) -> None:
    row = publishing.begun(cast)
    publishing.write(cast, row)
    publishing.described(cast, row)
    publishing.checked(cast, row)
    joint = publishing.put(cast, row)
    all_partners_agree(cast, joint)
    publishing.told(cast, row)
    assert unmet(cast, row.public_id) == set()
    publishing.write(cast, row, TEXT.replace("four", "five"))
    assert {"check", "approval"} <= unmet(cast, row.public_id)
    publishing.checked(cast, row)
    assert unmet(cast, row.public_id) == {"approval"}
    again = publishing.put(cast, row)
    assert again.sha256 != joint.sha256
    with pytest.raises(NotNow):
        sign_approval(
            cast.of[Role.LEAD_SAFEGUARDING_PARTNER],
            seat=seat_of(again, cast.of[Role.LEAD_SAFEGUARDING_PARTNER].agency_name),
            sha256=joint.sha256,
            agrees=True,
            words="",
            at=AT,
        )


def test_one_person_for_all_seats_is_not_enough(cast: Cast) -> None:
    row = publishing.begun(cast)
    publishing.write(cast, row)
    publishing.described(cast, row)
    publishing.checked(cast, row)
    joint = publishing.put(cast, row)
    for seat in joint.seats:
        minute_approval(
            cast.manager,
            seat=seat.ref,
            sha256=joint.sha256,
            name="Polly Parr",
            post="",
            meeting="Partners",
            on=AT.date(),
            agrees=True,
            words="",
            at=AT,
        )
    assert unmet(cast, row.public_id) == {"approval"}
    with pytest.raises(NotNow, match="At least 2 different people"):
        do.publish(cast.officer, ref=row.public_id, at=LATER)


def test_whoever_brought_the_words_does_not_approve_them(cast: Cast) -> None:
    row = publishing.begun(cast)
    publishing.write(cast, row)
    publishing.checked(cast, row)
    joint = publishing.put(cast, row)
    with pytest.raises(NotAllowed):
        minute_approval(
            cast.manager,
            seat=joint.seats[0].ref,
            sha256=joint.sha256,
            name=cast.officer.name,
            post="",
            meeting="Partners",
            on=AT.date(),
            agrees=True,
            words="",
            at=AT,
        )
    view = approval_of(cast.officer, newest_edition(find_publication(cast.officer, row.public_id)))
    assert view is not None
    assert not view.approved


def test_two_who_write_at_once_are_shown_both_texts(cast: Cast) -> None:
    row = publishing.write(cast, publishing.begun(cast))
    publishing.write(cast, row, TEXT + "\nOne.", version=row.version)
    with pytest.raises(ChangedMeanwhile) as refused:
        publishing.write(cast, row, TEXT + "\nTwo.", version=row.version, actor=cast.manager)
    assert any(each.yours.endswith("Two.") for each in refused.value.differences)


def test_others_see_nothing_and_may_nothing(cast: Cast) -> None:
    row = publishing.write(cast, publishing.begun(cast))
    with pytest.raises(NotVisible):
        find_publication(cast.outsider, row.public_id)
    with pytest.raises(NotAllowed):
        find_publication(cast.reader, row.public_id)
    with pytest.raises(NotAllowed):
        do.finish_check(cast.of[Role.LEAD_REVIEWER], ref=row.public_id, at=AT)
    scrutineer = client_of(cast.of[Role.INDEPENDENT_SCRUTINEER])
    page = scrutineer.get(reverse("publishing:publication", args=[row.public_id]))
    assert page.status_code == 200
    assert "Withdraw it" not in page.content.decode()


def test_a_report_is_of_a_review_that_was_accepted(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        publishing.begun(cast, kind="report")
    assert "review_ref" in refused.value.fields
    review = publishing.an_accepted_review(cast)
    row = publishing.approved(cast, publishing.begun(cast, review))
    assert unmet(cast, row.public_id) == set()
    do.publish(cast.officer, ref=row.public_id, at=LATER)
    review.refresh_from_db()
    assert review.state == "published"


@pytest.mark.capability("A16")
def test_early_learning_comes_out_while_a_review_is_under_way(cast: Cast) -> None:
    from tests import cast_drafts

    review = cast_drafts.a_review(cast)
    report = publishing.approved(cast, publishing.begun(cast, review))
    assert unmet(cast, report.public_id) == {"accepted"}
    early = publishing.published(cast, publishing.begun(cast, review, kind="early_learning"))
    assert early.first_published_at
    review.refresh_from_db()
    assert review.state == "gathering"
