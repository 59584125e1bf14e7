"""A report that is written: by hand, signed, beside the register as it changes, and out in six forms."""

from __future__ import annotations

import io
import json
import re
import zipfile
from base64 import b64decode
from typing import Any

import docx
import pytest
from django.urls import reverse
from PIL import ExifTags, Image
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.kit.reading import read
from heed.learning.models import Recommendation
from heed.plans.models import Action
from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.reports.models import Report
from heed.reports.operations import (
    change_short_forms,
    discard_report,
    end_logo,
    end_word_template,
    keep_logo,
    keep_word_template,
    make_report,
    settle_place,
    sign_statement,
    take_report_up_again,
    write_words,
)
from heed.reports.operations.settling import Settled
from heed.reports.operations.writing import Words
from heed.reports.queries import bytes_of, find_report, report_now
from heed.reports.queries.drafts import hash_of, places_of, statements_of
from heed.reports.types import Form, Statement, block_from_data, lines_of
from tests.cast import AT, Cast, Register, client_of
from tests.house_rules.reports import (
    FOREWORD,
    TYPED,
    a_logo,
    a_picture,
    a_report,
    a_template,
    left_out,
    signed,
    words_at,
)
from tests.pdf_structure import structure_of
from tests.platform.access.test_scopes import exclude, restrict


@pytest.fixture
def report(cast: Cast, register: Register) -> Report:
    return a_report(cast, register)


def place_of(cast: Cast, row: Report, key: str) -> Any:
    return next(each for each in places_of(cast.officer, row) if each.says.key == key)


def text_key(register: Register, row: Report) -> str:
    ref = register.recommendations["1"].public_id
    return next(each["says"]["key"] for each in row.blocks if f"{ref}/text" in each["says"]["key"])


def change(register: Register, words: str) -> None:
    """The register says something else from now on."""
    rows = Recommendation.objects.for_everyone(because="a test")
    rows.filter(pk=register.recommendations["1"].pk).update(text=words, version=2)


@pytest.mark.capability("G11")
def test_a_foreword_is_signed_by_whoever_speaks_as_at_a_day(cast: Cast, report: Report) -> None:
    statement = statements_of(cast.officer, report)[FOREWORD]
    with pytest.raises(NotAllowed):
        sign_statement(
            cast.manager, ref=report.public_id, place=FOREWORD, words_seen=hash_of(statement), at=AT
        )
    signed(cast, report)
    block = next(each for each in report_now(cast.officer, report).blocks if isinstance(each, Statement))
    assert (block.by, block.role, block.on, block.signed) == (
        cast.of[Role.INDEPENDENT_CHAIR].name,
        "Independent chair",
        AT.date(),
        True,
    )
    assert "Signed, as at 4 March 2025." in lines_of(report_now(cast.officer, report))
    words_at(cast, report, FOREWORD, "We are very sorry.", version=2)
    assert statements_of(cast.officer, report)[FOREWORD].signed_at is None
    assert Revision.objects.filter(subject_ref=report.public_id, words="We are sorry.").exists()


def test_who_signs_signs_the_words_that_they_saw(cast: Cast, report: Report) -> None:
    chair = cast.of[Role.INDEPENDENT_CHAIR]
    seen = hash_of(statements_of(chair, report)[FOREWORD])
    words_at(cast, report, FOREWORD, "We did nothing wrong.", version=1)
    with pytest.raises(NotNow):
        sign_statement(chair, ref=report.public_id, place=FOREWORD, words_seen=seen, at=AT)


def test_a_statement_needs_its_name_role_and_day(cast: Cast, report: Report) -> None:
    with pytest.raises(Invalid) as refused:
        write_words(
            cast.officer, ref=report.public_id, place=FOREWORD, words=Words("Sorry."), version=1, at=AT
        )
    assert set(refused.value.fields) == {"by_name", "by_role", "as_at"}
    with pytest.raises(NotVisible):
        words_at(cast, report, "nowhere/typed", "Words")


