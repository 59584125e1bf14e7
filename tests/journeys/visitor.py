"""Somebody in a real browser, who notices whatever goes wrong: on the page, on the way to it, and to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

AXE = Axe().axe_script
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = """() => [...new Set([...document.body.querySelectorAll("*")].map(each => {
    const chain = [];
    for (let at = each; at && chain.length < 4; at = at.parentElement) chain.push(`${at.tagName}.${at.className}`);
    return [innerWidth < 641, ...chain].join(" ");
}))]"""
"""What colours follow from: the window's kind, and tags and classes of each element and of three around it."""
_contrast_known: set[str] = set()
"""Looks whose contrast was worked out by this process: two thirds of what axe costs, and the same each time."""
_seen: set[tuple[bool, bool, str]] = set()
"""Kinds of page that somebody looked at in this process: with script, in a narrow window, the kind."""
SHIFTS = """() => new Promise(done => {
    const moved = [];
    new PerformanceObserver(list => moved.push(...list.getEntries().filter(each => !each.hadRecentInput)
        .map(each => [each.value, each.sources.map(one => one.node?.className ?? "").join(", ")]))
    ).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => done(moved), 0));
})"""
"""What moved on the page while it came in, though nobody had touched it: how much of the window, and what."""
STILL = 0.1
"""Up to here a page counts as still; the limit of the browsers' own measure, of which 1 is the whole window."""
KNOWN = ("aria-allowed-attr", "id_same")
"""The design system sets aria-expanded on a radio that opens a field, after trials with screen readers."""


@contextmanager
def _step(word: str, sentence: str) -> Iterator[None]:
    """A sentence of the journey; where it fails, the failure says which."""
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"{word} {sentence}")
        raise


def given(sentence: str) -> Any:
    return _step("Given", sentence)


def when(sentence: str) -> Any:
    return _step("When", sentence)


def then(sentence: str) -> Any:
    return _step("Then", sentence)


