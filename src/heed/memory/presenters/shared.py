"""The shared library as pages show it: what is in it, one review of it, and what is looked at before one is put in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from heed.memory.models import SharedPart, SharedReview
from heed.memory.queries.shared import NAME, Part, ToShare
from heed.platform.ui.components import Content, Crumb, Fact, Row, element, joined, quote
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day, words

_ROOM = 320


def library_page(shared: Iterable[SharedReview]) -> ThingPage:
    """All that is shared here."""
    return ThingPage(
        title="Shared library",
        crumbs=(Crumb(text="Shared library"),),
        lead="Published reviews that a partnership on this installation put in once for all of them to search. An "
        "officer puts one in from the page of a review that is marked as published.",
        tables=(
            Table(
                heading="Reviews",
                columns=columns("Review", "Area", "Published", "Put in by"),
                rows=rows(
                    [
                        (
                            link(each.name, reverse("shared:shared", args=[each.public_id])),
                            each.area,
                            day(each.on, none="no day known"),
                            f"{each.given_by.name}, {day(each.shared_at)}",
                        )
                        for each in shared
                    ]
                ),
                empty="Nothing is in it yet.",
            ),
        ),
    )


_OWN = "Your own partnership put this in. Every partnership on this installation reads it as it stands here."


def shared_page(
    shared: SharedReview, parts: Sequence[SharedPart], doings: tuple[Doing, ...], *, own: bool
) -> ThingPage:
    """One review, as everybody here reads it; `own` where the reader's partnership put it in."""
    held = count(shared.held_back, "passage")
    asked = [each for each in parts if each.is_recommendation]
    others = [each for each in parts if not each.is_recommendation]
    return ThingPage(
        title=shared.name,
        crumbs=(
            Crumb(text="Shared library", href=reverse("shared:library")),
            Crumb(text=shared.name),
        ),
        lead=_OWN
        if own
        else f"Published elsewhere: {shared.area or 'no area named'}. Words of another partnership's review, "
        "unverified here.",
        facts=(
            Fact(name="Kind", value=shared.kind),
            Fact(name="Area", value=shared.area or "none named"),
            Fact(name="Published", value=day(shared.on, none="no day known")),
            Fact(name="Put in by", value=f"{shared.given_by.name}, {day(shared.shared_at)}"),
            Fact(name="Called in it", value=_called(shared)),
            Fact(
                name="Held back",
                value=f"{held}, for what looks like a name" if shared.held_back else "Nothing",
            ),
        ),
        tables=(
            Table(heading="Recommendations", columns=columns("Label", "Words"), rows=_rows(asked, "")),
            Table(heading="The report", columns=columns("Page", "Words"), rows=_rows(others, "page")),
        ),
        beside=doings,
    )


def _called(shared: SharedReview) -> str:
    if not shared.pseudonyms:
        return "Nobody by a name"
    named = words([f"{each} ({shared.area})" if shared.area else each for each in shared.pseudonyms])
    return f"{named}: others than those called the same elsewhere"


def _rows(parts: Sequence[SharedPart], first: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            cells=[
                element("span", str(each.page or "") if first else each.label, id=f"part-{each.position}"),
                each.text,
            ]
        )
        for each in parts
    )


def check_page(review: Any, found: ToShare, form: Any) -> ThingPage:
    """What is to be looked at before a review is put in: each passage in which something seems to be a name."""
    held = [each for each in found.parts if each.is_held]
    named = sum(bool(each.names) for each in found.parts)
    return ThingPage(
        title=f"Share {review.name}",
        crumbs=(
            Crumb(text="Reviews", href=reverse("reviews:list")),
            Crumb(text=review.name, href=reverse("reviews:review", args=[review.public_id])),
            Crumb(text="Share it"),
        ),
        lead=f"{count(len(found.parts), 'passage')} were looked through for names of people; in {named} something "
        "seems to be one. This finds much and not everything: read the report too. What is shared can be found by "
        "everybody who reads the register of any partnership on this installation.",
        notice="A published report can still print a name, and what is shared can follow a child for life.",
        doings=(
            Doing(
                key="share",
                title="Put it into the shared library",
                button="Share it",
                form=form,
                tone="primary",
            ),
        ),
        tables=(
            Table(
                heading="Always held back",
                lead="A name, or what looks like one, stands beside what the review calls its people"
                f" ({words(list(found.pseudonyms)) or 'nobody is called by another name in it'}).",
                columns=columns("Where", "Seems to be a name", "Words"),
                rows=rows(
                    [(_where(each), _names(each), quote(text=_cut(each), size="small")) for each in held]
                ),
                empty="No passage: nothing like a name stands beside a pseudonym.",
            ),
        ),
    )


def passages_to_choose(found: ToShare) -> list[tuple[str, str]]:
    """What somebody may let through, by number: what the review calls its people, its own name, and passages, each
    with what seems to be a name."""
    called = [
        (
            str(number),
            f"The review calls somebody “{each}”: a pseudonym, and not what anybody is called in life",
        )
        for number, each in found.doubtful.items()
    ]
    own = (
        [(str(NAME), f"The review's own name, {_names(found.name)}: {found.name.text}")]
        if found.name.names
        else []
    )
    return [
        *called,
        *own,
        *_passages(found),
    ]


def _passages(found: ToShare) -> list[tuple[str, str]]:
    return [
        (str(number), f"{_where(each)}, {_names(each)}: {_cut(each)}")
        for number, each in enumerate(found.parts)
        if each.names and not each.is_held
    ]


def _where(part: Part) -> str:
    if part.is_recommendation:
        return f"Recommendation {part.label}".strip()
    return f"Page {part.page}" if part.page else "The report"


def _names(part: Part) -> str:
    return words(list(dict.fromkeys(f"“{each.words}”" for each in part.names)))


def _cut(part: Part) -> str:
    """About so much of a passage around the first name in it."""
    text = " ".join(part.text.split())
    if len(text) <= _ROOM:
        return text
    at = max(0, text.find(part.names[0].words) - _ROOM // 2)
    return f"{'…' if at else ''}{text[at : at + _ROOM]}…"


def share_line(review: Any, shared: SharedReview | None, *, may: bool, published: bool) -> Content:
    """On a review's page: how it stands in the shared library, and what can be done about it."""
    if shared:
        there = link("In the shared library", reverse("shared:shared", args=[shared.public_id]))
        return joined([there, f" since {day(shared.shared_at)}: every partnership here finds it."])
    if may and published:
        return link("Put it into the shared library", reverse("shared:check", args=[review.public_id]))
    return ""
