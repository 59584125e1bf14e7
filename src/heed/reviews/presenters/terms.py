"""Terms of reference as pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Fact, tag
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import Doing, Table, columns, rows
from heed.platform.ui.wording import count, day, period, words
from heed.reviews.models import Review, Terms
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.work import WorkPage

PART = "terms"


def terms_page(
    actor: Actor,
    review: Review,
    versions: Sequence[Terms],
    doings: tuple[Doing, ...],
    panels: tuple[Panel, ...],
) -> WorkPage:
    """What the review asks now, and every version of it."""
    newest = next((each for each in versions if each.withdrawn_at is None), None)
    return WorkPage(
        review=review_frame(actor, review, current=PART),
        title="Terms of reference",
        crumbs=(),
        lead=f"Version {newest.number}, written by {newest.written_by}" if newest else "",
        state=_state(newest) if newest else "",
        facts=_facts(newest) if newest else (),
        tables=(_questions(newest), *((_versions(versions),) if len(versions) > 1 or newest is None else ())),
        panels=panels,
        beside=doings,
        aside="Terms of reference are written by those who run the review.",
    )


def _state(row: Terms) -> Content:
    if row.approved_on:
        return tag(text=f"Approved {day(row.approved_on)} by {row.approved_by}", tone="green")
    return tag(text="Not approved yet", tone="amber")


def _facts(row: Terms) -> tuple[Fact, ...]:
    facts = [
        Fact(name="Looks at", value=period(row.period_from, row.period_to)),
        Fact(name="Agencies", value=words([each.name for each in row.agencies.all()])),
    ]
    if row.words:
        facts.append(Fact(name="It also says", value=row.words))
    return tuple(facts)


def _questions(row: Terms | None) -> Table:
    asks = list(row.asks.all()) if row else []
    return Table(
        heading="What it asks",
        columns=columns("Question", "Of which kind"),
        rows=rows(
            [
                [
                    f"{each.position}. {each.question.text}",
                    "Every review" if each.question.key else "This case",
                ]
                for each in asks
            ]
        ),
        empty="No terms of reference are written yet.",
    )


def _approved(row: Terms) -> str:
    if row.withdrawn_at:
        return f"No: withdrawn by {row.withdrawn_by}, {day(row.withdrawn_at)}. {row.withdrawn_why}"
    return f"{day(row.approved_on)}, {row.approved_by}" if row.approved_on else "No"


def _versions(versions: Sequence[Terms]) -> Table:
    cells = []
    for row, before in zip(versions, [*versions[1:], None], strict=False):
        now = {each.question_id: each.question.text for each in row.asks.all()}
        then = {each.question_id: each.question.text for each in before.asks.all()} if before else {}
        new = [text for key, text in now.items() if key not in then] if before else []
        gone = [text for key, text in then.items() if key not in now]
        changes = [f"new: {each}" for each in new] + [f"no longer asked: {each}" for each in gone]
        cells.append(
            [
                f"Version {row.number}",
                f"{row.written_by}, {day(row.written_at)}",
                _approved(row),
                "; ".join(changes)
                or (f"{count(len(now), 'question')}" if not before else "The same questions"),
            ]
        )
    return Table(
        heading="Every version",
        columns=columns("Version", "Written", "Approved", "What changed"),
        rows=rows(cells),
        empty="None yet.",
    )
