"""Whom publications reached, campaigns, bulletins and questions for teams, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from heed.platform.ui.components import Column, Content, Crumb, Fact, Row, joined, lines
from heed.platform.ui.things import AddPage, Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, moment, words
from heed.publishing.models import Bulletin, Campaign, Edition, Publication, Reach
from heed.publishing.presenters.words import CAMPAIGNS, HOME, crumb_of
from heed.publishing.queries.learning import Learned
from heed.publishing.queries.publications import Listed
from heed.publishing.queries.reach import Matrix, channels, ways_to_test
from heed.publishing.rules import share

_DECIDED = {"": "Nobody has decided", "launch": "Launched", "not": "Not launched"}


def reach_page(
    publication: Publication,
    edition: Edition,
    entries: Sequence[Reach],
    matrix: Matrix,
    doings: tuple[Doing, ...],
) -> ThingPage:
    """Agencies by channel, and everything that was written down."""
    counted = [each for each in entries if each.reached is not None and each.out_of]
    tested = [each for each in entries if each.tested]
    lead = [share(sum(each.reached or 0 for each in counted), sum(each.out_of or 0 for each in counted))]
    lead = [f"Reached {lead[0]}, as far as agencies counted."] if counted else ["No agency counted yet."]
    if tested:
        asked, knew = sum(each.tested or 0 for each in tested), sum(each.understood or 0 for each in tested)
        lead.append(f"Understood by {share(knew, asked)} of those asked.")
    else:
        lead.append("Nobody has tested whether it was understood.")
    return ThingPage(
        title=f"Whom “{edition.title}” reached",
        crumbs=(HOME, crumb_of(publication), Crumb(text="Reach")),
        lead=" ".join(lead),
        notice=f"Nothing is written down for {words(list(matrix.silent))}." if matrix.silent else "",
        tables=(_matrix(matrix), _entries(entries)),
        beside=doings,
    )


def _matrix(matrix: Matrix) -> Table:
    names = channels()
    return Table(
        heading="Agencies by channel",
        columns=tuple(Column(label=each) for each in ("Agency", *(names[key] for key in matrix.channels))),
        rows=tuple(
            Row(cells=[agency, *(_cell(matrix.cells[agency].get(key, ())) for key in matrix.channels)])
            for agency in matrix.agencies
        )
        if matrix.channels
        else (),
        empty="No agency has said how it took this to its people.",
    )


def _cell(found: Sequence[Reach]) -> Content:
    if not found:
        return "–"
    return joined([lines(main=share(each.reached, each.out_of), note=day(each.on)) for each in found])


def _entries(entries: Sequence[Reach]) -> Table:
    names, tests = channels(), ways_to_test()
    return Table(
        heading="Written down",
        columns=columns("Agency", "How and when", "Reached", "Understood"),
        rows=rows(
            [
                (
                    lines(main=each.agency.name, note=each.audience),
                    f"{names[each.channel]}, {day(each.on)}",
                    lines(main=share(each.reached, each.out_of), note=each.evidence),
                    joined([_understood(each, tests), *_asked(each)]),
                )
                for each in entries
            ]
        ),
        empty="Nothing yet.",
    )


def _understood(each: Reach, tests: Mapping[str, str]) -> str:
    if not each.tested_how:
        return "Not tested"
    return f"{share(each.understood, each.tested)}. {tests[each.tested_how]}"


def _asked(each: Reach) -> tuple[Content, ...]:
    """Where the agency was asked for it."""
    if each.assurance is None:
        return ()
    return (
        ". See ",
        link(each.assurance.reference, reverse("assurance:one", args=[each.assurance.public_id])),
    )


def campaigns_page(found: Sequence[Campaign], *, may_add: bool) -> ThingPage:
    """Every campaign that was thought of."""
    return ThingPage(
        title="Campaigns",
        crumbs=(HOME, Crumb(text="Campaigns")),
        lead="Each is launched or not, with the reason, and looked at afterwards.",
        tables=(
            Table(
                heading="Campaigns",
                columns=columns("Campaign", "For", "Decided", "Reached"),
                rows=rows(
                    [
                        (
                            link(each.topic, reverse("publishing:campaign", args=[each.public_id])),
                            each.audience,
                            _DECIDED[each.decision],
                            share(each.reached, each.out_of),
                        )
                        for each in found
                    ]
                ),
                empty="No campaign was thought of yet.",
            ),
        ),
        links=(link("Think of a campaign", reverse("publishing:add_campaign")),) if may_add else (),
    )


def campaign_page(found: Campaign, doings: tuple[Doing, ...]) -> ThingPage:
    """One campaign: whether it is launched, how it is run, what it came to."""
    names = channels()
    facts = [
        Fact(name="For", value=found.audience),
        Fact(name="From the review", value=found.review.name if found.review else "None"),
        Fact(
            name="Decided",
            value=f"{_DECIDED[found.decision]}, {day(found.decided_on)}, by {found.decided_by}"
            if found.decision
            else "Not yet",
        ),
        Fact(name="Why", value=found.reason or "Not said yet"),
    ]
    if found.decision == "launch":
        facts += [
            Fact(name="By", value=words([names[each] for each in found.channels])),
            Fact(name="When", value=f"{day(found.starts_on, none='?')} to {day(found.ends_on, none='?')}"),
            Fact(name="What is used", value=found.materials or "Not said"),
            Fact(name="Reached", value=share(found.reached, found.out_of)),
            Fact(name="What it came to", value=found.evaluation or "Nobody has looked yet"),
        ]
    return ThingPage(
        title=found.topic,
        crumbs=(HOME, CAMPAIGNS, Crumb(text=found.reference)),
        lead=f"{found.reference} · {_DECIDED[found.decision]}",
        facts=tuple(facts),
        beside=doings,
    )


def bulletin_text(title: str, opening: str, chosen: Sequence[Listed], *, by: str) -> str:
    """A bulletin in plain text: a title and a summary each, and where to read it."""
    parts = [" ".join(title.split()), opening.strip()]
    for each in chosen:
        address = settings.SITE + reverse("published:item", args=[each.publication.public_id])
        shown = each.public or each.edition
        parts.append("\n".join(filter(None, [shown.title, shown.summary, f"Read it: {address}"])))
    return "\n\n".join(filter(None, [*parts, by])) + "\n"


@dataclass(frozen=True, kw_only=True)
class BulletinPage(AddPage):
    """`sent` are the bulletins that Heed mailed; `mails`: it sends mail here."""

    sent: tuple[str, ...]
    mails: bool


def bulletin_page(form: Any, sent: Sequence[Bulletin], *, mails: bool) -> BulletinPage:
    """The form for a bulletin, and those that were mailed."""
    return BulletinPage(
        title="Make a bulletin",
        crumbs=(HOME, Crumb(text="Bulletin")),
        lead="Of what is published already: titles, summaries and addresses. Nothing else can get into it.",
        form=form,
        button="Download it",
        back=reverse("publishing:list"),
        sent=tuple(map(_sent, sent)),
        mails=mails,
    )


def _sent(row: Bulletin) -> str:
    if row.mailed_at is None:
        return f"“{row.title}”, asked for by {row.made_by}, {moment(row.made_at)}: not mailed yet"
    failed = f"; {count(row.not_mailed_to, 'mail')} could not be sent" if row.not_mailed_to else ""
    return (
        f"“{row.title}”, mailed {moment(row.mailed_at)} to {count(row.mailed_to, 'person', 'people')}{failed}"
    )


@dataclass(frozen=True, kw_only=True)
class QuestionsPage:
    """Points of learning, each with what a team is asked about it."""

    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    points: tuple[tuple[Learned, tuple[str, ...]], ...]
    closing: str
    challenge_href: str


def questions_page(review: Any, learned: Sequence[Learned], *, texts: tuple[list[str], str]) -> QuestionsPage:
    """For a team meeting of seven minutes, or for a challenge event with practitioners."""
    asked, closing = texts
    return QuestionsPage(
        title=f"Questions for teams: {review.name}",
        crumbs=(HOME, Crumb(text=review.name, href=reverse("reviews:review", args=[review.public_id]))),
        lead=f"{count(len(learned), 'point')} of learning. Print this page, or take the points that concern the team.",
        points=tuple(
            (each, tuple(text.replace("{learning}", each.text) for text in asked)) for each in learned
        ),
        closing=closing,
        challenge_href=reverse("assurance:challenges"),
    )
