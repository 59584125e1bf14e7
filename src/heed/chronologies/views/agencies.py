"""One agency's part of a chronology."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heed.chronologies.policies import writes_for
from heed.chronologies.presenters.agencies import PAGE, agency_page
from heed.chronologies.queries import (
    entries_of_agency,
    files_of_agency,
    find_chronology,
    page_of_entries,
    standard_of,
    to_mend,
)
from heed.chronologies.queries.access import check_takes_part, reads_merged, reads_raw
from heed.chronologies.views.asking import words_of_agency
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.frame import render


def agency_named(actor: Actor, ref: str) -> Any:
    """An agency of the partnership whose part this actor may see, or a refusal."""
    found = next((each for each in list_agencies(actor.partnership_id) if each.public_id == ref), None)
    if found is None:
        raise NotVisible
    if not reads_merged(actor) and found.pk != actor.agency_id:
        raise NotAllowed(f"You act for {actor.agency_name}. What {found.name} enters is for the panel.")
    return found


@require_safe
def agency(request: HttpRequest, ref: str, agency: str) -> HttpResponse:
    """Its entries, its files, what is to be mended; and for its people, the ways to add to it."""
    actor = actor_of_request(request)
    check_takes_part(actor)
    chronology = find_chronology(actor, ref)
    whose = agency_named(actor, agency)
    number = number_of(request, "page") or 1
    own = entries_of_agency(actor, chronology, whose)
    rows, total = page_of_entries(actor, own, offset=(number - 1) * PAGE, limit=PAGE)
    mend, _ = page_of_entries(actor, to_mend(actor, own), offset=0, limit=PAGE)
    page = agency_page(
        actor,
        chronology,
        whose,
        entries=rows,
        to_mend=mend,
        total=total,
        page=number,
        files=files_of_agency(actor, chronology, whose),
        standard=standard_of(own),
        said=words_of_agency(actor, chronology, whose.pk),
        writes=writes_for(actor, whose.pk),
        raw=reads_raw(actor, whose.pk),
    )
    return render(request, "chronologies/agency.html", page)
