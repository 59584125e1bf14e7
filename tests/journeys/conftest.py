"""Journeys: a running Heed for each, and people in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.running import copied, prepared, running
from tests.journeys.visitor import Visitor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WAIT = 20_000
"""Milliseconds that a journey waits for what should come at once, on a busy machine."""
Visitors = Callable[..., Visitor]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--take-pictures", action="store_true", help="take the pictures in docs/pictures again")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; as root it runs only without its sandbox."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def demo_data() -> Path:
    """The demo as `heed serve --demo` builds it, never written to again."""
    return prepared(Path(os.environ["HEED_TESTS_FOLDER"]) / "journeys", demo=True)


@pytest.fixture(scope="session")
def empty_data() -> Path:
    """What `heed serve` makes of an empty folder, never written to again."""
    return prepared(Path(os.environ["HEED_TESTS_FOLDER"]) / "journeys", demo=False)


@pytest.fixture(scope="module")
def demo(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo of this module's own."""
    with running(copied(demo_data, tmp_path_factory.mktemp("heed") / "demo"), demo=True) as address:
        yield address


@pytest.fixture
def empty_heed(empty_data: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a Heed that nobody has set up."""
    with running(copied(empty_data, tmp_path / "data")) as address:
        yield address


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Visitors]:
    """A function that opens a browser window for somebody; each is asked at the end whether all was well."""
    opened: list[Visitor] = []

    def open_window(address: str, name: str = "", *, scripted: bool = True, **options: Any) -> Visitor:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(java_script_enabled=scripted, accept_downloads=True, **options)
        context.set_default_timeout(WAIT)
        visitor = Visitor(context.new_page(), address, scripted=scripted)
        opened.append(visitor)
        if name:
            visitor.signs_in_as(name)
            visitor.visited.clear()
        return visitor

    yield open_window
    for each in opened:
        each.was_content()
        each.page.context.close()
