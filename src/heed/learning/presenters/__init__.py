"""Recommendations as pages show them: titles, threads, states in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.urls import reverse
from markupsafe import Markup

from heed.learning.models import Finding, Recommendation, RecommendationPart
from heed.learning.presenters.answers import AnswerRow
from heed.learning.presenters.answers import StateWords as StateWords
from heed.learning.presenters.answers import Tone as Tone
from heed.learning.queries import FilterChoices
from heed.learning.types import RecommendationState
from heed.library.presenters import place_address, place_words, shown_words
from heed.platform.ui.components import (
    Content,
    FilterGroup,
    RegisterRow,
    Step,
    element,
    joined,
    select_filter,
    tag,
)
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import Table, link
from heed.platform.ui.wording import count, day

_TITLE = 110

STEP_NAMES = {
    "recommended": "Recommended",
    "answered": "Answered",
    "planned": "Planned",
    "reported": "Reported complete",
    "verified": "Verified",
    "difference_seen": "Difference seen",
}
STATE_NAMES = {
    RecommendationState.REGISTERED: "Registered",
    RecommendationState.ANSWERED: "Answered",
    RecommendationState.IN_DELIVERY: "In delivery",
    RecommendationState.IMPLEMENTED: "Implemented",
    RecommendationState.EMBEDDED: "Embedded",
    RecommendationState.RE_OPENED: "Did not hold, open again",
    RecommendationState.WITHHELD: "Withheld",
    RecommendationState.SUPERSEDED: "Superseded",
    RecommendationState.BEFORE_PUBLICATION: "Done before publication, as printed",
}


_STATE_TONES: dict[str, Tone] = {
    RecommendationState.EMBEDDED: "green",
    RecommendationState.RE_OPENED: "red",
}


@dataclass(frozen=True, kw_only=True)
class LedTo:
    """A recommendation that a finding led to, and who or what in the document says so."""

    why: str
    row: RegisterRow


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    reference: str
    kind: str
    kind_name: str
    tone: Tone
    text: str
    href: str
    section: str
    source: str
    source_href: str
    led_to: tuple[LedTo, ...]


@dataclass(frozen=True, kw_only=True)
class FindingPage:
    title: str
    row: FindingRow
    facts: str
    review_name: str
    review_href: str
    link_href: str
    withheld: str
    """Why it stands in no report for the public; "" where it may."""
    public_text: str
    public_href: str
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """One thing that a recommendation asks for, with its place on the page where it was found."""

    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class RecommendationPage:
    title: str
    reference: str
    review_name: str
    review_href: str
    crumb: str
    facts: str
    kind: str
    steps: tuple[Step, ...]
    quote: str
    source: str
    source_href: str
    parts: tuple[PartRow, ...]
    divide_href: str
    findings: tuple[FindingRow, ...]
    answers: tuple[AnswerRow, ...]
    state: StateWords
    withheld: Content
    """Why it stands in no report for the public; "" where it may."""
    withhold_href: str
    may_name: bool
    name_href: str
    ask_href: str
    superseded: Content
    """Which one stands for it, and why; "" where it stands for itself."""
    supersede_href: str
    requests: Table | None
    panels: tuple[Panel, ...]


def title_of(row: Recommendation) -> str:
    """The short name somebody gave it, else the beginning of its own words."""
    return row.short_name or beginning_of(row.text)


def beginning_of(text: str) -> str:
    """Words that are too long for a heading, cut between two of them."""
    words = " ".join(shown_words(text).split())
    if len(words) <= _TITLE:
        return words
    return f"{words[:_TITLE].rsplit(' ', 1)[0].rstrip(',;:.')} …"


def steps_of(row: Recommendation) -> tuple[Step, ...]:
    """The stored thread, ready to draw: each step with its name, how far it is and the count beneath it."""
    return tuple(
        Step(STEP_NAMES[each["step"]], each["reach"], _figure(row, each["step"], each["done"], each["of"]))
        for each in row.thread
    )


def _figure(row: Recommendation, step: str, done: int, of: int) -> str:
    if step == "recommended":
        return row.review.published_text or row.review.name
    if step == "answered":
        if _reach(row, "answered") == "whole":
            return "every part, judged adequate"
        return f"{count(done, 'answer')}, not judged adequate" if done else "no answer yet"
    if step == "difference_seen":
        return "seen" if done else "not looked at yet"
    if not of:
        return "no action yet"
    if step == "planned":
        return count(of, "action") if done == of else f"{done} of {count(of, 'action')} firm"
    return f"{done} of {of}"


def _reach(row: Recommendation, step: str) -> str:
    return next((each["reach"] for each in row.thread if each["step"] == step), "none")


def state_of(row: Recommendation) -> StateWords:
    """Where it stands, as one would say it."""
    reach = {each["step"]: each for each in row.thread}
    if row.state == RecommendationState.IN_DELIVERY:
        if reach["reported"]["reach"] == "whole" and reach["verified"]["reach"] == "none":
            return StateWords(text="Reported, unverified", tone="amber")
        return StateWords(text="In delivery", tone="teal")
    if row.state == RecommendationState.REGISTERED:
        answered = reach.get("answered", {"done": 0})["done"]
        return StateWords(text="No adequate answer" if answered else "No answer yet", tone="amber")
    return StateWords(
        text=STATE_NAMES[RecommendationState(row.state)],
        tone=_STATE_TONES.get(row.state, "neutral"),
    )


def recommendation_row(row: Recommendation, *, names_review: bool = True) -> RegisterRow:
    """A row of a list; on the review's own page its name would say nothing."""
    addressees = ", ".join(each.words for each in row.addressees.all())
    label = f"{row.kind} {row.label}".strip()
    note = " · ".join(filter(None, [row.review.name if names_review else "", label, addressees]))
    state = state_of(row)
    return RegisterRow(
        reference=row.reference,
        title=title_of(row),
        href=reverse("learning:recommendation", args=[row.public_id]),
        note=note,
        steps=steps_of(row),
        state=tag(text=state.text, tone=state.tone),
    )


