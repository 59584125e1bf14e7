"""What is typed at the first run."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from heed.platform.access.roles import DOES, ROLES, Role
from heed.platform.entrance.providers import provider_for
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


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's, except that an organisation may let its people in by its own sign-in only."""

    def clean(self) -> dict[str, Any]:
        provider = provider_for(self.cleaned_data.get("login", ""))
        if provider and provider.only:
            raise forms.ValidationError(
                f"People with this address sign in through {provider.name}, without a password.",
                code="provider_only",
            )
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.org",
        },
    )
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter their name"})
    agency = forms.ChoiceField(
        label="The agency they act for",
        error_messages={"required": "Choose an agency", "invalid_choice": "Choose an agency"},
    )
    post = forms.CharField(
        label="Post", help_text="Such as Named Nurse. May be left empty", max_length=160, required=False
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[(role.value, ROLES[role].name.capitalize()) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Give at least one role"},
    )

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose an agency"), *agencies]  # type: ignore[attr-defined]
        self.fields["roles"].hints = {role.value: does for role, does in DOES.items()}  # type: ignore[attr-defined]

    def roles_given(self) -> list[Role]:
        return [Role(each) for each in self.cleaned_data["roles"]]


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three random words are good",
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password of at least 12 characters"},
    )


class AcceptForm(NewPasswordForm):
    name = forms.CharField(label="Your name", max_length=120, error_messages={"required": "Enter your name"})
    field_order = ("name", "password")


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.org",
        },
    )
