"""An action plan kept in Excel, from the chosen file to the page on which a person checks it."""

from __future__ import annotations

import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heed.intake.models import Import
from heed.intake.queries import find_import, list_proposals
from heed.intake.types import ImportState
from heed.platform.jobs.worker import work
from tests.cast import Cast, client_of

ASK = "The Council should hold core groups within ten working days of every conference."


def plan() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["No.", "Recommendation", "Action", "Lead", "By when", "RAG"])
        sheet.write_row(1, 0, [1, ASK, "Write the dates in the minutes.", "Ms Lead", "March 2027", "Green"])
        sheet.write_row(2, 2, ["Audit core groups each quarter.", "Ms Lead", "June 2027", "Red"])
        book.add_worksheet("Notes").hide()
    return out.getvalue()


@pytest.mark.capability("B01")
def test_an_action_plan_in_excel_is_shown_as_its_table_with_its_places_marked(cast: Cast) -> None:
    client = client_of(cast.manager)
    assert ".xlsx" in client.get(reverse("intake:bring_in")).content.decode()
    client.post(reverse("intake:bring_in"), {"file": SimpleUploadedFile("plan.xlsx", plan())})
    work(until_empty=True)
    newest = Import.objects.visible_to(cast.manager).order_by("-pk").first()
    assert newest is not None
    row = find_import(cast.manager, newest.public_id)
    assert (row.state, row.error) == (ImportState.OPEN, "")
    found = [(each.kind, each.values["text"]) for each in list_proposals(row)]
    assert ("recommendation", ASK) in found
    assert ("action", "Audit core groups each quarter.") in found

    page = client.get(reverse("intake:import", args=[row.public_id])).content.decode()
    table = page[page.index('<table class="heed-text__table">') : page.index("</table>")]
    heads, first, second = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    assert re.findall(r'<th scope="col"><p>(\w+)', heads) == [
        "No",
        "Recommendation",
        "Action",
        "Lead",
        "By",
        "RAG",
    ]
    assert re.search(rf"<td><p><mark [^>]*place--recommendation[^>]*>{re.escape(ASK)}</mark>", first)
    assert second.count("<td></td>") == 2  # what is said above is not said again
    assert re.search(r"<mark [^>]*place--action-stalled[^>]*>Audit core groups each quarter\.</mark>", second)
    assert "Hidden, and not read: the sheet “Notes”" in page
