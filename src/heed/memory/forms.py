"""What is typed of pairs, lessons and drafts."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.memory.types import ANSWER_NAMES
from heed.platform.ui.typed import Pairs, Versioned, choice, line
from heed.platform.ui.typed import text as paragraph


class LookUpForm(forms.Form):
    """A recommendation's words, to be looked up."""

    text = paragraph("The words of the recommendation", "Write or paste the recommendation first", rows=5)


class AnswerForm(Versioned):
    """Whether two are the same lesson."""

    answer = choice("What are they?", ANSWER_NAMES.items(), radios=True)
    reason = paragraph("Why", "Say why", rows=2)
    why_not_held = paragraph(
        "If they are the same: why did what was done then not hold?",
        rows=3,
        hint="Everything promised for the earlier one was reported complete",
    )

    def __init__(self, *args: Any, closed: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not closed:
            del self.fields["why_not_held"]


def _several(label: str, offered: Pairs = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(offered),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one", "invalid_choice": "Choose from the list"},
    )


class AdoptForm(forms.Form):
    """Which of the earlier actions are taken up."""

    actions = _several("Actions")
    reason = paragraph("Why they are taken up again", "Say why these actions are taken up again", rows=2)

    def __init__(self, *args: Any, actions: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["actions"].choices = list(actions)  # type: ignore[attr-defined]


class _OfRecommendations(Versioned):
    """Recommendations to choose from."""

    recommendations = _several("Recommendations")

    def __init__(self, *args: Any, recommendations: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["recommendations"].choices = list(recommendations)  # type: ignore[attr-defined]


def _called() -> forms.CharField:
    return line(
        "Its name",
        "Give the lesson a name",
        most=160,
        hint="What is to be learned, such as Core groups meet on time. Everybody who sees two of its recommendations "
        "reads it: name no child, family or case.",
    )


_READ_BY = "Everybody who sees one of these recommendations reads it: name no child, family or case."


class NameForm(_OfRecommendations):
    """A new lesson."""

    name = _called()


class RenameForm(Versioned):
    name = _called()


class AddForm(_OfRecommendations):
    """More recommendations for a lesson."""


class TakeOutForm(_OfRecommendations):
    reason = line("Why they do not say this lesson", "Say why", most=300, hint=_READ_BY)


class SplitForm(_OfRecommendations):
    name = line("The name of the new lesson", "Give the lesson a name", most=160)
    reason = line("Why it is a lesson of its own", "Say why", most=300, hint=_READ_BY)


class JoinForm(forms.Form):
    into = choice("The lesson that stands for both", [])
    reason = line("Why they are one", "Say why", most=300, hint=_READ_BY)

    def __init__(self, *args: Any, lessons: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "Choose one"), *lessons]  # type: ignore[attr-defined]


class DraftForm(Versioned):
    """A recommendation while it is drafted."""

    text = paragraph("Recommendation", "Write what is recommended", rows=4)
    asked_of = line("Asked of", hint="An agency, and a post where one should answer for it")
    by_when = line("By when", most=120, hint="For example, 30 September 2027, or within six months")
    how_we_will_know = paragraph(
        "How it will be known", rows=2, hint="A figure says it best: how many, out of how many"
    )
    outcome = paragraph("What changes for children", rows=2)


class DraftAnswerForm(AnswerForm):
    """Whether a draft and an earlier recommendation are the same lesson."""

    def __init__(self, *args: Any, earlier: Pairs, **kwargs: Any):
        super().__init__(*args, closed=True, **kwargs)
        del self.fields["version"]
        self.fields["earlier"] = choice("Which earlier recommendation?", earlier, radios=True)
        self.fields[
            "why_not_held"
        ].help_text = "Asked where all that was promised for the earlier one was closed"
        self.order_fields(["earlier"])


class RegisterForm(Versioned):
    """A draft put into the register: its label as printed, and whom it asks."""

    label = line("Its label in the report", most=40, hint="As it will be printed, such as 1a or 4.2")

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agencies"] = _several("Of whom", agencies)


class DropForm(forms.Form):
    reason = line("Why it is dropped", "Say why", most=300)
