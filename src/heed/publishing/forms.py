"""What is typed about publications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from heed.platform.ui.typed import Pairs, Versioned, choice, day, line, text
from heed.publishing.queries.dates import constraint_names
from heed.publishing.queries.publications import kinds
from heed.publishing.queries.reach import channels, ways_to_test
from heed.publishing.types import ANSWERS, WHEN_OVER

DECISIONS = (("launch", "Launch it"), ("not", "Do not launch it"))


def number(label: str, *, hint: str = "") -> forms.IntegerField:
    """A whole number that may be left empty."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text=hint,
        error_messages={"invalid": "Enter a whole number", "min_value": "Enter 0 or more"},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class BeginForm(forms.Form):
    kind = choice("What it is", [(each.key, each.name) for each in kinds().values()])
    review_ref = choice("Of the review", [], needed=False)
    title = line("Title", "Enter the title that readers see")
    summary = text("Summary", rows=3, hint="What readers see in the list. Two or three sentences.")

    def __init__(self, *args: Any, reviews: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["review_ref"].choices = [("", "None: of the partnership"), *reviews]  # type: ignore[attr-defined]


class BringForm(Versioned):
    file = forms.FileField(
        label="The file",
        help_text="Word, PDF, Excel, a web page or text. Its words are taken; the file itself is never published.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_DOCUMENT_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {settings.MAX_DOCUMENT_BYTES // 1024**2} MB. Save it smaller."
            )
        return file


class ReportForm(Versioned):
    report_ref = choice("The report", [])

    def __init__(self, *args: Any, reports: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["report_ref"].choices = [("", "Choose one"), *reports]  # type: ignore[attr-defined]


class TextForm(Versioned):
    title = line("Title", "Enter the title that readers see")
    summary = text("Summary", rows=3)
    words = forms.CharField(
        label="Text",
        max_length=400_000,
        help_text="“## ” begins a heading, “- ” a point of a list, “|” a row of a table. Each line is a paragraph.",
        widget=forms.Textarea(attrs={"rows": 28}),
        error_messages={"required": "Enter the text"},
    )
    themes = forms.MultipleChoiceField(
        label="Themes", required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, themes: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = list(themes)  # type: ignore[attr-defined]
        if not themes:
            del self.fields["themes"]


class HowForm(Versioned):
    impact = text(
        "What publication may do to people",
        "Say what it may do to the child, the family, staff and others, and what is done about it",
        hint="To the child, brothers and sisters, parents, staff, others; and what is done about it.",
    )
    public_until = day("The public copy stays until", needed=True)
    when_over = choice("Then", WHEN_OVER.items(), radios=True)
    indexed = forms.BooleanField(label="Search engines may list it", required=False)
    status_shown = forms.BooleanField(
        label="Its page says where each recommendation stands",
        help_text="By label alone, as the register has it each day; reported complete and verified apart.",
        required=False,
    )


class HitForm(forms.Form):
    answer = choice("What becomes of it", ANSWERS.items(), radios=True)
    instead = line("Words instead", most=300, hint="Where it is replaced or said more generally")
    reason = line("Reason", most=300, hint="Needed where it stays")


class TellingForm(forms.Form):
    telling = choice("Who", [])
    done_on = day("Done on")
    set_aside = forms.BooleanField(label="It is set aside, for the reason below", required=False)
    words = line("Who was told and how, or the reason", most=300)

    def __init__(self, *args: Any, tellings: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["telling"].choices = [("", "Choose one"), *tellings]  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    publish_on = day("Comes out on", needed=True, hint="Until then it is under embargo")


class ButtonForm(forms.Form):
    """Only a button."""


class DiscardForm(forms.Form):
    sure = forms.BooleanField(
        label="Nobody works on it any longer, and nobody is asked to approve it. What is public stays",
        error_messages={"required": "Tick that it is to be discarded"},
    )


class CorrectForm(forms.Form):
    why = line("What is corrected", "Say what is corrected; readers see it", most=200)
    hides_earlier = forms.BooleanField(
        label="The earlier edition can no longer be read, such as where it named somebody", required=False
    )


class WithdrawForm(forms.Form):
    why = line("Why", "Say why; only the partnership reads it", most=300)
    notice = line(
        "What its address says from now on",
        "Enter what its address says from now on",
        most=300,
        hint="Readers see this. Name nobody.",
    )


class CopyForm(forms.Form):
    public_until = day("It stays until", needed=True)


class ForbidForm(forms.Form):
    review_ref = choice("Of the review", [], needed=False)
    kind = choice("Kind of reason", constraint_names().items())
    first_on = day("First day", needed=True)
    last_on = day("Last day", hint="Leave it empty for a single day")
    yearly = forms.BooleanField(label="They come round every year", required=False)
    reason = line("Why nothing is published then", "Say why nothing is published then", most=300)
    source = line("Who said so, or where it is written", "Say who said so, or where it is written", most=300)

    def __init__(self, *args: Any, reviews: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["review_ref"].choices = [("", "None: of the partnership"), *reviews]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    why = line("Why", "Say why", most=300)


class ReachForm(forms.Form):
    agency_ref = choice("Agency", [])
    channel = choice("How", channels().items())
    audience = line("Who was meant", "Say who was meant, such as all health visitors")
    on = day("On", needed=True)
    reached = number("How many it reached")
    out_of = number("Of how many")
    evidence = line("What shows it", most=300, hint="Such as a list of who came")
    tested_how = choice("Was it understood? Found out by", ways_to_test().items(), needed=False)
    tested = number("How many were asked")
    understood = number("How many understood it")
    assurance_ref = choice("What the agency was asked or challenged about", [], needed=False)

    def __init__(self, *args: Any, agencies: Pairs, assurances: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["assurance_ref"].choices = [("", "None of these"), *assurances]  # type: ignore[attr-defined]
        self.fields["agency_ref"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]


class CampaignForm(forms.Form):
    topic = line("What it is about", "Enter what it is about")
    audience = line("Whom it is for", "Enter whom it is for")
    review_ref = choice("From the review", [], needed=False)

    def __init__(self, *args: Any, reviews: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["review_ref"].choices = [("", "None"), *reviews]  # type: ignore[attr-defined]


class DecideCampaignForm(Versioned):
    decision = choice("Is it launched?", DECISIONS, radios=True)
    reason = text("Why", "Say why", rows=3)
    channels_used = forms.MultipleChoiceField(
        label="By which channels",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(channels().items()),
    )
    starts_on = day("From")
    ends_on = day("To")
    materials = text("What is used", rows=2)
    reached = number("How many it reached")
    out_of = number("Of how many")
    evaluation = text("What it came to", rows=3)


class BulletinForm(forms.Form):
    title = line("Title of the bulletin", "Enter its title")
    opening = text("How it begins", rows=3)
    items = forms.MultipleChoiceField(
        label="What it tells of",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one", "invalid_choice": "Choose from the list"},
    )

    agencies = forms.MultipleChoiceField(
        label="Mail it to everybody of these agencies who has a place in Heed",
        help_text="Only where Heed sends it; a download goes to nobody.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, items: Pairs, agencies: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = list(items)  # type: ignore[attr-defined]
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        if not agencies:
            del self.fields["agencies"]
