"""Every component in every state on one page, for who makes pages and for the tests that look at it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class GalleryPage:
    """The gallery."""

    title: str = "Components"


def gallery(request: HttpRequest) -> HttpResponse:
    """Shows every component in every state."""
    return render(request, "gallery.html", GalleryPage())
