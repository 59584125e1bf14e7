"""What is typed about terms of reference."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.base.forms import LinesField
from heed.platform.ui.typed import Pairs, day, line, text
from heed.reviews.forms.common import Choosing, kept, ticks
from heed.reviews.queries.terms import standard_questions
from heed.reviews.types.terms import NewTerms


class TermsForm(Choosing):
    """A version of the terms. `after` is the version that the page showed."""

    after = kept(number=True)
    period_from = day("Looks at the time from", needed=True)
    period_to = day("To", needed=True)
    agencies = ticks("Agencies that it looks at")
    standard = ticks("What every review asks")
    own = LinesField(
        label="Questions of this case",
        help_text="One on each line. A question worded as before stays the same one, with what answers it.",
    )
    words = text("What else it says", rows=3, hint="Its scope, its method, what it leaves out and why")

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(agencies=agencies, standard=standard_questions().items())


def new_terms(given: dict[str, Any]) -> NewTerms:
    """What was typed, as a value."""
    return NewTerms(
        period_from=given["period_from"],
        period_to=given["period_to"],
        agencies=tuple(given["agencies"]),
        standard=tuple(given["standard"]),
        own=tuple(given["own"]),
        words=given["words"],
    )


class ApproveTermsForm(forms.Form):
    """Which body approved the newest version."""

    number = kept(number=True)
    approved_by = line("Approved by", "Say who approved it", hint="The review panel, or a group by its name")
    approved_on = day("On", needed=True)


class WithdrawTermsForm(forms.Form):
    """Why the newest version is withdrawn."""

    number = kept(number=True)
    why = line("Why", "Say why it is withdrawn", most=300)
