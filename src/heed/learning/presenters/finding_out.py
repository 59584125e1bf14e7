"""What a review has found so far, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from heed.learning.models import Behind, EarlyLearning, Finding, Recommendation
from heed.learning.presenters import FINDING_KIND_NAMES, beginning_of, title_of
from heed.learning.queries.written import Matching
from heed.learning.rules import BEHIND_LABELS
from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Fact, joined, lines, tag
from heed.platform.ui.things import Doing, Table, columns, link, rows
from heed.platform.ui.wording import count, day
from heed.reviews.presenters import review_frame
from heed.reviews.presenters.work import WorkPage


@dataclass(frozen=True, kw_only=True)
class BehindShown:
    """What lies behind a finding, and where one says it."""

    facts: tuple[Fact, ...]
    questions: tuple[str, ...]
    href: str


def behind_shown(row: Behind | None, questions: Sequence[str], href: str) -> BehindShown:
    """Nothing is shown of what nobody said."""
    facts = []
    for name, label in BEHIND_LABELS.items():
        said = getattr(row, name, "")
        if name == "hindsight":
            said = "Yes: this was not known then" if said else ""
        if said:
            facts.append(Fact(name=label, value=said))
    return BehindShown(facts=tuple(facts), questions=tuple(questions), href=href)


def finding_out_page(
    actor: Actor,
    review: object,
    found: Matching,
    early: Sequence[EarlyLearning],
    doings: tuple[Doing, ...],
    *,
    may_mend: bool,
) -> WorkPage:
    """What was asked, found and recommended, what of it does not meet, and what was learned early."""
    return WorkPage(
        review=review_frame(actor, review, current="findings"),  # type: ignore[arg-type]
        title="Findings",
        crumbs=(),
        lead=f"{count(len(found.findings), 'finding')}, {count(len(found.recommendations), 'recommendation')}",
        tables=(_questions(found), _findings(found), *_unmatched(found), _early(early, may_mend)),
        beside=doings,
        aside="Findings are written by the lead reviewer and the partnership’s team.",
    )


def _links(page: str, pairs: Sequence[tuple[str, str]]) -> Content:
    found = [lines(main=link(reference, reverse(page, args=[ref]))) for reference, ref in pairs]
    return joined(found) if found else tag(text="None yet", tone="amber")


def _questions(found: Matching) -> Table:
    return Table(
        heading="What the review asks, and what answers it",
        columns=columns("Question", "Findings", "Recommendations"),
        rows=rows(
            [
                [
                    each.question,
                    _links("learning:finding", each.findings),
                    _links("learning:recommendation", each.recommendations),
                ]
                for each in found.questions
            ]
        ),
        empty="No terms of reference are written yet, so there is no question to answer.",
    )


def _findings(found: Matching) -> Table:
    return Table(
        heading="Findings so far",
        columns=columns("Finding", "What was found", "What it is"),
        rows=rows(
            [
                [
                    _finding_link(each),
                    beginning_of(each.text),
                    FINDING_KIND_NAMES.get(each.kind, "Finding"),
                ]
                for each in found.findings
            ]
        ),
        empty="None yet. Write the first one beside this.",
    )


def _finding_link(row: Finding) -> Content:
    return link(row.reference, reverse("learning:finding", args=[row.public_id]))


def _recommendation_link(row: Recommendation) -> Content:
    return link(row.reference, reverse("learning:recommendation", args=[row.public_id]))


def _unmatched(found: Matching) -> tuple[Table, ...]:
    return (
        Table(
            heading="Questions without a finding",
            columns=columns("Question"),
            rows=rows([[each] for each in found.unanswered]),
            empty="None.",
        ),
        Table(
            heading="Findings without a recommendation",
            lead="Good practice and conclusions need none.",
            columns=columns("Finding", "What was found"),
            rows=rows(
                [[_finding_link(each), beginning_of(each.text)] for each in found.without_recommendation]
            ),
            empty="None.",
        ),
        Table(
            heading="Recommendations without a finding",
            lead="What agencies recommend to themselves, and what was learned early, needs none.",
            columns=columns("Recommendation", "What is recommended"),
            rows=rows([[_recommendation_link(each), title_of(each)] for each in found.without_finding]),
            empty="None.",
        ),
    )


def _early(early: Sequence[EarlyLearning], may_mend: bool) -> Table:
    return Table(
        heading="Learned before the review ended",
        columns=columns("Learning", "Seen", "For", "Who answers for it", "Taken up by"),
        rows=rows(
            [
                [
                    _learned(each, may_mend),
                    day(each.spotted_on),
                    each.audience,
                    each.owner,
                    _recommendation_link(each.tied_to) if each.tied_to else "No recommendation yet",
                ]
                for each in early
            ]
        ),
        empty="Nothing was issued early.",
    )


def _learned(row: EarlyLearning, may_mend: bool) -> Content:
    said = lines(main=_recommendation_link(row.recommendation), note=title_of(row.recommendation))
    way = link("Put it right, or take it back", reverse("learning:early", args=[row.public_id]))
    return joined([said, way]) if may_mend else said
