"""Pages in a real browser: looked at by axe, at several widths, by keyboard and without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.conf import settings as configured
from django.http import HttpRequest
from django.template import engines
from django.template.loader import get_template
from playwright.sync_api import expect
from ui_browser import Shown
from ui_examples import SIDE_BY_SIDE, Card, SideBySide

from heed.platform.base.errors import Difference
from heed.platform.ui.error_pages import ConflictPage, ErrorPage, render_error
from heed.platform.ui.frame import Link
from heed.platform.ui.gallery import gallery

pytestmark = pytest.mark.journey

Requests = Callable[..., HttpRequest]
SCREENSHOTS = Path(configured.HOUSE) / ".cache" / "screenshots"


KNOWN = ("aria-allowed-attr", True)
"""The design system sets aria-expanded on a radio that opens a field, after trials with screen readers."""


def found_by_axe(page: Any) -> list[str]:
    """What axe finds wrong, in short."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for each in result.response["violations"]
        for node in each["nodes"]
        if (each["id"], "id_same" in str(node["target"])) != KNOWN
    ]


def assert_styled(page: Any) -> None:
    """The style sheet and the typeface are there: axe is also content with a bare page."""
    assert "Atkinson" in page.evaluate("getComputedStyle(document.body).fontFamily")
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next Variable\"')")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.heed-bar')).backgroundColor")
        == "rgb(20, 36, 43)"
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 247, 247)"


def assert_fits(page: Any, width: int) -> None:
    """Nothing stands out at the right, so that one need not scroll in two directions."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def keep(page: Any, name: str) -> None:
    """A picture to look at with one's own eyes."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


@dataclass(frozen=True)
class Title:
    title: str


class SignIn(forms.Form):
    login = forms.EmailField(error_messages={"required": "Enter your email address"})
    password = forms.CharField(error_messages={"required": "Enter your password"})


def sign_in_page(request: HttpRequest, *, cast: bool) -> bytes:
    @dataclass(frozen=True)
    class Member:
        ref: str
        name: str
        role: str
        agency: str

    members = [
        Member("m1", "Anya Petrov", "Business manager", "Westmere Council"),
        Member(
            "m2",
            "Samuel Adeyemi-Worthington",
            "Agency lead, contributor and quality officer",
            "Vale NHS Trust",
        ),
    ]
    context = {
        "form": SignIn({"login": "", "password": ""}),
        "cast": members if cast else [],
        "address_first": False,
    }
    return get_template("account/login.html").render(context, request).encode()


def pages(request_of: Requests) -> dict[str, bytes]:
    request, stranger = request_of("/"), request_of("/", actor=None)
    refusal = ErrorPage(
        title="There is nothing here",
        sentence="No page has this address, or it is not one that you may see.",
        next_step="Look for it from the home page.",
        link=Link(label="Go to the home page", href="/"),
    )
    conflict = ConflictPage(
        title="Somebody else saved this first",
        sentence="What you wrote is not saved yet.",
        link=Link(label="Keep theirs", href="/x/"),
        theirs_by="Sam Okoro",
        differences=[
            Difference("how", "How we will know", "A sample of 20 every month. " * 8, "A sample of 10"),
            Difference("kind", "Kind", "Police", "Council", free=False),
        ],
        action="/x/",
        mine=[("how", "A sample of 10"), ("version", "3")],
        others=[("version", "3")],
    )
    return {
        "gallery": gallery(request).content,
        "sign-in": sign_in_page(stranger, cast=False),
        "sign-in-demo": sign_in_page(stranger, cast=True),
        "refusal": render_error(request, refusal, status=404).content,
        "conflict": render_error(request, conflict, status=409).content,
        "fault": render_error(None, refusal, status=500).content,
        "side-by-side": side_by_side_page(request),
    }


def side_by_side_page(request: HttpRequest, page: SideBySide | None = None) -> bytes:
    shown_page = page or SideBySide()
    return engines["jinja2"].from_string(SIDE_BY_SIDE).render({"page": shown_page}, request).encode()


