"""Requests for information, and what was found for a person, as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.information.presenters.words import in_time, outcome_name
from heed.information.queries.mentions import not_searched
from heed.information.types import MARKS, Mark, RequestKind
from heed.platform.ui.components import Content, Crumb, Fact, Row, Tab, quote
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, moment, words

OVERVIEW = Crumb(text="Information governance", href="/information/")
REQUESTS_CRUMB = Crumb(text="Requests for information", href="/information/requests/")


def _crumbs(found: Any, *more: Crumb) -> tuple[Crumb, ...]:
    own = Crumb(text=found.reference, href=reverse("information:request", args=[found.public_id]))
    return (OVERVIEW, REQUESTS_CRUMB, own, *more)


def request_page_of(
    found: Any,
    *,
    rule: Mapping[str, Any],
    searches: Sequence[Any],
    open_mentions: int,
    mentions: int,
    doings: tuple[Doing, ...],
    today: date,
) -> ThingPage:
    """A request with its clock and how the last day was found."""
    personal = found.kind == RequestKind.SUBJECT_ACCESS
    facts = [
        Fact(name="Asked by", value=found.asked_by),
        Fact(name="What they ask for", value=found.asked),
        Fact(name="It came on", value=day(found.received_on)),
        Fact(name="Answer by", value=f"{day(found.due_on)}: {found.due_because}"),
        Fact(name="The rule", value=f"{rule['says']} {rule['source']}."),
    ]
    if found.extended_on:
        facts.append(Fact(name="Extended", value=f"On {day(found.extended_on)}: {found.extension_reason}"))
    if personal:
        checked = f"On {day(found.identity_checked_on)}" if found.identity_checked_on else "Not yet"
        facts += [
            Fact(name="About", value=found.person_name),
            Fact(name="Other names", value=", ".join(found.other_names) or "None given"),
            Fact(name="Date of birth", value=day(found.born_on, none="Not given")),
            Fact(name="Identity checked", value=checked),
        ]
    if found.outcome:
        reason = f": {found.outcome_reason}" if found.outcome_reason else ""
        facts += [
            Fact(name="Outcome", value=f"{outcome_name(found.outcome)}{reason}"),
            Fact(name="Answered", value=f"{day(found.answered_on)}, kept by {found.answered_by}"),
        ]
    return ThingPage(
        title=f"{rule['name']} request {found.reference}",
        crumbs=(OVERVIEW, REQUESTS_CRUMB, Crumb(text=found.reference)),
        lead=in_time(found, today),
        facts=tuple(facts),
        tables=_searches(searches) if personal else (),
        links=_links(found, open_mentions, mentions) if personal and searches else (),
        beside=doings,
    )


def _links(found: Any, open_mentions: int, mentions: int) -> tuple[Content, ...]:
    working = link("The working list", reverse("information:mentions", args=[found.public_id]))
    listed: list[Content] = [working, f"{open_mentions:,} of {count(mentions, 'mention')} not looked at"]
    if mentions and not open_mentions:
        address = reverse("information:bundle", args=[found.public_id])
        forms = (("docx", "Word"), ("xlsx", "Excel"), ("json", "JSON"))
        listed += [link(f"What goes out, as {name}", f"{address}?form={form}") for form, name in forms]
    return tuple(listed)


def _searches(searches: Sequence[Any]) -> tuple[Table, ...]:
    if not searches:
        return ()
    newest = searches[0]
    total = sum(number or 0 for _, number, _ in newest.searched)
    silent = [each for each in newest.searched if each[1] is not None and not each[2]]
    telling = [each for each in newest.searched if each not in silent]
    return (
        Table(
            heading="What was searched",
            lead=(
                f"On {moment(newest.searched_at)} {newest.searched_by} searched {count(total, 'row')} for "
                f"{words(newest.names)}. Only what that person may see was searched: what is restricted to others, "
                "or not open to their role, is searched by somebody who may see it. Not searched: "
                f"{words(not_searched())}, pictures, and scans whose words were never read."
            ),
            columns=_SEARCHED,
            rows=_searched(telling),
            empty="Nothing was found anywhere.",
        ),
        *(
            [
                Table(
                    heading="Where nothing was found",
                    columns=_SEARCHED,
                    rows=_searched(silent),
                    folded=f"{count(len(silent), 'place')} where nothing was found",
                )
            ]
            if silent
            else []
        ),
    )


_SEARCHED = columns("Kept in", "Rows looked at", "Mentions")


def _searched(found: Sequence[Any]) -> tuple[Row, ...]:
    """What stands where, how much of it was looked at, and what was found there."""
    said = (
        (what, "not searched" if number is None else f"{number:,}", f"{mentions:,}")
        for what, number, mentions in found
    )
    return rows(list(said))


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Words that mention the person, each once: `places` says where else they stand."""

    quote: Content
    href: str
    state: str
    open: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class MentionsPage:
    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    passages: tuple[Passage, ...]
    page: int
    pages: int
    query: Mapping[str, Sequence[str]]
    shown: int


