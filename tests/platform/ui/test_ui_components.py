from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from heed.platform.ui import components as ui

CHOICES = [ui.Choice(value="police", text="Police"), ui.Choice(value="health", text="Health")]
EVIL = "<script>alert(1)</script>"


def tree(markup: Markup) -> HTMLParser:
    assert isinstance(markup, Markup)
    return HTMLParser(markup)


def only(markup: Markup, selector: str) -> Node:
    found = tree(markup).css(selector)
    assert len(found) == 1, f"{len(found)} of {selector} in {markup}"
    return found[0]


# Every component


@pytest.mark.parametrize(
    "make",
    [
        lambda: ui.button(text=EVIL),
        lambda: ui.link_button(text=EVIL, href="/", describe=EVIL),
        lambda: ui.post_button(text=EVIL, action="/", csrf_token=EVIL, fields={EVIL: EVIL}),
        lambda: ui.text_input(name="a", label=EVIL, value=EVIL, hint=EVIL, error=EVIL),
        lambda: ui.textarea(name="a", label=EVIL, value=EVIL),
        lambda: ui.select(name="a", label=EVIL, choices=[ui.Choice(value=EVIL, text=EVIL)]),
        lambda: ui.radios(name="a", legend=EVIL, choices=[ui.Choice(value=EVIL, text=EVIL, hint=EVIL)]),
        lambda: ui.checkboxes(name="a", legend=EVIL, choices=[ui.Choice(value=EVIL, text=EVIL)]),
        lambda: ui.date_input(name="a", legend=EVIL, day=EVIL),
        lambda: ui.file_upload(name="a", label=EVIL, hint=EVIL),
        lambda: ui.error_summary(problems=[ui.Problem(text=EVIL, field_id=EVIL)]),
        lambda: ui.notification(text=EVIL),
        lambda: ui.inset(body=EVIL),
        lambda: ui.menu(summary=EVIL, body=EVIL),
        lambda: ui.warning(text=EVIL),
        lambda: ui.details(summary=EVIL, body=EVIL),
        lambda: ui.empty_state(sentence=EVIL),
        lambda: ui.tag(text=EVIL),
        lambda: ui.table(caption=EVIL, columns=[ui.Column(label=EVIL)], rows=[ui.Row(cells=[EVIL])]),
        lambda: ui.lines(main=EVIL, note=EVIL),
        lambda: ui.summary_list(facts=[ui.Fact(name=EVIL, value=EVIL)]),
        lambda: ui.register(caption=EVIL, rows=[ui.RegisterRow(reference=EVIL, title=EVIL, href=EVIL, note=EVIL)]),
        lambda: ui.timeline(happenings=[ui.Happening(title=EVIL, at=date(2024, 1, 1), by=EVIL, body=EVIL)]),
        lambda: ui.breadcrumbs(crumbs=[ui.Crumb(text=EVIL, href=EVIL), ui.Crumb(text=EVIL)]),
        lambda: ui.sub_navigation(label=EVIL, tabs=[ui.Tab(text=EVIL, href=EVIL)]),
        lambda: ui.pagination(page=1, pages=3, query={EVIL: [EVIL]}),
        lambda: ui.filter_panel(
            groups=[ui.FilterGroup(name=EVIL, label=EVIL, choices=[ui.Choice(value=EVIL, text=EVIL)])],
            query={EVIL: [EVIL]},
        ),
        lambda: ui.quote(text=EVIL, source=EVIL, href=EVIL, note=EVIL),
        lambda: ui.who_and_when(who=EVIL, what=EVIL),
        lambda: ui.card(title=EVIL, sub=EVIL, body=EVIL),
        lambda: ui.stat(value=EVIL, label=EVIL, note=EVIL),
        lambda: ui.bar_row(label=EVIL, value=1, of=2),
        lambda: ui.progress(done=1, of=2, text=EVIL),
        lambda: ui.needs(rows=[ui.Need(tag=ui.tag(text=EVIL), text=EVIL, note=EVIL, action=ui.button(text=EVIL))]),
    ],
)  # fmt: skip
def test_words_are_escaped_wherever_they_are_shown(make: Any) -> None:
    markup = make()
    assert "<script" not in markup
    assert "style=" not in markup


def test_a_misspelt_parameter_is_an_error() -> None:
    with pytest.raises(TypeError):
        ui.text_input(name="a", label="A", eror="Wrong")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        ui.tag("Late")  # type: ignore[misc]


# Buttons