def test_where_the_register_changed_the_place_says_so_and_a_person_decides(
    cast: Cast, register: Register, report: Report
) -> None:
    key = text_key(register, report)
    before = register.recommendations["1"].text
    assert not any(each.differs for each in places_of(cast.officer, report))
    change(register, "The Board should ask again.")
    assert place_of(cast, report, key).differs
    assert before in lines_of(report_now(cast.officer, report))
    page = client_of(cast.officer).get(reverse("reports:report", args=[report.public_id])).content.decode()
    assert "The register says it otherwise now" in page
    assert "The Board should ask again." in page
    kept = settle_place(cast.officer, ref=report.public_id, key=key, settled=Settled.KEEP, version=1, at=AT)
    assert not place_of(cast, kept, key).differs
    assert before in lines_of(report_now(cast.officer, kept))
    change(register, "The Board should ask a third time.")
    assert place_of(cast, kept, key).differs
    taken = settle_place(cast.officer, ref=report.public_id, key=key, settled=Settled.TAKE, version=2, at=AT)
    assert "The Board should ask a third time." in lines_of(report_now(cast.officer, taken))
    assert Revision.objects.filter(subject_kind="report", words=before).exists()


def test_what_is_new_and_what_is_gone_is_told_too(cast: Cast, register: Register, report: Report) -> None:
    rows = Action.objects.for_everyone(because="a test").filter(review=register.review)
    rows.update(state="withdrawn")
    gone = [each for each in places_of(cast.officer, report) if each.gone]
    assert gone
    row = report
    for each in gone:
        row = settle_place(
            cast.officer,
            ref=row.public_id,
            key=each.says.key,
            settled=Settled.TAKE,
            version=row.version,
            at=AT,
        )
    assert not any(each.gone for each in places_of(cast.officer, row))
    rows.update(state="verified")
    new = [each for each in places_of(cast.officer, row) if each.new]
    assert new
    assert new[0].says.key not in [each["says"]["key"] for each in row.blocks]


def test_what_is_left_out_is_in_no_file_and_can_be_put_back(cast: Cast, report: Report) -> None:
    words = "Progress is reported to the partnership until every action is verified and shown to have lasted."
    assert words in lines_of(report_now(cast.officer, report))
    with pytest.raises(Invalid):
        left_out(cast, report, " ", 1)
    row = left_out(cast, report, "Said elsewhere", 1)
    assert words not in bytes_of(cast.officer, row, Form.TEXT).decode()
    assert "What happens next" not in lines_of(report_now(cast.officer, row))
    back = settle_place(
        cast.officer,
        ref=row.public_id,
        key="closing/text-1",
        settled=Settled.PUT_BACK,
        version=row.version,
        at=AT,
    )
    assert words in bytes_of(cast.officer, back, Form.TEXT).decode()


@pytest.mark.capability("G12")
def test_short_forms_are_spelt_out_once_and_notes_keep_their_anchor(cast: Cast, report: Report) -> None:
    words_at(cast, report, TYPED, "The MASH met.[note: See the framework.] The MASH met again. ZZTOP too.")
    lines = lines_of(report_now(cast.officer, report))
    said = next(each for each in lines if "MASH" in each)
    assert said == "The multi-agency safeguarding hub (MASH) met.¹ The MASH met again. ZZTOP too."
    assert "¹ See the framework." in lines
    assert "MASH: multi-agency safeguarding hub" in lines
    page = client_of(cast.officer).get(reverse("reports:report", args=[report.public_id])).content.decode()
    assert "Nobody has said what these stand for: ZZTOP" in page


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def as_text(form: Form, data: bytes) -> str:
    """The words of a file, read by something that is not Heed's own writing."""
    if form is Form.PAGE:
        body = HTMLParser(data.decode()).css_first("body")
        return "" if body is None else body.text(separator=" ")
    if form is Form.EXCEL:
        book = zipfile.ZipFile(io.BytesIO(data))
        strings = HTMLParser(book.read("xl/sharedStrings.xml").decode())
        return " ".join(each.text() for each in strings.css("t"))
    if form is Form.WORD:
        found = docx.Document(io.BytesIO(data))
        lines = []
        for each in found.element.body.iter():
            if each.tag.endswith("}t"):
                lines.append(each.text or "")
            elif each.tag.endswith("}p"):
                lines.append("\n")
        return "".join(lines)
    return data.decode() if form is Form.TEXT else read(data, "report.pdf").document.text