def test_axe_finds_nothing_in_the_demo_either(shown: Shown, request_of: Requests, settings: Any) -> None:
    settings.DEMO = True
    page = shown.open(pages(request_of)["refusal"], width=320)
    expect(page.locator(".heed-demo")).to_be_visible()
    assert "\n".join(found_by_axe(page)) == ""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "name", ["gallery", "sign-in", "sign-in-demo", "refusal", "conflict", "fault", "side-by-side"]
)
def test_a_page_is_styled_fits_its_width_and_axe_finds_nothing(
    shown: Shown, request_of: Requests, name: str, width: int
) -> None:
    page = shown.open(pages(request_of)[name], width=width)
    assert_styled(page)
    assert_fits(page, width)
    keep(page, f"{name}-{width}")
    assert "\n".join(found_by_axe(page)) == ""


def test_the_open_account_menu_fits_and_closes_with_escape(shown: Shown, request_of: Requests) -> None:
    page = shown.open(pages(request_of)["refusal"], width=320)
    page.locator(".heed-bar__who summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert_fits(page, 320)
    assert "\n".join(found_by_axe(page)) == ""
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_the_thread_runs_across_where_there_is_room_and_down_where_there_is_not(
    shown: Shown, request_of: Requests
) -> None:
    html = pages(request_of)["gallery"]

    def tops(width: int) -> set[float]:
        page = shown.open(html, width=width)
        return set(page.evaluate(
            "[...document.querySelector('.thread--large').children].map(each => each.getBoundingClientRect().top)"
        ))  # fmt: skip

    assert len(tops(1280)) == 1
    assert len(tops(720)) == 1
    assert len(tops(320)) == 6


def test_no_word_of_the_thread_is_cut_where_it_just_fits(shown: Shown, request_of: Requests) -> None:
    page = shown.open(pages(request_of)["gallery"], width=720)
    one_line = "each => each.getClientRects().length === 1 && each.offsetHeight < 30"
    for name in ("Recommended", "Answered", "Planned", "Verified"):
        assert page.locator(".thread__name", has_text=name).first.evaluate(one_line), name


def test_the_small_thread_is_132_by_22_and_its_last_node_green_when_seen(
    shown: Shown, request_of: Requests
) -> None:
    page = shown.open(pages(request_of)["gallery"])
    box = page.locator(".thread--small").first.bounding_box()
    assert (box["width"], box["height"]) == (132, 22)
    seen = page.locator(".thread--large").nth(1).locator(".thread__node--last .thread__core")
    assert seen.evaluate("each => getComputedStyle(each).fill") == "rgb(29, 107, 63)"


def test_a_table_repeats_its_headings_where_there_is_little_width(shown: Shown, request_of: Requests) -> None:
    html = pages(request_of)["gallery"]
    cell = ".heed-table td[data-label=Who]"
    label = "each => getComputedStyle(each, '::before').content"
    assert shown.open(html, width=1280).locator(cell).first.evaluate(label) == "none"
    assert "Who" in shown.open(html, width=320).locator(cell).first.evaluate(label)


def test_the_filters_are_folded_where_they_would_push_the_list_out_of_sight(
    shown: Shown, request_of: Requests
) -> None:
    html = pages(request_of)["gallery"]
    expect(shown.open(html, width=1280).get_by_role("button", name="Apply")).to_be_visible()
    page = shown.open(html, width=320)
    expect(page.get_by_role("button", name="Apply")).to_be_hidden()
    expect(page.get_by_role("link", name="Remove: Agency: Westmere Police")).to_be_visible()
    page.get_by_text("Narrow the list").click()
    expect(page.get_by_role("button", name="Apply")).to_be_visible()


def test_focus_is_always_visible(shown: Shown, request_of: Requests) -> None:
    page = shown.open(pages(request_of)["gallery"])
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        look = page.evaluate(
            """() => { const each = document.activeElement, style = getComputedStyle(each);
              const beside = each.nextElementSibling ? getComputedStyle(each.nextElementSibling, '::before') : style;
              return [each.outerHTML.slice(0, 90), [style.backgroundColor, style.boxShadow, style.outlineColor,
                style.outlineStyle, beside.boxShadow, beside.outlineColor].join(' ')]; }"""
        )
        if not look[0].startswith("<body") and "rgb(255, 221, 0)" not in look[1]:
            unseen.append(look)
    assert unseen == []


def test_without_script_nothing_is_lost(front_end: Path, browser: Any, request_of: Requests) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        shown = Shown(context.new_page())
        page = shown.page
        shown.pages["/"] = pages(request_of)["gallery"]
        page.goto("http://heed.test/")
        expect(page.locator("input[type=file]").first).to_be_visible()
        expect(page.locator("#id_how")).to_be_visible()
        expect(page.get_by_role("button", name="Apply")).to_be_visible()
        page.locator(".heed-bar__who summary").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        assert shown.problems == []
    finally:
        context.close()


def test_with_script_a_file_can_be_dropped(shown: Shown, request_of: Requests) -> None:
    page = shown.open(pages(request_of)["gallery"])
    expect(page.locator(".govuk-file-upload-button").first).to_contain_text("or drop the file here")


def test_htmx_keeps_no_pages_and_adds_no_style(shown: Shown, request_of: Requests) -> None:
    page = shown.open(pages(request_of)["gallery"])
    assert page.evaluate("[htmx.config.historyCacheSize, htmx.config.allowEval]") == [0, False]
    assert page.evaluate("document.querySelectorAll('style').length") == 0
    answers = {each["code"]: each["swap"] for each in page.evaluate("htmx.config.responseHandling")}
    assert answers["422"] is True


def test_print_leaves_out_what_cannot_be_pressed_on_paper(shown: Shown, request_of: Requests) -> None:
    page = shown.open(pages(request_of)["gallery"])
    page.emulate_media(media="print")
    for gone in (".heed-bar", ".govuk-button >> nth=0", ".heed-filter", ".govuk-breadcrumbs"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".thread--large").first).to_be_visible()


