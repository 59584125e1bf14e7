"""Requests for an answer as pages show them: whom, by when, how late, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.learning.models import AnswerRequest, Chase, Recommendation
from heed.learning.presenters import title_of
from heed.learning.presenters.answers import AnswerRow, StateWords
from heed.learning.queries import AskedPart, Silent
from heed.learning.types import RequestState
from heed.library.presenters import shown_words
from heed.platform.partnerships.queries import agency_now
from heed.platform.ui.components import Choice, Crumb, Fact, RegisterRow, element, tag
from heed.platform.ui.things import Doing, Table, columns, link, rows
from heed.platform.ui.wording import count, day, moment


def state_of_request(row: AnswerRequest, today: date) -> StateWords:
    """Where a request stands, as one would say it: "41 days late", "Due in 6 days", "Answered 9 May 2024"."""
    if row.state == RequestState.ANSWERED:
        return StateWords(text=f"Answered {day(row.settled_at)}", tone="teal")
    if row.state == RequestState.WITHDRAWN:
        return StateWords(text="Not asked any more", tone="neutral")
    days = (row.due_on - today).days
    if days < 0:
        return StateWords(text=f"{count(-days, 'day')} late", tone="red")
    return StateWords(text=f"Due in {count(days, 'day')}" if days else "Due today", tone="amber")


def chased(chases: Sequence[Chase]) -> str:
    """How often an agency was reminded, and when and whom last."""
    if not chases:
        return "never chased"
    last = chases[-1]
    times = "chased once" if len(chases) == 1 else f"chased {len(chases)} times"
    return f"{times}, last {day(last.chased_at)} ({last.whom})"


def who_asked(row: AnswerRequest) -> str:
    """The agency, and what it was called when it was asked where that is another name."""
    name = row.agency.name
    return name if row.asked_as == name else f"{name} (asked as {row.asked_as})"


def request_row(row: AnswerRequest, today: date) -> RegisterRow:
    """A request in the register."""
    state = state_of_request(row, today)
    chases = list(row.chases.all())
    note = [
        who_asked(row),
        f"{row.recommendation.reference} of {row.recommendation.review.name}",
        f"by {day(row.due_on)}",
        "sent back" if row.sent_back_id else "",
        f"round {row.round}" if row.round > 1 else "",
        chased(chases) if chases or state.tone == "red" else "",
    ]
    return RegisterRow(
        reference=row.reference,
        title=title_of(row.recommendation),
        href=reverse("learning:request", args=[row.public_id]),
        note=" · ".join(filter(None, note)),
        state=tag(text=state.text, tone=state.tone),
    )


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """A request: what is asked of whom, what was answered, and what can be done."""

    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    state: StateWords
    quote: str
    quote_href: str
    words: str
    asked: tuple[str, ...]
    facts: tuple[Fact, ...]
    notice: str
    answer: AnswerRow | None
    answer_href: str
    chases: Table
    beside: tuple[Doing, ...]

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in self.beside)


def request_page(
    row: AnswerRequest,
    parts: Sequence[AskedPart],
    *,
    answer: AnswerRow | None,
    signers: Sequence[str],
    may_answer: bool,
    beside: tuple[Doing, ...],
    today: date,
) -> RequestPage:
    recommendation = row.recommendation
    open_ = row.state == RequestState.OPEN
    chases = list(row.chases.all())
    facts = [
        Fact(name="Asked of", value=who_asked(row)),
        Fact(name="Asked by", value=f"{row.asked_by}, {day(row.asked_at)}"),
        Fact(name="To be answered by", value=day(row.due_on)),
    ]
    if open_:
        facts.append(Fact(name="Who signs there", value=", ".join(signers) or "Nobody has that role"))
    if row.sent_back:
        facts.append(Fact(name="Sent back", value="Its earlier answer was not enough, for the reason above."))
    if row.state == RequestState.WITHDRAWN:
        facts.append(
            Fact(name="Taken back", value=f"{row.settled_by}, {day(row.settled_at)}: {row.settled_why}")
        )
    nobody = f"Nobody at {row.agency.name} can sign an answer. Give somebody there the role of agency lead."
    return RequestPage(
        title=f"{row.agency.name}: answer to {recommendation.reference}",
        crumbs=(
            Crumb(text="Requests", href=reverse("learning:requests")),
            Crumb(text=row.reference),
        ),
        lead=" · ".join(filter(None, [row.reference, f"round {row.round}" if row.round > 1 else ""])),
        state=state_of_request(row, today),
        quote=shown_words(recommendation.text),
        quote_href=reverse("learning:recommendation", args=[recommendation.public_id]),
        words=row.words,
        asked=tuple(each.words for each in parts) if len(parts) > 1 or parts[0].key else (),
        facts=tuple(facts),
        notice=nobody if open_ and not signers else "",
        answer=answer,
        answer_href=reverse("learning:answer", args=[row.public_id]) if may_answer and open_ else "",
        chases=Table(
            heading="Chased",
            columns=columns("When", "By whom", "Who was told", "What was said"),
            rows=rows(
                [[moment(each.chased_at), str(each.chased_by), each.whom, each.words] for each in chases]
            ),
            empty="Nobody has been reminded of it yet.",
        ),
        beside=beside,
    )


@dataclass(frozen=True, kw_only=True)
class AskGroup:
    """A recommendation on the page that asks: its agencies to tick, and what stands in the way of others."""

    ref: str
    legend: str
    choices: tuple[Any, ...]
    ticked: tuple[str, ...]
    hint: str


@dataclass(frozen=True, kw_only=True)
class AskPage:
    title: str
    crumbs: tuple[Crumb, ...]
    groups: tuple[AskGroup, ...]
    form: Any
    also_open: bool
    back: str


def ask_title(found: Sequence[Recommendation]) -> str:
    """What is asked about."""
    if not found:
        return "Ask for answers"
    return (
        f"Ask for answers to {found[0].reference if len(found) == 1 else count(len(found), 'recommendation')}"
    )


@dataclass(frozen=True, kw_only=True)
class SilentRow:
    name: str
    href: str
    words: str


def silent_row(each: Silent, today: date) -> SilentRow:
    """An agency that is late: how many answers, for how long, how often it was reminded."""
    times = f"chased {count(each.chases, 'time')}" if each.chases else "never chased"
    return SilentRow(
        name=each.name,
        href=f"{reverse('learning:requests')}?agency={each.ref}&state=late",
        words=f"{count(each.late, 'answer')} late, the longest {count((today - each.since).days, 'day')}; {times}",
    )


def requests_table(found: Sequence[AnswerRequest], today: date) -> Table:
    """Whom a recommendation was put to, on its page."""

    def cells(row: AnswerRequest) -> list[Any]:
        state = state_of_request(row, today)
        return [
            link(who_asked(row), reverse("learning:request", args=[row.public_id])),
            f"{day(row.asked_at)}{f', round {row.round}' if row.round > 1 else ''}",
            day(row.due_on),
            element("span", tag(text=state.text, tone=state.tone)),
            chased(list(row.chases.all())) if row.chases.all() else "",
        ]

    return Table(
        heading="Who was asked",
        columns=columns("Agency", "Asked", "By", "State", "Chased"),
        rows=rows([cells(row) for row in found]),
    )


def pairs_to_ask(found: Sequence[Recommendation]) -> list[tuple[str, str]]:
    """Each recommendation with each agency that it names: what is sent, and the agency as one reads it."""
    return [
        (f"{row.public_id}:{agency.public_id}", _named_now(agency)) for row in found for agency in _named(row)
    ]


def _named(row: Recommendation) -> list[Any]:
    found = {each.agency.pk: each.agency for each in row.addressees.all() if each.agency}
    return list(found.values())


def _named_now(agency: Any) -> str:
    now = agency_now(agency)
    return agency.name if now in (None, agency) else f"{now} (named as {agency})"


def not_asked_yet(found: Sequence[Recommendation]) -> list[str]:
    """Those pairs whose agency is not being asked already: ticked when the page opens."""
    return [
        f"{row.public_id}:{agency.public_id}"
        for row in found
        for agency in _named(row)
        if (now := agency_now(agency)) and now.pk not in {each.agency_id for each in _waiting(row)}
    ]


def _waiting(row: Recommendation) -> list[AnswerRequest]:
    return list(row.waiting)  # type: ignore[attr-defined]  # prefetched by `named_for_asking`


def ask_page(found: Sequence[Recommendation], form: Any) -> AskPage:
    """The page on which agencies are asked about these recommendations."""
    ticked = [str(each) for each in form["asks"].value() or []]
    pairs = pairs_to_ask(found)
    back = found[0].public_id if len(found) == 1 else ""
    return AskPage(
        title=ask_title(found),
        crumbs=(
            Crumb(text="Recommendations", href=reverse("learning:list")),
            Crumb(text="Ask for answers"),
        ),
        groups=tuple(
            AskGroup(
                ref=row.public_id,
                legend=f"{row.reference}: {title_of(row)}",
                choices=tuple(
                    Choice(value=value, text=name) for value, name in pairs if value.startswith(row.public_id)
                ),
                ticked=tuple(ticked),
                hint=_hint(row),
            )
            for row in found
        ),
        form=form,
        also_open=bool(form["also"].value()) or any(not _named(row) for row in found),
        back=reverse("learning:recommendation", args=[back]) if back else reverse("learning:list"),
    )


def _hint(row: Recommendation) -> str:
    """Who is asked already, and which of its words mean no one agency."""
    said = [f"{each.agency} is asked already, by {day(each.due_on)}." for each in _waiting(row)]
    unknown = [f"“{each.words}”" for each in row.addressees.all() if each.agency is None]
    if unknown:
        said.append(f"It names {', '.join(unknown)}, which is no one agency: tick below who is meant.")
    elif not _named(row):
        said.append("It names nobody: tick below who should answer.")
    return " ".join(said)


@dataclass(frozen=True, kw_only=True)
class ChasePage:
    title: str
    crumbs: tuple[Crumb, ...]
    rows: tuple[RegisterRow, ...]
    refs: tuple[str, ...]
    form: Any
    back: str


def chase_page(found: Sequence[AnswerRequest], form: Any, today: date) -> ChasePage:
    """The page on which several requests are chased at once."""
    back = f"{reverse('learning:requests')}?state=open"
    return ChasePage(
        title=f"Chase {count(len(found), 'request')}" if found else "Chase requests",
        crumbs=(Crumb(text="Requests", href=back), Crumb(text="Chase")),
        rows=tuple(request_row(each, today) for each in found),
        refs=tuple(each.public_id for each in found),
        form=form,
        back=back,
    )
