"""What the memory keeps: the index, what people said of pairs, lessons, and drafts."""

from heed.memory.models.drafting import Drafted
from heed.memory.models.lessons import Lesson, LessonMember, LessonStep
from heed.memory.models.pairs import Alike, Pair, PairAnswer
from heed.memory.models.remembered import Remembered

__all__ = ["Alike", "Drafted", "Lesson", "LessonMember", "LessonStep", "Pair", "PairAnswer", "Remembered"]
