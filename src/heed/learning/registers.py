"""The registers of recommendations, of answers and of findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from heed.learning.models import AnswerRequest, Finding, Recommendation, Response
from heed.learning.presenters import (
    FINDING_KIND_NAMES,
    STATE_NAMES,
    STEP_NAMES,
    state_of,
    title_of,
    usual_filters,
)
from heed.learning.presenters.asking import state_of_request, who_asked
from heed.learning.queries import (
    FindingFilter,
    RecommendationFilter,
    RequestFilter,
    ResponseFilter,
    agency_choices,
    asked_words,
    documents_of_agency,
    documents_with,
    each_finding,
    each_recommendation,
    each_request,
    each_response,
    filter_choices,
    filter_recommendations,
    list_findings,
    list_recommendations,
    page_of_requests,
    page_of_responses,
    parts_words,
    reviews_with,
    source_choices,
    theme_choices,
)
from heed.learning.queries.how_far import HOW_FAR
from heed.learning.types import STANCE_WORDS
from heed.library.presenters import first_page, shown_words
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.registers.queries import further
from heed.platform.registers.types import Asked, Column, Narrowing, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import day

_FOUND = (("yes", "A finding is known"), ("no", "No finding is known"))


def document_words(row: Any) -> str:
    """The document that a record was read from; "" for one that was written here."""
    return str(row.reading.document) if row.reading else ""


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    choices = filter_choices(actor)
    return (
        *usual_filters(choices),
        select_filter("kind", "Kind", choices.kinds),
        select_filter("state", "State", _states(), word="Withheld"),
        select_filter("how_far", "How far", HOW_FAR.items(), word="Thread"),
        select_filter("found", "What led to it", _FOUND),
        select_filter("source", "Made by", source_choices(actor)),
        select_filter("year", "Year", choices.years),
    )


def _states() -> list[tuple[str, str]]:
    return [(state.value, name) for state, name in STATE_NAMES.items()]


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    return list_recommendations(
        actor, asked.wanted(RecommendationFilter), order=asked.order, offset=offset, limit=limit
    )


def _every(actor: Actor, asked: Asked) -> Iterator[Recommendation]:
    return each_recommendation(actor, asked.wanted(RecommendationFilter), order=asked.order)


def _step(name: str) -> Any:
    """A column that says how far one step of the thread is."""

    def value(row: Recommendation) -> str:
        step = next((each for each in row.thread if each["step"] == name), None)
        return {"whole": "yes", "part": "in part", "none": "no"}[step["reach"]] if step else ""

    return value


RECOMMENDATIONS = Register(
    key="recommendations",
    title="Recommendations",
    one="recommendation",
    url_name="learning:list",
    columns=(
        Column("reference", "Reference", lambda row: row.reference, width=12),
        Column("label", "Label", lambda row: row.label, width=8),
        Column("text", "Words", lambda row: shown_words(row.text), width=70),
        Column("name", "Short name", title_of, usual=False, width=40),
        Column("kind", "Kind", lambda row: row.kind, usual=False),
        Column("review", "Review", lambda row: f"{row.review.name} ({row.review.reference})"),
        Column("area", "Area", lambda row: row.review.area.name if row.review.area else "", usual=False),
        Column("published", "Published", lambda row: row.review.published_text, usual=False),
        Column("theme", "Theme", lambda row: row.theme.name if row.theme else "", usual=False),
        Column("section", "Section", lambda row: row.section, usual=False),
        Column("source", "Source", lambda row: row.source, usual=False),
        Column("addressed_to", "Addressed to", asked_words),
        Column("parts", "Parts", parts_words, usual=False, width=50),
        Column("state", "State", lambda row: state_of(row).text),
        *(Column(f"step_{key}", name, _step(key), usual=False) for key, name in list(STEP_NAMES.items())[1:]),
        Column("page", "Page", lambda row: first_page(row.spans) or "", usual=False, width=6),
        Column("document", "Document", document_words, usual=False, width=40),
    ),
    orders=(
        Order("", "Review brought in last first"),
        Order("oldest", "Oldest review first"),
        Order("reference", "Reference"),
        Order("state", "State"),
        Order("kind", "Kind"),
    ),
    narrowed_by=(
        "words",
        "review",
        "area",
        "agency",
        "theme",
        "kind",
        "state",
        "how_far",
        "found",
        "source",
        "year",
    ),
    filters=_filters,
    page=_page,
    every=_every,
    refs=lambda actor, asked: filter_recommendations(actor, asked.wanted(RecommendationFilter)).values_list(
        "public_id", flat=True
    ),
    href=lambda row: reverse("learning:recommendation", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="There is no recommendation yet. Each comes in with the document that made it.",
    fill=("Go to the library", "library:list"),
)


def _response_filters(actor: Actor) -> tuple[FilterGroup, ...]:
    choices = filter_choices(actor)
    return (
        *usual_filters(choices),
        select_filter("stance", "Says", STANCE_WORDS.items()),
        select_filter("year", "Year", choices.years),
        select_filter("judged", "Judged", (("no", "Not judged yet"), ("yes", "Judged")), word="Adequacy"),
    )


def _response_page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    wanted = _response_filter(actor, asked)
    return page_of_responses(actor, wanted, order=asked.order, offset=offset, limit=limit)


def _response_filter(actor: Actor, asked: Asked) -> ResponseFilter:
    return asked.wanted(ResponseFilter, also=further(RESPONSES.key, actor, asked))


def _answered(row: Response) -> str:
    if row.recommendation:
        return f"{row.recommendation.reference} {row.recommendation.label}".strip()
    return f"theme {row.theme.name}" if row.theme else ""


def _response_href(row: Response) -> str:
    if row.recommendation:
        return reverse("learning:recommendation", args=[row.recommendation.public_id])
    assert row.theme is not None
    return reverse("reviews:review", args=[row.theme.review.public_id])


def _review_of(row: Response) -> str:
    holder = row.recommendation or row.theme
    return f"{holder.review.name} ({holder.review.reference})" if holder else ""


RESPONSES = Register(
    key="responses",
    title="Answers",
    one="answer",
    kind="response",
    url_name="learning:responses",
    columns=(
        Column("answers", "Answers", _answered),
        Column("agency", "Agency", lambda row: row.agency.name if row.agency else row.agency_words),
        Column("words", "As printed", lambda row: row.agency_words, usual=False),
        Column("text", "Answer", lambda row: shown_words(row.text), width=80),
        Column("review", "Review", _review_of),
        Column("stance", "Says", lambda row: STANCE_WORDS.get(row.stance, ""), usual=False, width=12),
        Column("round", "Round", lambda row: row.round, usual=False, width=6),
        Column("signed", "Signed by", lambda row: str(row.signed_by or ""), usual=False),
        Column("page", "Page", lambda row: first_page(row.spans) or "", usual=False, width=6),
        Column(
            "document",
            "Document",
            lambda row: str(row.reading.document) if row.reading else "",
            usual=False,
            width=40,
        ),
    ),
    orders=(
        Order("", "Newest first"),
        Order("oldest", "Oldest first"),
        Order("agency", "Agency"),
        Order("review", "Review, as printed"),
    ),
    narrowed_by=("words", "review", "area", "agency", "theme", "stance", "year", "judged"),
    filters=_response_filters,
    page=_response_page,
    every=lambda actor, asked: each_response(actor, _response_filter(actor, asked), order=asked.order),
    href=_response_href,
    ref=lambda row: row.public_id,
    empty="There is no answer yet. Answers come in with the document that gave them, or are signed here.",
    fill=("Go to the library", "library:list"),
)


REQUEST_STATES = {
    "open": "Waiting for an answer",
    "late": "Late",
    "answered": "Answered",
    "withdrawn": "Not asked any more",
}


def _request_filters(actor: Actor) -> tuple[FilterGroup, ...]:
    choices = filter_choices(actor)
    return (
        FilterGroup(name="words", label="Words", kind="search"),
        select_filter("review", "Review", choices.reviews),
        select_filter("agency", "Agency", choices.agencies),
        select_filter("state", "State", REQUEST_STATES.items()),
    )


def _requests_wanted(actor: Actor, asked: Asked) -> RequestFilter:
    also = further(REQUESTS.key, actor, asked)
    return asked.wanted(RequestFilter, today=clock.today(), also=also)


def _last_chased(row: AnswerRequest) -> str:
    chases = list(row.chases.all())
    return f"{day(chases[-1].chased_at)}, {chases[-1].whom}" if chases else ""


REQUESTS = Register(
    key="answer-requests",
    title="Requests",
    one="request",
    kind="answer_request",
    url_name="learning:requests",
    note="Whom a recommendation was put to, by when, and who has not answered.",
    columns=(
        Column("reference", "Reference", lambda row: row.reference, width=12),
        Column("agency", "Agency", who_asked),
        Column("about", "About", lambda row: title_of(row.recommendation), width=50),
        Column("recommendation", "Recommendation", lambda row: row.recommendation.reference, width=14),
        Column("review", "Review", lambda row: row.recommendation.review.name, usual=False),
        Column("asked", "Asked", lambda row: day(row.asked_at)),
        Column("due", "To be answered by", lambda row: day(row.due_on)),
        Column("state", "State", lambda row: state_of_request(row, clock.today()).text),
        Column("round", "Round", lambda row: row.round, usual=False, width=6),
        Column("chases", "Times chased", lambda row: len(row.chases.all()), width=8),
        Column("chased", "Last chased", _last_chased, usual=False, width=40),
    ),
    orders=(
        Order("", "Most urgent first"),
        Order("newest", "Asked last first"),
        Order("agency", "Agency"),
    ),
    narrowed_by=("words", "review", "agency", "state"),
    filters=_request_filters,
    page=lambda actor, asked, offset, limit: page_of_requests(
        actor, _requests_wanted(actor, asked), order=asked.order, offset=offset, limit=limit
    ),
    every=lambda actor, asked: each_request(actor, _requests_wanted(actor, asked), order=asked.order),
    href=lambda row: reverse("learning:request", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No agency has been asked yet. Open a recommendation or a review, and ask for the answers.",
    fill=("Go to the recommendations", "learning:list"),
)


def _narrowing(name: str, label: str, choices: Any, with_such: Any) -> Narrowing:
    """By one thing that recommendations hold; `with_such` finds what has such recommendations."""

    def holds(actor: Actor, value: str) -> Q:
        wanted: dict[str, Any] = {name: value}
        found: Q = with_such(actor, RecommendationFilter(**wanted))
        return found

    return Narrowing(name, label, choices, holds)


OF_REVIEWS = (
    _narrowing("agency", "Agency asked or answering", agency_choices, reviews_with),
    _narrowing("theme", "Theme", theme_choices, reviews_with),
    Narrowing(
        "has",
        "Has a recommendation that is",
        lambda _: _states(),
        lambda actor, state: reviews_with(actor, RecommendationFilter(state=state)),
    ),
)
"""What the register of reviews is narrowed by beside what reviews hold themselves."""
OF_DOCUMENTS = (
    Narrowing("agency", "Agency asked or answering", agency_choices, documents_of_agency),
    _narrowing("theme", "Theme", theme_choices, documents_with),
)


_LED = (("yes", "A recommendation is named"), ("no", "None is named"))


def _finding_filters(actor: Actor) -> tuple[FilterGroup, ...]:
    choices = filter_choices(actor)
    return (
        FilterGroup(name="words", label="Words", kind="search"),
        select_filter("review", "Review", choices.reviews),
        select_filter("area", "Area", choices.areas),
        select_filter("kind", "Kind", FINDING_KIND_NAMES.items()),
        select_filter("led", "What it led to", _LED),
        select_filter("year", "Year", choices.years),
    )


def _finding_page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    return list_findings(actor, asked.wanted(FindingFilter), order=asked.order, offset=offset, limit=limit)


def _led_to(row: Finding) -> str:
    links = row.led_to  # type: ignore[attr-defined]  # prefetched by `queries.findings`
    return "; ".join(_with_label(each.recommendation) for each in links)


def _with_label(row: Recommendation) -> str:
    return f"{row.reference} ({row.label})" if row.label else row.reference


FINDINGS = Register(
    key="findings",
    title="Findings",
    one="finding",
    url_name="learning:findings",
    columns=(
        Column("reference", "Reference", lambda row: row.reference, width=12),
        Column("kind", "Kind", lambda row: FINDING_KIND_NAMES.get(row.kind, "Finding"), width=16),
        Column("text", "Words", lambda row: shown_words(row.text), width=80),
        Column("led_to", "Led to", _led_to),
        Column("review", "Review", lambda row: f"{row.review.name} ({row.review.reference})"),
        Column("label", "Label", lambda row: row.label, usual=False, width=8),
        Column("section", "Under the heading", lambda row: row.section, usual=False),
        Column("area", "Area", lambda row: row.review.area.name if row.review.area else "", usual=False),
        Column("published", "Published", lambda row: row.review.published_text, usual=False),
        Column("page", "Page", lambda row: first_page(row.spans) or "", usual=False, width=6),
        Column("document", "Document", document_words, usual=False, width=40),
    ),
    orders=(
        Order("", "Review brought in last first"),
        Order("oldest", "Oldest review first"),
        Order("kind", "Kind"),
        Order("reference", "Reference"),
    ),
    narrowed_by=("words", "review", "area", "kind", "led", "year"),
    filters=_finding_filters,
    page=_finding_page,
    every=lambda actor, asked: each_finding(actor, asked.wanted(FindingFilter), order=asked.order),
    href=lambda row: reverse("learning:finding", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="There is no finding yet. Findings come in with the report of a review.",
    fill=("Go to the library", "library:list"),
)
