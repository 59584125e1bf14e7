"""What the register says in a report about all that everybody in the partnership may see: progress and the year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from heed.assurance.presenters import asked_of, state_of
from heed.assurance.types import Kind, Step
from heed.governance.presenters.words import title_of
from heed.governance.queries.annual import challenges_in
from heed.governance.queries.minutes import filter_decisions
from heed.governance.queries.progress import LONG_LATE, Counted, OfReview, Progress, progress_on
from heed.governance.queries.strategies import filter_strategies, focus_groups_of
from heed.kit.dates import months_after
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.memory.queries import LessonFilter, Told, told_lessons
from heed.plans.queries import judgements_of
from heed.platform.access.types import Actor
from heed.platform.ui.wording import count, day
from heed.reports.queries.fills import one_line
from heed.reports.queries.fills_about import words_of_judgement
from heed.reports.queries.register import due_of, of_action, of_recommendation, of_review, who_acts
from heed.reports.queries.register import state_of as how_far
from heed.reports.types import Block, Heading, Paragraph, Points, Said, Source, Table


@dataclass
class OfAll:
    """The partnership on a day; `actor` looks at nothing but what everybody in it may see. `first` begins the year that
    ends with the day."""

    actor: Actor
    on: date

    @property
    def first(self) -> date:
        return months_after(self.on, -12) + timedelta(days=1)

    @cached_property
    def progress(self) -> Progress:
        return progress_on(self.actor, on=self.on)

    @cached_property
    def decisions(self) -> list[Any]:
        """What was decided in the year, in meetings and by the chair, the first first."""
        rows = filter_decisions(self.actor).filter(decided_on__range=(self.first, self.on))
        return list(rows.order_by("decided_on", "pk"))


@dataclass(frozen=True, slots=True)
class Place:
    key: str
    level: int
    of: OfAll

    def named(self, *parts: str) -> str:
        return "/".join([self.key, *parts])

    def paragraph(self, words: str, *parts: str, sources: tuple[Source, ...] = ()) -> Paragraph:
        return Paragraph(self.named(*parts), (Said(one_line(words), sources),))


Filled = Iterator[Block]
Fill = Callable[[Place], Filled]
_COUNTED = (
    ("Recommendations", "recommendations"),
    ("Difference seen", "embedded"),
    ("Actions", "actions"),
    ("Still open", "open"),
    ("Overdue", "overdue"),
    ("Reported", "reported"),
    ("Verified", "verified"),
    ("Held later", "lasting"),
)
_WIDTHS = (17, 12, 9, 9, 10, 11, 10, 8)


def _of(each: OfReview) -> Source:
    return Source("review", each.reference, each.ref, 0, "reviews:review")


def progress_whole(place: Place) -> Filled:
    """All of it in one sentence and one table: reported beside verified."""
    found = place.of.progress
    sources, whole = tuple(map(_of, found.reviews)), found.whole
    if not whole.actions:
        yield place.paragraph("No action is in the plan.", "none", sources=sources)
        return
    words = (
        f"Of {count(whole.actions, 'action')}, {whole.reported} are reported complete and {whole.verified} verified "
        f"by somebody employed elsewhere. {whole.overdue} are overdue. A difference was seen for {whole.embedded} of "
        f"{count(whole.recommendations, 'recommendation')}."
    )
    yield place.paragraph(words, "in short", sources=sources)
    row = tuple(Said(str(getattr(whole, each)), sources) for _, each in _COUNTED)
    columns = tuple(name for name, _ in _COUNTED)
    caption = f"All reviews on {day(place.of.on)}"
    yield Table(place.named("table"), caption, columns, (row,), _WIDTHS, tuple(range(len(columns))))


def progress_reviews(place: Place) -> Filled:
    """The same, review by review."""
    rows = tuple(_review_row(each) for each in place.of.progress.reviews)
    if not rows:
        yield place.paragraph("There is no review.", "none")
        return
    columns = ("Review", *(name for name, _ in _COUNTED))
    numbers = tuple(range(1, len(columns)))
    yield Table(place.named("table"), "Review by review", columns, rows, (16, *_WIDTHS), numbers)


def _review_row(each: OfReview) -> tuple[Said, ...]:
    source = (_of(each),)
    counted: Counted = each.counted
    figures = (Said(str(getattr(counted, name)), source) for _, name in _COUNTED)
    return (Said(f"{each.name} ({each.reference})", source), *figures)


def little_progress(place: Place) -> Filled:
    """Reviews of which no action was ever verified, and actions that are long late, often moved or held up."""
    found = place.of.progress
    if found.untouched:
        yield place.paragraph("No action of these reviews was ever verified:", "untouched")
        yield Points(
            place.named("untouched", "list"),
            tuple(
                Said(f"{each.name} ({each.reference}): {count(each.counted.actions, 'action')}", (_of(each),))
                for each in found.untouched
            ),
        )
    if found.stuck.rows:
        words = (
            f"{count(found.stuck.total, 'action')} more than {LONG_LATE} days late, moved at least twice, stalled or "
            "open again."
        )
        sources = tuple(map(of_action, found.stuck.rows))
        yield place.paragraph(words, "stuck", sources=sources)
        rows = tuple(_stuck(each) for each in _told(place, found.stuck.rows))
        columns = ("Action", "Who", "By when", "How far")
        yield Table(place.named("stuck", "table"), "Little or no progress", columns, rows, (8, 4, 3, 3))
    if not (found.untouched or found.stuck.rows):
        yield place.paragraph("Nothing is stuck, and every review has verified actions.", "none")


def _told(place: Place, actions: Iterable[Any]) -> list[Any]:
    """Those of which the public may read: not where all that an action serves is withheld."""
    rows = list(actions)
    served = filter_recommendations(place.of.actor, RecommendationFilter()).filter(actions__in=rows)
    withheld: dict[int, list[bool]] = {}
    for action, each in served.order_by().values_list("actions", "withheld"):
        withheld.setdefault(action, []).append(each)
    return [row for row in rows if not all(withheld.get(row.pk, [False]))]


def _stuck(row: Any) -> tuple[Said, ...]:
    source = (of_action(row),)
    moved = f", moved {row.moves} times" if row.moves > 1 else ""
    said = (row.text, who_acts(row), due_of(row), f"{how_far(row)}{moved}")
    return tuple(Said(one_line(each), source) for each in said)


def impact_of_all(place: Place) -> Filled:
    """What was judged in the year to have changed, each with the minute that speaks of it."""
    rows = []
    asked = filter_recommendations(place.of.actor, RecommendationFilter()).select_related("review")
    for row in (
        asked.filter(difference_judgements__isnull=False, withheld=False)
        .distinct()
        .order_by("review", "position")
    ):
        judged = judgements_of(place.of.actor, row.public_id)[0]
        if place.of.first <= judged.on <= place.of.on:
            minuted = [each for each in place.of.decisions if _speaks_of(each, row)]
            rows.append(_outcome(row, judged, minuted))
    if rows:
        columns = ("Review", "What came of it", "Minuted in")
        yield Table(place.named("table"), "Evidence of impact", columns, tuple(rows), (4, 10, 4))
    else:
        yield place.paragraph("In this year nobody judged whether a difference is seen.", "none")


def _speaks_of(decision: Any, recommendation: Any) -> bool:
    return bool(decision.review_id and decision.review_id == recommendation.review_id)


def _outcome(row: Any, judged: Any, minuted: list[Any]) -> tuple[Said, ...]:
    return (
        Said(row.review.name, (of_review(row.review),)),
        Said(words_of_judgement(row, judged), (of_recommendation(row),)),
        _minuted(minuted),
    )


def _minuted(decisions: Iterable[Any]) -> Said:
    found = [each for each in decisions if each.meeting]
    words = "; ".join(f"{each.reference}, {title_of(each.meeting)}" for each in found)
    return Said(words or "In no minute", tuple(map(_of_meeting, found)))


def _of_meeting(decision: Any) -> Source:
    meeting = decision.meeting
    return Source("meeting", decision.reference, meeting.public_id, meeting.version, "governance:minutes")


def decisions(place: Place) -> Filled:
    """What was decided in the year, review by review, each with its minute."""
    by_review: dict[Any, list[Any]] = {}
    for each in place.of.decisions:
        about = each.review or (each.action.review if each.action_id and each.action.review_id else None)
        by_review.setdefault(about, []).append(each)
    for about, rows in by_review.items():
        name = about.name if about else "Of no one review"
        key = about.public_id if about else "none"
        sources = (of_review(about),) if about else ()
        yield Heading(place.named(key), Said(name, sources), place.level + 1)
        columns = ("Decided", "By", "On", "Minuted in")
        cells = tuple(_decided(each) for each in rows)
        yield Table(place.named(key, "table"), f"Decisions: {name}", columns, cells, (8, 4, 3, 4))
    if not by_review:
        yield place.paragraph("No decision was minuted in this year.", "none")


def _decided(row: Any) -> tuple[Said, ...]:
    source: tuple[Source, ...] = (_of_meeting(row),) if row.meeting else ()
    if row.action_id:
        source = (*source, of_action(row.action))
    words = sentences(row.title, row.reason)
    return (
        Said(one_line(words), source),
        Said(row.decided_by, source),
        Said(day(row.decided_on), source),
        _minuted([row]),
    )


def heard(place: Place) -> Filled:
    """What people who live with what the partnership works on said in focus groups, and what changed because of it."""
    rows = []
    for strategy in filter_strategies(place.of.actor):
        source = (
            Source(
                "strategy", strategy.reference, strategy.public_id, strategy.version, "governance:strategy"
            ),
        )
        for group in focus_groups_of(place.of.actor, strategy):
            if group.held_on and place.of.first <= group.held_on <= place.of.on:
                rows += [_point(group, each, source) for each in group.points.all()]
    if rows:
        columns = ("Who", "What was said", "What changed")
        yield Table(place.named("table"), "What was said and what changed", columns, tuple(rows), (4, 7, 7))
    else:
        yield place.paragraph("No focus group was held in this year.", "none")


def _point(group: Any, point: Any, source: tuple[Source, ...]) -> tuple[Said, ...]:
    changes = [f"{each.words} ({day(each.on)})" for each in point.changes.all()]
    who = f"{group.with_whom}, {day(group.held_on)}"
    said = (who, point.text, " ".join(changes) or "Nothing is said of it yet")
    return tuple(Said(one_line(each), source) for each in said)


_MOST_LESSONS = 10


def repeated(place: Place) -> Filled:
    """Lessons that were recommended more than once: the most repeated, those repeated after they had been closed, and
    the oldest of which no difference is seen. No agency stands beside them."""
    told = told_lessons(place.of.actor, LessonFilter())
    if not told:
        yield place.paragraph("No lesson is named yet that was recommended more than once.", "none")
        return
    again = [each for each in told if each.last and place.of.first <= each.last <= place.of.on]
    after = [each for each in told if each.after_closure]
    open_ones = [each for each in told if not each.is_embedded]
    oldest = min(open_ones, key=lambda each: each.first or place.of.on, default=None)
    words = (
        f"Named lessons that reviews recommended more than once: {len(told)}. Recommended again in this year: "
        f"{len(again)}. Recommended again after what was promised had been closed: {len(after)}."
    )
    yield place.paragraph(words, "in short", sources=tuple(map(_of_lesson, told)))
    if oldest is not None:
        since = f", first recommended on {day(oldest.first)}" if oldest.first else ""
        sentence = f"The oldest of which no difference is seen: {oldest.lesson.name}{since}."
        yield place.paragraph(sentence, "oldest", sources=(_of_lesson(oldest),))
    most = sorted(told, key=lambda each: (-len(each.tellings), -each.after_closure, each.lesson.reference))
    columns = ("Lesson", "Recommended", "Of them after closure", "First", "Last", "Now")
    rows = tuple(_lesson_row(each) for each in most[:_MOST_LESSONS])
    yield Table(place.named("table"), "Recommended again", columns, rows, (8, 3, 3, 3, 3, 4), (1, 2))


def _of_lesson(told: Told) -> Source:
    row = told.lesson
    return Source("lesson", row.reference, row.public_id, row.version, "memory:lesson")


def _lesson_row(told: Told) -> tuple[Said, ...]:
    said = (
        told.lesson.name,
        str(len(told.tellings)),
        str(told.after_closure),
        day(told.first, none="no day known"),
        day(told.last, none="no day known"),
        "Difference seen" if told.is_embedded else "Not embedded",
    )
    return tuple(Said(one_line(each), (_of_lesson(told),)) for each in said)


def sentences(*said: str) -> str:
    """Several things said one after another, each with its full stop."""
    return " ".join(each if each.endswith((".", "?", "!")) else f"{each}." for each in said if each)


def challenge(place: Place) -> Filled:
    """Every challenge of the year with its answer and its effect."""
    year = challenges_in(place.of.actor, last=place.of.on)
    rows = []
    for each in year.of(Kind.CHALLENGE):
        source = (Source("assurance", each.reference, each.public_id, each.version, "assurance:one"),)
        answers = [entry.words for entry in each.entries.all() if entry.step == Step.REPLY and entry.words]
        effect = each.effect or "No effect is written down"
        said = (
            sentences(each.topic, each.question),
            f"{each.asked_for} to {asked_of(each)}, {day(each.asked_at)}",
            " ".join(answers) or "No answer",
            f"{state_of(each, place.of.on)[0]}. {effect}",
        )
        rows.append(tuple(Said(one_line(words), source) for words in said))
    if rows:
        columns = ("What was asked", "From and to", "Answer", "What came of it")
        yield Table(place.named("table"), "Challenges", columns, tuple(rows), (6, 4, 6, 5))
    else:
        yield place.paragraph("Nobody was challenged in this year.", "none")