class Visitor:
    """A browser window of one person. `page` is Playwright's; `look` says that what is shown is sound."""

    def __init__(self, page: Page, address: str, *, scripted: bool = True):
        self.page = page
        self.address = address
        self.scripted = scripted
        self.problems: list[str] = []
        self.visited: dict[str, str] = {}
        self._refusals: tuple[int, ...] = ()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)
        page.on("framenavigated", lambda frame: self.visited.setdefault(kind_of(frame.url), frame.url))

    def _heard(self, message: Any) -> None:
        # What could not be loaded is heard as an answer, with its status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and response.status not in self._refusals:
            self.problems.append(f"{response.status}: {response.url}")

    def _failed(self, request: Any) -> None:
        # A download, or a page left while it asks for news, ends its request by design.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.problems.append(f"{request.failure}: {request.url}")

    @contextmanager
    def refused_with(self, *statuses: int) -> Iterator[None]:
        """While something is meant to be refused with one of these statuses."""
        self._refusals = statuses
        try:
            yield
        finally:
            self._refusals = ()

    def goes_to(self, path: str) -> Any:
        return self.page.goto(self.address + path if path.startswith("/") else path)

    def follows(self, name: str, *, exact: bool = True) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def turns_to(self, group: str, part: str) -> None:
        """Another part of the review whose page is open, and the group of parts that it stands in."""
        rows = self.page.locator(".moj-sub-navigation")
        rows.get_by_role("link", name=group, exact=True).first.click()
        rows.get_by_role("link", name=part, exact=True).last.click()

    def presses(self, name: str, *, exact: bool = True) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def reads(self, heading: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def signs_in_as(self, name: str) -> None:
        self.goes_to("/")
        self.presses(f"Look around as {name}", exact=False)
        expect(self.page.locator(".heed-bar__who")).to_be_visible()

    def brings_in(self, *files: Path) -> None:
        """Chooses files on the page for bringing in and has them read."""
        self.goes_to("/library/bring-in/")
        self.page.locator("input[type=file]").set_input_files(list(files))
        self.presses("Read")

    def waits_for_the_reading(self) -> None:
        """Until the page stands beside what was found; without script the page loads itself again."""
        expect(self.page.locator("[data-side-by-side]")).to_be_visible(timeout=60_000)

    def puts_into_the_register(self, name: str) -> None:
        """Accepts whatever is still to be decided, and names the review."""
        sure = self.page.get_by_role("button", name=re.compile(r"^Accept \d+ sure"))
        if sure.count():
            sure.click()
        self.follows("Put into the register")
        review = self.page.get_by_label("Review", exact=True)
        if review.locator("option[value=new]").count():  # in doubt, so it is asked for
            review.select_option("new")
        self.page.get_by_label("Name of the new review").fill(name)
        kind = self.page.get_by_label("Kind")
        if not kind.input_value():
            kind.select_option("learning review")
        self.presses("Put into the register")

    def narrows(self, **chosen: str) -> None:
        """Chooses filters by their labels, and applies them; `Words` are typed, anything else is chosen."""
        form = self.page.get_by_role("form", name="Narrow the list")
        for label, value in chosen.items():
            field = form.get_by_label(label, exact=True)
            field.fill(value) if label == "Words" else field.select_option(label=value)
        form.get_by_role("button", name="Apply").click()

    def opens(self, menu: str) -> None:
        """Opens a menu of the toolbar above a list."""
        self.page.locator("details.heed-menu:not([open]) > summary").filter(has_text=menu).click()

    def takes(self, link: str, to: Path) -> Path:
        """Downloads by a link or button of this name; in a list, from its menu."""
        offered = self.page.get_by_role("link", name=link, exact=True).first
        if not offered.is_visible():
            self.opens("Download")
        with self.page.expect_download() as download:
            offered.click()
        path = to / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def look(self) -> None:
        """What is shown is styled, fits its width, does not jump, and axe finds nothing wrong with it."""
        self.page.wait_for_load_state("load")
        _seen.add(self._sort(self.page.url))
        found = self.found_by_axe()
        assert found == [], f"{self.page.url}:\n" + "\n".join(found)
        self.is_styled()
        self.fits()
        self.holds_still()

    def _sort(self, url: str) -> tuple[bool, bool, str]:
        window = self.page.viewport_size
        return self.scripted, bool(window and window["width"] < 641), kind_of(url)

    def found_by_axe(self) -> list[str]:
        if self.scripted:
            return _found_by_axe(self.page)
        # axe is a script: it looks at the same page in a window where scripts run.
        assert self.page.context.browser is not None
        window = self.page.context.browser.new_context(viewport=self.page.viewport_size)
        twin = window.new_page()
        html = self.page.content()
        twin.route(
            "**/*",
            lambda route: (
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
                if route.request.is_navigation_request()
                else route.continue_()
            ),
        )
        twin.goto(self.page.url)
        found = _found_by_axe(twin)
        window.close()
        return found

    def goes_into(self, group: str, page: str = "") -> None:
        """Follows the bar, and the row beneath it where the group has several pages."""
        self.page.locator(".heed-bar__nav").get_by_role("link", name=group, exact=True).click()
        if page:
            self.page.locator(".heed-room").get_by_role("link", name=page, exact=True).click()

    def is_styled(self) -> None:
        if not has_colours_of_its_own(self.page):
            bar = self.page.locator(".heed-bar").first
            expect(bar).to_have_css("background-color", "rgb(20, 36, 43)")
        assert "Atkinson" in self.page.evaluate("getComputedStyle(document.body).fontFamily")

    def fits(self) -> None:
        """Nothing stands out at the right, so that nobody need scroll in two directions."""
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room, f"{self.page.url}: {wide} pixels wide in a window of {room}"

    def holds_still(self) -> None:
        """Nothing jumped while the page came in. Chromium tells it where scripts run."""
        if self.scripted:
            moved = self.page.evaluate(SHIFTS)
            assert sum(share for share, _ in moved) <= STILL, f"{self.page.url} jumps: {moved}"

    def was_content(self) -> None:
        """Nothing went wrong; and a kind of page that nobody has looked at yet is looked at now."""
        # What has been put in or taken out again since is refused; then the page that says so is looked at.
        self._refusals = (403, 404, 409, 422)
        for url in list(self.visited.values()):
            if url.startswith(self.address) and self._sort(url) not in _seen:
                self.goes_to(url)
                self.look()
                _seen.add(self._sort(url))  # it may have led elsewhere
        assert self.problems == [], self.problems


def _found_by_axe(page: Page) -> list[str]:
    # axe works out contrast from Heed's own colours, also where the browser shows its user's.
    looks = set() if has_colours_of_its_own(page) else set(page.evaluate(LOOKS)) - _contrast_known
    without = {} if looks else {"rules": {"color-contrast": {"enabled": False}}}
    page.evaluate(AXE)
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",  # what is sound takes long to tell
        {"runOnly": RULES, "resultTypes": ["violations"], **without},
    )
    found = [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for each in violations
        for node in each["nodes"]
        if not (each["id"] == KNOWN[0] and KNOWN[1] in str(node["target"]))
    ]
    if not found:
        _contrast_known.update(looks)
    return found


def each_of(several: Locator) -> list[Locator]:
    """All of them, once there is one: following a link does not wait for the page it leads to."""
    expect(several.first).to_be_visible()
    return several.all()


def has_colours_of_its_own(page: Page) -> bool:
    """Whether the browser shows its user's colours in place of Heed's."""
    return bool(page.evaluate("matchMedia('(forced-colors: active)').matches"))


def kind_of(url: str) -> str:
    """An address without what differs between two pages of a kind."""
    path = re.sub(r"^https?://[^/]+", "", url).split("?")[0].split("#")[0]
    return re.sub(r"/[a-z0-9]{12}(?=/)", "/*", path)
