"""`heed check FILE...`: what it prints, and what it says of files that it cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from heed.cli.check import HELPS
from heed.cli.main import main


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(
        "Child K (Jayden Holt) was seen on 14 March 2021. NHS number 943 476 5919.\n\nThe MARF was sent sent back.\n"
    )
    return path


def check(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["check", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.capability("G10")
def test_each_hit_has_its_kind_place_and_layer(draft: Path) -> None:
    code, out, _ = check(draft, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["proves"] == HELPS
    hits = [(hit["kind"], hit["words"], hit["layer"]) for hit in found["disclosure"]]
    assert ("name", "Jayden Holt", "what is seen") in hits
    assert ("NHS number", "943 476 5919", "what is seen") in hits
    assert all(hit["place"] and hit["key"] for hit in found["disclosure"])
    assert {fault["kind"] for fault in found["proofing"]} >= {"undefined-acronym", "repeated-word"}


def test_it_says_that_it_proves_nothing(draft: Path) -> None:
    code, out, _ = check(draft)
    assert code == 0
    assert out.splitlines()[-1] == HELPS
    assert check(draft, "--strict")[0] == 2


def test_what_is_known_of_the_case_is_replaced_as_it_says(draft: Path, tmp_path: Path) -> None:
    known = tmp_path / "case.yaml"
    known.write_text("called: {Jayden Holt: Child K}\nglossary: {MARF: Multi-Agency Referral Form}\n")
    found = json.loads(check(draft, "--json", "--known", known)[1])
    assert [hit["proposed"] for hit in found["disclosure"] if hit["kind"] == "name"] == ["Child K"]
    assert "Multi-Agency Referral Form (MARF)" in [fault["proposed"] for fault in found["proofing"]]
    known.write_text("persons: [Jayden]\n")
    code, _, err = check(draft, "--known", known)
    assert code == 1
    assert "“persons” is not one of the lists" in err


def test_an_unreadable_file_is_named_and_the_rest_are_read(draft: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj")
    code, out, err = check(broken, draft, "--json")
    assert code == 1
    assert "broken.pdf: This file is cut short" in err
    assert json.loads(out)["file"] == "draft.txt"


def test_a_link_without_an_address_is_found_in_word_and_on_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<html><body><p>See <a href="#">the plan</a> and <a href="https://example.org/">this</a>.</p></body></html>'
    )
    [fault] = json.loads(check(page, "--json")[1])["proofing"]
    assert (fault["kind"], fault["words"]) == ("dead-link", "the plan")
