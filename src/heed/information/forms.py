"""What is typed about information governance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings

from heed.information.queries.written import release_names, rules_of
from heed.information.types import MARKS, OUTCOMES
from heed.platform.base.forms import LinesField
from heed.platform.ui.day_field import DayField

Pairs = Iterable[tuple[str, str]]


def _line(label: str, needed: str = "", *, most: int = 200, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=most,
        help_text=hint,
        error_messages={"required": needed, "max_length": f"Use at most {most} letters"},
    )


def _text(label: str, needed: str = "", *, rows: int = 4, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=20_000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": needed},
    )


def _choice(label: str, pairs: Pairs, *, radios: bool = False, needed: bool = True) -> forms.ChoiceField:
    listed = list(pairs)
    choices = listed if radios else [("", "Choose one"), *listed]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=needed,
        widget=forms.RadioSelect if radios else forms.Select,
        error_messages={"required": "Choose one", "invalid_choice": "Choose one of the list"},
    )


def _day(label: str, *, needed: bool = False, hint: str = "") -> DayField:
    return DayField(label=label, required=needed, help_text=hint or "For example, 27 3 2026")


class _Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        return self.cleaned_data.get("version") or 0


class AgreementForm(_Versioned):
    """An agreement; `ended_on` only where it is kept already."""

    name = _line("Name", "Enter its name")
    kind = _choice("Kind", rules_of("information")["agreements"]["kinds"].items())
    purpose = _text("Purpose", "Say what information is shared for")
    legal_basis = _choice("Legal basis", rules_of("information")["agreements"]["legal_bases"].items())
    legal_basis_words = _line("More about the legal basis", most=300, hint="Such as the act and section")
    agencies = forms.MultipleChoiceField(
        label="Between",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one agency", "invalid_choice": "Choose from the list"},
    )
    guidance = _text(
        "What practitioners are told",
        hint="Short and plain: whom to ask, what to share, when consent is not needed. Heed says how it reads.",
    )
    in_force_from = _day("In force from")
    review_on = _day("Look at it again on")
    ended_on = _day("It ended on", hint="Leave it empty while it is in force")

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], new: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        if new:
            del self.fields["ended_on"]
            del self.fields["version"]


class SignForm(forms.Form):
    agency = _choice("Which agency signed", [])
    signed_by = _line("Who signed", "Enter who signed", most=120, hint="Name and post")
    signed_on = _day("Signed on", needed=True)

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]


class VersionForm(_Versioned):
    """Only a button."""


class FileForm(forms.Form):
    file = forms.FileField(
        label="The signed paper", error_messages={"required": "Choose a file", "empty": "The file is empty"}
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_DOCUMENT_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {settings.MAX_DOCUMENT_BYTES // 1024**2} MB. Save it smaller."
            )
        return file


class AssessmentForm(forms.Form):
    name = _line("What is assessed", "Enter a name")
    agreement_ref = _choice("Of the agreement", [], needed=False)
    review_on = _day("Look at it again on")

    def __init__(self, *args: Any, agreements: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agreement_ref"].choices = [("", "None"), *agreements]  # type: ignore[attr-defined]


class AnswersForm(_Versioned):
    """A question of the template on each field."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key, question in rules_of("information")["assessments"]["questions"].items():
            self.fields[key] = _text(question)


class RequestForm(forms.Form):
    kind = _choice(
        "Kind",
        [(key, each["name"]) for key, each in rules_of("information")["requests"].items()],
        radios=True,
    )
    asked_by = _line("Who asks", "Enter who asks")
    asked = _text("What they ask for", "Enter what they ask for")
    received_on = _day("It came on", needed=True, hint="The day it reached the partnership, worked or not")
    person_name = _line("Whom it is about", hint="For subject access: the person's full name")
    other_names = LinesField(
        label="Other names of the person",
        help_text="Each on a line: earlier names, other spellings, pseudonyms in reports",
    )
    born_on = _day("Date of birth")
    identity_checked_on = _day("Identity checked on", hint="Leave it empty where it is not checked yet")


