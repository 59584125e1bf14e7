"""The encoder: the known model, on this machine alone."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from heed.kit.similarity import meaning
from heed.kit.similarity.meaning import Encoder, ModelMissing, load_encoder
from heed.kit.similarity.pieces import END, START


def folder() -> Path:
    spec = meaning.find_spec(meaning.PACKAGE)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "model"


def test_it_is_the_published_model() -> None:
    """The first numbers that the model's authors print for their example sentence."""
    row = load_encoder().encode(["This is an example sentence"])[0]
    assert row[:4] == pytest.approx([0.0676569, 0.0634959, 0.0487131, 0.0793050], abs=2e-6)
    assert np.linalg.norm(row) == pytest.approx(1.0, abs=1e-6)


def test_a_text_is_the_same_alone_and_among_others() -> None:
    encoder = load_encoder()
    texts = [
        "Core groups are late.",
        "The Board should re-launch its procedure for escalating concerns.",
        "MASH",
    ]
    assert np.allclose(encoder.encode(texts)[2], encoder.encode(["MASH"])[0], atol=1e-5)


def test_spans_are_read_in_their_place() -> None:
    text = "Audit core groups; train the police."
    whole, core, police = load_encoder().encode_with_spans([text], [[(0, 17), (19, len(text))]])[0]
    again = load_encoder().encode([text])[0]
    assert np.allclose(whole, again, atol=1e-5)
    apart = load_encoder().encode(["core groups", "police training"])
    assert core @ apart[0] > police @ apart[0]
    assert police @ apart[1] > core @ apart[1]


def test_what_reads_alike_stands_near() -> None:
    one, same, other = load_encoder().encode(
        [
            "Staff should escalate when they disagree.",
            "Challenge decisions that you think wrong.",
            "Gas is cheap.",
        ]
    )
    assert one @ same > one @ other + 0.2


@pytest.mark.parametrize(
    "text",
    ["", " ", "£5,000 – “quoted” 2015−16", "中文 Ünïcödé", "x" * 5000, "word " * 2000, "\x00\u200b\ufffd"],
)
def test_any_text_is_encoded(text: str) -> None:
    row = load_encoder().encode([text])[0]
    assert np.isfinite(row).all()


def test_pieces_divide_as_the_model_was_taught() -> None:
    pieces = load_encoder()._pieces
    assert pieces.numbers("Safeguarding, café!", 20) == [START, 28805, 2075, 1010, 7668, 999, END]
    assert pieces.numbers("a " * 50, 10) == [START, *[1037] * 8, END]


def test_other_weights_are_refused(tmp_path: Path) -> None:
    for name in ("vocab.txt", "model.safetensors"):
        shutil.copy(folder() / name, tmp_path / name)
    with (tmp_path / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x01")
    with pytest.raises(ModelMissing, match="not the ones"):
        Encoder(tmp_path)


def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "PACKAGE", "no_such_model_package")
    load_encoder.cache_clear()
    with pytest.raises(ModelMissing, match="scripts/setup"):
        load_encoder()


def test_nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert Encoder(folder()).encode(["No network."]).shape == (1, 384)
