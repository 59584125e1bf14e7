from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.platform.ui.components import field, form_errors, form_fields
from heed.platform.ui.day_field import DayField


class Example(forms.Form):
    title = forms.CharField(
        label="Title", help_text="In a few words", error_messages={"required": "Enter a title"}
    )
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agency = forms.ChoiceField(label="Agency", choices=[("police", "Police"), ("health", "Health")])
    same = forms.ChoiceField(label="Same?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    to = forms.MultipleChoiceField(
        label="To", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    sure = forms.BooleanField(label="Sure", required=False)
    due = DayField(label="By when")
    report = forms.FileField(label="Report", required=False, widget=forms.FileInput(attrs={"accept": ".pdf"}))
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def typed(**more: str) -> dict[str, Any]:
    return {
        "title": "Core groups",
        "agency": "health",
        "same": "n",
        "to": ["b"],
        "due_day": "27",
        "due_month": "Mar",
        "due_year": "2026",
        "secret": "open sesame",
        "version": "7",
        **more,
    }


def test_every_field_is_shown_by_the_component_for_its_kind() -> None:
    html = HTMLParser(form_fields(form=Example(typed())))
    kinds = {
        each.attributes["name"]: each.attributes.get("type", each.tag)
        for each in html.css("input, select, textarea")
    }
    assert kinds == {
        "version": "hidden",
        "title": "text",
        "why": "textarea",
        "agency": "select",
        "same": "radio",
        "to": "checkbox",
        "sure": "checkbox",
        "due_day": "text",
        "due_month": "text",
        "due_year": "text",
        "report": "file",
        "secret": "password",
    }
    chosen = [each.attributes["value"] for each in html.css("input[checked]")]
    assert chosen == ["n", "b"]
    assert html.css_first("option[selected]").attributes["value"] == "health"


def test_a_password_never_comes_back() -> None:
    assert "open sesame" not in form_fields(form=Example(typed()))


def test_each_error_stands_at_its_field_and_at_the_head_with_a_link_that_leads_there() -> None:
    form = Example(typed(title="", due_month="13"))
    head, body = HTMLParser(form_errors(form=form)), HTMLParser(form_fields(form=form))
    links = {link.text().strip(): (link.attributes["href"] or "") for link in head.css("a")}
    assert links == {"Enter a title": "#id_title", "Enter a real date, such as 27 3 2026.": "#id_due_day"}
    for target in links.values():
        assert body.css_first(target) is not None
    assert "Enter a title" in HTMLParser(field(bound=form["title"])).css_first(".govuk-error-message").text()


def test_nothing_is_wrong_before_anything_is_sent() -> None:
    assert form_errors(form=Example()) == ""


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (("27", "3", "2026"), date(2026, 3, 27)),
        (("1", "September", "2024"), date(2024, 9, 1)),
        (("29", "feb", "2024"), date(2024, 2, 29)),
    ],
)
def test_a_day_may_be_typed_with_its_month_in_words(parts: tuple[str, str, str], day: date) -> None:
    assert DayField().clean(parts) == day


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("", "", ""), "Enter the date"),
        (("27", "", "2026"), "a day, a month and a year"),
        (("31", "2", "2026"), "real date"),
        (("1", "1", "26"), "real date"),
        (("x", "1", "2026"), "real date"),
        (("1", "nonsense", "2026"), "real date"),
        (("²", "1", "2026"), "real date"),
    ],
)
def test_a_day_that_is_none_is_told_in_words(parts: tuple[str, str, str], said: str) -> None:
    with pytest.raises(forms.ValidationError, match=said):
        DayField().clean(parts)


def test_a_day_that_may_be_left_out_is_none() -> None:
    assert DayField(required=False).clean(("", "", "")) is None


def test_a_wrong_day_is_shown_again_as_it_was_typed() -> None:
    html = HTMLParser(field(bound=Example(typed(due_day="31", due_month="2"))["due"]))
    assert [each.attributes["value"] for each in html.css("input")] == ["31", "2", "2026"]


def test_a_day_that_is_there_already_is_shown_in_its_parts() -> None:
    html = HTMLParser(field(bound=Example(initial={"due": date(2026, 3, 27)})["due"]))
    assert [each.attributes["value"] for each in html.css("input")] == ["27", "3", "2026"]
