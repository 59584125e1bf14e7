"""A browser page fed without a server: pages from memory under the real policy, static files from the build."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as configured
from django.contrib.staticfiles import finders
from ui_examples import PAGE_PICTURE

ADDRESS = "http://heed.test"


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
