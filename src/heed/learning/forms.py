"""What is typed when agencies are asked and when they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from heed.learning.queries import AskedPart
from heed.learning.rules import GRADE_WORDS
from heed.learning.types import STANCE_WORDS, RecommendedBefore, Said, Verdict, WhatLiesBehind
from heed.platform.ui.typed import Pairs, Versioned, choice, day, line, text, who

FINDING_WRITTEN = {
    "weakness": "Something that went wrong",
    "good practice": "Good practice",
    "system": "How the system works",
    "conclusion": "A conclusion on whether it could have gone otherwise",
    "other": "Something else",
}


class AskForm(forms.Form):
    """Whom to ask, by when, and what to say to them. `asks` are pairs of a recommendation and an agency."""

    asks = forms.MultipleChoiceField(
        label="Who is asked",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    also = forms.MultipleChoiceField(
        label="Also ask",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    parts = forms.MultipleChoiceField(
        label="Only about some of what it asks for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all of them open to ask about the whole.",
        error_messages={"invalid_choice": "Choose from the list"},
    )
    due_on = day("To be answered by", needed=True)
    words = text(
        "What to say to them", hint="They read it above the recommendation. It may stay empty.", rows=3
    )

    def __init__(self, *args: Any, asks: Pairs, also: Pairs, parts: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, choices in (("asks", asks), ("also", also), ("parts", parts)):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
        if not self.fields["parts"].choices:  # type: ignore[attr-defined]
            del self.fields["parts"]


class AnswerForm(Versioned):
    """An agency's answer, part by part. Nothing need be complete until it is signed."""

    def __init__(self, *args: Any, asked: Sequence[AskedPart], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = asked
        several = len(asked) > 1
        for number, part in enumerate(asked, start=1):
            of = f" to part {number}" if several else ""
            self.fields[f"stance_{part.key}"] = choice(
                f"What your agency says{of}", STANCE_WORDS.items(), radios=True, needed=False
            )
            self.fields[f"text_{part.key}"] = text(f"Your answer{of}", rows=4)
            self.fields[f"reason_{part.key}"] = text(
                f"Why it is not accepted in full{of}",
                rows=2,
                hint="Only where it is accepted in part or not at all",
            )

    def said(self, given: dict[str, Any]) -> list[Said]:
        """What was typed, part by part."""
        return [
            Said(
                part.key,
                given[f"stance_{part.key}"],
                given[f"text_{part.key}"],
                given[f"reason_{part.key}"],
            )
            for part in self.asked
        ]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """For each part its words, where there are several, and its three fields."""
        return [
            (
                part.words if len(self.asked) > 1 else "",
                [self[f"{name}_{part.key}"] for name in ("stance", "text", "reason")],
            )
            for part in self.asked
        ]


class ChaseForm(forms.Form):
    """Who was told that the answer is awaited."""

    whom = line("Who was told", "Enter who was told", most=300)
    words = text("What was said", rows=3)


class DayForm(Versioned):
    """Another day to answer by."""

    due_on = day("To be answered by", needed=True)
    reason = line("Why", "Enter the reason", most=300)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = line("Why", "Enter the reason", most=300)


class ManyChaseForm(forms.Form):
    """Who was told at each of several agencies: `agencies` by key, name and who signs there."""

    words = text("What was said", rows=3)

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key, name, signers in agencies:
            hint = f"Left empty: {signers}" if signers else "Nobody there has the role of agency lead"
            needed = "" if signers else "Enter who was told"
            self.fields[f"whom_{key}"] = line(f"Who was told at {name}", needed, most=300, hint=hint)
            self.fields[f"whom_{key}"].initial = signers
        self.order_fields([f"whom_{key}" for key, _, _ in agencies])


class JudgeForm(forms.Form):
    """Whether an answer answers what was asked, part by part; and whether it goes back. `after` is how many judgements
    the page showed."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    send_back = forms.BooleanField(
        label="Send back what is not answered in full, with the reason",
        required=False,
        help_text="The agency is asked again, and its next answer is a new round. This one stays.",
    )
    due_on = day("To be answered by")

    def __init__(self, *args: Any, asked: Sequence[AskedPart], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = asked
        several = len(asked) > 1
        for number, part in enumerate(asked, start=1):
            of = f" part {number}" if several else " what was asked"
            self.fields[f"grade_{part.key}"] = choice(
                f"Does it answer{of}?", GRADE_WORDS.items(), radios=True, needed=False
            )
            self.fields[f"reason_{part.key}"] = text(
                "What was asked, and what came instead",
                rows=2,
                hint="Needed where it is not answered in full",
            )
        first = [f"{name}_{part.key}" for part in asked for name in ("grade", "reason")]
        self.order_fields([*first, "send_back", "due_on", "after"])

    def verdicts(self, given: dict[str, Any]) -> list[Verdict]:
        """What was found, part by part."""
        return [
            Verdict(part.key, given[f"grade_{part.key}"], given[f"reason_{part.key}"]) for part in self.asked
        ]

    def clean(self) -> dict[str, Any]:
        """A day is needed only to send it back."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("send_back") and not given.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Enter the day by which to answer again")
        return given

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """For each part its words, where there are several, and its two fields."""
        return [
            (
                part.words if len(self.asked) > 1 else "",
                [self[f"grade_{part.key}"], self[f"reason_{part.key}"]],
            )
            for part in self.asked
        ]