def choosable_row(row: Recommendation, ticked: bool) -> RegisterRow:
    """A row of the register itself, which can be ticked."""
    return replace(recommendation_row(row), reference=chooser(row.public_id, row.reference, ticked))


def chooser(ref: str, name: str, ticked: bool) -> Markup:
    """The reference of a row, with the box that ticks it."""
    box = element("input", type="checkbox", name="chosen", value=ref, checked=ticked)
    return element("label", box, " ", name, class_="heed-choose")


def usual_filters(choices: FilterChoices) -> tuple[FilterGroup, ...]:
    """What registers of recommendations, and of what follows from them, are narrowed by first."""
    return (
        FilterGroup(name="words", label="Words", kind="search"),
        select_filter("review", "Review", choices.reviews),
        select_filter("area", "Area", choices.areas),
        select_filter("agency", "Agency", choices.agencies),
        select_filter("theme", "Theme", choices.themes),
    )


FINDING_KIND_NAMES = {
    "weakness": "Weakness",
    "good practice": "Good practice",
    "system": "About the system",
    "conclusion": "Conclusion",
    "audit recommendation": "Recommended by an audit",
    "other": "Finding",
}
_FINDING_TONES: dict[str, Literal["neutral", "amber", "green"]] = {
    "weakness": "amber",
    "good practice": "green",
}


def origin_of(row: Finding | Recommendation) -> tuple[str, str]:
    """Where a record comes from, as one reads it, and the address of that place: a page of a document, what an
    agency handed in, or whoever wrote it here."""
    if row.reading is not None:
        document = row.reading.document
        return place_words(document, row.spans), place_address(document, row.reading.public_id, row.spans)
    given = row.submission if isinstance(row, Recommendation) else None
    if given is not None:
        href = reverse("reviews:submission", args=[given.public_id])
        return f"{given.reference}, signed off {day(given.signed_at)}", href
    return f"Written here by {row.written_by}, {day(row.registered_at)}", ""


