"""What is typed when an action is planned, agreed, moved, stalled and looked at again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from heed.kit.dates import days_of
from heed.plans.operations import Plan
from heed.plans.presenters import FREQUENCY_NAMES, KIND_NAMES
from heed.plans.types import ActionKind, Colour, Happened, MoveDecision, ReviewOutcome
from heed.platform.base.forms import LinesField
from heed.platform.ui.typed import Pairs, Versioned, choice, day, line
from heed.platform.ui.typed import text as words

_MILESTONE = re.compile(r"^(?P<day>[^:]+):\s*(?P<words>.+?)\s*(?:\(done (?P<done>[^()]+)\))?$", re.IGNORECASE)


class MilestonesField(LinesField):
    """Milestones, one on each line: "30 June 2026: the first audit is done (done 3 July 2026)"."""

    def clean(self, value: Any) -> Any:
        return tuple(_milestone(each) for each in super().clean(value))


_WHY = "Needed where something changes that was agreed, or a milestone moves or goes. It is kept as a comment"
_WHY_OF_AGENCY = (
    "Needed where a milestone moves or goes. It is kept as a comment. The words, how we will know and how often were "
    "agreed: the partnership’s team changes those"
)


class PartsField(forms.MultipleChoiceField):
    """Parts by their keys, each by itself, or several in one, as one of two plans is chosen where both were saved."""

    def to_python(self, value: Any) -> list[str]:
        return [key for each in super().to_python(value) for key in each.split()]


def _milestone(words: str) -> tuple[str, date, date | None]:
    found = _MILESTONE.match(words)
    due = _day(found["day"]) if found else None
    done = _day(found["done"]) if found and found["done"] else None
    if not found or due is None or (found["done"] and done is None):
        raise ValidationError(
            f"“{words[:60]}”: begin with a day, such as 30 June 2026: the first audit is done"
        )
    return found["words"], due, done


def _day(words: str) -> date | None:
    days = days_of(words)
    return days.earliest if days.earliest == days.latest else None


class PlanForm(Versioned):
    """An action as somebody plans it. Only the words are needed: the tests say what is missing for agreeing it."""

    text = words(
        "What will be done", "Say what will be done", rows=3, hint="One thing that somebody could see done"
    )
    kind = choice("It is", [(kind.value, name) for kind, name in KIND_NAMES.items()], radios=True)
    agency = choice("For which agency", [], needed=False)
    owner = line("Owner", most=160, hint="A post in this agency, such as Head of Safeguarding")
    single_agency = forms.BooleanField(
        label="Of this agency alone: it may rest once the agency's lead has assured it", required=False
    )
    due = day("By when")
    how_we_will_know = words(
        "How we will know", rows=2, hint="A figure with what it is out of, where there is one"
    )
    outcome = words("What changes for children by it", rows=2)
    risk = words("The risk it addresses", rows=2)
    frequency = choice("A standing arrangement happens", FREQUENCY_NAMES.items(), needed=False)
    next_expected = day("And is expected next on")
    review_on = day(
        "Looked at again on", hint="Unfinished by then, it is dated again with a reason, or escalated"
    )
    milestones = MilestonesField(
        label="Milestones", help_text="One on each line, the day first: 30 June 2026: the first audit is done"
    )
    serves = LinesField(
        label="Recommendations it serves", help_text="By reference, one on each line: REC-0004"
    )
    parts = PartsField(
        label="The parts it was made for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all of them open where it is for the whole.",
        error_messages={"invalid_choice": "Choose from the list"},
    )
    depends_on = LinesField(
        label="It waits for", help_text="Other actions by reference, one on each line: ACT-0012"
    )

    reason = line("Why", most=300)

    def __init__(
        self,
        *args: Any,
        agencies: Pairs,
        parts: Pairs,
        printed: bool = False,
        agreed: bool = False,
        steers: bool = False,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.choices = [("", "Choose one"), *agencies]
        listed = list(parts)
        if listed:
            self.fields["parts"].choices = listed  # type: ignore[attr-defined]
        else:
            del self.fields["parts"]
        if printed:
            del self.fields["text"]
        self.fields["reason"].help_text = _WHY if steers else _WHY_OF_AGENCY
        if not agreed:
            del self.fields["reason"]

    def plan(self, given: dict[str, Any], *, serves: tuple[str, ...], depends_on: tuple[str, ...]) -> Plan:
        """What was typed, with public ids for references."""
        return Plan(
            text=given.get("text", self.initial.get("text", "")),
            kind=ActionKind(given["kind"]),
            agency_ref=given["agency"],
            owner=given["owner"],
            single_agency=given["single_agency"],
            due=given["due"],
            review_on=given["review_on"],
            how_we_will_know=given["how_we_will_know"],
            outcome=given["outcome"],
            risk=given["risk"],
            frequency=given["frequency"],
            next_expected=given["next_expected"],
            recommendations=serves,
            parts=tuple(int(each) for each in given.get("parts", ())),
            depends_on=depends_on,
            milestones=given["milestones"],
        )


class ReasonForm(forms.Form):
    """A reason, which may stay empty."""

    reason = words("Anything to keep with it", rows=2)


class WhyForm(forms.Form):
    """A reason that is needed."""

    reason = words("Why", "Say why", rows=3)


class InPrincipleForm(forms.Form):
    """Agreed in principle: by when the details are given."""

    details_due = day("Owner, date and measure are given by", needed=True)
    reason = words("Anything to keep with it", rows=2)


class MoveForm(forms.Form):
    """Another date."""

    wanted = day("The date that you ask for", needed=True)
    reason = words("Why it should move", "Say why the date should move", rows=3)


class DecideMoveForm(forms.Form):
    """Whether it moves."""

    decision = choice(
        "What you decide",
        [(MoveDecision.APPROVED, "The date moves"), (MoveDecision.REFUSED, "The date stays")],
        radios=True,
    )
    reason = words("Why", rows=3, hint="Needed where the date stays")


class StallForm(forms.Form):
    """What holds it up, what is done meanwhile, and when it goes on."""

    reason = words("What holds it up", "Say what holds it up", rows=3)
    interim_measure = words(
        "What is done meanwhile", "Say what is done meanwhile, or that nothing is", rows=2
    )
    restart_on = day("It goes on on", needed=True)


class HappenedForm(forms.Form):
    """A standing arrangement at the time that it was expected."""

    expected_on = forms.DateField(widget=forms.HiddenInput, required=False)
    happened = choice(
        "When it was expected",
        [(Happened.TOOK_PLACE, "it took place"), (Happened.MISSED, "it did not take place")],
        radios=True,
    )
    happened_on = day("It took place on")
    words = words(
        "What came of it, or why it did not take place",
        "Say what came of it, or why it did not take place",
        rows=3,
        hint="A figure with what it is out of, where there is one. Evidence is given apart",
    )


class ReviewForm(forms.Form):
    """At the review date: another one, or somebody higher is told."""

    outcome = choice(
        "It is not finished, so",
        [(ReviewOutcome.RE_DATED, "it is looked at again"), (ReviewOutcome.ESCALATED, "a group is told")],
        radios=True,
    )
    group = choice("The group that is told", [], needed=False)
    reason = words("Why it is not finished", "Say why it is not finished", rows=3)
    next_review = day("Looked at again on", needed=True)

    def __init__(self, *args: Any, groups: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        group: Any = self.fields["group"]
        group.choices = [("", "Choose one"), *groups]


class ColourForm(Versioned):
    """Another colour than the rule gives."""

    colour = choice(
        "Shown as",
        [("rule", "As the rule has it"), *((each, each.value.capitalize()) for each in Colour)],
        radios=True,
    )
    reason = line("Why", "Say why", most=300)


class OtherForm(forms.Form):
    """Which other action says the same: one of those found, or any by its reference."""

    other = choice("Which one says the same", [], radios=True, needed=False)
    reference = line("Another one, by its reference", most=12, hint="Such as ACT-0012")

    def __init__(self, *args: Any, near: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        other: Any = self.fields["other"]
        other.choices = list(near)
        if not near:
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["named"] = (given.get("reference") or given.get("other") or "").strip().upper()
        if not given["named"]:
            self.add_error("reference", "Choose one, or give a reference such as ACT-0012")
        return given


class JoinForm(forms.Form):
    """Which of the two stands for both from now on."""

    stays = choice("Which one stays", [], radios=True)

    def __init__(self, *args: Any, both: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        stays: Any = self.fields["stays"]
        stays.choices = list(both)


class RuleForm(forms.Form):
    """Which rule gives the colours."""

    rule = choice("The rule", [], radios=True)
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rule: Any = self.fields["rule"]
        rule.choices = list(rules)
