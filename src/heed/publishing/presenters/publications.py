"""Publications in preparation, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.platform.ui.components import Content, Crumb, Fact, element, joined, tag
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, moment, size
from heed.publishing.looking import UNREAD
from heed.publishing.models import Edition, Hit, Publication
from heed.publishing.policies import Condition
from heed.publishing.presenters.words import HOME, crumb_of, forbidden_table, state_tag
from heed.publishing.queries.dates import Standing
from heed.publishing.queries.publications import Listed, kinds, tellings
from heed.publishing.types import ANSWERED, FORMS, PUBLIC, State

_GROUPS: tuple[tuple[str, frozenset[State], str], ...] = (
    ("Being prepared", frozenset({State.PREPARING, State.CHECKED}), "Nothing is being prepared."),
    ("To come out", frozenset({State.APPROVED, State.EMBARGOED}), "Nothing waits for its day."),
    ("Published", PUBLIC, "Nothing is published yet. Begin a publication, or open the page of a review."),
    ("No longer published", frozenset({State.OVER, State.WITHDRAWN}), "Nothing was withdrawn."),
    ("Discarded before it came out", frozenset({State.DISCARDED}), "Nothing was discarded."),
)


def list_page(found: Sequence[Listed], *, links: tuple[Content, ...]) -> ThingPage:
    """Every publication, by where it is."""
    return ThingPage(
        title="Publishing",
        crumbs=(),
        lead="What the partnership makes public, from the first draft to the public library.",
        tables=tuple(
            Table(
                heading=heading,
                columns=columns("Publication", "What it is", "Review", "Where it is"),
                rows=rows([_row(each) for each in found if each.state in states]),
                empty=empty,
            )
            for heading, states, empty in _GROUPS
        ),
        links=links,
    )


def _row(each: Listed) -> list[Content]:
    row = each.publication
    on = f" until {day(row.publish_on)}" if each.state is State.EMBARGOED else ""
    return [
        link(each.edition.title, reverse("publishing:publication", args=[row.public_id])),
        kinds()[row.kind].name,
        link(row.review.name, reverse("reviews:review", args=[row.review.public_id])) if row.review else "",
        joined([state_tag(each.state), on]),
    ]


@dataclass(frozen=True, kw_only=True)
class PublicationPage(ThingPage):
    """A publication with the panel of its approval."""

    panels: tuple[Panel, ...] = ()


def publication_page(
    publication: Publication,
    edition: Edition,
    state: State,
    found: Sequence[Condition],
    forbidden: Sequence[Standing],
    doings: tuple[Doing, ...],
    *,
    panels: tuple[Panel, ...],
    today: date,
) -> PublicationPage:
    """What is to come out, what stops it, who was told, and what can be done."""
    open_ = edition.published_at is None and not edition.discarded_at and publication.withdrawn_at is None
    missing = [each for each in found if not each.met]
    return PublicationPage(
        title=edition.title,
        crumbs=(HOME, Crumb(text=publication.reference)),
        lead=joined([f"{publication.reference} · {kinds()[publication.kind].name} · ", state_tag(state)]),
        notice=_notice(publication, edition, state),
        facts=_facts(publication, edition),
        tables=tuple(
            filter(
                None,
                [
                    _conditions(found, missing) if open_ else None,
                    _tellings(publication) if publication.tellings.all() else None,
                    forbidden_table(forbidden) if open_ and forbidden else None,
                    _files(publication, edition),
                    _editions(publication),
                    _addresses(edition),
                ],
            )
        ),
        beside=doings,
        links=_links(publication, open_=open_),
        panels=panels,
    )


def _notice(publication: Publication, edition: Edition, state: State) -> Content:
    if state is State.WITHDRAWN:
        who = f"Withdrawn by {publication.withdrawn_by}, {moment(publication.withdrawn_at)}"
        return f"{who}. Its address says: “{publication.notice}”"
    if state is State.DISCARDED:
        return (
            f"Discarded by {edition.discarded_by}, {moment(edition.discarded_at)}. It can be taken up again."
        )
    if state is State.EMBARGOED:
        return f"Under embargo: it comes out by itself on {day(publication.publish_on)}, unless something stops it."
    if state in PUBLIC:
        href = reverse("published:item", args=[publication.public_id])
        return joined(
            [f"Everybody can read it since {moment(edition.published_at)}: ", link("see it as they do", href)]
        )
    if publication.publish_on:
        return f"Planned for {day(publication.publish_on)}: it comes out then if everything below is done."
    if edition.number > 1:
        stays = f"Edition {edition.number - 1} stays until this one comes out."
        return f"Edition {edition.number} corrects what is public: {edition.why}. {stays}"
    return ""


def _facts(publication: Publication, edition: Edition) -> tuple[Fact, ...]:
    review = publication.review
    return (
        Fact(
            name="Review",
            value=link(str(review), reverse("reviews:review", args=[review.public_id]))
            if review
            else "Of the partnership",
        ),
        Fact(name="Summary", value=edition.summary or "None yet"),
        Fact(name="Themes", value=", ".join(edition.themes) or "None chosen"),
        Fact(
            name="Text",
            value=f"{count(len(edition.words.split()), 'word')}, brought by {edition.brought_by}"
            + (f" from “{edition.source_name}”" if edition.source_name else "")
            if edition.words
            else "None yet: bring a file, or write it",
        ),
        Fact(name="What it may do to people", value=publication.impact or "Not noted yet"),
        Fact(
            name="The public copy stays",
            value=f"until {day(publication.public_until)}" if publication.public_until else "Not decided yet",
        ),
        Fact(
            name="Search engines", value="May list it" if publication.indexed else "Are asked not to list it"
        ),
        Fact(
            name="Where each recommendation stands",
            value="Its page says it, by label" if publication.status_shown else "Not on its page",
        ),
    )


def _conditions(found: Sequence[Condition], missing: Sequence[Condition]) -> Table:
    return Table(
        heading="Before it comes out",
        key="before",
        lead=f"{len(found) - len(missing)} of {len(found)} done." if missing else "Nothing stops it.",
        columns=columns("What", "Done", "Still to do"),
        rows=rows(
            [
                (
                    each.what,
                    tag(text="Done", tone="green") if each.met else tag(text="Not yet", tone="amber"),
                    "" if each.met else each.why,
                )
                for each in sorted(found, key=lambda each: each.met)
            ]
        ),
    )


def _tellings(publication: Publication) -> Table:
    rules = tellings()
    return Table(
        heading="Who is told first",
        key="told",
        columns=columns("Who", "When", "How, or why not"),
        rows=rows(
            [
                (
                    rules[each.key].name if each.key in rules else each.key,
                    "Set aside"
                    if each.set_aside
                    else f"{day(each.done_on)}, said {each.said_by}"
                    if each.done_on
                    else "Not yet",
                    each.words,
                )
                for each in publication.tellings.all()
            ]
        ),
    )


def _files(publication: Publication, edition: Edition) -> Table:
    return Table(
        heading="The files",
        key="files",
        lead="Made from the words alone. Whoever approves approves exactly these bytes.",
        columns=columns("Form", "Size", "SHA-256"),
        rows=rows(
            [
                (
                    link(
                        FORMS[each.form][0],
                        reverse("publishing:file", args=[publication.public_id, each.form]),
                    ),
                    size(each.size),
                    element("span", each.sha256, class_="heed-hash"),
                )
                for each in edition.forms.all()
            ]
        ),
        empty="They are made when the check is finished.",
    )


def _editions(publication: Publication) -> Table | None:
    public = [each for each in publication.editions.all() if each.published_at]
    if not public:
        return None
    return Table(
        heading="Editions",
        columns=columns("Edition", "Published", "What it corrects", "Now"),
        rows=rows(
            [
                (
                    f"Edition {each.number}",
                    f"{moment(each.published_at)}, by {each.published_by}",
                    each.why,
                    f"Replaced {moment(each.replaced_at)}" if each.replaced_at else "The newest",
                )
                for each in reversed(public)
            ]
        ),
    )


def _addresses(edition: Edition) -> Table | None:
    if not edition.addresses.all():
        return None
    said = {True: "Leads somewhere", False: "Leads nowhere: correct it", None: "Not known"}
    return Table(
        heading="Web addresses in it",
        columns=columns("Address", "What the network says", "Asked"),
        rows=rows(
            [
                (
                    each.address,
                    f"{said[each.works]}{f' ({each.note})' if each.note else ''}",
                    day(each.looked_at, none="Not yet"),
                )
                for each in edition.addresses.all()
            ]
        ),
    )


def _links(publication: Publication, *, open_: bool) -> tuple[Content, ...]:
    ref = publication.public_id
    found = [
        ("The text", "publishing:text") if open_ else None,
        ("What the check found", "publishing:check"),
        ("Whom it reached", "publishing:reach"),
    ]
    return tuple(link(text, reverse(name, args=[ref])) for text, name in filter(None, found))


def check_page(publication: Publication, edition: Edition, hits: Sequence[Hit]) -> ThingPage:
    """What the check found, once for each wording, what nobody has answered first."""
    left = sum(not each.answer for each in hits)
    return ThingPage(
        title="What the check found",
        crumbs=(HOME, crumb_of(publication), Crumb(text="Check")),
        lead="The check helps a person to look. It proves nothing: what it does not find may be there.",
        notice=f"{count(left, 'place')} to answer before anything can be approved." if left else "",
        tables=(
            Table(
                heading="To answer",
                columns=columns("Found", "What it may be", "Where", "In place"),
                rows=rows([_hit(each, hits) for each in _once(hits) if not each.answer]),
                empty="Everything is answered." if edition.words else "There is no text yet.",
            ),
            Table(
                heading="Answered",
                columns=columns("Found", "What it may be", "What became of it", "By whom, why"),
                rows=rows(
                    [
                        (
                            each.found,
                            each.says,
                            ANSWERED[each.answer] + (f": “{each.instead}”" if each.instead else ""),
                            f"{each.answered_by}, {day(each.answered_at)}"
                            + (f": {each.reason}" if each.reason else ""),
                        )
                        for each in _once(hits)
                        if each.answer
                    ]
                ),
                empty="Nothing yet.",
            ),
        ),
    )


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """The first of those that are found in the same words and layer."""
    first: dict[Any, Hit] = {}
    for each in hits:
        first.setdefault((each.kind, each.layer, each.found, each.answer), each)
    return list(first.values())


def _hit(hit: Hit, hits: Sequence[Hit]) -> tuple[Content, ...]:
    alike = [each for each in hits if (each.kind, each.layer, each.found) == (hit.kind, hit.layer, hit.found)]
    where = hit.place if len(alike) == 1 else f"{hit.place} and {count(len(alike) - 1, 'more', 'more')}"
    return (
        link(hit.found, reverse("publishing:hit", args=[hit.edition.publication.public_id, hit.public_id])),
        hit.says,
        joined([tag(text=hit.layer, tone="red"), " ", where]) if hit.layer else where,
        in_place(hit),
    )


def in_place(hit: Hit) -> Content:
    """What was found among the words around it."""
    return joined([hit.before, element("mark", hit.found), hit.after])


def _where_unseen(hit: Hit) -> str:
    if hit.layer == UNREAD:
        return "Look at the file yourself: say that it is left out, or that it may stay unread, and why."
    return f"A reader does not see it: it stands in a {hit.layer}." if hit.layer else ""


def hit_page(
    publication: Publication, hit: Hit, alike: Sequence[Hit], doings: tuple[Doing, ...]
) -> ThingPage:
    """One thing that the check found, in every place, and the form to answer it."""
    answered = (
        f"{ANSWERED[hit.answer]} by {hit.answered_by}, {moment(hit.answered_at)}." if hit.answer else ""
    )
    return ThingPage(
        title=f"“{hit.found}”",
        crumbs=(
            HOME,
            crumb_of(publication),
            Crumb(text="Check", href=reverse("publishing:check", args=[publication.public_id])),
            Crumb(text="One place"),
        ),
        lead=f"{hit.says}. {answered}",
        notice=_where_unseen(hit),
        tables=(
            Table(
                heading="In place",
                columns=columns("Where", "Words"),
                rows=rows([(each.place, in_place(each)) for each in alike]),
            ),
        ),
        beside=doings,
    )
