"""What is published of a review, as a part of the review's page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Fact, details, joined, tag
from heed.platform.ui.things import Table, columns, link, rows
from heed.platform.ui.wording import day
from heed.publishing.presenters.words import forbidden_table, state_tag
from heed.publishing.queries.dates import Standing
from heed.publishing.queries.publications import Listed, kinds
from heed.publishing.queries.seeing import publishes, sees_publications
from heed.publishing.types import State
from heed.reviews.presenters.clocks import how_it_stands
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.part import PartPage

PART = "publication"
_STEPS = (("accepted", "Accepted"), ("published", "Published"), ("withheld", "Withheld"))
_CLOCKS = ("publication", "completion")


def of_review_page(
    actor: Actor,
    review: Any,
    found: Sequence[Listed],
    forbidden: Sequence[Standing],
    wishes: Sequence[Any],
    *,
    stages: Sequence[Any],
    clocks: Sequence[Any],
    today: date,
) -> PartPage:
    """Accepted and published are two things: where the report is, what comes out of the review, and when it cannot."""
    sees = sees_publications(actor)
    table = Table(
        heading="What comes out of this review",
        columns=columns("Publication", "What it is", "Where it is"),
        rows=rows([_row(each, sees) for each in found]),
        empty="Nothing of this review is published here, or being prepared."
        if sees
        else "Nothing of this review is published here.",
    )
    links = [("The public library", reverse("published:library"))]
    if publishes(actor):
        links = [
            ("Prepare a publication", f"{reverse('publishing:add')}?review={review.public_id}"),
            ("Questions for teams", reverse("publishing:questions", args=[review.public_id])),
            ("Days on which nothing comes out", reverse("publishing:dates")),
            *links,
        ]
    return PartPage(
        review=review_frame(actor, review, current=PART),
        title="Publication",
        crumbs=(),
        lead="A report is accepted by those who asked for it; whether it is published is decided apart from that.",
        facts=tuple(_facts(review, stages, clocks, today)),
        tables=(
            table,
            *((forbidden_table(forbidden),) if forbidden else ()),
            *((_wishes(wishes),) if wishes else ()),
        ),
        links=tuple(link(text, href) for text, href in links),
    )


def _wishes(found: Sequence[Any]) -> Table:
    return Table(
        heading="What the family asked for",
        columns=columns("In their words"),
        rows=rows([[each.words] for each in found]),
        lead="Whatever comes out of this review keeps to it.",
    )


def _facts(review: Any, stages: Sequence[Any], clocks: Sequence[Any], today: date) -> Iterator[Fact]:
    took = {each.state: each for each in stages}
    if not stages:
        yield Fact(name="Published", value=review.published_text or "No date printed")
        return
    for state, name in _STEPS:
        if state in took:
            step = took[state]
            yield Fact(name=name, value=". ".join(filter(None, [day(step.reached_on), step.why])))
        elif state != "withheld":
            yield Fact(name=name, value="Not yet")
    for each in clocks:
        if each.key in _CLOCKS:
            why = details(summary="Why that day", body=each.because)
            by = f"by {day(each.due_on)} " if each.due_on else ""
            yield Fact(name=each.rule["name"], value=joined([by, how_it_stands(each, today), why]))


def _row(each: Listed, sees: bool) -> list[Content]:
    row = each.publication
    edition = each.edition if sees else each.public or each.edition
    page = "publishing:publication" if sees else "published:item"
    where: list[Content] = [state_tag(each.state) if sees else tag(text="Published", tone="green")]
    if each.state is State.EMBARGOED and sees:
        where.append(f" until {day(row.publish_on)}")
    if each.public:
        where.append(f" {day(row.first_published_at)}. ")
        where.append(link("As everybody reads it", reverse("published:item", args=[row.public_id])))
    return [link(edition.title, reverse(page, args=[row.public_id])), kinds()[row.kind].name, joined(where)]
