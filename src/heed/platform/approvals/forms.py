"""What is typed about approvals."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.ui.day_field import DayField

_YES_NO = (("yes", "Approved"), ("no", "Not approved"))


class PutForm(forms.Form):
    decision = forms.ChoiceField(
        label="What is decided",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is decided", "invalid_choice": "Choose what is decided"},
    )
    decided_on = DayField(
        label="Decided on",
        required=False,
        help_text="Leave empty for today. The day says by which guidance, and so by whom, it is decided",
    )

    def __init__(self, *args: Any, decisions: list[tuple[str, str]], **more: Any):
        super().__init__(*args, **more)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = decisions


class SignForm(forms.Form):
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agrees = forms.ChoiceField(
        label="Your decision",
        choices=(("yes", "I approve it"), ("no", "I do not approve it")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you approve it"},
    )
    words = forms.CharField(
        label="Anything to add",
        required=False,
        max_length=4000,
        help_text="Needed where you do not approve",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MinuteForm(forms.Form):
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    name = forms.CharField(
        label="Who decided",
        max_length=160,
        help_text="Their name as in the minutes",
        error_messages={"required": "Enter who decided"},
    )
    post = forms.CharField(label="Their post", max_length=160, required=False)
    meeting = forms.CharField(
        label="In which meeting",
        max_length=160,
        help_text="Such as Executive group, minute 4.2",
        error_messages={"required": "Enter which meeting it was"},
    )
    on = DayField(label="On which day", error_messages={"required": "Enter the day of the meeting"})
    agrees = forms.ChoiceField(
        label="What they decided",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they decided"},
    )
    words = forms.CharField(
        label="As minuted",
        required=False,
        max_length=4000,
        help_text="Needed where it was not approved",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="It stays with the approval",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )


class EditionForm(forms.Form):
    """Who decides by one edition of guidance."""

    name = forms.CharField(
        label="The guidance",
        max_length=200,
        help_text="Such as Working Together 2023, lead and delegated safeguarding partners",
        error_messages={"required": "Enter what the guidance is called"},
    )
    begins_on = DayField(
        label="It counts from", error_messages={"required": "Enter the day from which it counts"}
    )
    by = forms.MultipleChoiceField(
        label="Who decides",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who decides"},
    )
    together = forms.ChoiceField(
        label="How",
        choices=(("no", "One of them decides"), ("yes", "Each partner agency’s decides, together")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they decide"},
    )
    source = forms.CharField(
        label="Where this is written",
        max_length=200,
        help_text="The guidance with its chapter, or the partnership’s published arrangements",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter where this is written, with chapter or paragraph"},
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **more: Any):
        super().__init__(*args, **more)
        field = self.fields["by"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = roles


class PartnersForm(forms.Form):
    """Which agency each safeguarding partner is."""

    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, partners: list[tuple[str, str, list[tuple[str, str]]]], **more: Any):
        """`partners`: code, name and the agencies to choose from."""
        super().__init__(*args, **more)
        for code, name, agencies in partners:
            self.fields[code] = forms.MultipleChoiceField(
                label=name,
                choices=agencies,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": f"Choose the agency that is {name[:1].lower()}{name[1:]}"},
            )
