"""An agency's people, and whose turn it is to look through them, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.information.presenters.words import until
from heed.information.queries.access_reviews import AgencyPerson, AgencyTurn
from heed.platform.rules.queries import rules_of
from heed.platform.ui.components import Choice, Crumb, Problem, Row, tag
from heed.platform.ui.things import link, rows
from heed.platform.ui.wording import count, day


def when_due(turn: AgencyTurn, today: date) -> str:
    """How late a review is, or when it comes; without counting where there was never one."""
    return "Overdue" if turn.late and turn.last_on is None else until(turn.due_on, today).capitalize()


@dataclass(frozen=True, kw_only=True)
class End:
    """A membership that a lead asked to end."""

    name: str
    agency: str
    reason: str
    asked: str
    href: str


@dataclass(frozen=True, kw_only=True)
class TurnsPage:
    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    rows: tuple[Row, ...]
    ends: tuple[End, ...]


def turns_page(turns: Sequence[AgencyTurn], ends: Sequence[Any], *, today: date, manages: bool) -> TurnsPage:
    """Every agency, the most overdue first; who manages people can do it for an agency without a lead."""
    months = rules_of("information")["access_reviews"]["every_months"]
    late = sum(turn.late for turn in turns)
    return TurnsPage(
        title="People of each agency",
        lead=(
            f"Each agency's lead looks through its people every {months} months. "
            f"{count(late, 'agency is', 'agencies are')} overdue, of {len(turns)}."
        ),
        crumbs=(Crumb(text="Information governance", href="/information/"), Crumb(text="People")),
        rows=rows(
            [
                (
                    link(
                        turn.name, reverse("information:confirm_people", args=[turn.ref]) if manages else ""
                    ),
                    str(turn.people),
                    turn.lead or "Nobody: a business manager does it",
                    day(turn.last_on, none="Never"),
                    tag(text=when_due(turn, today), tone="red" if turn.late else "neutral"),
                )
                for turn in turns
            ]
        ),
        ends=tuple(
            End(
                name=each.membership.person.name,
                agency=each.membership.agency.name,
                reason=each.reason,
                asked=f"{each.review.done_by}, {day(each.review.done_at)}",
                href=reverse("information:settle_end", args=[each.membership.public_id]),
            )
            for each in ends
        ),
    )


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    ref: str
    name: str
    facts: str
    said: str
    reason: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ConfirmPage:
    title: str
    lead: str
    people: tuple[PersonRow, ...]
    choices: tuple[Choice, ...]
    problems: tuple[Problem, ...]
    past: tuple[Row, ...]


def confirm_page(
    agency: Any,
    people: Sequence[AgencyPerson],
    past: Sequence[Any],
    *,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> ConfirmPage:
    """One question for each person; nothing is chosen beforehand."""
    return ConfirmPage(
        title=f"Who acts for {agency.name}",
        lead=(
            f"{count(len(people), 'person', 'people')}. Say of each whether they still need Heed for their work. "
            "Who should end keeps access until a manager has settled it."
        ),
        people=tuple(
            PersonRow(
                ref=each.ref,
                name=each.name,
                facts=_facts(each),
                said=typed.get(f"said-{each.ref}", ""),
                reason=typed.get(f"reason-{each.ref}", ""),
                problem=problems.get(each.ref, ""),
            )
            for each in people
        ),
        choices=(Choice(value="stays", text="Stays"), Choice(value="end", text="Should end")),
        problems=tuple(Problem(text=text, field_id=f"said-{ref}") for ref, text in problems.items()),
        past=rows([(day(each.done_at), str(each.done_by)) for each in past]),
    )


def _facts(person: AgencyPerson) -> str:
    seen = f"last signed in {day(person.last_seen)}" if person.last_seen else "never signed in"
    return " · ".join(filter(None, [person.post, person.roles, f"since {day(person.since)}", seen]))