def test_a_button_that_does_something_sends_a_form_with_its_token() -> None:
    form = only(
        ui.post_button(text="Same lesson", action="/same/", csrf_token="t0ken", fields={"is": "same"}), "form"
    )
    assert form.attributes["method"] == "post"
    assert form.attributes["action"] == "/same/"
    sent = {field.attributes["name"]: field.attributes["value"] for field in form.css("input")}
    assert sent == {"csrfmiddlewaretoken": "t0ken", "is": "same"}


def test_buttons_of_one_name_can_be_told_apart_by_those_who_listen() -> None:
    button = only(ui.button(text="Accept", describe="recommendation 4", key="a"), "button")
    assert " ".join(button.text().split()) == "Accept recommendation 4"
    assert button.css_first(".govuk-visually-hidden").text().strip() == "recommendation 4"
    assert button.attributes["data-key"] == "a"


def test_a_link_that_looks_like_a_button_stays_a_link() -> None:
    link = only(ui.link_button(text="Open", href="/x/"), "a")
    assert link.attributes["href"] == "/x/"
    assert "role" not in link.attributes


# Fields


@pytest.mark.parametrize(
    ("markup", "control"),
    [
        (ui.text_input(name="why", label="Why", hint="Say", error="Say why"), "input"),
        (ui.textarea(name="why", label="Why", hint="Say", error="Say why"), "textarea"),
        (ui.select(name="why", label="Why", hint="Say", error="Say why", choices=CHOICES), "select"),
        (ui.file_upload(name="why", label="Why", hint="Say", error="Say why"), "input"),
        (ui.radios(name="why", legend="Why", hint="Say", error="Say why", choices=CHOICES), "fieldset"),
        (ui.checkboxes(name="why", legend="Why", hint="Say", error="Say why", choices=CHOICES), "fieldset"),
        (ui.date_input(name="why", legend="Why", hint="Say", error="Say why"), "fieldset"),
    ],
)
def test_a_field_is_described_by_its_hint_and_its_error(markup: Markup, control: str) -> None:
    html = tree(markup)
    described_by = (html.css_first(control).attributes["aria-describedby"] or "").split()
    said = [" ".join(html.css_first(f"#{each}").text().split()) for each in described_by]
    assert said == ["Say", "Error: Say why"]


def test_a_field_has_a_label_of_its_own() -> None:
    html = tree(ui.text_input(name="owner", label="Who will do it", value="Service manager", width=20))
    field = html.css_first("input")
    assert html.css_first("label").attributes["for"] == field.attributes["id"] == "id_owner"
    assert (field.attributes["name"], field.attributes["value"]) == ("owner", "Service manager")


def test_choices_show_what_was_chosen() -> None:
    def checked(markup: Markup) -> list[str | None]:
        return [
            each.attributes["value"] for each in tree(markup).css("input") if "checked" in each.attributes
        ]

    assert checked(ui.radios(name="a", legend="A", choices=CHOICES, value="health")) == ["health"]
    assert checked(ui.radios(name="a", legend="A", choices=CHOICES)) == []
    assert checked(ui.checkboxes(name="a", legend="A", choices=CHOICES, values=["police", "health"])) == [
        "police",
        "health",
    ]
    assert checked(ui.checkbox(name="a", label="A", checked=True)) == ["on"]
    chosen = tree(ui.select(name="a", label="A", choices=CHOICES, value="health")).css("option[selected]")
    assert [each.attributes["value"] for each in chosen] == ["health"]


def test_what_was_typed_in_a_field_inside_a_choice_comes_back_letter_for_letter() -> None:
    typed = "first line\n  second line\n\nfourth line"
    inner = ui.textarea(name="how", label="How", value=typed)
    markup = ui.radios(
        name="a", legend="A", choices=[ui.Choice(value="x", text="X", conditional=inner)], value="x"
    )
    assert only(markup, "textarea").text() == typed


def test_a_day_is_asked_in_three_parts() -> None:
    html = tree(
        ui.date_input(name="due", legend="By when", day="31", month="2", year="2026", error="Not a day")
    )
    sent = {each.attributes["name"]: each.attributes["value"] for each in html.css("input")}
    assert sent == {"due_day": "31", "due_month": "2", "due_year": "2026"}
    assert html.css_first("#id_due_day") is not None


def test_a_file_field_is_a_plain_one_until_script_makes_a_place_to_drop() -> None:
    field = only(ui.file_upload(name="report", label="The report", accept=".pdf,.docx"), "input")
    assert field.attributes["type"] == "file"
    assert field.attributes["accept"] == ".pdf,.docx"


# Notices


