"""Agreements and impact assessments as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from heed.information.rules import how_it_reads, what_is_hard
from heed.platform.rules.queries import rules_of
from heed.platform.ui.components import Crumb, Fact, element, joined
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, moment, words

OVERVIEW = Crumb(text="Information governance", href="/information/")


def agreement_page(
    found: Any, parties: Sequence[Any], doings: tuple[Doing, ...], *, today: date
) -> ThingPage:
    """An agreement with its parties; what is missing stands at its head."""
    said = rules_of("information")["agreements"]
    now = [each for each in parties if each.edition == found.edition]
    missing = [each.agency.name for each in now if each.signed_on is None]
    notices = []
    if missing and not found.ended_on:
        notices.append(
            f"{words(missing)} {'has' if len(missing) == 1 else 'have'} not signed edition {found.edition}."
        )
    if found.review_on and found.review_on < today and not found.ended_on:
        notices.append(f"It was to be looked at again by {day(found.review_on)}.")
    paper = (
        link(found.file_name, reverse("information:agreement_file", args=[found.public_id]))
        if found.file
        else ""
    )
    basis = said["legal_bases"].get(found.legal_basis, found.legal_basis)
    return ThingPage(
        title=found.name,
        crumbs=(
            OVERVIEW,
            Crumb(text="Agreements", href=reverse("information:agreements")),
            Crumb(text=found.reference),
        ),
        lead=f"{said['kinds'].get(found.kind, found.kind)} · {found.reference} · edition {found.edition}",
        notice=" ".join(notices),
        facts=(
            Fact(name="Purpose", value=found.purpose),
            Fact(name="Legal basis", value=". ".join(filter(None, [basis, found.legal_basis_words]))),
            Fact(name="In force from", value=day(found.in_force_from, none="No day set")),
            Fact(name="Look at it again", value=day(found.review_on, none="No day set")),
            *((Fact(name="Ended", value=day(found.ended_on)),) if found.ended_on else ()),
            Fact(name="The signed paper", value=paper or "Not kept here yet"),
            *((Fact(name="SHA-256 of the file", value=found.file.sha256),) if found.file else ()),
            Fact(name="What practitioners are told", value=found.guidance or "Nothing is written yet"),
            *((Fact(name="How that reads", value=_reading(found.guidance)),) if found.guidance else ()),
        ),
        tables=(
            Table(
                heading="Signatures",
                columns=columns("Agency", "Edition", "Signed", "By"),
                rows=rows(
                    [
                        (
                            each.agency.name,
                            str(each.edition),
                            day(each.signed_on, none="Not signed"),
                            each.signed_by,
                        )
                        for each in parties
                    ]
                ),
            ),
        ),
        beside=doings,
    )


def _reading(guidance: str) -> Any:
    """How guidance reads, with what makes it hard."""
    read = how_it_reads(guidance)
    hard = what_is_hard(read, rules_of("information")["agreements"]["guidance"])
    measured = f"{count(read.words, 'word')}, reading ease {read.ease} of 100."
    return joined([measured, " ", " ".join(hard) or "Short and plain."])


def assessment_page(
    found: Any, versions: Sequence[Any], doings: tuple[Doing, ...], *, chosen: str
) -> ThingPage:
    """The answers to change; where an earlier version is asked for, that one to read."""
    asked = rules_of("information")["assessments"]["questions"]
    address = reverse("information:assessment", args=[found.public_id])
    shown = next(
        (each for each in versions if str(each.number) == chosen and each.number != found.version), None
    )
    history = Table(
        heading="Versions",
        columns=columns("Version", "Saved", "By", "Answered"),
        rows=rows(
            [
                (
                    link(
                        f"Version {each.number}",
                        address if each.number == found.version else f"{address}?version={each.number}",
                    ),
                    moment(each.saved_at),
                    each.saved_by,
                    f"{len(each.answers)} of {len(asked)}",
                )
                for each in versions
            ]
        ),
    )
    facts: list[Fact] = []
    if shown:
        facts = [
            Fact(name=question, value=_paragraphs(shown.answers.get(key, "")))
            for key, question in asked.items()
        ]
    of = (
        link(str(found.agreement), reverse("information:agreement", args=[found.agreement.public_id]))
        if found.agreement
        else "no agreement"
    )
    return ThingPage(
        title=found.name,
        crumbs=(
            OVERVIEW,
            Crumb(text="Impact assessments", href=reverse("information:assessments")),
            Crumb(text=found.reference),
        ),
        lead=joined([f"{found.reference} · version {found.version} · of ", of]),
        notice=f"This is version {shown.number}, saved by {shown.saved_by}, to read only." if shown else "",
        facts=tuple(facts),
        doings=() if shown else doings,
        tables=(history,),
    )


def _paragraphs(text: str) -> Any:
    return joined([element("p", each) for each in text.split("\n") if each.strip()]) or "Not answered"