def test_with_colours_of_the_persons_own_the_thread_still_tells_its_states_apart(
    shown: Shown, request_of: Requests
) -> None:
    page = shown.open(pages(request_of)["gallery"])
    page.emulate_media(forced_colors="active")
    fills = (
        page.locator(".thread--large")
        .first.locator(".thread__node")
        .evaluate_all("each => each.map(node => node.children.length)")
    )
    assert fills == [2, 2, 2, 2, 2, 1]
    ring, core = (
        page.locator(f".thread--large .thread__{part}").first.evaluate("each => getComputedStyle(each).fill")
        for part in ("ring", "core")
    )
    assert ring != core


def test_those_who_want_no_motion_get_none(working: Any) -> None:
    def takes() -> str:
        return str(
            working.locator(".place rect").first.evaluate("each => getComputedStyle(each).transitionDuration")
        )

    assert takes() != "0s"
    working.emulate_media(reduced_motion="reduce")
    assert takes() == "0s"


# The side-by-side page


@pytest.fixture
def working(shown: Shown, request_of: Requests) -> Any:
    """The side-by-side page, with a page for each address that its links and forms lead to."""
    request = request_of("/library/")
    shown.pages["/p34"] = side_by_side_page(
        request, SideBySide(number=34, places=(("recommendation", "r9", 136),))
    )
    for sent in ("/accept/u1/", "/reject/u1/", "/edit/u1/"):
        shown.pages[sent] = b"<!doctype html><title>Done</title>"
    return shown.open(side_by_side_page(request), height=700)


def in_hand(page: Any) -> Any:
    return page.locator("[data-proposal][aria-current=true]")


def test_j_and_k_go_through_the_cards_and_light_up_their_words(working: Any) -> None:
    expect(in_hand(working)).to_have_count(0)
    for ref in ("u1", "r3", "r4"):
        working.keyboard.press("j")
        expect(in_hand(working)).to_have_attribute("data-proposal", ref)
    expect(working.locator(".place--chosen")).to_have_attribute("data-place", "r4 x7")
    expect(working.locator(".place--near")).to_have_attribute("data-place", "a1")
    working.keyboard.press("k")
    expect(in_hand(working)).to_have_attribute("data-proposal", "r3")
    expect(working.locator(".place--chosen")).to_have_attribute("data-place", "r3")


def test_the_words_of_the_card_in_hand_can_be_seen_beside_it(working: Any) -> None:
    for ref in ("u1", "r3", "r4"):
        working.keyboard.press("j")
        expect(working.locator(".place--chosen")).to_have_attribute("data-place", re.compile(ref))
        for seen in (working.locator(".place--chosen"), in_hand(working)):
            box = seen.bounding_box()
            assert 0 <= box["y"] <= 700 - box["height"], ref


