"""Material asked for and released, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from heed.information.presenters.words import records_state, release_state
from heed.information.queries.written import release_names
from heed.platform.rules.queries import rules_of
from heed.platform.ui.components import Content, Crumb, Fact
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, moment, size

OVERVIEW = Crumb(text="Information governance", href="/information/")
RELEASES_CRUMB = Crumb(text="Material asked for", href="/information/releases/")
RECORDS_CRUMB = Crumb(text="Records asked of agencies", href="/information/records/")


def _review(found: Any) -> Content:
    return link(str(found.review), reverse("reviews:review", args=[found.review.public_id]))


def release_page(found: Any, files: Sequence[Any], doings: tuple[Doing, ...], *, today: date) -> ThingPage:
    """What was asked, on which basis, what would go out or went out, and who decided."""
    who = release_names().get(found.asked_by_kind, found.asked_by_kind)
    basis = rules_of("information")["releases"]["legal_bases"].get(found.legal_basis, found.legal_basis)
    facts = [
        Fact(name="Review", value=_review(found)),
        Fact(name="Asked by", value=f"{found.asked_by} ({who})"),
        Fact(name="Their reference", value=found.their_reference or "None given"),
        Fact(name="What they ask for", value=found.asked),
        Fact(name="Legal basis", value=". ".join(filter(None, [basis, found.legal_basis_words]))),
        Fact(name="It came on", value=f"{day(found.received_on)}, kept by {found.kept_by}"),
        Fact(name="They need it by", value=day(found.due_on, none="No day given")),
    ]
    if found.decision:
        facts += [
            Fact(name="Decided", value=f"{release_state(found, today)} by {found.decided_by}"),
            Fact(name="Reason", value=found.decision_reason),
        ]
    taken = reverse("information:release_files", args=[found.public_id])
    whole = sum(each.size for each in files)
    return ThingPage(
        title=f"{who} asks for material of {found.review.name}",
        crumbs=(OVERVIEW, RELEASES_CRUMB, Crumb(text=found.reference)),
        lead=f"{found.reference} · {release_state(found, today)}",
        facts=tuple(facts),
        tables=(
            Table(
                heading="Released" if found.decision == "release" else "What would go out",
                lead=f"{count(len(files), 'file')}, {size(whole)}. A file is known by its SHA-256."
                if files
                else "",
                columns=columns("File", "Size", "SHA-256"),
                rows=rows([(each.name, size(each.size), each.sha256) for each in files]),
                empty="Nothing went out." if found.decision else "No file is chosen yet.",
            ),
        ),
        doings=tuple(each for each in doings if each.key == "decide"),
        beside=tuple(each for each in doings if each.key != "decide"),
        links=(link("Download what was released", taken),) if found.decision == "release" else (),
        notice=_waits_for(found, files, doings),
    )


def _waits_for(found: Any, files: Sequence[Any], doings: tuple[Doing, ...]) -> str:
    if found.decision or not files or any(each.key == "decide" for each in doings):
        return ""
    return "Somebody else decides: two people are needed before anything goes out."


def record_page(found: Any, doings: tuple[Doing, ...], *, today: date) -> ThingPage:
    """Records that a review asked of an agency."""
    return ThingPage(
        title=f"Records of {found.agency} for {found.review.name}",
        crumbs=(OVERVIEW, RECORDS_CRUMB, Crumb(text=found.reference)),
        lead=f"{found.reference} · {records_state(found, today)}",
        facts=(
            Fact(name="Review", value=_review(found)),
            Fact(name="Agency", value=found.agency.name),
            Fact(name="Which records", value=found.records),
            Fact(name="Asked", value=f"On {day(found.asked_on)}, kept {moment(found.registered_at)}"),
            Fact(name="Wanted by", value=day(found.due_on, none="No day given")),
            Fact(name="Kept safe by the agency", value=day(found.kept_safe_on, none="Not confirmed")),
        ),
        beside=doings,
    )
