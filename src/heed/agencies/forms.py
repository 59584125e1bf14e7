"""What is typed about agencies."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.agencies.comparing import KINDS
from heed.platform.base.forms import LinesField


class AgencyForm(forms.Form):
    name = forms.CharField(max_length=160, label="Name", error_messages={"required": "Enter its name"})
    kind = forms.ChoiceField(choices=list(KINDS.items()), label="Kind")
    other_names = LinesField(
        label="Other names", help_text="Each on a line of its own, as documents use them"
    )
    ended_on = forms.DateField(
        required=False,
        label="It ended on",
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        help_text="For example, 30/6/2022 or 30 June 2022. Leave it empty while it exists, even where its end is known",
        error_messages={"invalid": "Enter a date like 30/6/2022"},
    )
    successor = forms.ChoiceField(
        required=False,
        label="What came after it",
        help_text="What the agency was asked and has still to do goes to it",
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [("", "Nothing"), *others]  # type: ignore[attr-defined]


class NewAgencyForm(forms.Form):
    name = forms.CharField(max_length=160, label="Name", error_messages={"required": "Enter its name"})
    kind = forms.ChoiceField(choices=list(KINDS.items()), label="Kind")
