"""Whatever leaves is looked at whole: notes, what could not be read, and what is typed for readers at the end."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse
from docx.shared import Inches
from PIL import Image

from heed.learning.models import Recommendation
from heed.learning.operations import say_what_is_public
from heed.platform.base.errors import Invalid, NotNow, NotVisible
from heed.publishing import operations as do
from heed.publishing.looking import UNREAD, Known, look_at_text
from heed.publishing.queries.publications import (
    approval_of,
    discarded_edition,
    find_publication,
    hits_of,
    known_of,
    newest_edition,
    unanswered,
)
from heed.publishing.rules import replaced
from tests import cast_plans
from tests import cast_publishing as publishing
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import all_partners_agree
from tests.cast_publishing import LATER, NAME, TEXT
from tests.word_notes import with_footnote

pytestmark = pytest.mark.django_db


def brought(cast: Cast, data: bytes, name: str = "report.docx"):  # type: ignore[no-untyped-def]
    row = publishing.begun(cast)
    return do.bring_text(cast.officer, ref=row.public_id, file=(name, [data]), version=row.version, at=AT)


def test_a_name_in_a_footnote_of_an_upload_is_found_and_the_note_keeps_its_place(cast: Cast) -> None:
    row = brought(cast, with_footnote("The framework was used.", f"He was seen by {NAME}."))
    edition = newest_edition(row)
    assert "The framework was used.¹" in edition.words
    assert f"## Notes\n- ¹ He was seen by {NAME}." in edition.words
    [hit] = [each for each in hits_of(cast.officer, edition) if each.found == NAME]
    assert hit.layer == ""
    do.answer_hit(
        cast.officer, ref=hit.public_id, answer="generalised", instead="a relative", reason="", at=AT
    )
    assert NAME not in newest_edition(find_publication(cast.officer, row.public_id)).words


def test_the_number_of_a_note_hides_no_name() -> None:
    found = {
        each.found for each in look_at_text(f"It was {NAME}¹ who told.\n\n## Notes\n- ¹ By letter.", Known())
    }
    assert NAME in found
    assert replaced(f"It was {NAME}¹ who told.", NAME, "a relative") == "It was a relative¹ who told."


def with_picture() -> bytes:
    picture, made = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    file = docx.Document()
    file.add_paragraph("What was learned is in the picture.")
    file.add_picture(io.BytesIO(picture.getvalue()), width=Inches(1))
    file.save(made)
    return made.getvalue()


def test_what_nobody_could_read_stops_it_until_somebody_answers_for_it_by_name(cast: Cast) -> None:
    row = brought(cast, with_picture())
    edition = newest_edition(row)
    unread = [each for each in hits_of(cast.officer, edition) if each.layer == UNREAD]
    assert [each for each in unread if "is a picture" in each.found]
    page = client_of(cast.officer).get(reverse("publishing:check", args=[row.public_id])).content.decode()
    assert "nobody could read" in page.lower()
    with pytest.raises(NotNow, match="not answered"):
        do.finish_check(cast.officer, ref=row.public_id, at=AT)
    row = publishing.write(cast, row, edition.words)  # what was found in the file stays when words change
    for each in hits_of(cast.officer, newest_edition(row)):
        do.answer_hit(
            cast.officer,
            ref=each.public_id,
            answer="kept",
            instead="",
            reason="I looked: it is a logo",
            at=AT,
        )
    publishing.checked(cast, row)


def test_no_more_places_are_passed_over_than_are_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heed.publishing.operations.preparing._MOST_TO_ANSWER", 1)
    words = f"{TEXT}\nHis aunt, {NAME}, told the school.\n\nHis uncle, Mr Hamish Tolliver, told nobody.\n"
    row = publishing.write(cast, publishing.begun(cast), words)
    for turn in range(2):
        [hit] = [each for each in hits_of(cast.officer, newest_edition(row)) if not each.answer]
        do.answer_hit(
            cast.officer, ref=hit.public_id, answer="kept", instead="", reason="Named before", at=AT
        )
        if turn == 0:
            with pytest.raises(NotNow, match="1 place that nobody has looked at"):
                do.finish_check(cast.officer, ref=row.public_id, at=AT)
            row = publishing.write(cast, find_publication(cast.officer, row.public_id), words)
    publishing.checked(cast, row)


def test_what_a_correction_says_to_readers_is_looked_at_and_approved_with_the_rest(cast: Cast) -> None:
    row = publishing.published(cast)
    do.begin_correction(
        cast.officer, ref=row.public_id, why=f"{NAME} was named", hides_earlier=True, at=LATER
    )
    edition = newest_edition(find_publication(cast.officer, row.public_id))
    [hit] = [each for each in hits_of(cast.officer, edition) if each.found == NAME]
    do.answer_hit(cast.officer, ref=hit.public_id, answer="replaced", instead="somebody", reason="", at=LATER)
    edition.refresh_from_db()
    assert edition.why == "somebody was named"
    publishing.checked(cast, row)
    assert "Corrects: somebody was named" in publishing.put(cast, row, at=LATER).words


def test_the_notice_of_a_withdrawal_names_nobody(cast: Cast) -> None:
    row = publishing.published(cast)
    with pytest.raises(Invalid) as refused:
        do.withdraw_publication(
            cast.officer, ref=row.public_id, why="Asked for", notice=f"{NAME} asked for it.", at=LATER
        )
    assert NAME in refused.value.fields["notice"]
    publishing.withdrawn(cast, row)


def test_a_state_that_the_register_has_otherwise_is_pointed_out(cast: Cast, register: Register) -> None:
    row = publishing.begun(cast, register.review, kind="response")
    known = known_of(cast.officer, row)
    label = known.registered[0].label
    seen = look_at_text(f"Recommendation {label} has been verified.", known)
    assert any(each.kind == "status-disagrees" for each in seen)
    briefing = known_of(cast.officer, publishing.begun(cast, register.review, kind="synopsis"))
    assert all(each.answered for each in briefing.registered)


def test_a_draft_is_discarded_and_taken_up_again(cast: Cast) -> None:
    row = publishing.write(cast, publishing.begun(cast))
    publishing.described(cast, row)
    publishing.checked(cast, row)
    joint = publishing.put(cast, row)
    publishing.discarded(cast, row)
    row = find_publication(cast.officer, row.public_id)
    assert approval_of(cast.officer, newest_edition(row)) is None
    with pytest.raises(NotVisible):  # nobody is asked about it any longer
        all_partners_agree(cast, joint)
    with pytest.raises(NotNow, match="discarded"):
        publishing.write(cast, row)
    page = client_of(cast.officer).get(reverse("publishing:publication", args=[row.public_id]))
    assert "Discarded by" in page.content.decode()
    row = publishing.taken_up(cast, row)
    edition = newest_edition(row)
    assert (edition.discarded_at, edition.checked_at, unanswered(edition)) == (None, None, 0)
    with pytest.raises(NotNow, match="nothing to take up"):
        publishing.taken_up(cast, row)
    publishing.checked(cast, row)


def test_a_correction_is_discarded_and_what_is_public_stays(cast: Cast) -> None:
    row = publishing.published(cast)
    publishing.correction(cast, row)
    row = publishing.discarded(cast, row, at=LATER)
    assert newest_edition(row).published_at
    assert discarded_edition(row)
    again = publishing.correction(cast, row)
    assert newest_edition(again).number == 2
    assert discarded_edition(again) is None
    publishing.discarded(cast, again, at=LATER)
    assert newest_edition(publishing.taken_up(cast, again, at=LATER)).number == 2


def test_what_is_withheld_from_the_public_is_found_in_any_text(cast: Cast, register: Register) -> None:
    finding = register.findings[0]
    say_what_is_public(
        cast.officer,
        ref=finding.public_id,
        withheld=True,
        why="He is known by it",
        public_text="",
        version=1,
        at=AT,
    )
    row = publishing.begun(cast, register.review, kind="synopsis")
    row = publishing.write(cast, row, f"## What was learned\n\nFirst. {' '.join(finding.text.split())} Last.")
    hits = [each for each in hits_of(cast.officer, newest_edition(row)) if each.kind == "withheld"]
    assert hits
    assert finding.reference in hits[0].says
    for each in hits:
        do.answer_hit(cast.officer, ref=each.public_id, answer="removed", instead="", reason="", at=AT)
    assert hits[0].found not in newest_edition(find_publication(cast.officer, row.public_id)).words


def test_so_are_the_words_of_actions_that_serve_only_what_is_withheld(cast: Cast, register: Register) -> None:
    one, other = list(register.recommendations.values())[:2]
    told = cast_plans.proposed(cast, one, other, text="Somebody tells every school in the town of it.")
    kept = cast_plans.proposed(cast, one, text="The hospital writes to his aunt before each birthday.")
    Recommendation.objects.for_everyone(because="a test").filter(pk=one.pk).update(withheld=True)
    row = publishing.begun(cast, register.review, kind="synopsis")
    row = publishing.write(cast, row, f"## What was learned\n\n{told.text}\n\nFirst. {kept.text} Last.\n")
    hits = [each for each in hits_of(cast.officer, newest_edition(row)) if each.kind == "withheld"]
    assert [each.found for each in hits] == [kept.text]
    assert kept.reference in hits[0].says


def test_a_long_text_is_looked_through_by_another_process_with_the_same_result(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = known_of(cast.officer, publishing.begun(cast))
    here = look_at_text(publishing.WITH_NAME, known)
    monkeypatch.setattr("heed.publishing.looking._LONG", 1)
    monkeypatch.setattr("heed.publishing.looking.find_in_text", None)
    assert look_at_text(publishing.WITH_NAME, known) == here
    assert [each.found for each in here] == [NAME]
