"""What is typed about a rapid review, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from heed.platform.ui.typed import choice, day, line, text
from heed.reviews.forms.cases import SafetyForm


class KnowForm(forms.Form):
    aware_on = day("When the council knew of the incident", needed=True)


class NotifyForm(KnowForm):
    notified_on = day("When it notified the Panel", needed=True)
    their_reference = line("The Panel's reference", most=40)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["aware_on"]


class AskForm(forms.Form):
    agencies = forms.MultipleChoiceField(
        label="Which agencies?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one agency",
            "invalid_choice": "Choose agencies of the list",
        },
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["agencies"]
        chosen.choices = list(agencies)


class AnswerForm(SafetyForm):
    answer = text(
        "What does your agency know?",
        "Say what your agency knows, or that it knows nothing of the family",
        rows=8,
        hint="Who the family is to you, what you did and when, and what can be learned at once",
    )


class MeetingForm(forms.Form):
    met_on = day("When it met", needed=True)
    words = text(
        "What the meeting found",
        "Write down what the meeting found",
        rows=8,
        hint="The facts as far as they are known, what was done for children at once, what can be learned now",
    )


class SentForm(forms.Form):
    sent_on = day("When it was sent to the Panel", needed=True)


class ReplyForm(forms.Form):
    replied_on = day("When the Panel replied", needed=True)
    reply_by = line("Which of its reviewers", "Enter which reviewer of the Panel replied", most=160)
    agrees = choice(
        "Does the Panel agree with what was decided?", (("yes", "Yes"), ("no", "No")), radios=True
    )
    words = text("What it said", rows=4)

    def clean_agrees(self) -> bool:
        return bool(self.cleaned_data["agrees"] == "yes")


class CloseForm(forms.Form):
    closed_on = day("When it was closed", needed=True)
    why = text("Why the criteria are not met", "Give the reasons; they stay with the case", rows=3)
