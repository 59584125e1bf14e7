"""What is typed about priorities and strategies, and about those who are listened to."""

from __future__ import annotations

from typing import Any

from django import forms

from heed.governance.operations import Intent
from heed.governance.queries.groups import frequency_names
from heed.governance.types import STRATEGY_NAMES, StrategyKind
from heed.platform.base.forms import LinesField
from heed.platform.ui.typed import Pairs, Versioned, choice, day, line
from heed.platform.ui.typed import text as several


class _Chosen(forms.Form):
    """A form some of whose choices are known only when it is shown."""

    def __init__(self, *args: Any, choices: dict[str, Pairs] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, pairs in (choices or {}).items():
            field: Any = self.fields[name]
            field.choices = [("", "Choose one"), *pairs]


class StrategyForm(_Chosen, Versioned):
    """A priority, strategy or business plan; the last two and `version` only where it is kept already."""

    kind = choice("It is a", [(each.value, name) for each, name in STRATEGY_NAMES.items()], radios=True)
    title = line("Name", "Say what it is called")
    aims = several(
        "What is to change", "Say what is to change", hint="For children and those who care for them"
    )
    how_we_will_know = several(
        "How we will know", rows=2, hint="A figure with what it is out of, and from where"
    )
    under = choice("It is part of", [], needed=False)
    group = choice("The group that looks after it", [], needed=False)
    agency = choice("It is led in", [], needed=False)
    lead = line("By", most=160, hint="A post in this agency, such as Head of Safeguarding")
    starts_on = day("From", needed=True)
    ends_on = day("Until", hint="Leave it empty where no end is set")
    review_on = day("Looked at again on")
    ended_on = day("It ended on", hint="Leave it empty while it is in force")
    ended_why = several("Why it ended, and what came of it", rows=2)

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if new:
            for name in ("ended_on", "ended_why", "version"):
                del self.fields[name]

    def intent(self, given: dict[str, Any]) -> Intent:
        """What was typed, without what is said of its end."""
        names = set(Intent.__dataclass_fields__) - {"kind"}
        return Intent(kind=StrategyKind(given["kind"]), **{name: given[name] for name in names})


class ItemForm(_Chosen):
    """An item of its plan: an action, of which the tests say what it lacks."""

    text = several("What will be done", "Say what will be done", rows=3)
    agency = choice("For which agency", [], needed=False)
    owner = line("Owner", most=160, hint="A post in this agency")
    due = day("By when")
    how_we_will_know = several("How we will know", rows=2)
    outcome = several("What changes for children by it", rows=2)


class TieForm(forms.Form):
    references = LinesField(
        label="Recommendations and actions",
        help_text="By reference, one on each line: REC-0004 or ACT-0012",
    )

    def clean_references(self) -> tuple[str, ...]:
        given: tuple[str, ...] = self.cleaned_data["references"]
        if not given:
            raise forms.ValidationError("Give a reference, such as REC-0004 or ACT-0012")
        return tuple(dict.fromkeys(each.upper() for each in given))


class UntieForm(_Chosen):
    thing = choice("Which", [])


class ComingForm(_Chosen):
    group = choice("To a meeting of", [])
    title = line("What comes", "Say what comes")
    who = line("Who brings it", most=160)
    on = day("On or after", needed=True)


class FocusForm(_Chosen):
    with_whom = line("Who is listened to", "Say who is listened to", hint="A kind of people, never names")
    planned_on = day("On", needed=True)
    every = choice("Again", list(frequency_names().items()), needed=False)
    led_by = line("Led by", most=160)


class HeldForm(_Chosen):
    focus = choice("Which focus group", [])
    held_on = day("Held on", hint="Leave it empty where it was not held")
    people = forms.IntegerField(
        label="People who came",
        required=False,
        min_value=1,
        max_value=500,
        error_messages={
            "invalid": "Enter a whole number",
            "min_value": "Enter 1 or more",
            "max_value": "Enter at most 500",
        },
    )
    points = LinesField(
        label="What was said", help_text="One point on each line, in words that point to nobody"
    )
    not_held_why = line("Or why it was not held", most=300)


class WhatChangedForm(_Chosen):
    point = choice("Because somebody said", [])
    changed = choice("So", [("yes", "something changed"), ("no", "nothing changed")], radios=True)
    words = several("What changed, or why nothing did", "Say what changed, or why nothing did", rows=3)
    on = day("On", needed=True)
