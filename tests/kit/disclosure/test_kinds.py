"""Each kind of identifier: what is one, what only looks like one, and what is proposed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.kit.disclosure import NOTHING_KNOWN, Act, Kind, Known, find_identifiers, read_layers, suppress
from heed.kit.disclosure.numbers import nhs_check


def found(text: str, known: Known = NOTHING_KNOWN) -> dict[Kind, list[str]]:
    out: dict[Kind, list[str]] = {}
    for hit in find_identifiers(read_layers(text.encode(), "x.txt"), None, known):
        if hit.place != "the name of the file":
            out.setdefault(hit.kind, []).append(hit.words)
    return out


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The number is 943 476 5919.", Kind.NHS_NUMBER, "943 476 5919"),
        ("NHS number 943 476 5918 was typed.", Kind.NHS_NUMBER, "943 476 5918"),
        ("NI: AB 12 34 56 C", Kind.NI_NUMBER, "AB 12 34 56 C"),
        ("Ring 020 7946 0018 or write.", Kind.PHONE, "020 7946 0018"),
        ("Ring +44 (0)7700 900123.", Kind.PHONE, "+44 (0)7700 900123"),
        ("Write to j.holt@example.org now.", Kind.EMAIL, "j.holt@example.org"),
        ("They live in SW1A 1AA since.", Kind.POSTCODE, "SW1A 1AA"),
        (
            "See https://www.facebook.com/jayden.holt for it.",
            Kind.ADDRESS,
            "https://www.facebook.com/jayden.holt",
        ),
        ("He was born on 3 May 2016.", Kind.DATE_OF_BIRTH, "3 May 2016"),
        ("DOB 03.05.2016", Kind.DATE_OF_BIRTH, "03.05.2016"),
        ("On the 14th of March it rained.", Kind.DATE, "the 14th of March"),
        ("Seen 2021-03-14 at home.", Kind.DATE, "2021-03-14"),
        ("She was aged seven then.", Kind.AGE, "aged seven"),
        ("A 15-year-old was seen.", Kind.AGE, "15-year-old"),
        ("J.H. told us.", Kind.INITIALS, "J.H."),
        ("At Wheatfield Primary School they knew.", Kind.SCHOOL, "Wheatfield Primary School"),
        ("They lived at 12 Quay Terrace with him.", Kind.PLACE, "12 Quay Terrace"),
        ("Crime reference 44190012345 was given.", Kind.REFERENCE, "44190012345"),
        ("She has cystic fibrosis.", Kind.RARE_FACT, "cystic fibrosis"),
    ],
)
def test_an_identifier_is_found(text: str, kind: Kind, words: str) -> None:
    assert words in found(text).get(kind, [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The budget was 943 476 5918 pounds.", Kind.NHS_NUMBER),
        ("Form BG 12 34 56 C is old.", Kind.NI_NUMBER),
        ("Form QQ123456C is an example.", Kind.NI_NUMBER),
        ("Paragraph A1 2BC of the annex.", Kind.POSTCODE),
        ("In March 2021 it rained.", Kind.DATE),
        ("Working Together to Safeguard Children 2018 says so.", Kind.DATE),
        ("The review took 15 months.", Kind.AGE),
        ("All local schools and each primary school were told.", Kind.SCHOOL),
        ("See https://www.example.org/guidance/working-together.", Kind.ADDRESS),
        ("The figure for 2019 was 0.123456789012.", Kind.PHONE),
        ("The Safeguarding Children Partnership asked the Council.", Kind.NAME),
    ],
)
def test_what_only_looks_like_one_is_left(text: str, kind: Kind) -> None:
    assert kind not in found(text)


def test_the_check_digit_of_nhs_numbers() -> None:
    assert nhs_check("9434765919")
    assert nhs_check("4010232137")
    assert not nhs_check("4010232138")
    assert not nhs_check("1111111111")


@pytest.mark.parametrize(
    ("text", "proposed"),
    [("On 14 March 2021 it rained.", "March 2021"), ("She was aged seven.", "of primary school age"),
     ("Born 14 March 2016.", "2016"), ("A 3-week-old was seen.", "under one year old")],
)  # fmt: skip
def test_dates_and_ages_are_made_general(text: str, proposed: str) -> None:
    [hit] = [
        hit for hit in find_identifiers(read_layers(text.encode(), "x.txt")) if hit.act is Act.GENERALISE
    ]
    assert hit.proposed == proposed


def test_names_are_replaced_with_the_pseudonym_of_the_case() -> None:
    known = Known(people=("Jayden Holt",), pseudonyms=("Child K",), called=(("Jayden Holt", "Child K"),))
    hits = find_identifiers(
        read_layers(b"JAYDEN HOLT came; Holt, Jayden went; Jayden's aunt; jayden.", "x.txt"), None, known
    )
    assert [(hit.words, hit.proposed) for hit in hits if hit.kind is Kind.NAME] == [
        ("JAYDEN HOLT", "Child K"), ("Holt, Jayden", "[name]"), ("Jayden's", "Child K’s"), ("jayden", "Child K"),
    ]  # fmt: skip


def test_facts_that_are_rare_together() -> None:
    text = "In spring the girl, aged seven, was taken to hospital from Brigg Street on 14 March 2021 with her aunt."
    assert Kind.COMBINATION in found(text)
    assert Kind.COMBINATION not in found(
        "The girl was seen in hospital by a nurse, who wrote a letter to the surgery that day."
    )


TABLE = [
    ["Area", "Boys", "Girls", "Total"],
    ["North", "12", "3", "15"],
    ["South", "20", "18", "38"],
    ["East", "9", "11", "20"],
    ["Total", "41", "32", "73"],
]


@pytest.mark.parametrize("below", [4, 5, 10, 12])
def test_no_total_gives_back_what_is_left_out(below: int) -> None:
    done = suppress(TABLE, below)
    out = {(y, x) for y, row in enumerate(done.rows) for x, cell in enumerate(row) if cell == "c"}
    assert done.primary
    assert all(done.rows[y][x] == "c" for y, x in done.primary)
    for axis in (0, 1):
        for line in {place[axis] for place in out}:
            assert sum(place[axis] == line for place in out) != 1
    assert not [cell for row in done.rows[1:] for cell in row[1:] if cell != "c" and 0 < int(cell) < below]


def test_a_table_without_small_numbers_stays() -> None:
    assert suppress([["A", "B"], ["x", "0"], ["y", "50"]], 5).rows == (("A", "B"), ("x", "0"), ("y", "50"))


def test_small_numbers_in_a_table_are_hits() -> None:
    page = b"""<html><table><tr><th>Area</th><th>Children</th><th>Year</th></tr><tr><td>North</td><td>3</td><td>2</td></tr>
    <tr><td>South</td><td>41</td><td>3</td></tr></table>"""
    hits = [hit for hit in find_identifiers(read_layers(page, "t.html")) if hit.kind is Kind.SMALL_NUMBER]
    assert [(hit.words, hit.proposed) for hit in hits] == [("3", "fewer than 5")]


def test_an_authors_name_is_a_hit_that_may_stand() -> None:
    known = Known(may_be_named=("Sarah Whitcombe",))
    hits = find_identifiers(read_layers(b"By Sarah Whitcombe, with Tyra Okafor.", "x.txt"), None, known)
    assert [(hit.words, hit.act) for hit in hits] == [
        ("Sarah Whitcombe", Act.KEEP),
        ("Tyra Okafor", Act.REPLACE),
    ]


@given(
    st.integers(2, 5).flatmap(
        lambda wide: st.lists(
            st.lists(st.integers(0, 30), min_size=wide, max_size=wide), min_size=2, max_size=5
        )
    ),
    st.integers(2, 8),
)
@settings(max_examples=60, deadline=None)
def test_no_sums_give_a_small_number_back(inner: list[list[int]], below: int) -> None:
    """By linear algebra: a cell that is left out is told when its unit vector is a sum of the tables' equations."""
    rows = [[*row, sum(row)] for row in inner]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    heads = [*(f"C{x}" for x in range(len(inner[0]))), "Total"]
    table = [
        ["Area", *heads],
        *([f"R{y}" if y < len(inner) else "Total", *map(str, row)] for y, row in enumerate(rows)),
    ]
    done = suppress(table, below)
    out = sorted({*done.primary, *done.secondary})
    shown = [int(cell) for row in done.rows[1:] for cell in row[1:] if cell != "c"]
    assert not [each for each in shown if 0 < each < below]
    if not out or len(out) == len(rows) * len(rows[0]):
        return
    equations = np.array(
        [
            [float(place[axis] == line) for place in out]
            for axis in (0, 1)
            for line in {place[axis] for place in out}
        ]
    )
    rank = np.linalg.matrix_rank(equations)
    for number, place in enumerate(out):
        unit = np.zeros(len(out))
        unit[number] = 1
        told = np.linalg.matrix_rank(np.vstack([equations, unit])) == rank
        assert not told, (place, done.rows)
