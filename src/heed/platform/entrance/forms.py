"""What is typed at the first run."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password

from heed.platform.entrance.setup import FirstRun


class FirstRunForm(forms.Form):
    partnership = forms.CharField(
        label="Name of the partnership",
        help_text="For example, Westmere Safeguarding Children Partnership",
        max_length=160,
        error_messages={"required": "Enter the name of your partnership"},
    )
    area = forms.CharField(
        label="Area it serves", max_length=120, error_messages={"required": "Enter the area it serves"}
    )
    agencies = forms.CharField(
        label="Agencies",
        help_text="Each on a line of its own, such as the council, the police and the health board",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter at least one agency, each on a line of its own"},
    )
    name = forms.CharField(label="Your name", max_length=120, error_messages={"required": "Enter your name"})
    own_agency = forms.CharField(
        label="The agency that employs you",
        help_text="As written above. Left empty, the first one",
        max_length=160,
        required=False,
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="You sign in with it. Heed sends nothing to it",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.org",
        },
    )
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three random words are good",
        max_length=200,
        widget=forms.PasswordInput,
        error_messages={"required": "Choose a password of at least 12 characters"},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def values(self) -> FirstRun:
        """What to set up, with one agency a line."""
        given = self.cleaned_data
        return FirstRun(
            partnership=given["partnership"],
            area=given["area"],
            agencies=tuple(line.strip() for line in given["agencies"].splitlines() if line.strip()),
            own_agency=given["own_agency"],
            name=given["name"],
            email=given["email"],
            password=given["password"],
        )
