"""What is typed about framework documents."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.base.forms import LinesField
from heed.platform.ui.typed import Pairs, choice, day, line
from heed.reviews.forms.common import Choosing


class FrameworkForm(forms.Form):
    """An edition of a framework document."""

    name = line("Its name", "Enter the framework's name", most=120)
    edition = line(
        "Which edition", "Say which edition it is", most=60, hint="For example, 2026, or version 4"
    )
    approved_on = day("Approved on", needed=True)
    approved_by = line("By whom", "Say who approved it", most=160)
    in_force_from = day("In force from", needed=True)
    review_on = day("To be reviewed by", hint="May stay empty")
    standards = LinesField(
        label="Standards that it sets for a report",
        help_text="One on each line. Drafts are held against them, in place of Heed's. May stay empty.",
    )
    document = choice("The document, if it is in the library", [], needed=False)

    def __init__(self, *args: Any, documents: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document"]
        field.choices = [("", "It is not there"), *documents]


class WithdrawFrameworkForm(Choosing):
    """An edition that was kept by mistake."""

    which = choice("Which edition", [], "Choose an edition")
    reason = line("Why", "Enter the reason", most=300)

    def __init__(self, *args: Any, frameworks: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=frameworks)
