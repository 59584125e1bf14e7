"""Whatever those who decide decide together, as pages show it: who is asked, what each said, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.approvals.policies import may_keep
from heed.platform.approvals.types import JointView, State
from heed.platform.ui.components import Content, Row, element, joined, lines, tag
from heed.platform.ui.things import Table, columns, link
from heed.platform.ui.wording import day
from heed.reviews.models import StepProposal
from heed.reviews.queries.proposals import STEP, standing_of
from heed.reviews.types import DECIDED_TOGETHER, ReviewState


def who_decides(kind: str, ref: str, view: JointView | None, *, puts: bool) -> Content:
    """Each of those who decide with what they said; or, where nobody was asked yet, the way to ask them."""
    if view is None and puts:
        return link("Put it to those who decide", reverse("approvals:put", args=[kind, ref]))
    if view is None:
        return "Not put to those who decide yet"
    return element("ul", [element("li", _seat(each)) for each in view.seats], class_="govuk-list")


def _seat(seat: Any) -> Content:
    name = seat.agency or seat.name
    if seat.given is None:
        return joined([link(name, reverse("approvals:seat", args=[seat.ref])), ": waited for"])
    said = "agrees" if seat.given.agrees else f"does not agree: {seat.given.words}"
    return f"{name}: {said} ({seat.given.name}, {day(seat.given.on)})"


def not_agreed(view: JointView | None) -> Content:
    """How something stands to which not all have agreed."""
    if view is not None and view.state == State.REFUSED:
        return tag(text="Not agreed", tone="red")
    waiting = view is None or view.state == State.WAITING
    return tag(text="Waits", tone="amber") if waiting else tag(text="Withdrawn", tone="neutral")


def proposals_table(actor: Actor, proposals: Sequence[StepProposal]) -> Table:
    """Steps that were put to those who decide, with what each of them said."""
    return Table(
        heading="Steps that are decided together",
        columns=columns("What", "Who decides", "How it stands"),
        rows=tuple(_proposal(actor, each) for each in proposals),
    )


def _proposal(actor: Actor, row: StepProposal) -> Row:
    view = standing_of(actor, row)
    what = DECIDED_TOGETHER[ReviewState(row.state)][1]
    note = f"{row.why} (put forward by {row.proposed_by.name}, {day(row.proposed_at)})"
    stands = tag(text=f"So since {day(row.reached_on)}", tone="green") if row.reached_on else not_agreed(view)
    who = who_decides(STEP, row.public_id, view, puts=may_keep(actor))
    return Row(cells=[lines(main=what, note=note), who, stands])
