"""What is typed when actions are changed together: in the rows of a table, or all alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from heed.kit.dates import days_of
from heed.plans.operations import RowChange
from heed.plans.rules import wrong_day
from heed.plans.types import STEPS_TOGETHER
from heed.platform.base import clock
from heed.platform.ui.typed import Pairs, choice, day, line
from heed.platform.ui.typed import text as words

NOTHING = "nothing"


class DayInWords(forms.CharField):
    """A day in one line, as somebody writes it: "30 June 2026", "30/6/2026"."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        days = days_of(typed)
        if days.earliest is None or days.earliest != days.latest:
            raise ValidationError(f"“{typed}” is no day. Write it like 30 June 2026")
        return days.earliest


class RowForm(forms.Form):
    """One action in its row. Each field brings what the person saw, so that only what they changed is asked for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agency = forms.ChoiceField(required=False, show_hidden_initial=True)
    owner = forms.CharField(required=False, max_length=160, show_hidden_initial=True)
    due = DayInWords(required=False, max_length=40, show_hidden_initial=True)
    theme = forms.ChoiceField(required=False, show_hidden_initial=True)
    step = forms.ChoiceField(required=False, show_hidden_initial=True)

    def __init__(
        self, *args: Any, agencies: Pairs, themes: Pairs, steps: tuple[str, ...], plan: bool, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = {
            "agency": [("", "Nobody"), *agencies],
            "theme": [("", "None"), *themes],
            "step": [("", "As it is"), *((each, STEPS_TOGETHER[each].capitalize()) for each in steps)],
        }
        for name, choices in named.items():
            field: Any = self.fields[name]
            field.choices = choices
            field.error_messages["invalid_choice"] = "Choose from the list"
        gone = (["agency", "owner", "due", "theme"] if not plan else []) + (["step"] if not steps else [])
        for name in gone:
            del self.fields[name]

    def clean_due(self) -> date | None:
        """Only a day that somebody typed anew is looked at: one that was promised may be over."""
        wanted: date | None = self.cleaned_data["due"]
        if "due" not in self.changed_data:
            return wanted
        wrong = wrong_day(wanted, today=clock.today(), ask="A date is not taken away here. Give another day")
        if wrong:
            raise ValidationError(wrong)
        return wanted

    def asked(self) -> RowChange | None:
        """What the person changed in this row; None where nothing."""
        given = {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}
        if not given:
            return None
        if "agency" in given:
            given["agency_ref"] = given.pop("agency")
        return RowChange(ref=str(self.prefix), version=self.cleaned_data["version"] or 0, **given)


class ReasonForm(forms.Form):
    """One reason for all rows."""

    reason = line(
        "Why", most=300, hint="Needed where an agreed date moves, or an action stops or is open again"
    )


class TogetherForm(forms.Form):
    """The same for several actions. What is left alone stays as it is."""

    which = choice("Which actions", [], radios=True)
    agency = choice("They are for", [], needed=False)
    owner = line(
        "Owner", most=160, hint="A post, such as Head of Safeguarding: in the agency that each action is for"
    )
    due = day(
        "By when", hint="A date that was agreed does not move at once: it is asked for, with your reason"
    )
    theme = choice("Theme", [], needed=False)
    step = choice("State", [], needed=False)
    reason = words("Why", rows=2, hint="Needed where an agreed date moves, or actions stop or are open again")

    def __init__(self, *args: Any, ways: Pairs, agencies: Pairs, themes: Pairs, steps: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        leave = ("", "Leave it as it is")
        named: dict[str, Any] = {
            "which": list(ways),
            "agency": [leave, *agencies],
            "theme": [leave, (NOTHING, "No theme"), *themes],
            "step": [leave, *steps],
        }
        for name, choices in named.items():
            field: Any = self.fields[name]
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given[each] for each in ("agency", "owner", "due", "theme", "step")):
            raise ValidationError(
                "Choose what to change: whose they are, the owner, the date, theme or state."
            )
        if wrong := wrong_day(given.get("due"), today=clock.today()):
            self.add_error("due", wrong)
        return given

    def asked(self, seen: dict[str, int]) -> list[RowChange]:
        """The same change for each of these actions, by public id and the version that was seen."""
        given = self.cleaned_data
        theme = "" if given["theme"] == NOTHING else given["theme"] or None
        return [
            RowChange(
                ref=ref,
                version=version,
                agency_ref=given["agency"] or None,
                owner=given["owner"] or None,
                theme=theme,
                due=given["due"],
                step=given["step"],
            )
            for ref, version in seen.items()
        ]
