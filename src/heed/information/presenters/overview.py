"""What of information governance needs somebody, as its own page and the first page show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from markupsafe import Markup

from heed.information.presenters.words import until
from heed.information.queries.overview import Waiting
from heed.information.queries.processing import Activity
from heed.information.queries.written import release_names, request_rule
from heed.platform.ui.components import Crumb, Fact, Need, Row, joined, link_button, tag
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import link, rows
from heed.platform.ui.wording import count, day, words


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    title: str
    lead: str
    needs: tuple[Need, ...]
    facts: tuple[Fact, ...]
    panels: tuple[Panel, ...]


def overview_page(found: Waiting, *, today: date, panels: tuple[Panel, ...]) -> OverviewPage:
    """The page where information governance begins."""
    return OverviewPage(
        title="Information governance",
        lead="With whom information is shared, who asks for it, who may see it, and how long it is kept.",
        needs=tuple(needs_of(found, today=today)),
        facts=tuple(_registers(found)),
        panels=panels,
    )


@dataclass(frozen=True, kw_only=True)
class Processing:
    """One activity with its facts and the fields that hold it."""

    name: str
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class ProcessingPage:
    title: str
    crumbs: tuple[Crumb, ...]
    facts: tuple[Fact, ...]
    classes: tuple[Row, ...]
    activities: tuple[Processing, ...]


def processing_page(
    general: Sequence[tuple[str, str]],
    classes: Sequence[tuple[str, str, str]],
    activities: Sequence[Activity],
) -> ProcessingPage:
    """The record of processing as a page."""
    return ProcessingPage(
        title="Record of processing",
        crumbs=(
            Crumb(text="Information governance", href="/information/"),
            Crumb(text="Record of processing"),
        ),
        facts=tuple(Fact(name=name, value=value) for name, value in general),
        classes=rows(classes),
        activities=tuple(
            Processing(
                name=each.name,
                facts=tuple(Fact(name=name, value=value) for name, value in each.facts),
                rows=rows(each.fields),
            )
            for each in activities
        ),
    )


def needs_of(found: Waiting, *, today: date) -> Iterator[Need]:
    """What waits, the most urgent first."""
    for each in found.requests_due:
        late = each.due_on < today
        yield Need(
            tag=tag(text=until(each.due_on, today).capitalize(), tone="red" if late else "amber"),
            text=f"{request_rule(each.kind)['name']} request {each.reference}",
            note=f"To be answered by {day(each.due_on)}: {each.due_because}",
            action=_open("information:request", each.public_id, each.reference),
        )
    for each in found.releases_open:
        yield Need(
            tag=tag(text="To decide", tone="amber"),
            text=f"{release_names().get(each.asked_by_kind, 'Somebody')} asks for material of {each.review.name}",
            note=f"{each.reference}, came on {day(each.received_on)}"
            + (f", needed by {day(each.due_on)}" if each.due_on else ""),
            action=_open("information:release", each.public_id, each.reference),
        )
    if found.turns_late:
        names = [turn.name for turn in found.turns_late]
        shown = names[:4] + ([f"{len(names) - 4} more"] if len(names) > 4 else [])
        yield Need(
            tag=tag(text="Overdue", tone="red"),
            text=f"{count(len(names), 'agency has', 'agencies have')} not looked through their people in time",
            note=words(shown),
            action=link_button(
                text="See them",
                href=reverse("information:turns"),
                tone="secondary",
                small=True,
                describe="agencies whose people were not confirmed",
            ),
        )
    if found.unsigned:
        yield Need(
            tag=tag(text="Unsigned", tone="amber"),
            text=f"{count(found.unsigned, 'agreement lacks', 'agreements lack')} a signature",
            action=link_button(
                text="See them",
                href=f"{reverse('information:agreements')}?state=unsigned",
                tone="secondary",
                small=True,
                describe="agreements that lack a signature",
            ),
        )
    if found.agreements_late:
        yield Need(
            tag=tag(text="Overdue", tone="red"),
            text=f"{count(found.agreements_late, 'agreement is', 'agreements are')} past the day of review",
            action=link_button(
                text="See them",
                href=f"{reverse('information:agreements')}?state=review",
                tone="secondary",
                small=True,
                describe="agreements past their review",
            ),
        )
    yield from _waiting(
        f"{count(found.disposals_open, 'disposal waits', 'disposals wait')} for a second person",
        f"{reverse('information:disposals')}?state=proposed",
        "To decide",
        found.disposals_open,
    )
    yield from _waiting(
        f"{count(found.disposals_due, 'thing has', 'things have')} been kept as long as your rules say",
        reverse("information:retention"),
        "Due",
        found.disposals_due,
    )


def _waiting(text: str, url: str, words_: str, found: int) -> Iterator[Need]:
    if found:
        yield Need(
            tag=tag(text=words_, tone="amber"),
            text=text,
            action=link_button(text="See them", href=url, tone="secondary", small=True, describe=text),
        )


def _open(url_name: str, ref: str, reference: str) -> Markup:
    return link_button(
        text="Open", href=reverse(url_name, args=[ref]), tone="secondary", small=True, describe=reference
    )


def _registers(found: Waiting) -> Iterator[Fact]:
    yield _register(
        "Agreements",
        "information:agreements",
        f"{count(found.agreements, 'agreement')} on sharing, joint control and processing",
    )
    yield _register("Impact assessments", "information:assessments", count(found.assessments, "assessment"))
    yield _register("Requests for information", "information:requests", f"{found.requests_open} open")
    yield _register(
        "Material asked for",
        "information:releases",
        f"{len(found.releases_open)} to decide: coroners, police, courts and the national Panel",
    )
    yield _register("Records asked of agencies", "information:records", f"{found.records_waiting} waiting")
    yield _register(
        "People of each agency",
        "information:turns",
        f"{count(len(found.turns_late), 'agency', 'agencies')} overdue",
    )

    yield _register("Legal holds", "information:holds", f"{found.holds} in force")
    yield _register("Retention", "information:retention", f"{found.disposals_due} due for disposal")
    yield _register(
        "Record of processing", "information:processing", "what is kept of whom, why and how long"
    )
    yield _register("Disposals", "information:disposals", f"{found.disposals_open} to decide")


def _register(name: str, url_name: str, says: str) -> Fact:
    return Fact(
        name=name, value=joined([link(f"See {name[0].lower()}{name[1:]}", reverse(url_name)), ": ", says])
    )
