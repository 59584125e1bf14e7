"""What is typed about groups and meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from heed.governance.queries.groups import frequency_names
from heed.governance.types import PART_NAMES, LineKind
from heed.platform.rules.queries import rules_of
from heed.platform.ui.typed import Versioned, choice, day, line, text

KINDS = {
    "executive": "Executive",
    "case_review": "Case review group",
    "quality": "Quality and audit group",
    "other": "Another group",
}
Pairs = Sequence[tuple[str, str]]


def _number(label: str, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=99,
        help_text=hint,
        error_messages={
            "invalid": "Enter a whole number",
            "min_value": "Enter 0 or more",
            "max_value": "Enter at most 99",
        },
    )


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M", "%I%p", "%I:%M%p", "%I.%M%p", "%I %p"],
        help_text="For example, 14:00 or 2pm",
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={"invalid": "Enter a time, such as 14:00 or 2pm"},
    )


class _Chosen(forms.Form):
    """A form some of whose choices are known only when it is shown."""

    def fill(self, **choices: Pairs) -> None:
        for name, pairs in choices.items():
            self.fields[name].choices = [("", "Choose one"), *pairs]  # type: ignore[attr-defined]


class GroupForm(_Chosen, Versioned):
    """A group; `ended_on` and `version` only where it is kept already."""

    name = line("Name", "Enter its name", most=160)
    kind = choice("Kind", KINDS.items())
    remit = text("Remit", "Say what it is for", hint="What it looks after, and what it may decide")
    meets = choice("Meets", frequency_names().items(), needed=False)
    reports_to = choice("Reports to", [], needed=False)
    quorum_members = _number("Quorum: at least so many members")
    quorum_agencies = _number("Quorum: from at least so many agencies")
    quorum_statutory = forms.BooleanField(
        label="Quorum: each of the three safeguarding partners must be there", required=False
    )
    ended_on = day("It ended on", hint="Leave it empty while it meets")

    def __init__(self, *args: Any, groups: Pairs, new: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(reports_to=groups)
        if new:
            del self.fields["ended_on"]
            del self.fields["version"]

    def clean_quorum_members(self) -> int:
        return self.cleaned_data.get("quorum_members") or 0

    def clean_quorum_agencies(self) -> int:
        return self.cleaned_data.get("quorum_agencies") or 0


class PartForm(_Chosen):
    member = choice("Who", [])
    part = choice("As", [(each.value, name) for each, name in PART_NAMES.items()], radios=True)

    def __init__(self, *args: Any, people: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(member=people)


class LeaveForm(_Chosen):
    member = choice("Who leaves", [])

    def __init__(self, *args: Any, people: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(member=people)


class HandOverForm(_Chosen):
    member = choice("Who takes the chair", [])
    words = text(
        "What is handed over", "Say what the next chair must know", hint="What is begun, promised or worrying"
    )

    def __init__(self, *args: Any, people: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(member=people)


LINE_NAMES = {LineKind.LETTER: "A letter", LineKind.RISK: "A risk", LineKind.COMING: "Something to come"}


class LineForm(_Chosen):
    kind = choice("What", [(each.value, name) for each, name in LINE_NAMES.items()], radios=True)
    title = line("In a line", "Say what it is")
    words = text("More about it", rows=3)
    who = line("Who", hint="From or to whom, who looks after it, or who brings it", most=160)
    on = day("When", hint="The day of a letter, when a risk is looked at again, or from when something comes")
    review_ref = choice("About a review", [], needed=False)
    strategy_ref = choice("For a priority or strategy", [], needed=False)

    def __init__(self, *args: Any, reviews: Pairs, strategies: Pairs = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(review_ref=reviews, strategy_ref=strategies)
        if not strategies:
            del self.fields["strategy_ref"]


class CloseLineForm(_Chosen):
    line = choice("Which", [])

    def __init__(self, *args: Any, lines: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(line=lines)


class MeetingForm(_Chosen, Versioned):
    """A meeting; the group only where it is called, the version only afterwards."""

    group_ref = choice("Group", [])
    held_on = day("On", needed=True)
    begins = _time("Begins at")
    place = line("Place", hint="A room, or how to join")

    def __init__(self, *args: Any, groups: Pairs = (), new: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if new:
            self.fill(group_ref=groups)
            del self.fields["version"]
        else:
            del self.fields["group_ref"]


class CancelForm(forms.Form):
    reason = line("Why", "Say why it does not take place", most=300)


class ItemForm(_Chosen):
    title = line("Point", "Say what it is about")
    words = text("What is said about it", rows=3)
    review_ref = choice("About a review", [], needed=False)

    def __init__(self, *args: Any, reviews: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(review_ref=reviews)


class RemoveItemForm(_Chosen):
    item = choice("Which point", [])

    def __init__(self, *args: Any, items: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(item=items)


class PaperForm(_Chosen):
    item = choice("For which point", [])
    title = line("Title", "Enter its title")
    purpose = choice("Brought", rules_of("meetings")["purposes"].items(), radios=True)
    author = line("By", "Say who wrote it", most=160, hint="Name and post")
    agency = choice("Of", [], needed=False)
    asks = text("What the group is asked", "Say what the group is asked to do", rows=3)
    summary = text("In short", rows=4)
    review_ref = choice("About a review", [], needed=False)
    file = forms.FileField(label="The paper", required=False, error_messages={"empty": "The file is empty"})

    def __init__(self, *args: Any, items: Pairs, agencies: Pairs, reviews: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(item=items, agency=agencies, review_ref=reviews)


class BesidesForm(_Chosen):
    name = line("Name", "Enter a name", most=120)
    post = line("Post", most=160)
    agency = choice("Of", [], needed=False)

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(agency=agencies)


class ReopenForm(forms.Form):
    reason = line("Why", "Say what must be put right", most=300)


class ApproveForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput)


class AloneForm(_Chosen):
    chair = choice("Independent chair", [])
    title = line("What was decided", "Say what was decided")
    reason = text("Why", "Say why", rows=3)
    decided_on = day("On", needed=True)
    review_ref = choice("About a review", [], needed=False)

    def __init__(self, *args: Any, chairs: Pairs, reviews: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(chair=chairs, review_ref=reviews)


class ReportForm(_Chosen):
    """Something that is reported. `meaning` only while the partnership has not said what its word means."""

    name = line("What is reported", "Say what is reported")
    from_group = choice("By a group", [], needed=False)
    from_agency = choice("Or by an agency", [], needed=False)
    to_group = choice("To a group", [], needed=False)
    to_words = line(
        "Or to somebody else", hint="Such as the full partnership, or the council's cabinet", most=160
    )
    every = choice("How often", [])
    meaning = choice("What bi-annual means here", [], needed=False)
    due_on = day("Next due", needed=True)
    basis = line("Because of", hint="Such as a recommendation, a rule or the business plan", most=300)

    def __init__(self, *args: Any, groups: Pairs, agencies: Pairs, rules: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        often = [(key, each["name"]) for key, each in rules["frequencies"].items()]
        unclear = [(key, each["name"]) for key, each in rules["ambiguous"].items()]
        names = dict(often)
        means = [(key, names[key]) for each in rules["ambiguous"].values() for key in each["may_mean"]]
        self.fill(
            from_group=groups, from_agency=agencies, to_group=groups, every=[*often, *unclear], meaning=means
        )
        self.fields["meaning"].help_text = "Only where it is bi-annual. You are asked this once"
        if set(rules.get("means", {})) >= set(rules["ambiguous"]):
            del self.fields["meaning"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        return {**given, "meaning": given.get("meaning", "")}


class SentForm(_Chosen):
    report = choice("What", [])
    sent_on = day("Reported on", needed=True)
    to = line("To whom", most=160, hint="Leave it empty where it went to whom it always goes")
    words = line("More about it", most=300)

    def __init__(self, *args: Any, reports: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(report=reports)


class EndReportForm(_Chosen):
    report = choice("What", [])

    def __init__(self, *args: Any, reports: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(report=reports)


class ClosingForm(forms.Form):
    """Which groups close actions, and which one agreed that some of many may be looked at."""

    close_in_groups = forms.MultipleChoiceField(
        label="Groups whose minuted decision closes an action",
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none, and an action needs no group: it is finished once it is verified and embedded",
        error_messages={"invalid_choice": "Choose from the list"},
    )
    sample_group = choice("The group that agreed to verification by sample", [], needed=False)
    sample_on = day("Decided on")
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today
        none = ("", "None: whoever verifies looks at everything")
        self.fields["sample_group"].choices = [none, *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        group, on = given.get("sample_group"), given.get("sample_on")
        if group and on is None and "sample_on" not in self.errors:
            self.add_error("sample_on", "Give the day on which the group decided it")
        if on and not group and "sample_group" not in self.errors:
            self.add_error("sample_group", "Choose the group that decided it, or leave the day empty")
        if on and on > self.today:
            self.add_error("sample_on", "Give a day that has come")
        return given
