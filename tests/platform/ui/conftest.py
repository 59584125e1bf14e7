"""Pages shown as a browser sees them, without a server: static files come from the build, under the real policy."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.test import RequestFactory
from ui_examples import PAGE_PICTURE, Anya

from heed.platform.ui.build import build

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ADDRESS = "http://heed.test"


@pytest.fixture(scope="session")
def front_end() -> Path:
    """The built front-end files."""
    build(house=Path(configured.HOUSE), rendered=Path(configured.RENDERED))
    return Path(configured.RENDERED) / "front-end"


@pytest.fixture(autouse=True)
def _plain_static_names(settings: Any) -> None:
    """Static files under their own names; the hashed ones have a test of their own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture()
def request_of() -> Callable[..., HttpRequest]:
    """A request for a path, by Anya of the Westmere Partnership unless another actor (or None) is given."""

    def make(path: str, actor: Any = Anya()) -> HttpRequest:
        request = RequestFactory().get(path)
        request.actor = actor  # type: ignore[attr-defined]
        return request

    return make


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; as root it runs only without its sandbox."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


class Shown:
    """Pages in a browser, with everything that went wrong on the way."""

    def __init__(self, page: Any):
        self.page = page
        self.pages: dict[str, bytes] = {}
        self.problems: list[str] = []
        page.route("**/*", self._answer)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def open(self, html: bytes, *, width: int = 1280, height: int = 900, at: str = "/") -> Any:
        """Shows a page at an address and a width; its style sheet and font have been applied when this returns."""
        self.pages[urlsplit(at).path] = html
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(ADDRESS + at)
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return self.page

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def _answer(self, route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path in self.pages:
            policy = "; ".join(
                f"{name} {' '.join(sources)}"
                for name, sources in configured.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
            )
            route.fulfill(
                body=self.pages[path],
                headers={"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy},
            )
            return
        if path == "/page.svg":
            route.fulfill(body=PAGE_PICTURE, content_type="image/svg+xml")
            return
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if not isinstance(found, str):
            self.problems.append(f"Nothing at {path}")
            route.fulfill(status=404, body="")
            return
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)


@pytest.fixture()
def shown(front_end: Path, page: Any) -> Iterator[Shown]:
    """A browser page to show HTML in; fails the test when anything could not be loaded or was refused."""
    shown = Shown(page)
    yield shown
    assert shown.problems == []