_TABS = {
    "open": "Not looked at",
    Mark.ABOUT: "Goes out",
    Mark.THIRD_PARTY: "About others",
    Mark.WITHHELD: "Withheld",
    Mark.SOMEBODY_ELSE: "Somebody else",
}


def mentions_page(found: Any, mentions: Sequence[Any], *, mark: str, page: int, size: int) -> MentionsPage:
    """The working list under one mark; the same words in several places stand once."""
    wanted = mark if mark in _TABS else "open"
    of_mark: dict[str, list[list[Any]]] = {key: [] for key in _TABS}
    grouped: dict[str, list[Any]] = {}
    for each in mentions:
        grouped.setdefault(each.passage, []).append(each)
    for same in grouped.values():
        of_mark[next((each.mark for each in same if each.mark), "") or "open"].append(same)
    listed = of_mark[wanted]
    pages = max(-(-len(listed) // size), 1)
    page = min(page, pages)
    address = reverse("information:mentions", args=[found.public_id])
    shown = listed[(page - 1) * size : page * size]
    return MentionsPage(
        title=f"Where {found.person_name} is mentioned",
        lead=f"{count(len(mentions), 'mention')} in {count(len(grouped), 'passage')}; each passage stands here once.",
        crumbs=_crumbs(found, Crumb(text="Working list")),
        tabs=tuple(
            Tab(text=f"{name} ({len(of_mark[key])})", href=f"{address}?mark={key}", current=key == wanted)
            for key, name in _TABS.items()
        ),
        passages=tuple(_passage(found, same) for same in shown),
        page=page,
        pages=pages,
        query={"mark": [wanted]},
        shown=sum(len(same) for same in shown),
    )


def _passage(found: Any, same: Sequence[Any]) -> Passage:
    first = same[0]
    more = f", and in {count(len(same) - 1, 'other place')}" if len(same) > 1 else ""
    return Passage(
        quote=quote(
            text=first.given_out or first.passage,
            source=f"{first.what}{more}",
            href=first.href or None,
            link_text="see it there",
            size="small",
        ),
        href=reverse("information:mention", args=[found.public_id, first.public_id]),
        state="; ".join(filter(None, [MARKS.get(first.mark, ""), first.reason])),
        open=not first.mark,
        label=f"{first.what}: {first.found}",
    )


def mention_page(found: Any, row: Any, same: Sequence[Any], doings: tuple[Doing, ...]) -> ThingPage:
    """One passage with every place in which it stands."""
    listing = reverse("information:mentions", args=[found.public_id])
    return ThingPage(
        title=f"“{row.found}”",
        crumbs=_crumbs(found, Crumb(text="Working list", href=listing), Crumb(text="Passage")),
        lead=f"A mention of {found.person_name}. Keeping it here brings you to the next that is open.",
        facts=(
            Fact(name="The words", value=row.passage),
            *(Fact(name="Stands in", value=link(each.what, each.href)) for each in same),
            *(
                (Fact(name="Marked", value=f"{MARKS.get(row.mark, '')}, by {row.marked_by}"),)
                if row.mark
                else ()
            ),
        ),
        doings=doings,
    )


def bundle_rows(passages: Sequence[Any]) -> Iterator[list[str | int]]:
    """What goes out: each passage in the words that were left of it."""
    for number, each in enumerate(passages, start=1):
        yield [number, each.what, each.given_out or each.passage]
