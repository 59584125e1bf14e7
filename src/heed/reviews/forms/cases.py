"""What is typed when a case is put forward, and when something is recommended about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from heed.platform.ui.files_field import FilesField
from heed.platform.ui.typed import choice, day, line, text
from heed.reviews.forms.attachments import FILES_HINT
from heed.reviews.types import CATEGORIES, METHODS, OUTCOMES, REVIEW_KINDS, SAFETY, STAGES, ReviewState

Pairs = Sequence[tuple[str, str]]
SAFETY_QUESTION = "Is any child unsafe now?"


class SafetyForm(forms.Form):
    """The first question. While the answer is not known, the case's page begins with it."""

    safety = choice(SAFETY_QUESTION, SAFETY.items(), "Say whether any child is unsafe now", radios=True)
    who_acted = line("Who acted?", most=300, hint="A service or a post, such as the council’s duty team")
    acted_when = line("When?", most=120, hint="For example, today at 9.30 am")


class AnswerSafetyForm(SafetyForm):
    """The first question answered later, or answered anew; `seen` marks the answer that the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> str | None:
        return self.cleaned_data.get("seen") or None


class ReferralForm(SafetyForm):
    """A case put forward for possible review."""

    children = text(
        "The children concerned",
        "Name each child concerned, one on a line",
        rows=3,
        hint="One on a line, brothers and sisters too, by initials or as your agency's record calls them",
    )
    category = choice(
        "What kind of case is it?", CATEGORIES.items(), "Choose what kind of case it is", radios=True
    )
    incident = line(
        "When did it happen?",
        "Enter when it happened, as well as you know: 3 March 2024, or early March 2024",
        most=80,
        hint="As well as you know: 3 March 2024, early March 2024, spring 2024",
    )
    what_happened = text("What happened", "Say in a few sentences what happened", rows=6)
    factors = text(
        "What may have played a part", rows=3, hint="For example, neglect, or a parent's mental illness"
    )
    family = text(
        "The family and the wider family",
        rows=3,
        hint="Who they are and how they belong together: brothers and sisters, parents, partners, grandparents",
    )
    before = text(
        "What happened before",
        rows=3,
        hint="Earlier incidents, referrals and plans of these children or of others in the family",
    )
    agencies_known = text("Agencies that know the family", rows=3, hint="One on a line")
    attached = FilesField(label="Files that belong to it", help_text=f"{FILES_HINT}. Choose them last")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    """The case of the same child that whoever refers this one was shown."""

    def clean_children(self) -> list[str]:
        return [each for each in self.cleaned_data["children"].splitlines() if each.strip()]


class TieForm(forms.Form):
    """How this case and another belong together."""

    other = choice("The other case", ())
    tie = choice(
        "How do they belong together?",
        (
            ("same_case", "It is the same case: this referral goes over to the other"),
            ("same_child", "Another incident of the same child: both stay"),
            ("neither", "They have nothing to do with each other"),
        ),
        radios=True,
    )
    why = line("Because", most=300)

    def __init__(self, *args: Any, others: Pairs = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["other"]
        chosen.choices = [("", "Choose one"), *others]


class RecommendForm(forms.Form):
    """What somebody recommends, with a question for each criterion of the guidance in force."""

    outcome = choice("What do you recommend?", OUTCOMES.items(), radios=True)
    review_kind = choice(
        "Which kind of review?",
        [(kind, f"{kind[:1].upper()}{kind[1:]}") for kind in REVIEW_KINDS if kind != "rapid review"],
        needed=False,
    )
    reasons = text("Reasons", "Give the reasons; they stay with the decision")
    dissent = text("Who did not agree, and why", rows=2)
    waits_for = line("If it is put off: what does it wait for?", most=300)
    look_again_on = day("If it is put off: when to look again")

    def __init__(self, *args: Any, questions: Mapping[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key, words in questions.items():
            self.fields[f"criterion_{key}"] = choice(words, (("yes", "Yes"), ("no", "No")), radios=True)
        self.order_fields(["outcome", "review_kind", *(f"criterion_{key}" for key in questions)])


def recommended(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed into `RecommendForm`, as the operation is told it."""
    first = "criterion_"
    return {
        **{name: value for name, value in typed.items() if not name.startswith(first)},
        "criteria": {
            name.removeprefix(first): value == "yes"
            for name, value in typed.items()
            if name.startswith(first)
        },
    }


class FrontDoorForm(forms.Form):
    """Where a concern about a child goes; `after` is the edition that the person saw."""

    name = line("What it is called", "Enter what people call it", hint="For example, Westmere Front Door")
    contact = line("How it is reached", "Enter a number, with its hours", hint="A number, and its hours")
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_after(self) -> int:
        return self.cleaned_data.get("after") or 0


class NothingForm(forms.Form):
    """A button alone."""


class StageForm(forms.Form):
    """The next step of a review."""

    to = choice("What is it now?", ())
    method = choice("How is it carried out? (when it is commissioned)", METHODS.items(), needed=False)
    on = day("Since when", needed=True)
    why = line("Worth saying", most=300)

    def __init__(self, *args: Any, states: Sequence[ReviewState] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["to"]
        chosen.choices = [("", "Choose one"), *((each.value, STAGES[each]) for each in states)]


class ProposeForm(forms.Form):
    """A step that those who decide take."""

    to = choice("What is put to them?", (), radios=True)
    why = text("Reasons", "Give the reasons; they stay with the decision")

    def __init__(self, *args: Any, steps: Pairs = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["to"]
        chosen.choices = list(steps)


class PauseForm(forms.Form):
    """A clock stops for a while."""

    clock = choice("Which clock?", ())
    began_on = day("From when", needed=True)
    reason = line("Because", "Say why it is paused; it stays with the date", most=300)

    def __init__(self, *args: Any, clocks: Pairs = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["clock"]
        chosen.choices = [("", "Choose one"), *clocks]


class ResumeForm(forms.Form):
    """A clock that was paused goes on."""

    clock = choice("Which clock?", ())
    ended_on = day("From when", needed=True)

    def __init__(self, *args: Any, clocks: Pairs = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["clock"]
        chosen.choices = [("", "Choose one"), *clocks]
