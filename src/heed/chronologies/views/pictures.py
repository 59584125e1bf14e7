"""The chronology as a picture, and how far each agency keeps the recording standard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heed.chronologies.presenters.pictures import standard_page, timeline_page
from heed.chronologies.queries import find_chronology, standard_by_agency, standing_signs, whole_of
from heed.chronologies.types import EntryFilter
from heed.kit.chronology import standard as the_standard
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render


@require_safe
def timeline(request: HttpRequest, ref: str) -> HttpResponse:
    """A lane for each agency, the gaps beneath, and tables with the same facts."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_CHRONOLOGIES)
    chronology = find_chronology(actor, ref)
    whole = whole_of(actor, chronology, EntryFilter(), names=False)
    page = timeline_page(actor, chronology, whole, standing_signs(actor, chronology))
    return render(request, "chronologies/timeline.html", page)


@require_safe
def standard(request: HttpRequest, ref: str) -> HttpResponse:
    """Each agency's entries against the recording standard."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_CHRONOLOGIES)
    chronology = find_chronology(actor, ref)
    kept = standard_by_agency(actor, chronology)
    page = standard_page(actor, chronology, kept, confirmed_by=str(the_standard()["confirmed_by"]))
    return render(request, "chronologies/standard.html", page)
