"""Those who take part in a review, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from markupsafe import Markup

from heed.platform.access.types import Actor
from heed.platform.ui.components import Fact, RegisterRow, tag
from heed.platform.ui.things import Doing, Table, columns, rows
from heed.platform.ui.wording import count, day, period, words
from heed.reviews.models import Participant, Review
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.work import Listed, Reading, WorkPage
from heed.reviews.queries.participation import names_of, participation_rules
from heed.reviews.types.participation import Part

PART = "participation"


def _state(row: Participant) -> Markup:
    waiting = sum(each.answered_on is None for each in row.questions.all())
    if waiting:
        return tag(text=f"{count(waiting, 'question')} unanswered", tone="amber")
    if row.told_on is None:
        return tag(text="Not told yet", tone="amber")
    return tag(text=f"Told {day(row.told_on)}", tone="teal")


def _row(row: Participant) -> RegisterRow:
    contacts = list(row.contacts.all())
    last = contacts[-1] if contacts else None
    seen = [names_of("stages")[each.stage].lower() for each in contacts if each.stage]
    note = [
        row.name,
        str(row.agency) if row.agency else "",
        f"{names_of('contacts')[last.kind].lower()} {day(last.on)}: {names_of('outcomes')[last.outcome].lower()}"
        if last
        else "no contact yet",
        f"saw {words(list(dict.fromkeys(seen)))}" if seen else "",
    ]
    return RegisterRow(
        reference=row.reference,
        title=row.called,
        href=reverse("reviews:participant", args=[row.public_id]),
        note=" · ".join(filter(None, note)),
        state=_state(row),
    )


def participation_page(
    actor: Actor, review: Review, found: Sequence[Participant], doings: tuple[Doing, ...]
) -> WorkPage:
    """Everybody who takes part, and every question."""
    family = [row for row in found if row.part == Part.FAMILY]
    practitioners = [row for row in found if row.part == Part.PRACTITIONER]
    return WorkPage(
        review=review_frame(actor, review, current=PART),
        title="Participation",
        crumbs=(),
        lead="Names are kept on this page only. The report calls people as shown here.",
        lists=(
            Listed(
                heading="Family",
                rows=tuple(_row(row) for row in family),
                empty="Nobody yet. Put in each person who is to be offered a part, also where they decline.",
            ),
            Listed(
                heading="Practitioners",
                rows=tuple(_row(row) for row in practitioners),
                empty="Nobody yet.",
            ),
        ),
        tables=(_questions(found), _requests(family)),
        beside=doings,
    )


def _questions(found: Sequence[Participant]) -> Table:
    asked = [(row, each) for row in found for each in row.questions.all()]
    return Table(
        heading="What they asked",
        lead="Each has an owner, and an answer before the final draft.",
        columns=columns("Question", "Asked by", "Who answers", "Answer"),
        rows=rows(
            [
                [
                    each.text,
                    f"{row.called}, {day(each.asked_on)}",
                    each.owner,
                    f"{day(each.answered_on)}: {each.answer}"
                    if each.answered_on
                    else tag(text="Not answered yet", tone="amber"),
                ]
                for row, each in asked
            ]
        ),
        empty="No question yet.",
    )


def _requests(family: Sequence[Participant]) -> Table:
    asked = [(row, each) for row in family for each in row.requests.all()]
    return Table(
        heading="What the family asks for",
        lead="It binds publication until they say otherwise.",
        columns=columns("What", "In words", "Days to avoid", "Asked by"),
        rows=rows(
            [
                [
                    names_of("requests")[each.kind],
                    f"{each.words}{f' (ended {day(each.ended_on)}: {each.ended_why})' if each.ended_on else ''}",
                    period(each.days_from, each.days_to or each.days_from) if each.days_from else "",
                    f"{row.called}, {day(each.asked_on)}",
                ]
                for row, each in asked
            ]
        ),
        empty="Nothing yet.",
    )


def participant_page(actor: Actor, row: Participant, doings: tuple[Doing, ...]) -> WorkPage:
    """One of them."""
    facts = [
        Fact(name="Name", value=row.name),
        Fact(name="The report calls them", value=row.called),
        Fact(name="Told that records may be disclosed", value=_told(row)),
    ]
    if row.agency:
        facts.insert(1, Fact(name="Agency", value=str(row.agency)))
    if row.support:
        facts.append(Fact(name="Support", value=row.support))
    contacts = [
        [
            day(each.on),
            names_of("contacts")[each.kind],
            names_of("outcomes")[each.outcome],
            names_of("stages").get(each.stage, ""),
            each.words,
        ]
        for each in row.contacts.all()
    ]
    return WorkPage(
        review=review_frame(actor, row.review, current=PART, title=row.reference),
        title=row.called,
        crumbs=(),
        lead=row.reference,
        state=_state(row),
        notice=""
        if row.told_on
        else f"Tell them before they say anything: “{participation_rules()['told']}”",
        facts=tuple(facts),
        readings=(Reading(heading="Their views", words=row.views),) if row.views else (),
        tables=(
            Table(
                heading="Contacts",
                columns=columns("When", "How", "What came of it", "What they saw", "What was said"),
                rows=rows(contacts),
                empty="None yet.",
            ),
            _questions([row]),
            *((_requests([row]),) if row.part == Part.FAMILY else ()),
        ),
        beside=doings,
    )


def _told(row: Participant) -> str:
    return f"{day(row.told_on)}, by {row.told_by}" if row.told_on else "Not yet"