def test_each_problem_leads_to_its_field() -> None:
    html = tree(
        ui.error_summary(
            problems=[ui.Problem(text="Enter a title", field_id="id_title"), ui.Problem(text="Gone")]
        )
    )
    assert [link.attributes["href"] for link in html.css("a")] == ["#id_title"]
    assert len(html.css("li")) == 2


def test_nothing_is_said_when_nothing_is_wrong() -> None:
    assert ui.error_summary(problems=[]) == ""


def test_a_notice_says_in_words_what_its_colour_says() -> None:
    assert only(ui.notification(text="Saved."), "strong").text() == "Done"
    assert only(ui.notification(text="Look.", tone="important"), "strong").text() == "Important"
    assert (
        only(ui.notification(text="No.", tone="error"), "[role=alert] strong").text() == "There is a problem"
    )


def test_an_empty_place_says_why_and_what_to_do() -> None:
    html = tree(
        ui.empty_state(sentence="No reviews yet.", action=ui.link_button(text="Bring one in", href="/in/"))
    )
    assert html.css_first("p").text() == "No reviews yet."
    assert html.css_first("a").attributes["href"] == "/in/"


# Tables and lists


def test_a_table_keeps_being_one_for_screen_readers_and_repeats_its_headings_where_narrow() -> None:
    html = tree(
        ui.table(
            caption="Actions",
            columns=[
                ui.Column(label="Action"),
                ui.Column(label="Verified", kind="number"),
                ui.Column(label="Do", unseen=True),
            ],
            rows=[ui.Row(cells=["Weekly list", "61", ui.button(text="Open")], id="a1")],
        )
    )
    assert html.css_first("caption").text() == "Actions"
    assert [each.attributes["role"] for each in html.css("th")] == ["columnheader"] * 3 + ["rowheader"]
    assert html.css_first("tbody th").text() == "Weekly list"
    labels = [cell.attributes.get("data-label") for cell in html.css("td")]
    assert labels == ["Verified", None]
    assert "number" in (html.css("td")[0].attributes["class"] or "")


def test_a_table_of_another_width_than_its_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        ui.table(
            caption="A", columns=[ui.Column(label="A"), ui.Column(label="B")], rows=[ui.Row(cells=["x"])]
        )


def test_a_table_without_rows_says_so() -> None:
    assert (
        tree(ui.table(caption="A", columns=[], rows=[], empty="No evidence yet.")).text()
        == "No evidence yet."
    )


def test_the_register_takes_any_row_with_the_same_facts() -> None:
    row = SimpleNamespace(
        reference="REC-0412",
        title="Core groups meet on time",
        href="/r/",
        note="Rowan",
        steps=[ui.Step("Recommended", "whole"), ui.Step("Answered", "none")],
        state=SimpleNamespace(text="41 days late", tone="red"),
    )
    html = tree(ui.register(caption="Recommendations", rows=[row]))
    assert html.css_first("a").attributes["href"] == "/r/"
    assert "heed-tag--red" in (html.css_first("strong").attributes["class"] or "")
    assert html.css_first("svg").attributes["role"] == "img"
    assert [each.text() for each in html.css("thead th")] == ["Reference", "Title", "Thread", "State"]


def test_a_register_without_rows_shows_what_it_is_given_instead() -> None:
    empty = ui.empty_state(sentence="Nothing yet.")
    assert ui.register(caption="R", rows=[], empty=empty) == empty
    assert only(ui.register(caption="R", rows=[], empty="None."), "p").text() == "None."


def test_facts_without_a_value_say_none() -> None:
    html = tree(ui.summary_list(facts=[ui.Fact(name="Author", value="")]))
    assert [each.text().strip() for each in html.css("dt, dd")] == ["Author", "None"]


def test_what_happened_has_its_moment_for_people_and_for_machines() -> None:
    at = datetime(2024, 8, 12, 9, 30, tzinfo=UTC)
    html = tree(ui.timeline(happenings=[ui.Happening(title="Verified", at=at, by="Ann Bell")]))
    assert html.css_first("time").text() == "12 Aug 2024, 10:30am"
    assert html.css_first("time").attributes["datetime"] == at.isoformat()
    assert "by Ann Bell" in html.text()


# Ways


def test_pages_of_a_list_keep_what_it_is_narrowed_to() -> None:
    html = tree(ui.pagination(page=4, pages=9, query={"theme": ["core groups"], "page": ["4"]}))
    addresses = [link.attributes["href"] for link in html.css("a")]
    assert "?theme=core+groups&page=3" in addresses
    assert "?theme=core+groups&page=9" in addresses
    assert [link.text().strip() for link in html.css("[aria-current=page]")] == ["4"]


