"""What the audit log keeps of lessons, of looking for them, of searches and of themes."""

from heed.platform.audit_log.types import event


@event("memory.looked_up")
class LookedUp:
    """Asked whether a text was recommended before, and was shown {matches} earlier recommendations."""

    matches: int


@event("pair.answered")
class PairAnswered:
    """Said of {one} and {other}: {answer}."""

    one: str
    other: str
    answer: str


@event("lesson.named")
class LessonNamed:
    """Named lesson {reference}, of {recommendations} recommendations."""

    reference: str
    recommendations: int


@event("lesson.renamed")
class LessonRenamed:
    """Gave lesson {reference} another name."""

    reference: str


@event("lesson.joined")
class LessonsJoined:
    """Joined lesson {reference} into {kept}."""

    reference: str
    kept: str


@event("lesson.split")
class LessonSplit:
    """Split lesson {reference}: some of its recommendations are {made} now."""

    reference: str
    made: str


@event("lesson.grown")
class LessonGrown:
    """Added recommendations to lesson {reference}: {recommendations}."""

    reference: str
    recommendations: int


@event("lesson.taken_out")
class TakenOutOfLesson:
    """Took recommendations out of lesson {reference}: {recommendations}."""

    reference: str
    recommendations: int


@event("drafted.written")
class DraftWritten:
    """Drafted a recommendation of the review."""


@event("drafted.changed")
class DraftChanged:
    """Changed a draft of a recommendation."""


@event("drafted.dropped")
class DraftDropped:
    """Dropped a draft of a recommendation."""


@event("drafted.answered")
class DraftAnswered:
    """Said of a draft and {earlier}: {answer}."""

    earlier: str
    answer: str


@event("drafted.registered")
class DraftRegistered:
    """Put a draft into the register as {reference}, with {answers} answers about earlier recommendations."""

    reference: str
    answers: int


@event("search.saved")
class SearchSaved:
    """Saved a search."""

    tells: bool


@event("search.forgotten")
class SearchForgotten:
    """Forgot a saved search."""


@event("search.told")
class SearchTold:
    """Told that {new} new answers match a saved search."""

    new: int


@event("search.taken")
class SearchTaken:
    """Downloaded {rows} answers of a search as {form}."""

    form: str
    rows: int


@event("theme.said")
class ThemeSaid:
    """Said whether it has a theme: {says}."""

    says: str


@event("shared.put_in")
class ReviewShared:
    """Put this review into the shared library: {passages} passages, {held_back} held back."""

    passages: int
    held_back: int


@event("shared.taken_out")
class ReviewTakenOut:
    """Took this review out of the shared library."""
