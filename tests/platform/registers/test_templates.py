"""A partnership's own Word and Excel templates: checked, kept with versions, and filled with what is shown."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from heed.learning.models import Recommendation
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.files.models import StoredFile
from heed.platform.people.operations import exclude_person
from heed.platform.registers import taking
from heed.platform.registers.models import ExportTemplate, ExportTemplateVersion
from heed.platform.registers.operations import add_template_version, end_template, keep_template
from heed.platform.registers.queries import find_template, list_templates
from heed.platform.registers.views import REGISTERS
from tests import cast_plans
from tests.cast import AT, Cast, Register
from tests.house_rules.templates import an_example, kept

Browser = Callable[[Actor], Client]


def a_word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def send(actor: Actor, data: bytes, name: str = "paper.docx", called: str = "Paper") -> ExportTemplate:
    return keep_template(
        actor, register=REGISTERS["actions"], name=called, file_name=name, chunks=[data], at=AT
    )


def taken(client: Client, row: ExportTemplate, **given: Any) -> bytes:
    address = reverse(REGISTERS[row.register].url_name)
    answer = client.get(address, {**given, "download": f"template-{row.public_id}"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith(f'attachment; filename="heed-{row.register}-')
    return answer.content


def words_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_what_is_shown_is_taken_away_in_ones_own_template(
    form: str, register: Register, cast: Cast, client_of: Browser
) -> None:
    row = kept(cast, form=form)
    trust, police = (
        cast_plans.agreed(cast),
        cast_plans.agreed(
            cast, agency_ref=cast_plans.agency_ref("Westmere Police"), text="Tell =HYPERLINK the {{ title }}."
        ),
    )
    client = client_of(cast.reader)
    page = client.get(reverse("plans:list")).content.decode()
    assert "Board paper" in page
    assert "Keep them" not in page
    made = taken(client, row, agency=cast_plans.agency_ref("Westmere Police"))
    if form == "docx":
        words = words_of(made)
    else:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0)
        words = "\n".join(str(cell) for line in sheet.to_python() for cell in line)
        with zipfile.ZipFile(io.BytesIO(made)) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert police.reference in words
    assert "Tell =HYPERLINK the {{ title }}." in words
    assert trust.reference not in words
    assert "Agency: Westmere Police" in words
    assert cast.reader.name in words
    event = Event.objects.filter(kind="register.downloaded").order_by("pk").last()
    assert event is not None
    assert event.facts["form"] == f"{form}, template {row.public_id}"
    assert police.public_id in event.shown["action"]
    assert trust.public_id not in event.shown["action"]


def test_only_the_rows_ticked(register: Register, cast: Cast, client_of: Browser) -> None:
    row, one, other = kept(cast), cast_plans.agreed(cast), cast_plans.agreed(cast)
    client = client_of(cast.reader)
    words = words_of(taken(client, row, of="ticked", chosen=one.public_id))
    assert one.reference in words
    assert other.reference not in words
    given = {"download": f"template-{row.public_id}", "of": "ticked"}
    assert client.get(reverse("plans:list"), given).status_code == 422


def test_recommendations_too(register: Register, cast: Cast, client_of: Browser) -> None:
    row = kept(cast, "recommendations", name="Recommendations for the board")
    words = words_of(taken(client_of(cast.reader), row))
    for each in Recommendation.objects.visible_to(cast.reader):
        assert each.reference in words


def test_an_excluded_person_takes_nothing_of_the_case(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    row, reference = kept(cast), register.actions[0].reference
    assert reference in words_of(taken(client_of(cast.reader), row))
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.reader.person_ref,
        reason="Own practice",
        version=0,
        at=AT,
    )
    assert reference not in words_of(taken(client_of(cast.reader), row))


def test_a_newer_version_is_filled_and_the_older_one_stays(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    row = kept(cast)
    newer = a_word("Since {{ Day }}", "{{ row.reference }} of {{ Owner }}")
    client = client_of(cast.officer)
    address = reverse("registers:template", args=[row.public_id])
    sent = {"do": "version", "version-file": SimpleUploadedFile("newer.docx", newer)}
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert "newer.docx" in page
    assert "paper.docx" in page
    assert "{{ Owner }}" in page
    one = cast_plans.agreed(cast)
    assert f"{one.reference} of Named Nurse" in words_of(taken(client_of(cast.reader), row))
    older = client.get(reverse("registers:template_file", args=[row.public_id, 1]))
    (_, first) = find_template(cast.officer, row.public_id).versions.all()
    assert hashlib.sha256(b"".join(older)).hexdigest() == first.sha256  # type: ignore[arg-type]
    assert [each.number for each in find_template(cast.officer, row.public_id).versions.all()] == [2, 1]


def test_what_is_wrong_with_a_file_is_named_with_where_and_nothing_is_kept(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    before = StoredFile.objects.count()
    client, address = client_of(cast.officer), reverse("registers:templates", args=["actions"])
    bad = a_word("{{ row.onwer }} and {{ row.reference }}", "{% if x %}")
    sent = {"do": "new", "new-name": "Paper", "new-file": SimpleUploadedFile("bad.docx", bad)}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is no field “row.onwer”: did you mean {{ row.owner }}?" in page
    assert "At: “{{ row.onwer }} and {{ row.reference }}”" in page
    assert "A template has fields only" in page
    assert 'value="Paper"' in page
    assert not ExportTemplate.objects.exists()
    assert StoredFile.objects.count() == before
    assert client.post(address, {"do": "new", "new-name": "Paper"}).status_code == 422


def with_macros() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(an_example())) as book, zipfile.ZipFile(out, "w") as bad:
        for each in book.infolist():
            bad.writestr(each, book.read(each))
        bad.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"Not a template, {{ title }}", "neither a Word document (.docx) nor an Excel workbook"),
        (b"PK\x03\x04" + bytes(2_000_001), "larger than 2 MB"),
    ],
)
def test_other_files_are_refused(data: bytes, says: str, register: Register, cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        send(cast.officer, data)
    assert says in refusal.value.fields["file"]


def test_macros_are_refused(register: Register, cast: Cast) -> None:
    with pytest.raises(Invalid, match="macros"):
        send(cast.officer, with_macros(), "paper.docm")


def test_a_name_is_given_once_and_free_again_once_it_ended(register: Register, cast: Cast) -> None:
    row = send(cast.officer, an_example())
    with pytest.raises(Invalid, match="of this name already"):
        send(cast.manager, an_example(), called="paper")
    with pytest.raises(Invalid, match="name"):
        send(cast.manager, an_example(), called=" ")
    end_template(cast.manager, ref=row.public_id, at=AT)
    assert list_templates(cast.officer, "actions") == []
    with pytest.raises(NotNow):
        end_template(cast.manager, ref=row.public_id, at=AT)
    with pytest.raises(NotNow):
        add_template_version(
            cast.officer,
            ref=row.public_id,
            register=REGISTERS["actions"],
            file_name="paper.docx",
            chunks=[an_example()],
            at=AT,
        )
    assert send(cast.manager, an_example()).pk != row.pk
    assert ExportTemplateVersion.objects.count() == 2


def test_one_that_ended_or_is_of_another_register_is_not_found(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    row = kept(cast)
    client, given = client_of(cast.reader), {"download": f"template-{row.public_id}"}
    assert client.get(reverse("learning:list"), given).status_code == 404
    end_template(cast.manager, ref=row.public_id, at=AT)
    assert client.get(reverse("plans:list"), given).status_code == 404
    assert "Board paper" not in client.get(reverse("plans:list")).content.decode()


def test_others_neither_keep_nor_find_them(register: Register, cast: Cast, client_of: Browser) -> None:
    with pytest.raises(NotAllowed):
        send(cast.reader, an_example())
    row = kept(cast)
    with pytest.raises(NotVisible):
        find_template(cast.outsider, row.public_id)
    given = {"download": f"template-{row.public_id}"}
    assert client_of(cast.outsider).get(reverse("plans:list"), given).status_code == 404
    assert "Board paper" not in client_of(cast.outsider).get(reverse("plans:list")).content.decode()


def test_more_rows_than_a_template_takes_are_refused(
    register: Register, cast: Cast, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = kept(cast)
    monkeypatch.setattr(taking, "MOST_ROWS", 1)
    answer = client_of(cast.reader).get(reverse("plans:list"), {"download": f"template-{row.public_id}"})
    assert answer.status_code == 422
    assert "Narrow the list" in answer.content.decode()


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_example_is_taken_made_ones_own_and_sent(
    form: str, register: Register, cast: Cast, client_of: Browser
) -> None:
    client = client_of(cast.officer)
    page = client.get(reverse("registers:templates", args=["actions"])).content.decode()
    assert "{{ row.how_we_will_know }}" not in page
    assert "{{ row.know }}" in page
    example = client.get(reverse("registers:template_example", args=["actions", form]))
    row = send(cast.officer, example.content, f"template.{form}")
    assert taken(client, row)