@pytest.mark.parametrize("form", [each for each in Form if each is not Form.JSON])
def test_every_form_says_the_same_words_in_the_same_order(cast: Cast, report: Report, form: Form) -> None:
    signed(cast, report)
    words_at(cast, report, TYPED, "What it was about, and why it matters to us.")
    said = _words(" ".join(lines_of(report_now(cast.officer, report))))
    found = iter(_words(as_text(form, bytes_of(cast.officer, report, form))))
    if form is Form.EXCEL:  # each word of a cell is kept once in the file, so their order is the sheet's
        assert set(said) <= set(found)
        return
    assert all(each in found for each in said)


def test_json_has_the_same_blocks_with_their_records(cast: Cast, report: Report) -> None:
    now = report_now(cast.officer, report)
    data = json.loads(bytes_of(cast.officer, report, Form.JSON))
    assert [block_from_data(each) for each in data["blocks"]] == list(now.blocks)
    assert (data["title"], data["on"], data["layout"]) == (now.title, "2025-03-04", "by_theme")


def test_the_page_asks_for_what_is_to_be_written_and_leads_to_each_record(
    cast: Cast, register: Register, report: Report
) -> None:
    page = client_of(cast.officer).get(reverse("reports:report", args=[report.public_id])).content.decode()
    assert "To be written: What the review was about" in page
    assert "has not signed yet" in page
    ref = register.recommendations["1"].public_id
    assert reverse("learning:recommendation", args=[ref]) in page
    assert reverse("reports:place", args=[report.public_id, TYPED]) in page
    reads = client_of(cast.of[Role.AGENCY_LEAD])
    seen = reads.get(reverse("reports:report", args=[report.public_id])).content.decode()
    assert reverse("reports:place", args=[report.public_id, TYPED]) not in seen
    answer = client_of(cast.officer).post(
        reverse("reports:place", args=[report.public_id, TYPED]), {"do": "write", "write-text": " "}
    )
    assert answer.status_code == 422
    assert "Write what is to stand here" in answer.content.decode()


def test_two_people_at_once_lose_nothing(cast: Cast, report: Report) -> None:
    words_at(cast, report, TYPED, "He was cold.")
    words_at(cast, report, TYPED, "He was cold at night.", version=1)
    with pytest.raises(ChangedMeanwhile):
        words_at(cast, report, TYPED, "He was hungry.", version=1)


def test_a_report_is_seen_by_those_who_see_its_case(cast: Cast, register: Register, report: Report) -> None:
    with pytest.raises(NotVisible):
        find_report(cast.outsider, report.public_id)
    with pytest.raises(NotVisible):
        bytes_of(cast.outsider, report, Form.TEXT)
    with pytest.raises(NotAllowed):
        find_report(cast.reader, report.public_id)
    restrict(register, cast.officer)
    assert find_report(cast.officer, report.public_id).pk == report.pk
    with pytest.raises(NotVisible):
        find_report(cast.manager, report.public_id)
    exclude(register, cast.officer)
    with pytest.raises(NotVisible):
        find_report(cast.officer, report.public_id)


def test_only_those_who_run_reviews_begin_and_write_reports(cast: Cast, register: Register) -> None:
    for actor in (cast.reader, cast.of[Role.INDEPENDENT_CHAIR], cast.of[Role.AGENCY_LEAD]):
        with pytest.raises(NotAllowed):
            make_report(actor, layout="by_theme", subject=register.review.public_id, at=AT)


def test_word_is_written_in_the_partnerships_own_file(cast: Cast, report: Report) -> None:
    with pytest.raises(Invalid) as refused:
        a_template(cast, "Nothing is asked for here")
    assert "{{ report }}" in refused.value.fields["file"]
    with pytest.raises(Invalid, match="no field"):
        a_template(cast, "{{ report }}", "{{ reprot }}")
    with pytest.raises(NotAllowed):
        keep_word_template(cast.reader, file_name="paper.docx", chunks=[b""], at=AT)
    a_template(cast, "Of {{ partnership }}", "{{ report }}", "The last words")
    found = docx.Document(io.BytesIO(bytes_of(cast.officer, report, Form.WORD)))
    assert found.sections[0].header.paragraphs[0].text == "Our own header"
    lines = [each.text for each in found.paragraphs]
    assert lines[0] == "Of Westmere Safeguarding Children Partnership"
    assert lines[-1] == "The last words"
    assert found.paragraphs[1].style.name == "Title"
    said = _words(" ".join(lines_of(report_now(cast.officer, report))))
    words = iter(_words(as_text(Form.WORD, bytes_of(cast.officer, report, Form.WORD))))
    assert all(each in words for each in said)
    end_word_template(cast.officer, at=AT)
    plain = docx.Document(io.BytesIO(bytes_of(cast.officer, report, Form.WORD)))
    assert "The last words" not in [each.text for each in plain.paragraphs]


