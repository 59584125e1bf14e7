"""What the memory keeps: a module for each thing."""

from heed.memory.models.drafting import Drafted, DraftedAnswer
from heed.memory.models.lessons import Lesson, LessonMember, LessonStep
from heed.memory.models.pairs import Alike, Pair, PairAnswer
from heed.memory.models.passages import Changed, Passage, PassagePoint, PassageText, Stirred
from heed.memory.models.remembered import Remembered
from heed.memory.models.saved import SavedSearch
from heed.memory.models.shared import SharedPart, SharedReview
from heed.memory.models.themes import Themed

__all__ = [
    "Alike",
    "Changed",
    "Drafted",
    "DraftedAnswer",
    "Lesson",
    "LessonMember",
    "LessonStep",
    "Pair",
    "PairAnswer",
    "Passage",
    "PassagePoint",
    "PassageText",
    "Remembered",
    "SavedSearch",
    "SharedPart",
    "SharedReview",
    "Stirred",
    "Themed",
]
