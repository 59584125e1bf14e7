"""Timescales as their page shows them: how long, from when, by which edition, from where, confirmed by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from heed.kit.clocks import Edition, Timescale, Timescales
from heed.platform.access.types import Actor
from heed.platform.rules.models import RuleEdition
from heed.platform.ui.components import Content, Crumb, lines, tag
from heed.platform.ui.things import Doing, Table, ThingPage, columns, rows
from heed.platform.ui.wording import day, moment


def timescales_page(
    actor: Actor,
    found: Timescales,
    made: Sequence[RuleEdition],
    doings: tuple[Doing, ...],
    *,
    today: date,
) -> ThingPage:
    return ThingPage(
        title="Timescales",
        crumbs=(Crumb(text="Reviews", href=reverse("reviews:list")), Crumb(text="Timescales")),
        lead=" ".join(found.convention.split()),
        tables=(
            _ours(found),
            *(_edition(each, found, today) for each in reversed(found.editions)),
            *((_made(made),) if made else ()),
        ),
        beside=doings,
    )


def _ours(found: Timescales) -> Table:
    return Table(
        heading="What no guidance sets",
        lead="Your partnership's own. A clock keeps the rule by which it was started.",
        columns=columns("Clock", "How long", "From, until", "Where it comes from"),
        rows=rows([_rule(each) for each in found.local.values()]),
    )


def _edition(edition: Edition, found: Timescales, today: date) -> Table:
    in_force = found.edition_on(today) == edition
    since = f"{'In force' if in_force else 'Counted'} from {day(edition.begins_on)}. {edition.source}."
    return Table(
        heading=edition.name,
        lead=since,
        columns=columns("Clock", "How long", "From, until", "Where it comes from"),
        rows=rows([_rule(each) for each in edition.timescales.values()]),
    )


def _rule(rule: Timescale) -> list[Content]:
    confirmed = (
        tag(text=f"Confirmed by {rule.confirmed_by}", tone="green")
        if rule.confirmed_by
        else tag(text="Not confirmed by anybody yet", tone="amber")
    )
    return [
        rule.name,
        rule.span,
        lines(main=rule.starts, note=rule.ends),
        lines(main=confirmed, note=rule.source),
    ]


def _made(made: Sequence[RuleEdition]) -> Table:
    return Table(
        heading="Your editions",
        columns=columns("Edition", "By", "When", "Where it was agreed"),
        rows=rows(
            [
                [str(each.number), each.made_by.name, moment(each.made_at), each.content.get("source", "")]
                for each in made
            ]
        ),
    )
