"""What people see when a page cannot be shown: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from heed.platform.base.errors import Difference
from heed.platform.ui.frame import Link, render


@dataclass(frozen=True, kw_only=True)
class ErrorPage:
    """One thing that went wrong: what (title and sentence), and the next step with its link.

    `reference` is what to quote to an administrator: the id of the request.
    """

    title: str
    sentence: str
    next_step: str = ""
    link: Link | None = None
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class ConflictPage(ErrorPage):
    """Somebody saved the same record first: both texts of each field that differs, and three ways on.

    `mine` is the form as it was sent, `others` the same without the differing fields: both with the version that
    the record has now. `action` is where they are sent; "" where the form cannot be sent again.
    """

    theirs_by: str
    differences: Sequence[Difference]
    action: str
    mine: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]


def render_error(request: HttpRequest | None, page: ErrorPage, *, status: int) -> HttpResponse:
    """The page for an error, with its status code; from 500 on in a bare frame that needs no database."""
    template = "errors/conflict.html" if isinstance(page, ConflictPage) else "errors/refusal.html"
    response = render(request, template, page, status=status)
    response["Cache-Control"] = "no-store"
    return response
