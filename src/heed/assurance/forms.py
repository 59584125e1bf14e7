"""What is typed when assurance is sought, given and looked at."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.assurance.types import ANSWERS, GRADE_NAMES, Kind
from heed.platform.ui.typed import Pairs, Versioned, choice, day, line, text


class AskForm(forms.Form):
    """What is asked, of whom, by when."""

    agencies = forms.MultipleChoiceField(
        label="Asked of",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one agency", "invalid_choice": "Choose from the list"},
    )
    topic = line("What it is about", "Enter what it is about")
    question = text("What is asked", "Enter what is asked")
    asked_for = line("Asked by", "Enter whose question it is", most=160)
    review = choice("About a review", [], needed=False)
    due_on = day("To be answered by", needed=True)

    def __init__(
        self,
        *args: Any,
        which: str,
        agencies: Pairs,
        reviews: Pairs,
        about_answer: bool = False,
        **kwargs: Any,
    ):
        """`about_answer`: it challenges an answer, whose review it is then about."""
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        self.fields["review"].choices = [("", "None"), *reviews]  # type: ignore[attr-defined]
        if about_answer:
            del self.fields["review"]
        if which == Kind.CHALLENGE:
            self.fields["agencies"].label = "Who is challenged"
            self.fields["question"].label = "The challenge"
            self.fields["asked_for"].label = "Who challenges"
        elif which == Kind.LETTER:
            self.fields["question"].label = "What each agency is to say yes or no to"


class ReplyForm(forms.Form):
    """An agency's reply."""

    answer = choice("Your agency's answer", ANSWERS.items(), radios=True, needed=False)
    words = text("Your agency's reply")
    restricted = text(
        "About single people or teams",
        rows=2,
        hint="Read by those who asked and by your agency's lead. It is in no list, download or report.",
    )

    def __init__(self, *args: Any, which: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if which != Kind.LETTER:
            del self.fields["answer"]
            del self.fields["restricted"]


class ViewForm(Versioned):
    """What the board makes of a reply."""

    grade = choice("What do you make of it?", GRADE_NAMES.items(), radios=True, needed=False)
    words = text("What is still missing", rows=3, hint="Needed where you are not assured")
    effect = text("What the challenge has changed", rows=3)
    again_by = day("Ask again by", hint="Leave it empty not to ask again")

    def __init__(self, *args: Any, which: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if which != Kind.CHALLENGE:
            del self.fields["effect"]


class EscalateForm(forms.Form):
    """To whom something unanswered was taken."""

    whom = line("To whom", "Enter to whom it was taken", most=300)
    words = text("What was said", rows=2)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = line("Why", "Enter the reason", most=300)
