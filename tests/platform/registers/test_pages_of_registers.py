"""Saving and forgetting views as forms do, ticks over pages, a page that is not there, and rows that came meanwhile."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse

from heed.platform.base import clock
from heed.platform.registers import presenters
from heed.platform.registers.models import SavedView
from heed.platform.registers.taking import rows_noted
from heed.platform.registers.types import Asked
from heed.platform.registers.views import REGISTERS
from heed.platform.ui.wording import count, day
from tests.cast import Cast, Register, client_of


def test_a_view_is_saved_by_its_form_and_forgotten_by_its_button(cast: Cast) -> None:
    client = client_of(cast.reader)
    form = {"name": "Late ones", "query": "due=late&page=2", "shared": "yes"}
    saved = client.post(reverse("registers:save", args=["actions"]), form, follow=True)
    row = SavedView.objects.get(name="Late ones")
    assert saved.redirect_chain == [(f"{reverse('plans:list')}?due=late", 302)]
    assert "The view “Late ones” is saved." in saved.content.decode()
    assert (row.owner_id, row.shared) == (cast.reader.person_id, True)
    gone = client.post(reverse("registers:forget", args=[row.public_id]), follow=True)
    assert gone.redirect_chain == [(reverse("plans:list"), 302)]
    assert "The view is removed." in gone.content.decode()
    assert not SavedView.objects.filter(pk=row.pk).exists()


def test_a_view_sent_twice_is_saved_once(cast: Cast) -> None:
    client = client_of(cast.reader)
    form = {"name": "Late ones", "query": "due=late"}
    for _ in range(2):
        assert client.post(reverse("registers:save", args=["actions"]), form).status_code == 302
    assert SavedView.objects.get(name="Late ones").version == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("words=&agency=&state=verified&order=", "?state=verified"),
        ("words=&agency=&page=", ""),
        ("column=text&column=&column=state&words=a+b%26c", "?column=text&column=state&words=a+b%26c"),
    ],
)
def test_an_address_says_only_what_is_asked(cast: Cast, sent: str, kept: str) -> None:
    client, base = client_of(cast.reader), reverse("plans:list")
    assert client.get(f"{base}?{sent}").headers["Location"] == base + kept
    assert client.get(base + kept).status_code == 200


def test_there_is_no_view_of_what_is_no_register(cast: Cast) -> None:
    answer = client_of(cast.reader).post(reverse("registers:save", args=["diaries"]), {"name": "Mine"})
    assert answer.status_code == 404
    assert not SavedView.objects.exists()


def test_a_view_of_a_register_that_is_no_more_leads_home(cast: Cast) -> None:
    row = SavedView.objects.create(
        partnership_id=cast.reader.partnership_id,
        owner_id=cast.reader.person_id,
        register="diaries",
        name="Old",
    )
    answer = client_of(cast.reader).post(reverse("registers:forget", args=[row.public_id]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))


def test_more_ticks_than_an_address_holds_are_refused_in_a_sentence(cast: Cast) -> None:
    client = client_of(cast.reader)
    kept = client.get(reverse("plans:list"), {"chosen": [f"r{number}" for number in range(100)]})
    assert kept.status_code == 200
    answer = client.get(reverse("plans:list"), {"chosen": [f"r{number}" for number in range(101)]})
    assert answer.status_code == 422
    assert "At most 100 ticked rows" in answer.content.decode()


def test_a_page_beyond_the_last_is_the_last(register: Register, cast: Cast) -> None:
    actions = REGISTERS["actions"]
    shown = [
        presenters.register_page(
            actions, cast.reader, Asked(filters={}, order="", refs=()), {}, page=page, size=2
        )
        for page in (3, 99)
    ]
    assert [(each.page, each.pages, len(each.table)) for each in shown] == [(3, 3, 1)] * 2
    assert shown[0].table == shown[1].table


@pytest.mark.parametrize("noted", [0, 1, 2])
def test_only_rows_that_the_log_was_told_of_are_taken_away(
    noted: int, register: Register, cast: Cast
) -> None:
    """One that came in after the log was told is left out of the file."""
    actions = REGISTERS["actions"]
    refs = frozenset(each.public_id for each in register.actions[:noted])
    asked = Asked(filters={}, order="", refs=())
    rows = list(rows_noted(actions, cast.reader, asked, actions.chosen_columns(()), refs))
    assert len(rows) == noted
    assert len(list(actions.every(cast.reader, asked))) > noted


def test_columns_are_chosen_beside_what_narrows(register: Register, cast: Cast) -> None:
    query = {"due": ["late"], "column": ["reference"], "page": ["2"]}
    page = presenters.register_page(REGISTERS["actions"], cast.reader, Asked(), query, page=1, size=2)
    assert page.tools.chosen_columns == ("reference",)
    assert page.tools.labels == ("Reference",)
    assert page.tools.kept == (("due", "late"),)


def test_a_word_file_says_what_it_was_narrowed_to(register: Register, cast: Cast) -> None:
    asked = f"{reverse('learning:list')}?download=docx&words=core&review={register.review.public_id}"
    answer = client_of(cast.reader).get(asked)
    document = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    review = register.review
    rows = len(document.tables[0].rows) - 1
    assert document.paragraphs[1].text == (
        f"Words: core, Review: {review.name} ({review.reference}). "
        f"{count(rows, 'recommendation')}, {day(clock.today())}"
    )


def test_a_printed_page_says_which_rows_it_holds_and_what_narrowed_them(
    register: Register, cast: Cast
) -> None:
    actions = REGISTERS["actions"]
    today = day(clock.today())
    part = presenters.register_page(actions, cast.reader, Asked(), {}, page=2, size=2)
    assert part.printed == f"Rows 3 to 4 of {part.total}. Everything, {today}."
    narrowed = Asked(filters={"state": "stalled"})
    whole = presenters.register_page(actions, cast.reader, narrowed, {}, page=1, size=50)
    assert whole.printed == f"All rows. State: Stalled, {today}."
    page = client_of(cast.reader).get(reverse("plans:list")).content.decode()
    assert f'<p class="heed-printed">All rows. Everything, {today}.</p>' in page