def finding_row(row: Finding) -> FindingRow:
    """A finding with the recommendations it led to, those that its reader may see (`queries.findings`)."""
    source, source_href = origin_of(row)
    return FindingRow(
        reference=row.reference,
        kind=row.kind,
        kind_name=FINDING_KIND_NAMES.get(row.kind, "Finding"),
        tone=_FINDING_TONES.get(row.kind, "neutral"),
        text=shown_words(row.text),
        href=reverse("learning:finding", args=[row.public_id]),
        section=row.section,
        source=source,
        source_href=source_href,
        led_to=tuple(
            LedTo(why=link.why, row=recommendation_row(link.recommendation))
            for link in row.led_to  # type: ignore[attr-defined]  # prefetched by `queries.findings`
        ),
    )


def finding_page(
    row: Finding, *, may_link: bool, may_publish: bool = False, panels: tuple[Panel, ...] = ()
) -> FindingPage:
    shown = finding_row(row)
    return FindingPage(
        title=beginning_of(row.text),
        row=shown,
        facts=" · ".join(filter(None, [row.reference, f"under “{row.section}”" if row.section else ""])),
        review_name=f"{row.review.name} ({row.review.reference})",
        review_href=reverse("reviews:review", args=[row.review.public_id]),
        link_href=reverse("learning:led_to", args=[row.public_id]) if may_link else "",
        withheld=row.withheld_why if row.withheld else "",
        public_text=row.public_text,
        public_href=reverse("learning:public", args=[row.public_id]) if may_publish else "",
        panels=panels,
    )


def recommendation_page(
    row: Recommendation,
    findings: Sequence[Finding],
    answers: Sequence[AnswerRow],
    panels: tuple[Panel, ...],
    *,
    requests: Table | None,
    stands_for: Recommendation | None,
    may_name: bool,
    may_ask: bool,
    may_publish: bool = False,
) -> RecommendationPage:
    source, source_href = origin_of(row)
    printed = " as printed" if row.reading else ""
    facts = [
        row.reference,
        f"{row.kind} {row.label}{printed}" if row.label else f"{row.kind} without a number",
        f"to {', '.join(each.words for each in row.addressees.all())}" if row.addressees.all() else "",
        f"theme {row.theme.name}" if row.theme else "",
    ]
    return RecommendationPage(
        title=title_of(row),
        reference=row.reference,
        review_name=f"{row.review.name} ({row.review.reference})",
        review_href=reverse("reviews:review", args=[row.review.public_id]),
        crumb=f"{row.kind.capitalize()} {row.label}".strip(),
        facts=" · ".join(filter(None, facts)),
        kind=row.source or row.kind,
        steps=steps_of(row),
        quote=shown_words(row.text),
        source=source,
        source_href=source_href,
        parts=tuple(_part_row(row, each) for each in row.parts.all()) if len(row.parts.all()) > 1 else (),
        divide_href=reverse("learning:divide", args=[row.public_id]) if may_name else "",
        findings=tuple(finding_row(each) for each in findings),
        answers=tuple(answers),
        state=state_of(row),
        withheld=_withheld(row),
        withhold_href=reverse("learning:withhold", args=[row.public_id])
        if may_publish and not (row.withheld and not row.withheld_why)
        else "",
        may_name=may_name,
        name_href=reverse("learning:name", args=[row.public_id]),
        ask_href=f"{reverse('learning:ask')}?recommendation={row.public_id}" if may_ask else "",
        superseded=_superseded(row, stands_for),
        supersede_href=reverse("learning:supersede", args=[row.public_id]) if may_name else "",
        requests=requests,
        panels=panels,
    )


def _withheld(row: Recommendation) -> str:
    if not row.withheld:
        return ""
    if row.withheld_why:
        return (
            f"It stands in no report for the public: {row.withheld_why}. It is followed here like any other. "
        )
    return (
        "The words of this recommendation were left out of the published document. "
        "It is counted and followed here like any other. "
    )


def _superseded(row: Recommendation, by: Recommendation | None) -> Content:
    if row.superseded_by_id is None:
        return ""
    if by is None:
        return f"Another recommendation stands for this one now. {row.superseded_why}"
    named = link(by.reference, reverse("learning:recommendation", args=[by.public_id]))
    return joined([named, f" {title_of(by)} stands for this one now. {row.superseded_why}"])


def _part_row(row: Recommendation, part: RecommendationPart) -> PartRow:
    reading = row.reading
    place = place_address(reading.document, reading.public_id, part.spans) if reading and part.spans else ""
    return PartRow(text=shown_words(part.text), href=place)
