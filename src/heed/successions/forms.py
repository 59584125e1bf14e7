"""What is typed about the body that takes over."""

from __future__ import annotations

from django import forms

from heed.platform.ui.day_field import DayField


class SuccessionForm(forms.Form):
    successor = forms.CharField(
        max_length=160,
        label="The body that takes over",
        help_text="For example, Westmere and Harrowdale Safeguarding Children Partnership",
        error_messages={"required": "Enter the name of the body that takes over"},
    )
    on = DayField(label="It took over on")
    basis = forms.CharField(
        max_length=300,
        label="What makes it so",
        help_text="The guidance, order or decision, with its date",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say what makes it so, such as the decision of the safeguarding partners"
        },
    )
