"""What is typed where a case is handed over."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.ui.typed import Pairs, choice, day, line, text
from heed.reviews.forms.common import Choosing, ticks
from heed.reviews.types.handovers import Destination, Offer


class OfferForm(Choosing):
    """To whom a case goes, why, and what passes."""

    to = choice("To whom it goes", [], "Say to whom it goes")
    to_name = line("If it is somebody else: who", most=160, hint="The partnership or body, as it is called")
    why = text("Why", "Say why it is handed over", rows=3, hint="For example, the child lives there")
    passes = ticks("Files that pass")
    stays = text("What stays here, and how they get it", rows=3, hint="For example, what agencies handed in")

    def __init__(self, *args: Any, destinations: Pairs, files: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(to=destinations, passes=files)
        if not files:
            del self.fields["passes"]


def offer_typed(given: dict[str, Any]) -> Offer:
    """What was typed, as a value."""
    kind, _, to = given["to"].partition(":")
    named = given["to_name"] if kind == Destination.OUTSIDE else to
    return Offer(kind, named, given["why"], given["stays"], tuple(given.get("passes", ())))


class ConfirmForm(forms.Form):
    """A body elsewhere has it."""

    received_on = day("They confirmed it on", needed=True)
    received_by = line("Who there", "Say who there has confirmed it", most=160)
    their_reference = line("Their reference", most=40)


class WhyForm(forms.Form):
    """Why it is offered no longer."""

    why = line("Why", "Say why", most=300)


class DeclineForm(forms.Form):
    """Why a case is not taken."""

    words = text(
        "Why it is not taken", "Say why it is not taken", rows=2, hint="Whoever offered it reads this"
    )
