"""What is typed about evidence, marks, later checks and differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from heed.plans.queries import evidence_kinds, level_names
from heed.plans.types import CheckOutcome
from heed.platform.base.forms import LinesField
from heed.platform.ui.files_field import FilesField
from heed.platform.ui.typed import choice, day, line, text

Pieces = Sequence[tuple[str, str]]
"""Evidence to choose from, as (stored, read)."""


def _figure(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=12,
        decimal_places=2,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "Enter a number, such as 37 or 61.5"},
    )


class HandedInForm(forms.Form):
    """Files, addresses and words: what is handed in as one version."""

    file = FilesField(
        label="Files",
        help_text="Several at once if you like. Nothing with macros; every file is looked at before it is kept",
        error_messages={"empty": "A file is empty. Choose it again"},
    )
    links = LinesField(label="Addresses", help_text="Each on a line, beginning with https://")
    note = text("Anything else that belongs to it", rows=2)

    def clean_links(self) -> tuple[str, ...]:
        given: tuple[str, ...] = self.cleaned_data["links"]
        check = URLValidator(schemes=["http", "https"])
        for each in given:
            try:
                check(each)
            except ValidationError:
                raise ValidationError(f"“{each[:80]}” is no address. Begin it with https://") from None
        return given


def _whole(label: str, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter a whole number, such as 10",
            "min_value": "Enter 1 or more",
            "max_value": "Enter at most 1,000,000",
        },
    )


class NewerForm(HandedInForm):
    """A newer version: for which time it speaks, its own figure, and how long it holds."""

    period_from = day("This one speaks for the time from", hint="Not the day on which you hand it in")
    period_to = day("Until")
    value = _figure("Its figure, if it has one", "Such as 29")
    denominator = _figure("Out of", "Such as 30. A figure without it is shown with a warning")
    value_on = day("Counted on")
    expires_on = day("It no longer shows this after", hint="Leave it empty where it does not expire")
    refresh_by = day("Bring the next version by", hint="Leave it empty where none is to come")

    field_order = [
        "period_from", "period_to", "file", "links", "value", "denominator", "value_on", "note", "expires_on",
        "refresh_by",
    ]  # fmt: skip


class EvidenceForm(HandedInForm):
    title = line("What it is", "Say what it is", hint="Such as: Dip sample of 30 core group minutes")
    kind = choice("Kind", [], "Choose what kind of evidence it is")
    level = choice("What it shows", [], "Choose what it shows", radios=True)
    period_from = day("It speaks for the time from", hint="Not the day on which you give it")
    period_to = day("Until")
    value = _figure("A figure, if it has one", "Such as 27")
    denominator = _figure("Out of", "Such as 30. A figure without it is shown with a warning")
    unit = line("Of what", most=80, hint="Such as: minutes that name who does what")
    value_on = day("Counted on")
    contrary = forms.BooleanField(
        required=False, label="It speaks against the action having worked. That is worth knowing too"
    )
    expires_on = day("It no longer shows this after", hint="Leave it empty where it does not expire")
    refresh_by = day("Bring a newer version by")

    field_order = [
        "title", "kind", "level", "period_from", "period_to", "file", "links", "value", "denominator", "unit",
        "value_on", "contrary", "note", "expires_on", "refresh_by",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose one"), *evidence_kinds().items()]  # type: ignore[attr-defined]
        levels = [(str(key), name) for key, name in level_names().items()]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]

    def clean_level(self) -> int:
        return int(self.cleaned_data["level"])


class UseForm(forms.Form):
    """For which other action a piece is used."""

    action = choice("Action", [])

    def __init__(self, *args: Any, actions: Pieces, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", "Choose one"), *actions]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why a piece is withdrawn."""

    reason = line("Why", "Say why", most=300, hint="Such as: it was given for the wrong action")


class _WithEvidence(forms.Form):
    """A form that ends with the evidence it rests on; without any given, it does not ask."""

    evidence = forms.MultipleChoiceField(
        label="On which evidence",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )

    def __init__(self, *args: Any, pieces: Pieces, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = list(pieces)  # type: ignore[attr-defined]
        if not pieces:
            del self.fields["evidence"]


class MarkForm(_WithEvidence):
    """Reported complete, or assured."""

    note = text("What was done", rows=3)
    period_from = day("For the time from")
    period_to = day("Until")
    field_order = ["note", "period_from", "period_to", "evidence"]


class VerifyForm(_WithEvidence):
    period_from = day("You find it done for the time from", hint="A mark is for a period, and ages")
    period_to = day("Until")
    sampled = _whole("By sample: how many you looked at")
    sampled_of = _whole("Of how many", "Leave the three empty where you looked at everything")
    sample = text("How they were drawn", rows=2, hint="Such as: every sixth record of the list, by date")
    note = text("What you found", rows=3)
    field_order = ["evidence", "period_from", "period_to", "sampled", "sampled_of", "sample", "note"]

    def __init__(self, *args: Any, agreed: str, **kwargs: Any):
        """`agreed` says which group agreed to samples; "" where none did, and the form asks for none."""
        super().__init__(*args, **kwargs)
        self.fields["sampled"].help_text = f"{agreed}. Such as 10"
        if not agreed:
            for each in ("sampled", "sampled_of", "sample"):
                del self.fields[each]


class SendBackForm(_WithEvidence):
    reason = text("What is missing", "Say what is missing", hint="Those who reported it read this")
    field_order = ["reason", "evidence"]


class PlanCheckForm(forms.Form):
    due_on = day("Look again on", needed=True)
    reason = line("Why that day", "Say why", most=200)


class CheckForm(_WithEvidence):
    outcome = choice(
        "Is it embedded?",
        [
            (CheckOutcome.HOLDS.value, "Yes, it holds"),
            (CheckOutcome.FAILED.value, "No. The action is open again"),
        ],
        "Choose whether it is embedded",
        radios=True,
    )
    reason = text("What you found", "Say what you found")
    early = line("Why it can be told before its day", most=200)
    field_order = ["outcome", "reason", "early", "evidence"]

    def __init__(self, *args: Any, before: str, since: str, own: bool, **kwargs: Any):
        """`before` is the day that is still to come, `since` when it was last looked at, both as they are read;
        `own`: whoever looks has verified it."""
        super().__init__(*args, **kwargs)
        if since and "evidence" in self.fields:
            lasts = "changed practice or outcomes for children, handed in since and of a time after"
            self.fields["evidence"].help_text = f"That it holds is shown by {lasts} {since}"
        self.fields["early"].help_text = f"It is to be looked at on {before}. Needed where it holds"
        if not before:
            del self.fields["early"]
        if own:
            self.fields["outcome"].help_text = "You verified it, so that it holds is for somebody else to say"


class JudgeForm(_WithEvidence):
    """Output, outcome and impact, each said apart."""

    seen = choice(
        "Is a difference seen?",
        [("yes", "Yes, this contributed to a difference"), ("no", "No difference is seen so far")],
        "Choose whether a difference is seen",
        radios=True,
    )
    output = text("Output: what was done", "Say what was done, or that none is known", rows=3)
    outcome = text("Outcome: what changed in practice", "Say what changed, or that none is known", rows=3)
    impact = text("Impact: what changed for children", "Say what changed, or that none is known", rows=3)
    contrary = text("What speaks against it", rows=3)
    field_order = ["seen", "output", "outcome", "impact", "contrary", "evidence"]
