"""`heed memory score-pairs`: no register, no database, no network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from heed.cli.main import main

PAIRS = [
    {
        "a": {
            "doc": "one.pdf",
            "label": "1",
            "text": "Ensure that core groups are held on time and minuted.",
        },
        "b": {
            "doc": "two.pdf",
            "label": "4",
            "text": "Core groups to meet every six weeks, with a record circulated.",
        },
        "same": True,
    },
    {"a": {"text": "Relaunch the escalation policy."}, "b": {"text": "Publish advice on safer sleeping."}},
]


def test_scores_and_verdicts_come_in_the_order_of_the_pairs(tmp_path: Path) -> None:
    file = tmp_path / "pairs.json"
    file.write_text(json.dumps(PAIRS), encoding="utf-8")
    done = CliRunner().invoke(main, ["memory", "score-pairs", str(file), "--json"])
    assert done.exit_code == 0, done.output
    first, second = json.loads(done.output)
    assert first["verdict"] == "same"
    assert "core group" in first["why"]
    assert second["verdict"] == "different"
    assert 0 <= second["score"] < first["score"] <= 1
    told = CliRunner().invoke(main, ["memory", "score-pairs", str(file)]).output
    assert "same" in told.splitlines()[0]


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[1]",
        '[{"a": {"text": 3}, "b": {"text": "x"}}]',
        '{"other": []}',
        '{"pairs": "words"}',
        '"words"',
        "[" * 100_000,
    ],
)
def test_a_file_of_something_else_is_named_in_one_sentence(tmp_path: Path, content: str) -> None:
    file = tmp_path / "pairs.json"
    file.write_text(content, encoding="utf-8")
    done = CliRunner().invoke(main, ["memory", "score-pairs", str(file)])
    assert done.exit_code == 1
    assert "is not a JSON list of pairs" in done.output
    assert "Traceback" not in done.output


def test_an_empty_file_and_one_of_no_words_are_named(tmp_path: Path) -> None:
    file = tmp_path / "pairs.json"
    for content in (b"", b"\x00\x01\x02"):
        file.write_bytes(content)
        done = CliRunner().invoke(main, ["memory", "score-pairs", str(file)])
        assert done.exit_code == 1
        assert done.output.startswith("Error: pairs.json: The file ")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_whichever_encoding_it_stands(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "pairs.json"
    pair = {"a": "Children’s core groups held on time", "b": "Half a letter \ud800 and an empty one: "}
    written = json.dumps([pair, {"a": "", "b": ""}], ensure_ascii=False).replace("\ud800", "\\ud800")
    file.write_text(written, encoding=encoding)
    for words in ([], ["--json"]):
        done = CliRunner().invoke(main, ["memory", "score-pairs", str(file), *words])
        assert done.exit_code == 0, done.output


def test_no_pairs_are_no_scores(tmp_path: Path) -> None:
    file = tmp_path / "pairs.json"
    file.write_text("[]", encoding="utf-8")
    done = CliRunner().invoke(main, ["memory", "score-pairs", str(file), "--json"])
    assert (done.exit_code, json.loads(done.output)) == (0, [])
