"""A report as the register would have it now: a layout filled in for a review, or for the whole partnership."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.reports.queries import fills, fills_about, fills_of_all
from heed.reports.queries.layouts import find_layout
from heed.reports.queries.register import OfReview, within
from heed.reports.rules import Layout, Section
from heed.reports.types import Block, Composed, Gap, Heading, Paragraph, Said
from heed.reviews.queries import find_review

_OF_REVIEW: Mapping[str, fills.Fill] = {
    "asked": fills.asked,
    "behind": fills_about.behind,
    "discuss": fills_about.discuss,
    "done": fills.done,
    "figures": fills_about.figures,
    "findings": fills.findings,
    "good_practice": fills.good_practice,
    "impact": fills_about.impact,
    "key_learning": fills.key_learning,
    "lived": fills_about.lived,
    "method": fills_about.method,
    "plan": fills.plan,
    "principles": fills_about.principles,
    "promised": fills.promised,
    "questions": fills_about.questions,
    "recommendations": fills.recommendations,
    "themes": fills.themes,
    "withheld": fills.withheld,
}
_OF_ALL: Mapping[str, fills_of_all.Fill] = {
    "challenge": fills_of_all.challenge,
    "decisions": fills_of_all.decisions,
    "heard": fills_of_all.heard,
    "impact_of_all": fills_of_all.impact_of_all,
    "little_progress": fills_of_all.little_progress,
    "progress_reviews": fills_of_all.progress_reviews,
    "progress_whole": fills_of_all.progress_whole,
    "repeated": fills_of_all.repeated,
}


def compose(actor: Actor, *, layout: str, subject: str, at: datetime) -> Composed:
    """What a report of this layout says now. `subject` is the public id of a review, or "" for a layout about all.

    It says what stands in the scope of its review, or what everybody in the partnership may see, and nothing else: so
    it says the same for everybody who may read it. `NotVisible` for a review that the actor may not see; `Invalid` for
    a layout that there is not, or that is about something else.
    """
    check_may(actor, Permission.READ_REGISTER)
    on = timezone.localdate(at)
    chosen, edition = find_layout(actor, layout, on=on)
    if chosen.of_review != bool(subject):
        sentence = (
            f"“{chosen.name}” is {'about one review' if chosen.of_review else 'about all reviews together'}."
        )
        raise Invalid(sentence, fields={"layout": sentence})
    if chosen.of_review:
        review = find_review(actor, subject)
        of = OfReview(within(actor, review.scope_id), review, on, full=chosen.full)
        words = _words(actor, on, review)
        blocks = blocks_about(chosen, of, words)
    else:
        of_all = fills_of_all.OfAll(within(actor, get_partnership_scope(actor.partnership_id).pk), on)
        words = _words(actor, on, None)
        blocks = [block for each in chosen.sections for block in _section(each, words, _of_all(each, of_all))]
    return Composed(
        layout=layout,
        edition=edition,
        title=_filled_in(chosen.title, words),
        lead=f"{actor.partnership_name}, {words['on']}",
        review=subject,
        partnership=actor.partnership_name,
        on=on,
        blocks=tuple(blocks),
    )


_Words = Mapping[str, str]


def blocks_about(layout: Layout, of: OfReview, words: _Words) -> list[Block]:
    """A layout filled in for one review."""
    return [block for each in layout.sections for block in _section(each, words, _of_review(each, of))]


def _words(actor: Actor, on: date, review: Any) -> _Words:
    """What standing text may ask for."""
    return {
        "partnership": actor.partnership_name,
        "on": f"{on.day} {on:%B %Y}",
        "year": str(on.year),
        "review": review.name if review else "all reviews",
        "kind": review.kind if review else "",
    }


def _filled_in(text: str, words: _Words) -> str:
    """Standing text with what it asks for; whatever else stands in brackets stays as it was written."""
    return re.sub(r"\{(\w+)\}", lambda match: words.get(match[1], match[0]), text)


def _section(section: Section, words: _Words, filled: Iterator[Block]) -> Iterator[Block]:
    if section.heading:
        yield Heading(f"{section.key}/heading", Said(_filled_in(section.heading, words)), section.level)
    for number, text in enumerate(section.text, 1):
        yield Paragraph(f"{section.key}/text-{number}", (Said(_filled_in(text, words)),))
    if section.typed:
        yield Gap(f"{section.key}/typed", section.typed)
    yield from filled
    if section.statement:
        yield Gap(f"{section.key}/statement", section.statement, statement=True)


def _of_review(section: Section, of: OfReview) -> Iterator[Block]:
    fill = _OF_REVIEW.get(section.fill)
    level = section.level + 1 if section.heading else section.level
    return fill(fills.Place(section.key, level, of)) if fill else iter(())


def _of_all(section: Section, of: fills_of_all.OfAll) -> Iterator[Block]:
    fill = _OF_ALL.get(section.fill)
    return fill(fills_of_all.Place(section.key, section.level, of)) if fill else iter(())


def check_fills(layout: Layout) -> list[str]:
    """The fills of a layout that there is no function for: none, unless the rules have a slip."""
    known = _OF_REVIEW if layout.of_review else _OF_ALL
    return [each.fill for each in layout.sections if each.fill and each.fill not in known]
