"""What is typed about submissions: by those who ask, those who write, and those who look over and sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from heed.platform.base.forms import LinesField
from heed.platform.ui.typed import Pairs, Versioned, choice, day, line, text
from heed.reviews.forms.common import Choosing, kept, ticks, yes
from heed.reviews.queries.submissions import submission_rules
from heed.reviews.types.submissions import Written


def kind_names() -> dict[str, str]:
    """The kinds of submission as they are read, by key."""
    return {key: each.name for key, each in submission_rules().kinds.items()}


class AskSubmissionsForm(Choosing):
    """What to ask for, of whom, with which questions, by when."""

    kind = choice("What to ask for", kind_names().items(), radios=True)
    agencies = ticks("Of whom", needed="Choose at least one agency")
    questions = LinesField(
        label="Questions of this review",
        help_text="One on each line. They are put beside the sections that every such submission has.",
    )
    words = text("What to say to them", rows=3, hint="They read it above the questions. It may stay empty.")
    due_on = day("To come by", needed=True)

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(agencies=agencies)


class WriteForm(Versioned):
    """A submission as its agency writes it: each section with its words, or the reason for having none."""

    def __init__(
        self, *args: Any, sections: Sequence[Mapping[str, str]], authors: Pairs, own: bool, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.sections = sections
        for each in sections:
            key, title = each["key"], each["title"]
            self.fields[f"words_{key}"] = _section(title, each["ask"])
            self.fields[f"reason_{key}"] = line(f"If it is left blank, why ({title.lower()})", most=500)
        if own:
            self.fields["recommendations"] = LinesField(
                label="What your agency recommends to itself",
                help_text="One on each line. They go into the register when this is signed off.",
            )
        self.fields["author_ref"] = choice("Who wrote it", authors, needed=False)
        self.fields["author"] = line("Or, if they do not use Heed, their name and post")
        self.fields["independent"] = yes(
            "Its author had no part in the case, and does not manage anybody who had"
        )
        self.fields["file"] = forms.FileField(
            label="The report itself, if it is a file",
            required=False,
            error_messages={"empty": "The file is empty"},
        )
        self.fields["missing"] = text(
            "If this is only a part: what is still to come, and when",
            rows=2,
            hint="Left empty, it is handed in whole.",
        )

    def written(self, given: dict[str, Any]) -> Written:
        """What was typed, as a value."""
        keys = [each["key"] for each in self.sections]
        return Written(
            words={key: given[f"words_{key}"] for key in keys},
            reasons={key: given[f"reason_{key}"] for key in keys},
            recommendations=tuple(given.get("recommendations", ())),
            author=given["author"],
            author_ref=given["author_ref"],
            independent=given["independent"],
            missing=given["missing"],
        )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields of each section under its title, and the rest."""
        names = [("", [f"words_{each['key']}", f"reason_{each['key']}"]) for each in self.sections]
        if "recommendations" in self.fields:
            names.append(("Recommendations", ["recommendations"]))
        names.append(("Who wrote it", ["author_ref", "author", "independent"]))
        names.append(("Handing it in", ["file", "missing"]))
        return [(title, [self[name] for name in fields]) for title, fields in names]


def _section(title: str, ask: str) -> forms.CharField:
    return forms.CharField(
        label=title,
        required=False,
        max_length=200_000,
        help_text=ask,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": "Use at most 200,000 letters, or give a file"},
    )


def as_typed(written: Mapping[str, Any]) -> dict[str, Any]:
    """A kept draft as the form shows it."""
    return {
        **{f"words_{key}": each for key, each in written.get("words", {}).items()},
        **{f"reason_{key}": each for key, each in written.get("reasons", {}).items()},
        **{
            name: written.get(name)
            for name in ("recommendations", "author", "author_ref", "independent", "missing")
        },
    }


class CheckForm(forms.Form):
    """What somebody of another agency finds. `number` is the version that they read."""

    number = kept(number=True)
    met = ticks("What it meets")
    grade = choice("How good it is", submission_rules().grades.items(), radios=True, needed=False)
    words = text("What to say of it", rows=3, hint="Needed to send it back: they read it.")
    again_by = day("To send it back: to be handed in again by", hint="Left empty, it goes to be signed off")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        points: Any = self.fields["met"]
        points.choices = list(submission_rules().checklist.items())


class SignForm(forms.Form):
    """That the agency stands by it."""

    number = kept(number=True)
    words = text("Anything to say with it", rows=2)


class SpokenForm(forms.Form):
    """Whom somebody spoke to at the agency before it is sent on. `stage` is where it goes next."""

    stage = kept()
    to = line("Whom you spoke to there", "Say whom you spoke to at the agency")
    on = day("When you spoke to them", needed=True)
    words = text("What was said", "Say what was said", rows=3)


class EngagedForm(forms.Form):
    """What shows that the agency takes part now."""

    engagement = text("What shows that it takes part", "Say what shows that the agency takes part", rows=3)
    engaged_on = day("Since when", needed=True)


class CommissionForm(Choosing):
    """Who commissions which service."""

    agency = choice("The agency", [])
    commissioner = choice("Is commissioned by", [])
    service = line("For", "Say which service is commissioned", hint="The service, as the contract calls it")
    clause = text("What the contract says of safeguarding and reviews", rows=3)
    begins_on = day("Since", needed=True)

    def __init__(self, *args: Any, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        pairs = list(agencies)
        self.fill(agency=pairs, commissioner=pairs)


class EndCommissionForm(Choosing):
    """What ends, and when."""

    which = choice("Which", [])
    ends_on = day("The last day", needed=True)

    def __init__(self, *args: Any, commissions: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill(which=commissions)
