"""What seems to be a name of a person, and what does not."""

from __future__ import annotations

import pytest

from heed.kit.disclosure import load_names

PSEUDONYMS = ("Child K", "Mother")


def found(text: str) -> list[tuple[str, bool]]:
    return [(each.words, each.beside) for each in load_names().find(text, PSEUDONYMS, ["Harrowdale Council"])]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Child K (Jayden) was seen at home by a health visitor.", ["Jayden"]),
        ("Child K's aunt, Tyra Okafor, rang the school.", ["Tyra Okafor"]),
        ("Mother told Dr Penhaligon that Child K slept badly.", ["Dr Penhaligon"]),
        ("Mother said that Tyra Page’s sister minded Child K.", ["Tyra Page’s"]),
        ("Child K went to live in Lower Brackendale with her grandmother.", ["Lower Brackendale"]),
    ],
)
def test_a_name_beside_a_pseudonym_is_found(text: str, names: list[str]) -> None:
    assert found(text) == [(name, True) for name in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The review was written by Sarah Whitcombe.", ["Sarah Whitcombe"]),
        ("Independent reviewer: Mr J. Thorne", ["Mr J. Thorne"]),
    ],
)
def test_a_name_elsewhere_is_found_and_may_be_let_through(text: str, names: list[str]) -> None:
    assert found(text) == [(name, False) for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "Child K was known to Harrowdale Council and to the Health Visiting service.",
        "Core groups should be held on time. Agencies must say so to the Board.",
        "Mother and Child K were seen in March. Nobody asked about Father.",
        "The Safeguarding Children Partnership should audit Strategy Meetings by September.",
        "Child K's school rang. Nobody read Mother’s letter, or the Council’s answer to it.",
        "Child K: Contents, Foreword, Introduction. The Actions and the Response follow the Supervision Policy.",
    ],
)
def test_agencies_months_roles_and_pseudonyms_are_no_names(text: str) -> None:
    assert found(text) == []
