"""The judged sets: our own, and the shared folder's where it is at hand (HEED_SHARED, or beside the checkout)."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from heed.kit.similarity.meaning import NAME, load_encoder

HERE = Path(__file__).resolve().parents[2]
JUDGED = HERE / "tests/gold/memory"
SHARED = Path(os.environ.get("HEED_SHARED", HERE.parent / "shared")) / "data/reading/recurrence-pairs.json"

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Register:
    """Texts, the lessons that each repeats, and pairs of them (by number)."""

    name: str
    texts: list[str]
    lessons: list[frozenset[str]]

    def pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(len(self.texts)), 2))

    def same(self, pairs: Sequence[tuple[int, int]]) -> Array:
        return np.array([bool(self.lessons[one] & self.lessons[other]) for one, other in pairs])


def own(half: str) -> Register:
    """Half of the register that was drawn from our own documents."""
    kept = [
        each
        for each in json.loads((JUDGED / "register.json").read_text(encoding="utf-8"))["recommendations"]
        if each["half"] == half and each["in_pairs"]
    ]
    return Register(half, [each["text"] for each in kept], [frozenset(each["lessons"]) for each in kept])


def whole() -> list[dict[str, Any]]:
    """All 409 recommendations, which queries search."""
    kept: list[dict[str, Any]] = json.loads((JUDGED / "register.json").read_text(encoding="utf-8"))[
        "recommendations"
    ]
    return kept


def queries(half: str) -> list[dict[str, Any]]:
    return [
        each
        for each in json.loads((JUDGED / "queries.json").read_text(encoding="utf-8"))
        if each["half"] == half
    ]


def recurrence_pairs() -> list[dict[str, Any]] | None:
    """The shared folder's 109 judged pairs, or nothing where the folder is not here."""
    return json.loads(SHARED.read_text(encoding="utf-8")) if SHARED.is_file() else None


def shared_register() -> Register | None:
    """The 197 texts of those pairs as a register, with the lessons that we judged over them."""
    pairs = recurrence_pairs()
    if pairs is None:
        return None
    texts = list(dict.fromkeys(each[side]["text"] for each in pairs for side in ("a", "b")))
    judged = json.loads((JUDGED / "shared-register.json").read_text(encoding="utf-8"))["lessons"]
    return Register(
        "inspections",
        texts,
        [
            frozenset(
                name for name, members in judged.items() if sha256(text.encode()).hexdigest()[:12] in members
            )
            for text in texts
        ],
    )


def taught() -> tuple[Register, list[int]]:
    """The sentences written to teach by, and the practice (by number) that each is about."""
    texts, lessons, practices = [], [], []
    lesson = practice = 0
    for line in (Path(__file__).parent / "taught.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            practice += 1
        if not line.strip() or line.startswith(("#", "==")):
            lesson += 1
            continue
        texts.append(line.strip())
        lessons.append(frozenset([str(lesson)]))
        practices.append(practice)
    return Register("taught", texts, lessons), practices


class Kept:
    """An encoder that keeps what it has encoded in a file outside the repository: encode once."""

    def __init__(self) -> None:
        self.path = Path(tempfile.gettempdir()) / f"heed-encodings-{NAME.rsplit(' ', 1)[-1]}.npz"
        self.known: dict[str, Array] = {}
        if self.path.is_file():
            with np.load(self.path, allow_pickle=False) as kept:
                self.known = {key: kept[key] for key in kept.files}

    def encode(self, texts: Sequence[str]) -> Array:
        return np.concatenate(self.encode_with_spans(texts, [()] * len(texts)))

    def encode_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> list[Array]:
        keys = [
            sha256(f"{text} {list(each)}".encode()).hexdigest()[:24]
            for text, each in zip(texts, spans, strict=True)
        ]
        new = {key: at for at, key in enumerate(keys) if key not in self.known}
        if new:
            rows = load_encoder().encode_with_spans(
                [texts[at] for at in new.values()], [spans[at] for at in new.values()]
            )
            self.known.update(zip(new, rows, strict=True))
            np.savez(self.path, **self.known)  # type: ignore[arg-type]
        return [self.known[key] for key in keys]