def test_the_partnerships_logo_stands_at_the_head_of_pdf_word_and_html(cast: Cast, report: Report) -> None:
    secret = Image.Exif()
    secret[ExifTags.Base.Artist] = "Somebody's name"
    a_logo(cast, a_picture(size=(900, 90), form="JPEG", exif=secret), words="Westmere & friends")
    page = bytes_of(cast.officer, report, Form.PAGE).decode()
    assert 'alt="Westmere &amp; friends"' in page
    kept = b64decode(page.partition("base64,")[2].partition('"')[0])
    assert b"Somebody" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (720, 72)
    word = docx.Document(io.BytesIO(bytes_of(cast.officer, report, Form.WORD)))
    [shape] = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "Westmere & friends"
    assert round(shape.width.mm) == 60
    found = structure_of(bytes_of(cast.officer, report, Form.PDF))
    assert [each.alt for each in found if each.kind == "Figure"] == ["Westmere & friends"]
    said = _words(" ".join(lines_of(report_now(cast.officer, report))))
    for form in (Form.PDF, Form.WORD, Form.PAGE):  # and it reads back as before
        assert all(each in _words(as_text(form, bytes_of(cast.officer, report, form))) for each in said)
    end_logo(cast.officer, at=AT)
    assert "<img" not in bytes_of(cast.officer, report, Form.PAGE).decode()


def test_what_is_no_logo_is_not_taken(cast: Cast) -> None:
    for data, said in (
        (b"<svg><script>alert(1)</script></svg>", "no picture"),
        (a_picture(size=(20, 20)), "too small"),
        (a_picture(mode="1", size=(9000, 9000)), "more points"),
        (b"\x89PNG" + b"0" * 2_000_001, "larger than 2 MB"),
        (a_picture()[:60], "no picture"),
    ):
        with pytest.raises(Invalid, match=said):
            a_logo(cast, data)
    with pytest.raises(Invalid, match="what the logo says"):
        a_logo(cast, words=" ")
    with pytest.raises(NotAllowed):
        keep_logo(cast.reader, file_name="logo.png", chunks=[a_picture()], words="Ours", at=AT)


def test_a_partnership_has_short_forms_of_its_own(cast: Cast, report: Report) -> None:
    words_at(cast, report, TYPED, "The ZZTOP met.")
    at: dict[str, Any] = {"source": "The group", "after": 0, "at": AT}
    with pytest.raises(Invalid, match="a colon"):
        change_short_forms(cast.manager, terms=["ZZTOP"], **at)
    change_short_forms(cast.manager, terms=["ZZTOP: zone team"], **at)
    assert "The zone team (ZZTOP) met." in lines_of(report_now(cast.officer, report))
    with pytest.raises(NotAllowed):
        change_short_forms(cast.officer, terms=["ZZTOP: another"], source="", after=1, at=AT)


def test_a_report_is_discarded_and_taken_up_again(cast: Cast, report: Report) -> None:
    client, page = client_of(cast.officer), reverse("reports:discard", args=[report.public_id])
    assert "stays to be read" in client.get(page).content.decode()
    client.post(page, {"do": "discard"})
    with pytest.raises(NotNow, match="discarded"):
        words_at(cast, report, FOREWORD, "We are very sorry.", 1)
    shown = client.get(reverse("reports:report", args=[report.public_id])).content.decode()
    assert "Discarded by" in shown
    assert "Discarded" in client.get(reverse("reports:list")).content.decode()
    with pytest.raises(NotNow):  # the second is told
        discard_report(cast.manager, ref=report.public_id, at=AT)
    with pytest.raises(NotAllowed):
        take_report_up_again(cast.of[Role.AGENCY_CONTRIBUTOR], ref=report.public_id, at=AT)
    with pytest.raises(NotVisible):
        take_report_up_again(cast.outsider, ref=report.public_id, at=AT)
    client.post(page, {"do": "again"})
    words_at(cast, report, FOREWORD, "We are very sorry.", 1)
