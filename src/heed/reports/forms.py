"""What is typed about reports."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.platform.base.forms import LinesField
from heed.platform.ui.typed import Pairs, Versioned, choice, day, line
from heed.platform.ui.typed import text as several
from heed.reports.operations.writing import Words


class MakeForm(forms.Form):
    """Which report is begun. The review is asked for only where the page is not about one."""

    layout = choice("Layout", [], "Choose a layout")
    review = choice("About which review", [], needed=False)

    def __init__(self, *args: Any, layouts: Pairs, reviews: Pairs | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        layout: Any = self.fields["layout"]
        layout.choices = [("", "Choose one"), *layouts]
        if reviews is None:
            del self.fields["review"]
        else:
            review: Any = self.fields["review"]
            review.choices = [("", "All reviews together"), *reviews]


class ParagraphForm(Versioned):
    """A paragraph that is written by hand."""

    text = several(
        "What is to stand here",
        "Write what is to stand here",
        rows=8,
        hint="A paragraph on each line. A footnote is written so: [note: its words]",
    )

    def words(self, given: dict[str, Any]) -> Words:
        return Words(given["text"], given.get("by_name", ""), given.get("by_role", ""), given.get("as_at"))


class StatementForm(ParagraphForm):
    """What somebody says by name."""

    by_name = line("Who says it", "Say who makes this statement", most=120)
    by_role = line("In which role", "Say in which role", most=160, hint="As it is on that day")
    as_at = day("As at", needed=True)


class SignForm(forms.Form):
    """Nothing but a button, with the hash of the words that were seen."""

    words_seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SettleForm(Versioned):
    """Nothing but a button."""


class LeaveOutForm(Versioned):
    why = line("Why it is left out", "Say why it is left out", most=300)


class TemplateForm(forms.Form):
    """A Word file."""

    file = forms.FileField(
        label="The file",
        help_text="Word (.docx), at most 2 MB, without macros",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )


class LogoForm(forms.Form):
    """A picture with its words."""

    file = forms.FileField(
        label="The picture",
        help_text="PNG or JPEG, at most 2 MB. It is printed 60 by 18 mm at most",
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )
    words = line(
        "What it says",
        "Say what the logo says",
        most=200,
        hint="Read to those who do not see it, such as “Westmere Safeguarding Children Partnership”",
    )


class ShortFormsForm(forms.Form):
    """The partnership's own short forms."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    terms = LinesField(label="Short forms", help_text="One on each line: MASH: multi-agency safeguarding hub")
    source = line("Who wants it so", hint="For example, the group that agreed it")


class LayoutForm(forms.Form):
    """A layout as a partnership wants it: its title, and each section's place, heading and standing text."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = line("Title", "Give the report a title", hint="{review}, {partnership} and {on} are filled in")
    source = line("Who wants it so", hint="For example, the group that agreed it")

    def __init__(self, *args: Any, sections: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.keys = [each.key for each in sections]
        for number, each in enumerate(sections, 1):
            name = each.heading or each.fill or each.key
            self.fields[f"{each.key}_place"] = forms.IntegerField(
                label=f"Place of “{name}”",
                help_text="Its number in the order; empty leaves it out",
                required=False,
                min_value=1,
                max_value=99,
                initial=number,
                error_messages={"invalid": "Enter a whole number", "min_value": "Enter 1 or more"},
            )
            self.fields[f"{each.key}_heading"] = line(f"Heading of “{name}”")
            self.fields[f"{each.key}_heading"].initial = each.heading
            self.fields[f"{each.key}_text"] = LinesField(
                label=f"Standing text of “{name}”", help_text="A paragraph on each line"
            )
            self.fields[f"{each.key}_text"].initial = list(each.text)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(f"{key}_place") for key in self.keys):
            raise forms.ValidationError("A layout needs at least one section.")
        return given

    def sections(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        """The sections that are in it, in the order asked for."""
        chosen = sorted(
            (key for key in self.keys if given.get(f"{key}_place")), key=lambda key: given[f"{key}_place"]
        )
        return [
            {"key": key, "heading": given[f"{key}_heading"], "text": list(given[f"{key}_text"])}
            for key in chosen
        ]
