"""The page on which the demo's manager moves its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.kit.dates import months_after
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.demo.operations import move_clock
from heed.platform.demo.policies import check_has_clock
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.day_field import DayField
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count, long_day

MONTHS_LATER = (1, 3, 6, 12)


class ClockForm(forms.Form):
    """A day, or by how many months from the demo's day; none of them is the real day."""

    day = DayField(label="Or choose the day", required=False)
    later = forms.TypedChoiceField(
        choices=[(each, each) for each in (0, *MONTHS_LATER)], coerce=int, empty_value=None, required=False
    )

    def clean(self) -> None:
        if not self.errors and not self.cleaned_data["day"] and self.cleaned_data["later"] is None:
            self.add_error("day", "Enter the date.")

    def wanted(self) -> date:
        """The day that was asked for."""
        day: date | None = self.cleaned_data["day"]
        later = self.cleaned_data["later"]
        return day or (months_after(clock.today(), later) if later else timezone.localdate())


@dataclass(frozen=True, kw_only=True)
class Step:
    months: int
    text: str
    day: date


@dataclass(frozen=True, kw_only=True)
class ClockPage:
    title: str
    today: date
    real: date
    steps: tuple[Step, ...]
    form: ClockForm


@require_http_methods(["GET", "POST"])
def demo_clock(request: HttpRequest) -> HttpResponse:
    """See which day it is in the demo, move it on, or put it back."""
    actor = actor_of_request(request)
    check_has_clock(actor)
    form = ClockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move_clock(actor, to=form.wanted(), at=clock.now())
        except Invalid as refusal:
            form.add_error("day", refusal.fields["day"])
        else:
            messages.success(request, f"It is {long_day(clock.today())} here now.")
            return redirect("demo:clock")
    today = clock.today()
    page = ClockPage(
        title="The demo's clock",
        today=today,
        real=timezone.localdate(),
        steps=tuple(
            Step(months=each, text=f"{count(each, 'month')} later", day=months_after(today, each))
            for each in MONTHS_LATER
        ),
        form=form,
    )
    return render(request, "demo/clock.html", page, status=422 if form.errors else 200)
