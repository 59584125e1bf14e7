"""Crumbs and words that several pages share."""

from __future__ import annotations

from collections.abc import Sequence

from heed.platform.ui.components import Content, Crumb, tag
from heed.platform.ui.things import Table, columns, rows
from heed.publishing.models import Publication
from heed.publishing.queries.dates import Standing
from heed.publishing.types import STATES, State

HOME = Crumb(text="Publishing", href="/publishing/")
DATES = Crumb(text="Days on which nothing comes out", href="/publishing/dates/")
CAMPAIGNS = Crumb(text="Campaigns", href="/publishing/campaigns/")
_TONES = {
    State.PREPARING: "neutral",
    State.CHECKED: "amber",
    State.APPROVED: "teal",
    State.EMBARGOED: "teal",
    State.PUBLISHED: "green",
    State.CORRECTED: "green",
    State.OVER: "neutral",
    State.DISCARDED: "neutral",
    State.WITHDRAWN: "red",
}


def state_tag(state: State) -> Content:
    """A state as a word in its colour."""
    return tag(text=STATES[state], tone=_TONES[state])  # type: ignore[arg-type]


def crumb_of(publication: Publication) -> Crumb:
    """The way back to a publication."""
    return Crumb(text=publication.reference, href=f"/publishing/{publication.public_id}/")


def forbidden_table(found: Sequence[Standing]) -> Table:
    """The days on which nothing of something comes out."""
    return Table(
        heading="Days on which it cannot come out",
        columns=columns("Days", "Why", "Who said so"),
        rows=rows([(each.days, f"{each.kind}: {each.says}", each.source) for each in found]),
    )
