"""More of what the register says about one review: figures, impact, the child's life, what lies behind, questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from heed.learning.queries.written import matching_of_review
from heed.plans.types import OPEN, REPORTED_OR_FURTHER, VERIFIED_OR_FURTHER, ActionState
from heed.platform.ui.wording import count, day
from heed.reports.queries.fills import Filled, Place, name_of, one_line, paragraphs
from heed.reports.queries.layouts import layout_rules
from heed.reports.queries.register import of_action, of_finding, of_recommendation, of_review
from heed.reports.types import Points, Said, Source, Table
from heed.reviews.queries.people import role_names


def figures(place: Place) -> Filled:
    """How far the recommendations and actions are, reported beside verified, out of how many."""
    of, actions = place.of, [each for each in place.of.actions if each.state != ActionState.CLOSED_ELSEWHERE]
    late = [each for each in actions if _is_late(each, of.on)]
    counted: list[tuple[str, list[Any], list[Any]]] = [
        (
            "Actions reported complete",
            [each for each in actions if each.state in REPORTED_OR_FURTHER],
            actions,
        ),
        (
            "Actions verified by somebody else",
            [each for each in actions if each.state in VERIFIED_OR_FURTHER],
            actions,
        ),
        (
            "Actions looked at again later, and they held",
            [each for each in actions if each.state == ActionState.EMBEDDED],
            actions,
        ),
        ("Actions overdue", late, [each for each in actions if each.state in OPEN]),
    ]
    whole = of_review(of.review)
    rows = [_figure(name, some, every, of_action, whole) for name, some, every in counted]
    seen = [each for each in of.recommendations if each.state == "embedded"]
    rows.append(
        _figure("Recommendations with a difference seen", seen, of.recommendations, of_recommendation, whole)
    )
    columns = ("What", "How many", "Out of")
    yield Table(
        place.named("table"), f"How far it is on {day(of.on)}", columns, tuple(rows), (10, 3, 3), (1, 2)
    )


def _is_late(row: Any, on: Any) -> bool:
    return row.state in OPEN and row.due_latest is not None and row.due_latest < on


def _figure(
    name: str, some: list[Any], every: Iterable[Any], source: Callable[[Any], Source], whole: Source
) -> tuple[Said, ...]:
    """A number leads to the records that it counts; where it counts none, to the whole that they would be of."""
    of = tuple(map(source, every))
    return (
        Said(name),
        Said(str(len(some)), tuple(map(source, some)) or (whole,)),
        Said(str(len(of)), of or (whole,)),
    )


def impact(place: Place) -> Filled:
    """What was seen to change, by a named judge, as contribution and not proof; and for how much nobody has said."""
    of, judged, without = place.of, [], []
    for row in of.recommendations:
        newest = of.judgement_of(row)
        if newest is None:
            without.append(row)
        else:
            judged.append(Said(words_of_judgement(row, newest), (of_recommendation(row),)))
    if judged:
        yield Points(place.named("list"), tuple(judged))
    if without:
        words = f"Whether a difference is seen has not been judged yet for {count(len(without), 'recommendation')}."
        yield place.paragraph(words, "unjudged", sources=tuple(map(of_recommendation, without)))


def words_of_judgement(row: Any, judged: Any) -> str:
    """One judgement in a line: what came of it, and what speaks against it."""
    seen = "A difference is seen" if judged.seen else "No difference is seen"
    against = f" What speaks against it: {judged.contrary}" if judged.contrary else ""
    said = " ".join(filter(None, [judged.outcome, judged.impact]))
    return one_line(f"{name_of(row)}. {seen} ({day(judged.on)}). {said}{against}")


def method(place: Place) -> Filled:
    """How the review is carried out, as far as the register knows it: kind, guidance, terms, who reviews."""
    review, source = place.of.review, (of_review(place.of.review),)
    facts = [f"This is a {review.kind}." if review.kind else ""]
    facts.append(f"It follows {review.guidance}." if review.guidance else "")
    terms = place.of.terms
    if terms is not None:
        facts.append(f"It looks at the time from {day(terms.period_from)} to {day(terms.period_to)}.")
    people = place.of.people
    said = [each for each in facts if each]
    if said:
        yield place.paragraph(" ".join(said), "facts", sources=source)
    if people:
        yield Points(place.named("people"), tuple(Said(each, source) for each in _posts(people)))


def _posts(rows: Iterable[Any]) -> list[str]:
    names = role_names()
    said = ((each.reviewer.name, names.get(each.role, each.role)) for each in rows)
    return [f"{name}, {role[:1].lower()}{role[1:]}" for name, role in said]


def principles(place: Place) -> Filled:
    """What a review holds to."""
    yield Points(place.named("list"), tuple(map(Said, layout_rules()["principles"])))


def lived(place: Place) -> Filled:
    """What life was like for the child, as findings tell it."""
    found = False
    for row, behind in _behind(place):
        if behind.childs_life:
            found = True
            yield from paragraphs(place, behind.childs_life, row.public_id, sources=(of_finding(row),))
    if not found:
        yield place.paragraph(
            "No finding says what life was like for the child.", "none", sources=(of_review(place.of.review),)
        )


def _behind(place: Place) -> list[tuple[Any, Any]]:
    """The findings with what lies behind each, of those of which somebody said it."""
    pairs = [(each, place.of.behind(each)) for each in place.of.findings]
    return [(row, behind) for row, behind in pairs if behind is not None]


_BEHIND = {
    "reasons": "Why people acted as they did",
    "at_the_time": "How it looked at the time",
    "organisation": "How the work was organised",
    "sources": "How this is known",
    "research": "What research says",
}


def behind(place: Place) -> Filled:
    """Why, and how it is known, finding by finding; judging with hindsight is said."""
    rows = _behind(place)
    for row, said in rows:
        source: tuple[Source, ...] = (of_finding(row),)
        yield place.heading(one_line(row.text)[:110], row.public_id, sources=source)
        words = [f"{name}: {getattr(said, key)}" for key, name in _BEHIND.items() if getattr(said, key)]
        if said.hindsight:
            words.append("This judges with what was known only later.")
        yield Points(
            place.named(row.public_id, "list"),
            tuple(Said(one_line(each), source) for each in words)
            or (Said("Nothing more is recorded.", source),),
        )
    if not rows:
        yield place.paragraph(
            "Nothing is recorded of what lies behind.", "none", sources=(of_review(place.of.review),)
        )


def questions(place: Place) -> Filled:
    """Each question of the terms of reference with what answers it."""
    found = matching_of_review(place.of.actor, place.of.review.pk)
    findings = {each.reference: each for each in place.of.findings}
    asked = {each.reference: each for each in place.of.recommendations}
    rows = []
    for each in found.questions:
        answers = [findings[ref] for ref, _ in each.findings if ref in findings]
        leads = [asked[ref] for ref, _ in each.recommendations if ref in asked]
        said = (
            "; ".join([*(one_line(row.text) for row in answers), *map(name_of, leads)]) or "Not answered yet"
        )
        sources = (*map(of_finding, answers), *map(of_recommendation, leads))
        rows.append((Said(each.question, (of_review(place.of.review),)), Said(said, sources)))
    if rows:
        columns = ("Question", "What answers it")
        yield Table(place.named("table"), "Questions and what answers them", columns, tuple(rows), (5, 8))
    else:
        yield place.paragraph(
            "No terms of reference are kept.", "none", sources=(of_review(place.of.review),)
        )


def discuss(place: Place) -> Filled:
    """Questions for a team meeting, one from each thing that was learned or recommended."""
    rows = [each for each in place.of.findings if each.kind in ("weakness", "system", "other")][:5]
    said = [
        Said(f"“{one_line(row.text)}” Could this happen here? How would you know?", (of_finding(row),))
        for row in rows
    ]
    if not said:
        said = [
            Said(f"“{one_line(row.text)}” What do we do about this already?", (of_recommendation(row),))
            for row in place.of.recommendations[:5]
        ]
    if said:
        yield Points(place.named("list"), tuple(said))
