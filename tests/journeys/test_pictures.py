"""The pictures in the documents: each is there and used, and the page it shows still has what it shows.

`pytest tests/journeys -k pictures --take-pictures` takes them again. All but a minute of it goes into building the demo,
which takes a quarter of an hour where others use the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey
HOUSE = Path(__file__).parents[2]
PICTURES = HOUSE / "docs" / "pictures"
LARGEST = 250_000
"""Bytes of a picture."""


def to_recommendation(visitor: Visitor) -> Page:
    """The first recommendation of the review called Rowan."""
    visitor.goes_to("/reviews/")
    visitor.page.locator("main").get_by_role("link", name=re.compile("Rowan")).first.click()
    visitor.page.locator(
        "main a[href^='/recommendations/']", has_text="Westmere Council should"
    ).first.click()
    return visitor.page


def side_by_side(visitor: Visitor, folder: Path) -> None:
    """A report on which nobody has worked, with its first recommendation in hand."""
    page = visitor.page
    visitor.brings_in(papers.printed(folder, "vetch.pdf", title="Learning review: Vetch"))
    visitor.waits_for_the_reading()
    page.keyboard.press("j")
    expect(page.locator(".heed-proposal--current")).to_be_visible()
    expect(page.locator(".heed-picture .place--chosen").first).to_be_visible()
    page.evaluate("scrollTo(0, 0)")


def thread(visitor: Visitor, folder: Path) -> None:
    page = to_recommendation(visitor)
    expect(page.locator(".thread--large > *")).to_have_count(6)
    expect(page.get_by_role("blockquote").first).to_be_visible()


def narrowed(visitor: Visitor, folder: Path) -> None:
    visitor.goes_to("/actions/")
    visitor.narrows(Agency="Westmere Police")
    expect(visitor.page.locator(".moj-filter-tags")).to_contain_text("Westmere Police")
    visitor.opens("Download")
    expect(visitor.page.get_by_role("link", name="Word", exact=True)).to_be_visible()


def put_in(visitor: Visitor, folder: Path) -> None:
    visitor.brings_in(papers.printed(folder, extra=papers.LONG * 4))
    visitor.waits_for_the_reading()
    visitor.page.get_by_role("button", name=re.compile(r"^Accept \d+ sure")).click()
    visitor.follows("Put into the register")
    expect(visitor.page.get_by_label("Name of the new review")).to_be_visible()


def answering(visitor: Visitor, folder: Path) -> None:
    """What is asked of an agency, answered on the first page."""
    page = visitor.page
    visitor.goes_to("/")
    page.locator("summary", has_text="Answer it here").first.click()
    expect(page.get_by_role("button", name="Sign and send").first).to_be_visible()
    page.get_by_role("heading", name=re.compile("for your agency by")).evaluate("it => it.scrollIntoView()")


def report(visitor: Visitor, folder: Path) -> None:
    visitor.goes_to("/reports/")
    visitor.page.locator("main").get_by_role("link", name=re.compile("Hornbeam")).first.click()
    expect(visitor.page.get_by_role("heading", level=2).first).to_be_visible()


def first_run(visitor: Visitor, folder: Path) -> None:
    visitor.goes_to("/")
    expect(visitor.page.get_by_role("button", name="Set up Heed")).to_be_visible()


SCENES: dict[str, tuple[str, Callable[[Visitor, Path], None]]] = {
    "thread.png": ("Catriona Drummond", thread),
    "narrowed.png": ("Marcus Okonkwo-Reyes", narrowed),
    "put-in.png": ("Tobi Adeyemi-Ward", put_in),
    "answer-it-here.png": ("Joanne Thwaite", answering),
    "report.png": ("Catriona Drummond", report),
    "side-by-side.png": ("Catriona Drummond", side_by_side),
}


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")  # the picture of a printed page comes last
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=PICTURES / name)
    with Image.open(PICTURES / name) as picture:
        small = picture.convert("RGB").quantize(192)
    small.save(PICTURES / name, optimize=True)


def test_pictures_show_pages_as_they_are(
    demo: str, empty_heed: str, visitors: Visitors, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    taking = pytestconfig.getoption("--take-pictures", default=False)
    for name, (who, scene) in SCENES.items():
        with when(f"{who} comes to what {name} shows"):
            visitor = visitors(demo, who)
            scene(visitor, tmp_path)
            if taking:
                take(visitor.page, name)
    with when("somebody comes to a Heed that nobody has set up"):
        somebody = visitors(empty_heed)
        first_run(somebody, tmp_path)
        if taking:
            take(somebody.page, "first-run.png")


def test_pictures_are_all_there_all_used_and_small() -> None:
    with given("the documents of this repository"):
        pages = [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))]
        used = {
            (page.parent / address).resolve(): page
            for page in pages
            for address in re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
        }
    with then("every picture they show is there, every picture there is shown, and none is large"):
        assert {path for path in used if not path.is_file()} == set()
        assert {each.resolve() for each in PICTURES.iterdir()} == set(used)
        assert {each.name for each in PICTURES.iterdir()} == {*SCENES, "first-run.png"}
        assert [each.name for each in PICTURES.iterdir() if each.stat().st_size > LARGEST] == []


def test_pictures_and_pages_are_linked_to_places_that_exist() -> None:
    for page in [HOUSE / "README.md", *sorted((HOUSE / "docs" / "how-to").glob("*.md"))]:
        for address in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / address).exists(), f"{page.name}: {address}"