class WhoAnsweredForm(Versioned):
    """Which agency gave an answer that names none."""

    agency = choice("Which agency gave it", [])

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]


class DivideForm(Versioned):
    """What a recommendation asks for, each thing on a line of its own."""

    parts = text(
        "What it asks for",
        "Its words cannot be taken away",
        rows=8,
        hint="Each thing on a line of its own. Break a line to split, join two lines to join; no word may change.",
    )


class ThemeForm(forms.Form):
    """The theme under which several recommendations are put."""

    theme = forms.CharField(
        label="Theme",
        required=False,
        max_length=200,
        help_text="Leave it empty to take them out of their themes",
        error_messages={"max_length": "Use at most 200 letters"},
    )


def _ticked(label: str, pairs: Pairs, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(pairs),
        required=False,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )


def _add_ticked(form: forms.Form, offered: Mapping[str, tuple[str, Pairs]]) -> None:
    """A field for each that there is anything of to tick."""
    for name, (label, pairs) in offered.items():
        if pairs:
            form.fields[name] = _ticked(label, pairs)


class BehindForm(Versioned):
    """What lies behind a finding."""

    reasons = text("Why people acted as they did", rows=3)
    at_the_time = text("How it looked to them at the time", rows=3)
    hindsight = forms.BooleanField(label="This judges with hindsight, and says so", required=False)
    sources = text("Where this is known from", rows=2)
    research = text("What research says", rows=2)
    organisation = text("How the work was organised", rows=2)
    childs_life = text("What it was like for the child", rows=3)

    def behind(self) -> WhatLiesBehind:
        """What was typed, as a value."""
        names = WhatLiesBehind.__dataclass_fields__
        return WhatLiesBehind(**{name: self.cleaned_data[name] for name in names})


