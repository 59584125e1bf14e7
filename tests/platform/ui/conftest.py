"""Pages shown as a browser sees them, without a server: static files come from the build, under the real policy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpRequest
from django.test import RequestFactory
from ui_browser import Shown
from ui_examples import Anya

from heed.platform.ui import frame
from heed.platform.ui.build import build

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


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


@pytest.fixture(autouse=True)
def _counts_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new is counted in the database, which these pages do without."""
    real = frame.items
    monkeypatch.setattr(
        frame,
        "items",
        lambda place: [replace(each, count=(lambda _: 3) if each.count else None) for each in real(place)],
    )


@pytest.fixture
def request_of() -> Callable[..., HttpRequest]:
    """A request for a path, by Anya of the Westmere Partnership unless another actor (or None) is given."""

    anya = Anya()

    def make(path: str, actor: Any = anya) -> HttpRequest:
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


@pytest.fixture
def shown(front_end: Path, page: Any) -> Iterator[Shown]:
    """A browser page to show HTML in; fails the test when anything could not be loaded or was refused."""
    shown = Shown(page)
    yield shown
    assert shown.problems == []
