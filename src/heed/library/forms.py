"""What is typed about shared documents and links."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.library.types import LinkState
from heed.platform.ui.day_field import DayField


class OwnForm(forms.Form):
    owner = forms.ChoiceField(
        required=False, label="Its owner", help_text="The one agency that keeps it and puts out new versions"
    )

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Nobody in particular"), *agencies]  # type: ignore[attr-defined]


class AdoptForm(forms.Form):
    area = forms.ChoiceField(label="Area", error_messages={"required": "Choose an area"})
    adopted_on = DayField(label="It adopted it on")
    variation = forms.CharField(
        required=False,
        max_length=500,
        label="What differs there",
        help_text="Leave it empty where nothing does",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, areas: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "Choose an area"), *((each, each) for each in areas)]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    state = forms.ChoiceField(
        label="What did you find?",
        choices=[
            (LinkState.WORKS.value, "It works"),
            (LinkState.DEAD.value, "It is dead, or shows something else"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
    note = forms.CharField(required=False, max_length=200, label="Note")
