"""Prepared texts kept as bytes and lists, so that a register of many thousands is compared without being read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heed.kit.similarity.asks import Ask
from heed.kit.similarity.judge import Judge, Prepared
from heed.kit.similarity.meaning import DIMENSIONS

if TYPE_CHECKING:
    from heed.kit.similarity.meaning import Array

SHORTLIST = 150
"""How many of the nearest in meaning are worth comparing in full."""


@dataclass(frozen=True)
class Kept:
    """A prepared text for a database: `encoding` holds its vectors (half-precision, a row each, the whole first)."""

    text: str
    encoding: bytes
    ask: Mapping[str, Any]


def keep(prepared: Prepared) -> Kept:
    """What to store of a prepared text."""
    import numpy as np

    return Kept(prepared.ask.text, prepared.vectors.astype(np.float16).tobytes(), prepared.ask.as_json())


def bring_back(judge: Judge, kept: Kept) -> Prepared:
    """A text that was kept, ready to be compared; by the same weights as when it was prepared."""
    return judge.restore(Ask.from_json(kept.text, kept.ask), vectors_of(kept.encoding))


def vectors_of(encoding: bytes) -> Array:
    """The vectors of an encoding: shape (1 + spans, 384), float32."""
    import numpy as np

    result: Array = np.frombuffer(encoding, dtype=np.float16).reshape(-1, DIMENSIONS).astype(np.float32)
    return result