def test_one_page_needs_no_pages() -> None:
    assert ui.pagination(page=1, pages=1) == ""


def test_the_tab_of_this_page_is_marked() -> None:
    tabs = [ui.Tab(text="Actions", href="/a/"), ui.Tab(text="History", href="/h/", current=True)]
    html = tree(ui.sub_navigation(label="Review Rowan", tabs=tabs))
    assert [each.text() for each in html.css("[aria-current=page]")] == ["History"]
    assert html.css_first("nav").attributes["aria-label"] == "Review Rowan"


# Filters


GROUPS = [
    ui.FilterGroup(name="words", label="Words", kind="search"),
    ui.FilterGroup(name="agency", label="Agency", choices=CHOICES),
]
QUERY = {"agency": ["police", "health"], "words": ["core"], "order": ["new"], "page": ["3"]}


def test_each_chosen_filter_can_be_taken_out_alone() -> None:
    html = tree(ui.filter_panel(groups=GROUPS, query=QUERY))
    chips = {link.text(): link.attributes["href"] for link in html.css(".moj-filter__tag")}
    assert chips == {
        "Remove: Words: “core”": "?agency=police&agency=health&order=new",
        "Remove: Agency: Police": "?agency=health&words=core&order=new",
        "Remove: Agency: Health": "?agency=police&words=core&order=new",
    }


def test_a_list_is_narrowed_by_a_plain_get_form_that_shows_what_is_chosen() -> None:
    html = tree(ui.filter_panel(groups=GROUPS, query=QUERY, kept=["order"]))
    assert html.css_first("form").attributes["method"] == "get"
    assert [each.attributes["value"] for each in html.css("input[checked]")] == ["police", "health"]
    assert html.css_first("input[type=search]").attributes["value"] == "core"
    assert html.css_first("input[type=hidden]").attributes["name"] == "order"
    assert html.css_first(".heed-filter__clear a").attributes["href"] == "?order=new"


def test_nothing_is_chosen_when_the_address_asks_for_nothing() -> None:
    assert tree(ui.filter_panel(groups=GROUPS, query={"words": [""]})).css(".moj-filter__tag") == []


def many_groups(number: int) -> list[ui.FilterGroup]:
    return [ui.select_filter(f"by{each}", f"By {each}", [("x", "X")]) for each in range(number)]


def test_what_is_seldom_narrowed_by_is_folded_until_it_is_chosen() -> None:
    groups = [*many_groups(12), ui.select_filter("order", "Order", [("new", "Newest")])]
    html = tree(ui.filter_panel(groups=groups, query={"by0": ["x"]}))
    folded = html.css_first("details.heed-filter__more")
    assert folded.css_first("summary").text() == "More to narrow by (4)"
    names = [each.attributes["name"] for each in folded.css("select")]
    assert names == ["by8", "by9", "by10", "by11"]  # never the order of the list
    assert "open" not in folded.attributes
    chosen = tree(ui.filter_panel(groups=groups, query={"by9": ["x"]}))
    assert "open" in chosen.css_first("details.heed-filter__more").attributes


def test_a_few_more_are_not_folded() -> None:
    assert not tree(ui.filter_panel(groups=many_groups(10), query={})).css("details.heed-filter__more")


# Words and figures


def test_a_quotation_shows_its_source_and_leads_to_the_page() -> None:
    html = tree(
        ui.quote(text="Core groups", source="Page 31 of Rowan", href="/d/?page=31#here", note="two parts")
    )
    assert html.css_first("blockquote").text() == "“Core groups”"
    assert html.css_first("figcaption").text() == "Page 31 of Rowan · see it on the page · two parts"
    assert html.css_first("figcaption a").attributes["href"] == "/d/?page=31#here"


def test_who_did_what_when() -> None:
    assert (
        tree(ui.who_and_when(what="Verified", who="Ann Bell", at=date(2024, 8, 12))).text()
        == "Verified by Ann Bell, 12 Aug 2024"
    )
    assert tree(ui.who_and_when(who="Ann Bell")).text() == "Ann Bell"


@pytest.mark.parametrize(
    ("value", "of", "share"), [(74, 168, "44.05%"), (0, 0, "0.0%"), (9, 3, "100%"), (-1, 3, "0%")]
)
def test_a_bar_is_as_long_as_its_share_and_never_longer_than_the_whole(
    value: int, of: int, share: str
) -> None:
    html = tree(ui.bar_row(label="verified", value=value, of=of))
    assert html.css("rect")[1].attributes["width"] == share
    assert f"{value} verified of {of}" in html.text()
