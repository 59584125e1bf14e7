"""Drafts of recommendations with advice, as their page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.memory.models import Drafted
from heed.memory.presenters.before import match_summary
from heed.memory.queries import Advised, Line
from heed.memory.types import Likeness
from heed.plans.queries import CameOf, SmartTest
from heed.platform.ui.components import Content, Crumb, Fact, joined
from heed.platform.ui.things import Table, columns, link, rows
from heed.platform.ui.wording import count, day


@dataclass(frozen=True, kw_only=True)
class DraftCard:
    """One draft: its words, who, by when, what the tests say, and what it would repeat."""

    number: int
    text: str
    facts: str
    advice: tuple[str, ...]
    repeats: Content
    came: str
    lessons: tuple[tuple[str, str], ...]
    near: Content
    href: str


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    words: str
    over: str


@dataclass(frozen=True, kw_only=True)
class DraftingPage:
    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    cards: tuple[DraftCard, ...]
    budget: tuple[BudgetLine, ...]
    registered: Table
    dropped: Table
    form: Any
    typed_href: str
    review_ref: str
    searched: str
    what_to_do: str
    """The words of the link to one draft."""

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors)


def drafting_page(
    review: Any,
    found: Sequence[Advised],
    figures: Sequence[Line],
    registered: Sequence[Drafted],
    dropped: Sequence[Drafted],
    came: Mapping[int, CameOf],
    *,
    form: Any,
    searched: str,
    registers: bool,
) -> DraftingPage:
    repeated = sum(_repeats(each) for each in found)
    return DraftingPage(
        title=f"Draft recommendations of {review.name}",
        crumbs=(
            Crumb(text="Reviews", href=reverse("reviews:list")),
            Crumb(text=review.name, href=reverse("reviews:review", args=[review.public_id])),
            Crumb(text="Draft recommendations"),
        ),
        lead=(f"{count(len(found), 'draft')}, {repeated} of them asked before. " if found else "")
        + "A draft is in no register: it becomes a recommendation when it is put there.",
        cards=tuple(_card(number, each, came) for number, each in enumerate(found, start=1)),
        budget=tuple(_budget(each) for each in figures),
        registered=Table(
            heading="In the register",
            columns=columns("Recommendation", "Its words", "By", "When"),
            rows=rows(
                [
                    (
                        link(
                            _name(each.registered_as),
                            reverse("learning:recommendation", args=[each.registered_as.public_id]),
                        ),
                        each.text,
                        each.registered_by.name if each.registered_by else "",
                        day(each.registered_at),
                    )
                    for each in registered
                    if each.registered_as
                ]
            ),
        ),
        dropped=Table(
            heading="Dropped",
            columns=columns("Draft", "Why", "By", "When"),
            rows=rows(
                [
                    (
                        each.text,
                        each.dropped_why,
                        each.dropped_by.name if each.dropped_by else "",
                        day(each.dropped_at),
                    )
                    for each in dropped
                ]
            ),
        ),
        form=form,
        typed_href=reverse("memory:typed"),
        review_ref=review.public_id,
        searched=searched,
        what_to_do="Change it, put it in the register or drop it" if registers else "Change or drop it",
    )


def _name(row: Any) -> str:
    return f"{row.reference} ({row.label})" if row.label else row.reference


def registered_words(row: Drafted) -> Content:
    """Of a draft that is in the register: as what, with the link there, by whom and when; "" of one that is not."""
    made = row.registered_as
    if made is None:
        return ""
    href = reverse("learning:recommendation", args=[made.public_id])
    by = row.registered_by.name if row.registered_by else ""
    return joined(
        ["In the register as ", link(_name(made), href), f", put there by {by}, {day(row.registered_at)}."]
    )


_FACTS = (
    ("Recommendation", "text"),
    ("Asked of", "asked_of"),
    ("By when", "by_when"),
    ("How it will be known", "how_we_will_know"),
    ("What changes for children", "outcome"),
    ("Why it was dropped", "dropped_why"),
)


def draft_facts(row: Drafted) -> tuple[Fact, ...]:
    """What a draft says, of one that can be changed no more."""
    return tuple(Fact(name=name_, value=getattr(row, name)) for name_, name in _FACTS if getattr(row, name))


def _repeats(each: Advised) -> bool:
    if not each.before.matches:
        return False
    first = each.before.matches[0]
    return (first.said.answer if first.said else first.verdict) == Likeness.SAME


def _card(number: int, each: Advised, came: Mapping[int, CameOf]) -> DraftCard:
    row = each.row
    first = each.before.matches[0] if each.before.matches else None
    same = _repeats(each)
    facts = [
        f"Asked of {row.asked_of}" if row.asked_of else "",
        f"by {row.by_when}" if row.by_when else "",
        f"known by: {row.how_we_will_know}" if row.how_we_will_know else "",
    ]
    of_first = came.get(first.key) if first else None
    return DraftCard(
        number=number,
        text=row.text,
        facts=" · ".join(filter(None, facts)),
        advice=advice_lines(each.tests),
        repeats=match_summary(first) if first and same else "",
        came=_came(of_first) if of_first and same else "",
        lessons=tuple((one.name, reverse("memory:lesson", args=[one.public_id])) for one in each.lessons),
        near=match_summary(first) if first and not same else "",
        href=reverse("memory:draft", args=[row.public_id]),
    )


def _came(came: CameOf) -> str:
    many = len(came.actions)
    if not many:
        return "No action is recorded for it."
    return f"{count(many, 'action')} promised, {came.reported} reported complete, {came.verified} verified."


def advice_lines(tests: Sequence[SmartTest]) -> tuple[str, ...]:
    """What the five tests find wanting, each in a line."""
    return tuple(f"{each.name}: {each.says}" for each in tests if not each.passed)


def _budget(line: Line) -> BudgetLine:
    many = (
        count(line.many, "recommendation") if line.name == "Recommendations" else f"{line.many} {line.name}"
    )
    return BudgetLine(words=many, over=f"{line.most} at most is advised" if line.is_over else "")


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """One draft, to be changed or dropped."""

    title: str
    crumbs: tuple[Crumb, ...]
    doings: tuple[Any, ...]
    advice: tuple[str, ...]
    earlier: tuple[tuple[str, str, str], ...]
    """What was said until when, and by whom."""
    before: Any
    typed_href: str
    registered: Content
    facts: tuple[Fact, ...]
    """What a draft that can be changed no more says, in lines of label and words."""

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in self.doings)
