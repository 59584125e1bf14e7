"""How the plan goes, in pictures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heed.learning.queries import filter_choices
from heed.plans.picture_presenters import pictures_page
from heed.plans.queries import ActionFilter
from heed.plans.queries.pictures import count_plan, months_of_plan
from heed.platform.base import clock
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import select_filter
from heed.platform.ui.frame import render

_NARROWED_BY = ("review", "agency", "theme")


@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    """Of all that one may see, or of one review, agency or theme."""
    actor = actor_of_request(request)
    chosen = {name: request.GET.get(name, "").strip()[:200] for name in _NARROWED_BY}
    wanted = ActionFilter(review=chosen["review"], agency=chosen["agency"], theme=chosen["theme"])
    today = clock.today()
    counts, months = count_plan(actor, wanted, today=today), months_of_plan(actor, wanted, today=today)
    choices = filter_choices(actor)
    page = pictures_page(
        counts,
        months,
        groups=(
            select_filter("review", "Review", choices.reviews),
            select_filter("agency", "Agency", choices.agencies),
            select_filter("theme", "Theme", choices.themes),
        ),
        query={name: [value] for name, value in chosen.items() if value},
        agency=dict(choices.agencies).get(chosen["agency"], ""),
        today=today,
    )
    return render(request, "plans/pictures.html", page)