def test_a_card_of_another_page_brings_that_page(working: Any) -> None:
    for _ in range(4):
        working.keyboard.press("j")
    expect(working.locator("[data-page]")).to_have_attribute("data-page", "34")
    expect(working.locator(".place--chosen")).to_have_attribute("data-place", "r9")
    expect(in_hand(working)).to_have_attribute("data-proposal", "r9")


@pytest.mark.parametrize(("key", "address"), [("a", "/accept/u1/"), ("r", "/reject/u1/"), ("e", "/edit/u1/")])
def test_a_e_and_r_press_the_buttons_of_the_card_in_hand(working: Any, key: str, address: str) -> None:
    working.keyboard.press("j")
    with working.expect_navigation():
        working.keyboard.press(key)
    assert working.url.endswith(address)


def test_keys_do_nothing_while_typing_nor_with_control(working: Any) -> None:
    working.keyboard.press("j")
    working.locator("#missed-words").click()
    working.keyboard.type("jar")
    expect(working.locator("#missed-words")).to_have_value("jar")
    expect(in_hand(working)).to_have_attribute("data-proposal", "u1")
    working.locator("h1").click()
    working.keyboard.press("Control+j")
    expect(in_hand(working)).to_have_attribute("data-proposal", "u1")


def test_keys_can_be_turned_off_for_good(working: Any) -> None:
    working.get_by_role("button", name="Turn keys off").click()
    working.keyboard.press("j")
    expect(in_hand(working)).to_have_count(0)
    working.reload()
    working.keyboard.press("j")
    expect(in_hand(working)).to_have_count(0)
    working.get_by_role("button", name="Turn keys on").click()
    working.keyboard.press("j")
    expect(in_hand(working)).to_have_attribute("data-proposal", "u1")


def test_after_a_decision_by_key_the_next_open_card_is_in_hand(
    working: Any, shown: Shown, request_of: Requests
) -> None:
    cards = (
        Card("u1", "none", "Look", decision="accepted"),
        Card("r3", "3", "A", decision="rejected"),
        Card("r4", "4", "B"),
    )
    decided = side_by_side_page(request_of("/library/"), SideBySide(cards=cards))
    working.keyboard.press("j")
    with working.expect_navigation():
        working.keyboard.press("a")
    shown.open(decided, at="/?proposal=u1#u1")
    expect(in_hand(working)).to_have_attribute("data-proposal", "r4")
    working.reload()
    expect(in_hand(working)).to_have_attribute("data-proposal", "u1")


def test_clicking_marked_words_chooses_their_card(working: Any) -> None:
    box = working.locator("[data-place~=r4]").bounding_box()
    working.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(in_hand(working)).to_have_attribute("data-proposal", "r4")


def test_words_selected_on_the_page_can_be_added_as_what_they_are(working: Any) -> None:
    working.evaluate(
        """() => { const lines = document.querySelectorAll('[data-text-layer] text');
          const range = document.createRange();
          range.setStart(lines[2].firstChild, lines[2].firstChild.data.indexOf('The partnership'));
          range.setEnd(lines[3].firstChild, lines[3].firstChild.data.indexOf(' and that'));
          const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range); }"""
    )
    toolbar = working.get_by_role("toolbar", name="Add the selected words")
    expect(toolbar).to_be_visible()
    toolbar.get_by_role("button", name="action").click()
    expect(working.locator("#missed-words")).to_have_value(
        "The partnership should satisfy itself that core groups take place within timescale"
    )
    expect(working.locator("#missed-words")).to_be_focused()
    expect(working.locator("input[name=kind][value=action]")).to_be_checked()
    expect(working.locator("input[name=page]")).to_have_value("31")
    expect(toolbar).to_be_hidden()
    assert found_by_axe(working) == []


def test_the_document_stays_in_view_while_one_works_down_the_cards(working: Any) -> None:
    working.evaluate("document.querySelector('#r3').scrollIntoView({behavior: 'instant'})")
    box = working.locator(".heed-panes__left").bounding_box()
    assert 0 <= box["y"] < 100