class ExtendForm(forms.Form):
    reason = _line("Why more time is needed", "Enter the reason", most=300)


class AnswerForm(forms.Form):
    outcome = _choice("How it was answered", OUTCOMES.items(), radios=True)
    reason = _text("Why, as it was said to who asked", hint="Needed where not everything was given")
    answered_on = _day("Answered on", needed=True)


class MarkForm(_Versioned):
    mark = _choice("What is this?", MARKS.items(), radios=True)
    given_out = _text("The words that go out", rows=6, hint="Take out what is about others; leave the rest")
    reason = _line("Reason", most=300, hint="For what is withheld, with the exemption")


class ReleaseForm(forms.Form):
    review_ref = _choice("Review", [])
    asked_by_kind = _choice("From", release_names().items())
    asked_by = _line("Who asks", "Enter who asks", hint="Name, post and office")
    their_reference = _line("Their reference", most=80)
    asked = _text("What they ask for", "Enter what they ask for")
    received_on = _day("It came on", needed=True)
    due_on = _day("They need it by")
    legal_basis = _choice("Legal basis", rules_of("information")["releases"]["legal_bases"].items())
    legal_basis_words = _line("More about the legal basis", most=300)

    def __init__(self, *args: Any, reviews: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["review_ref"].choices = [("", "Choose one"), *reviews]  # type: ignore[attr-defined]


class ChooseFilesForm(_Versioned):
    documents = forms.MultipleChoiceField(
        label="Documents of the review",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    upload = forms.FileField(
        label="Another file", required=False, help_text="Such as a redacted copy or a letter; one at a time"
    )

    def __init__(self, *args: Any, documents: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["documents"].choices = list(documents)  # type: ignore[attr-defined]


class DecideForm(_Versioned):
    decision = _choice(
        "Decision", [("release", "Release exactly these files"), ("refuse", "Refuse")], radios=True
    )
    reason = _text("Reason", "Enter the reason")


class AgencyRecordForm(forms.Form):
    review_ref = _choice("Review", [])
    agency_ref = _choice("Agency", [])
    records = _text("Which records", "Say which records", hint="What, of whom, from when to when")
    asked_on = _day("Asked on", needed=True)
    due_on = _day("Wanted by")

    def __init__(
        self,
        *args: Any,
        reviews: Sequence[tuple[str, str]],
        agencies: Sequence[tuple[str, str]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["review_ref"].choices = [("", "Choose one"), *reviews]  # type: ignore[attr-defined]
        self.fields["agency_ref"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]


class SettleRecordsForm(_Versioned):
    kept_safe_on = _day("The agency confirmed on this day that none is destroyed")
    provided_on = _day("Provided on")
    not_provided_because = _line("Not provided because", most=300)


class RuleForm(_Versioned):
    years = forms.IntegerField(
        label="Years",
        error_messages={"required": "Enter the years", "invalid": "Enter a whole number of years"},
    )
    source = _line("Where this comes from", "Enter the schedule or decision", most=200)


class HoldForm(forms.Form):
    review_ref = _choice("On a review", [], needed=False)
    person_name = _line("Or on everything that mentions a person", hint="The person's full name")
    other_names = LinesField(label="Other names of the person", help_text="Each on a line")
    born_on = _day("Date of birth")
    asked_by = _line("Asked by", "Enter who asked", hint="Such as a court, an inquiry or the police")
    reason = _text("Reason", "Enter the reason")

    def __init__(self, *args: Any, reviews: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["review_ref"].choices = [("", "None"), *reviews]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = _text("Reason", "Enter the reason")


class DisposalForm(forms.Form):
    decision = _choice(
        "Decision", [("agree", "Dispose of it now, for good"), ("refuse", "Refuse")], radios=True
    )
    reason = _text("Reason", hint="Needed where it is refused")
