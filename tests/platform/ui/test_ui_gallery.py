from __future__ import annotations

import re
from collections.abc import Callable
from types import FunctionType
from typing import Any

from django.conf import settings as configured
from django.http import HttpRequest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.platform.ui import components
from heed.platform.ui.gallery import gallery

NOT_SHOWN = {
    "address_with",
    "hidden",
    "joined",
    "element",
    "select_filter",
    "unbroken",
    "thread_sentence",
    "field",
    "form_fields",
    "form_errors",
}
"""What makes no picture of its own: building blocks, and what shows forms with components shown here."""


def test_the_gallery_shows_every_component(request_of: Callable[..., HttpRequest]) -> None:
    ui = configured.PACKAGE / "platform" / "ui"
    written = (ui / "templates" / "gallery.html").read_text() + (ui / "gallery.py").read_text()
    named = {name for name in components.__all__ if isinstance(getattr(components, name), FunctionType)}
    assert sorted(name for name in named - NOT_SHOWN if f"ui.{name}(" not in written) == []
    assert gallery(request_of("/help/gallery/")).status_code == 200


def test_no_id_of_the_gallery_stands_twice(request_of: Callable[..., HttpRequest]) -> None:
    html = HTMLParser(gallery(request_of("/help/gallery/")).content.decode())
    ids: list[Any] = [each.attributes["id"] for each in html.css("[id]")]
    assert sorted(each for each in set(ids) if ids.count(each) > 1) == []


def test_the_list_of_components_in_their_docstring_is_whole() -> None:
    told = set(re.findall(r"ui\.(\w+)\(", components.__doc__ or ""))
    functions = {name for name in components.__all__ if isinstance(getattr(components, name), FunctionType)}
    assert functions - told == {"hidden", "joined", "menu", "select_filter", "unbroken"}
    assert told <= set(components.__all__)
