"""How alike texts are.

Whole documents: `sketch_of` each, then `likeness` of two sketches. Recommendations: `load_judge()` gives a judge that
prepares texts (`prepare`: taken apart and encoded, one pass each) and compares one with many (`compare`: score, verdict
and why for each; `relevance`: how well each answers a query). What is prepared can be kept (`keep`) and brought back
(`bring_back`); `shared_words` says where one names what it shares with another, and `families` gathers what is the same
pair by pair. All of it runs on this machine, with no network. How it works and how well: docs/explanation/memory.md.
"""

from heed.kit.similarity.families import families
from heed.kit.similarity.judge import (
    DIFFERENT,
    RELATED,
    SAME,
    Judge,
    Judgement,
    Prepared,
    edition,
    load_judge,
)
from heed.kit.similarity.keeping import SHORTLIST, Kept, bring_back, keep
from heed.kit.similarity.lexicon import load_lexicon
from heed.kit.similarity.marking import concepts_of, shared_words
from heed.kit.similarity.meaning import ModelMissing
from heed.kit.similarity.sketch import likeness, sketch_of

__all__ = [
    "DIFFERENT",
    "RELATED",
    "SAME",
    "SHORTLIST",
    "Judge",
    "Judgement",
    "Kept",
    "ModelMissing",
    "Prepared",
    "bring_back",
    "concepts_of",
    "edition",
    "families",
    "keep",
    "likeness",
    "load_judge",
    "load_lexicon",
    "shared_words",
    "sketch_of",
]
