"""What was recommended before, on the card of a proposed recommendation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from heed.memory.models import Lesson
from heed.memory.presenters.before import MatchCard, match_card, searched_words
from heed.memory.types import Before, Likeness
from heed.plans.queries import CameOf
from heed.platform.ui.components import Content, details, element, joined, quote, tag
from heed.platform.ui.things import link
from heed.platform.ui.wording import count


def beside_proposal(
    found: Before, came: Mapping[int, CameOf], lessons: Mapping[int, Sequence[Lesson]], *, on: date
) -> Content:
    """A line that can be opened; nothing where nothing asks the same, or something near it."""
    same = [each for each in found.matches if each.verdict == Likeness.SAME]
    if not found.matches:
        return ""
    cards = [
        match_card(each, came.get(each.key, CameOf()), on=on, lessons=lessons)
        for each in same or found.matches
    ]
    first = cards[0]
    others = f" and {count(len(cards) - 1, 'other')}" if len(cards) > 1 else ""
    summary = f"{'Recommended before' if same else 'Something near it'}: {first.reference}{others}"
    later = element("p", _LATER, class_="heed-secondary")
    body = joined([*(_earlier(each) for each in cards), later])
    return element(
        "div",
        tag(text="Recommended before", tone="amber") if same else None,
        details(summary=summary, body=body),
        class_="heed-proposal__before",
    )


def searched_above(found: Sequence[Before]) -> str:
    """Above the cards: what was looked through for them, the same for all."""
    none = "" if any(each.matches for each in found) else "None of these is like an earlier recommendation. "
    return f"{none}{searched_words(found[0].searched, True)}"


def said_before(
    found: Before, came: Mapping[int, CameOf], lessons: Mapping[int, Sequence[Lesson]], *, on: date
) -> Content:
    """Above a form whose words were recommended before; nothing where they were not."""
    if not found.matches:
        return ""
    cards = [match_card(each, came.get(each.key, CameOf()), on=on, lessons=lessons) for each in found.matches]
    return joined([tag(text="Recommended before", tone="amber"), *(_earlier(each) for each in cards)])


_LATER = (
    "Whether it is the same lesson is asked on the recommendation's own page, as soon as it is accepted: an answer is "
    "of two recommendations of the register, and this one is not in it yet."
)


def _earlier(card: MatchCard) -> Content:
    lines = [
        element("p", link(card.reference, card.href), " ", card.where, " · ", element("strong", card.when)),
        quote(text=card.words, size="small", note=card.why),
        element("p", card.came.summary, class_="heed-secondary"),
    ]
    if card.lessons:
        named = joined([link(name, href) for name, href in card.lessons], ", ")
        lines.append(element("p", "Part of the lesson ", named))
    return joined(lines)
