"""What is typed while bringing in: corrections, what was missed, and the review it belongs to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from heed.intake.presenters import STATUS_NAMES
from heed.intake.types import ProposalKind, ReviewChoice
from heed.kit.dates import days_of
from heed.learning.presenters import FINDING_KIND_NAMES
from heed.learning.types import FINDING_KINDS, RECOMMENDATION_KINDS, STANCE_WORDS
from heed.platform.base.forms import LinesField
from heed.reviews.types import REVIEW_KINDS

_LINES = forms.Textarea(attrs={"rows": 4})


class RecommendationForm(forms.Form):
    label = forms.CharField(required=False, max_length=40, label="Number as printed")
    kind = forms.ChoiceField(
        choices=[(kind, kind.capitalize()) for kind in RECOMMENDATION_KINDS], label="Kind"
    )
    text = forms.CharField(
        widget=_LINES, label="Words", error_messages={"required": "Enter the words as printed"}
    )
    addressed_to = LinesField(label="Addressed to", help_text="One on each line, in the document's words")
    parts = LinesField(label="Parts", help_text="If it asks for several things, each on a line of its own")
    theme = forms.CharField(required=False, max_length=200, label="Theme")
    section = forms.CharField(required=False, max_length=200, label="Section")
    withheld = forms.BooleanField(required=False, label="Its words were withheld from the document")
    before_publication = forms.BooleanField(required=False, label="Done before publication")


class FindingForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[(kind, FINDING_KIND_NAMES[kind]) for kind in FINDING_KINDS],
        label="Kind",
        help_text="Choose Finding where the document does not judge",
    )
    label = forms.CharField(required=False, max_length=40, label="Number as printed")
    text = forms.CharField(
        widget=_LINES, label="Words", error_messages={"required": "Enter the words as printed"}
    )
    section = forms.CharField(required=False, max_length=200, label="Under the heading")


class ResponseForm(forms.Form):
    agency = forms.CharField(
        required=False, max_length=200, label="Agency", help_text="In the document's words"
    )
    text = forms.CharField(
        widget=_LINES, label="Answer", error_messages={"required": "Enter the answer as printed"}
    )
    stance = forms.ChoiceField(
        required=False,
        choices=[("", "Does not say"), *STANCE_WORDS.items()],
        label="What it says to what was asked",
    )


class ActionForm(forms.Form):
    text = forms.CharField(
        widget=_LINES, label="Action", error_messages={"required": "Enter the action as printed"}
    )
    status = forms.ChoiceField(
        choices=[(key.value, name) for key, name in STATUS_NAMES.items()], label="The document says it is"
    )
    agency = forms.CharField(required=False, max_length=200, label="Agency")
    owner = forms.CharField(
        required=False, max_length=200, label="Owner", help_text="A post, such as Service manager"
    )
    due_text = forms.CharField(
        required=False,
        max_length=120,
        label="By when, as printed",
        help_text="A date or words for one, such as autumn 2026. Heed works out the days it can mean",
    )

    def __init__(self, *args: Any, written_on: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.written_on = written_on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        words = cleaned.get("due_text", "")
        if words != (self.initial.get("due_text") or ""):
            cleaned["due_earliest"], cleaned["due_latest"] = iso_days(words, self.written_on)
        return cleaned


def iso_days(words: str, on: date | None = None) -> tuple[str | None, str | None]:
    """The first and last day that these words may mean, ISO; None where they do not say."""
    days = days_of(words, on)
    return (
        days.earliest.isoformat() if days.earliest else None,
        days.latest.isoformat() if days.latest else None,
    )


FORMS: dict[ProposalKind, type[forms.Form]] = {
    ProposalKind.RECOMMENDATION: RecommendationForm,
    ProposalKind.RESPONSE: ResponseForm,
    ProposalKind.ACTION: ActionForm,
}


def form_for(kind: ProposalKind, typed: Any, values: dict[str, Any], on: date | None) -> forms.Form:
    """The form to correct a proposal of this kind; `on` is the day that its document was written."""
    if kind is ProposalKind.ACTION:
        return ActionForm(typed, initial=values, written_on=on)
    if kind is ProposalKind.RESPONSE:
        return ResponseForm(typed, initial=values)
    if kind is ProposalKind.FINDING:
        return FindingForm(typed, initial=values)
    return RecommendationForm(typed, initial=values)


NEW_REVIEW = "new"


class RegisterForm(forms.Form):
    """Which review the records belong to: one that is there, or a new one."""

    review = forms.ChoiceField(required=False, label="Review")
    name = forms.CharField(
        required=False,
        max_length=200,
        label="Name of the new review",
        help_text="As it is known, such as the child's pseudonym",
    )
    kind = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Choose the kind"),
            *((kind, f"{kind[:1].upper()}{kind[1:]}") for kind in REVIEW_KINDS),
        ],
        label="Kind",
    )
    area = forms.CharField(required=False, max_length=120, label="Area")
    body = forms.CharField(required=False, max_length=200, label="Published by")
    published_text = forms.CharField(
        required=False,
        max_length=80,
        label="Date of publication",
        help_text="As printed, such as 18 February 2015 or November 2013. Leave it empty if the document has no date",
    )

    def __init__(
        self,
        *args: Any,
        reviews: list[tuple[str, str]],
        found: bool = False,
        doubted: bool = False,
        **kwargs: Any,
    ):
        """`found`: one of the reviews was found to be meant; `doubted`: none was, and a new one is in doubt, so that
        somebody has to say."""
        super().__init__(*args, **kwargs)
        self._doubted = doubted and not found
        new = [("", "Choose one"), (NEW_REVIEW, "A new review")] if self._doubted else [("", "A new review")]
        self.fields["review"].choices = [*new, *reviews]  # type: ignore[attr-defined]
        there = "This one is in the register already. Look whether it is meant. " if found else ""
        if reviews:
            self.fields["review"].help_text = f"{there}What stands below is for a new review only"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self._doubted and not cleaned.get("review"):
            self.add_error("review", "Choose the review that the document belongs to, or a new one")
            return cleaned
        if cleaned.get("review") == NEW_REVIEW:
            cleaned["review"] = ""
        if not cleaned.get("review") and not (cleaned.get("name") or "").strip():
            self.add_error("name", "Give the new review a name, or choose one that is there")
        if not cleaned.get("review") and not cleaned.get("kind"):
            self.add_error("kind", "Choose what kind of review it is")
        words = cleaned.get("published_text", "").strip()
        cleaned["published_earliest"], cleaned["published_latest"] = iso_days(words)
        if words and not (cleaned["published_earliest"] and cleaned["published_latest"]):
            self.add_error("published_text", "Enter a date such as 18 February 2015, November 2013 or 2013")
        return cleaned

    def choice(self) -> ReviewChoice:
        given = self.cleaned_data
        return ReviewChoice(
            review_ref=given["review"],
            name=given["name"],
            kind=given["kind"],
            area=given["area"],
            body=given["body"],
            published_text=given["published_text"],
            published_earliest=given["published_earliest"],
            published_latest=given["published_latest"],
        )