class FindingForm(BehindForm):
    """A finding that is written here."""

    kind = choice("What it is", FINDING_WRITTEN.items(), radios=True)
    text = text("What was found", "Write what was found", rows=4)
    field_order = ["kind", "text", "questions", "led_to"]

    def __init__(self, *args: Any, questions: Pairs, recommendations: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        _add_ticked(self, {"questions": ("It answers", questions), "led_to": ("It led to", recommendations)})
        self.order_fields(self.field_order)


class MendFindingForm(Versioned):
    """A finding that was written here, put right."""

    kind = choice("What it is", FINDING_WRITTEN.items(), radios=True)
    text = text("What was found", "Write what was found", rows=4)


class TakeOutForm(Versioned):
    """Why something that was written here is taken out."""

    reason = line("Why", "Enter the reason", most=300)


class MendEarlyForm(Versioned):
    """Early learning put right."""

    text = text("What was learned", "Write what was learned", rows=3)
    spotted_on = day("Seen on", needed=True)
    audience = line("Who is to know of it", "Say who is to know of it", most=300)
    owner = who("Which post answers for it", "Say which post answers for it")


class MarkForm(forms.Form):
    """The mark of a finding in the chronology that goes into the register."""

    mark_ref = choice("Which", [])

    def __init__(self, *args: Any, marks: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["mark_ref"].choices = [("", "Choose one"), *marks]  # type: ignore[attr-defined]


class _AskedBefore(forms.Form):
    """Words that may have been recommended before: then it is said so, and asked of each earlier one whether it is the
    same lesson, before they are put in."""

    def ask_whether(self, before: RecommendedBefore) -> None:
        """Somebody is told first what was recommended before; whoever judges lessons says what each is to it."""
        for ref, name in before.earlier if before.answers else ():
            words = f"What is it to {name}?"
            self.fields[f"same_{ref}"] = choice(words, before.answers, f"{words} Choose one", radios=True)
        if before.earlier and before.answers:
            self.fields["reason"] = line("Why", "Say why", most=300)
            self.fields["why_not_held"] = line("If it is the same, and was closed: why did it not hold?")
            return
        self.fields["knowingly"] = forms.BooleanField(
            label="It was recommended before: put it in all the same",
            error_messages={"required": "Look at what was recommended before, and say that it goes in"},
        )


class RecommendationForm(_AskedBefore):
    """What the review recommends, written here."""

    text = text("What is recommended", "Write what is recommended", rows=4)

    def __init__(self, *args: Any, agencies: Pairs, questions: Pairs, findings: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agencies"] = _ticked("Of whom", agencies)
        both = {"findings": ("It follows from", findings), "questions": ("It answers", questions)}
        _add_ticked(self, both)


class EarlyForm(_AskedBefore):
    """What was learned before the review ends."""

    text = text("What was learned", "Write what was learned", rows=3)
    spotted_on = day("Seen on", needed=True)
    audience = line("Who is to know of it", "Say who is to know of it", most=300)
    owner = who("Which post answers for it", "Say which post answers for it")

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agencies"] = _ticked("Which agencies act on it", agencies)


class TieForm(forms.Form):
    """The final recommendation that takes early learning up."""

    early_ref = choice("What was learned early", [])
    recommendation_ref = choice("Is taken up by", [])

    def __init__(self, *args: Any, early: Pairs, recommendations: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, pairs in (("early_ref", early), ("recommendation_ref", recommendations)):
            self.fields[name].choices = [("", "Choose one"), *pairs]  # type: ignore[attr-defined]


class QuestionsForm(forms.Form):
    """Questions of the terms that a finding answers."""

    def __init__(self, *args: Any, questions: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["questions"] = _ticked("It answers", questions)


class PublicForm(Versioned):
    """What reports for the public say of a finding."""

    withheld = forms.BooleanField(label="It stands in no report for the public", required=False)
    why = line("Why it is withheld", most=300)
    public_text = text(
        "Words for the public",
        rows=4,
        hint="Said more generally, so that nobody can be known from it. Empty: its own words are read.",
    )


class WithholdForm(Versioned):
    """Whether reports for the public say a recommendation."""

    withheld = forms.BooleanField(label="It stands in no report for the public", required=False)
    why = line("Why it is withheld", most=300, hint="Such as: a brother would be known by it")
    field_order = ["withheld", "why"]


class SupersedeForm(Versioned):
    """Which recommendation stands for this one."""

    by = line("Its reference", "Say which, by its reference", most=20, hint="Such as REC-0041")
    reason = line("Why", "Say why", most=300, hint="Such as: the later one asks for all of it, and by when")
    field_order = ["by", "reason"]


class StandsAgainForm(forms.Form):
    """Why no other stands for it after all."""

    reason = line("Why", "Say why", most=300)
