"""Those who carry a review out, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.approvals.policies import may_keep
from heed.platform.ui.components import Content, joined, lines, tag
from heed.platform.ui.things import Doing, Table, columns, link, rows
from heed.platform.ui.wording import count, day, words
from heed.reviews.models import Appointment, PanelMeeting, PanelMember, Review
from heed.reviews.presenters.deciding import not_agreed, who_decides
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.work import WorkPage
from heed.reviews.queries.people import attended, part_names, role_names, warn_after
from heed.reviews.queries.proposals import APPOINTMENT, standing_of
from heed.reviews.types.people import CAME_NAMES, Attended, Came, Served

PART = "people"


def people_page(
    actor: Actor,
    review: Review,
    appointed: Sequence[Appointment],
    panel: Sequence[PanelMember],
    meetings: Sequence[PanelMeeting],
    *,
    served: Mapping[int, Sequence[Served]],
    lacks: Mapping[str, int],
    excluded: Sequence[PanelMember | Appointment],
    doings: tuple[Doing, ...],
) -> WorkPage:
    """Who carries the review out, how independent they are, and how the panel is attended."""
    found = attended(list(meetings))
    return WorkPage(
        review=review_frame(actor, review, current=PART),
        title="People",
        crumbs=(),
        lead=_lead(appointed, lacks),
        notice=_notice(found, excluded),
        tables=(
            _appointed(actor, appointed, served),
            _panel(panel),
            _attendance(found),
            _meetings(meetings),
        ),
        beside=doings,
        aside="Those who run the review appoint its reviewers and keep its panel.",
    )


def _lead(appointed: Sequence[Appointment], lacks: Mapping[str, int]) -> str:
    missing = [count(number, role_names()[role].lower()) for role, number in lacks.items()]
    waits = [
        each.reviewer.name
        for each in appointed
        if each.agreed_on and each.begins_on is None and each.ended_on is None
    ]
    parts = [
        f"Still to appoint: {words(missing)}." if missing else "Everybody whom the method needs is appointed."
    ]
    if waits:
        parts.append(f"{words(waits)} cannot begin before declaring.")
    return " ".join(parts)


def _notice(found: Sequence[Attended], excluded: Sequence[PanelMember | Appointment]) -> str:
    parts = []
    for each in excluded:
        if isinstance(each, Appointment):
            part = role_names().get(each.role, each.role).lower()
            parts.append(f"{each.reviewer.name} is excluded from this case now, and is its {part}.")
        else:
            parts.append(f"{each.name} is excluded from this case now, and sits on its panel.")
    missed = [
        f"{each.agency} ({count(each.missed, 'meeting')} in a row)"
        for each in found
        if each.missed >= warn_after()
    ]
    if missed:
        parts.append(f"Nobody came for {words(missed)}.")
    return " ".join(parts)


def _appointed(
    actor: Actor, appointed: Sequence[Appointment], served: Mapping[int, Sequence[Served]]
) -> Table:
    return Table(
        heading="Who carries it out",
        columns=columns("Who", "As", "Independence", "Elsewhere", "Where it is"),
        rows=rows(
            [
                [
                    lines(main=str(each.reviewer), note=each.reviewer.experience),
                    role_names().get(each.role, each.role),
                    _declared(each),
                    _elsewhere(served.get(each.reviewer_id, ())),
                    _where(actor, each),
                ]
                for each in appointed
            ]
        ),
        empty="Nobody is appointed yet.",
    )


def _declared(row: Appointment) -> str:
    if row.declared_on is None:
        return "Not declared yet"
    return f"Declared {day(row.declared_on)} to {row.declared_to}: no part in the case. Interests: {row.interests}"


def _elsewhere(served: Sequence[Served]) -> Content:
    if not served:
        return "No other review that you can see"
    return joined(
        [
            lines(
                main=link(each.review_name, reverse("reviews:people", args=[each.review_ref])),
                note=f"{each.same}, as {role_names().get(each.role, each.role).lower()}",
            )
            for each in served
        ]
    )


def _where(actor: Actor, row: Appointment) -> Content:
    if row.ended_on:
        return tag(text=f"Ended {day(row.ended_on)}: {row.ended_why}", tone="neutral")
    if row.agreed_on is None:
        view = standing_of(actor, row)
        who = who_decides(APPOINTMENT, row.public_id, view, puts=may_keep(actor))
        return joined([not_agreed(view), who])
    if row.begins_on is None:
        return tag(text="Waits for the declaration", tone="amber")
    return tag(text=f"Since {day(row.begins_on)}", tone="teal")


def _panel(panel: Sequence[PanelMember]) -> Table:
    return Table(
        heading="The review panel",
        columns=columns("Who", "Agency", "As", "How they are independent", "Since"),
        rows=rows(
            [
                [
                    each.name,
                    str(each.agency),
                    part_names().get(each.part, each.part),
                    each.independence,
                    f"{day(each.joined_on)}{f' to {day(each.left_on)}: {each.left_why}' if each.left_on else ''}",
                ]
                for each in panel
            ]
        ),
        empty="Nobody sits on the panel yet.",
    )


def _attendance(found: Sequence[Attended]) -> Table:
    return Table(
        heading="How agencies attend",
        lead=f"A substitute counts. {count(warn_after(), 'meeting')} missed in a row is a warning.",
        columns=columns("Agency", "Came to", "Share", "Missed in a row"),
        rows=rows(
            [
                [
                    each.agency,
                    f"{each.there} of {each.expected}",
                    f"{each.percent} %",
                    tag(text=f"{each.missed}: speak to them", tone="red")
                    if each.missed >= warn_after()
                    else str(each.missed),
                ]
                for each in found
            ]
        ),
        empty="The panel has not met yet.",
    )


def _meetings(meetings: Sequence[PanelMeeting]) -> Table:
    return Table(
        heading="Meetings of the panel",
        columns=columns("When", "Who came", "Who did not", "What it looked at"),
        rows=rows(
            [[day(each.held_on), _came(each, True), _came(each, False), each.words] for each in meetings]
        ),
        empty="None is kept yet.",
    )


def _came(meeting: PanelMeeting, there: bool) -> str:
    found = []
    for seat in meeting.seats.all():
        if there != (seat.came in (Came.CAME, Came.SUBSTITUTE)):
            continue
        if seat.came == Came.SUBSTITUTE:
            found.append(f"{seat.substitute} for {seat.member}")
        elif there:
            found.append(str(seat.member))
        else:
            found.append(f"{seat.member} ({CAME_NAMES[Came(seat.came)].lower()})")
    return words(found) or "Nobody"
