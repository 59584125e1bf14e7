"""What is typed about information governance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from heed.information.queries.written import release_names
from heed.information.types import MARKS, OUTCOMES
from heed.platform.base.forms import LinesField
from heed.platform.rules.queries import rules_of
from heed.platform.ui.typed import Versioned, choice, day, line, text


class AgreementForm(Versioned):
    """An agreement; `ended_on` only where it is kept already."""

    name = line("Name", "Enter its name")
    kind = choice("Kind", rules_of("information")["agreements"]["kinds"].items())
    purpose = text("Purpose", "Say what information is shared for")
    legal_basis = choice("Legal basis", rules_of("information")["agreements"]["legal_bases"].items())
    legal_basis_words = line("More about the legal basis", most=300, hint="Such as the act and section")
    agencies = forms.MultipleChoiceField(
        label="Between",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one agency", "invalid_choice": "Choose from the list"},
    )
    guidance = text(
        "What practitioners are told",
        hint="Short and plain: whom to ask, what to share, when consent is not needed. Heed says how it reads.",
    )
    in_force_from = day("In force from")
    review_on = day("Look at it again on")
    ended_on = day("It ended on", hint="Leave it empty while it is in force")

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], new: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        if new:
            del self.fields["ended_on"]
            del self.fields["version"]


class SignForm(forms.Form):
    agency = choice("Which agency signed", [])
    signed_by = line("Who signed", "Enter who signed", most=120, hint="Name and post")
    signed_on = day("Signed on", needed=True)

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]


class VersionForm(Versioned):
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
    name = line("What is assessed", "Enter a name")
    agreement_ref = choice("Of the agreement", [], needed=False)
    review_on = day("Look at it again on")

    def __init__(self, *args: Any, agreements: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agreement_ref"].choices = [("", "None"), *agreements]  # type: ignore[attr-defined]


class AnswersForm(Versioned):
    """A question of the template on each field."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key, question in rules_of("information")["assessments"]["questions"].items():
            self.fields[key] = text(question)


class RequestForm(forms.Form):
    kind = choice(
        "Kind",
        [(key, each["name"]) for key, each in rules_of("information")["requests"].items()],
        radios=True,
    )
    asked_by = line("Who asks", "Enter who asks")
    asked = text("What they ask for", "Enter what they ask for")
    received_on = day("It came on", needed=True, hint="The day it reached the partnership, worked or not")
    person_name = line("Whom it is about", hint="For subject access: the person's full name")
    other_names = LinesField(
        label="Other names of the person",
        help_text="Each on a line: earlier names, other spellings, pseudonyms in reports",
    )
    born_on = day("Date of birth")
    identity_checked_on = day("Identity checked on", hint="Leave it empty where it is not checked yet")


class ExtendForm(forms.Form):
    reason = line("Why more time is needed", "Enter the reason", most=300)


class AnswerForm(forms.Form):
    outcome = choice("How it was answered", OUTCOMES.items(), radios=True)
    reason = text("Why, as it was said to who asked", hint="Needed where not everything was given")
    answered_on = day("Answered on", needed=True)


class MarkForm(Versioned):
    mark = choice("What is this?", MARKS.items(), radios=True)
    given_out = text("The words that go out", rows=6, hint="Take out what is about others; leave the rest")
    reason = line("Reason", most=300, hint="For what is withheld, with the exemption")


class ReleaseForm(forms.Form):
    review_ref = choice("Review", [])
    asked_by_kind = choice("From", release_names().items())
    asked_by = line("Who asks", "Enter who asks", hint="Name, post and office")
    their_reference = line("Their reference", most=80)
    asked = text("What they ask for", "Enter what they ask for")
    received_on = day("It came on", needed=True)
    due_on = day("They need it by")
    legal_basis = choice("Legal basis", rules_of("information")["releases"]["legal_bases"].items())
    legal_basis_words = line("More about the legal basis", most=300)

    def __init__(self, *args: Any, reviews: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["review_ref"].choices = [("", "Choose one"), *reviews]  # type: ignore[attr-defined]


class ChooseFilesForm(Versioned):
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


class DecideForm(Versioned):
    decision = choice(
        "Decision", [("release", "Release exactly these files"), ("refuse", "Refuse")], radios=True
    )
    reason = text("Reason", "Enter the reason")


class AgencyRecordForm(forms.Form):
    review_ref = choice("Review", [])
    agency_ref = choice("Agency", [])
    records = text("Which records", "Say which records", hint="What, of whom, from when to when")
    asked_on = day("Asked on", needed=True)
    due_on = day("Wanted by")

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


class SettleRecordsForm(Versioned):
    kept_safe_on = day("The agency confirmed on this day that none is destroyed")
    provided_on = day("Provided on")
    not_provided_because = line("Not provided because", most=300)


class RuleForm(Versioned):
    years = forms.IntegerField(
        label="Years",
        error_messages={"required": "Enter the years", "invalid": "Enter a whole number of years"},
    )
    source = line("Where this comes from", "Enter the schedule or decision", most=200)


class HoldForm(forms.Form):
    review_ref = choice("On a review", [], needed=False)
    person_name = line("Or on everything that mentions a person", hint="The person's full name")
    other_names = LinesField(label="Other names of the person", help_text="Each on a line")
    born_on = day("Date of birth")
    asked_by = line("Asked by", "Enter who asked", hint="Such as a court, an inquiry or the police")
    reason = text("Reason", "Enter the reason")

    def __init__(self, *args: Any, reviews: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["review_ref"].choices = [("", "None"), *reviews]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = text("Reason", "Enter the reason")


class DisposalForm(forms.Form):
    decision = choice(
        "Decision", [("agree", "Dispose of it now, for good"), ("refuse", "Refuse")], radios=True
    )
    reason = text("Reason", hint="Needed where it is refused")
