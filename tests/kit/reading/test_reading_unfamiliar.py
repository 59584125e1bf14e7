"""Ways of asking that no list, label or column announces: each read by a rule, and what must stay out."""

from __future__ import annotations

import pytest

from heed.kit.reading import Reading, read
from heed.kit.reading.agencies import tidy

PROSE = """# Four winters: a thematic review

## What we heard

Visits were made by telephone. A visit should have been made in person on day ten. An earlier inspection said that
"every family should be seen at home". We recommend that the Tarn Vale Trust sees every baby at home twice.

The harbour service had no number for the father. The Tarn Vale Partnership should agree one way to record fathers,
and should report on it each year. The Partnership should be proud of how far it has come.

Staff had looked for a leaflet. The Partnership may wish to consider how families could be thanked.

## Terms of reference

We were asked whether the Partnership should change its protocol.
"""

CODES = """# Internal learning review

## Recommendations and management responses

## Repairs

A1 No repair to a lock is to be closed until a manager has spoken to the resident.

Management response: Agreed. The old code was removed in May 2021.

A2 Notes about visits are to be shown to the contractor.

Management response: Agreed. A new system will be in use by June 2022.

## Governance

B1 The board is to receive a report on children twice a year.

Management response: Agreed. The first report will be made in July 2022.

## Other people

Nothing here is asked of others.
"""

LETTER = """# Brackwater House

## WHAT I FOUND

1. Nobody counted how often a child was held.

2. The officer told me that he should have asked.

## WHAT I RECOMMEND

3. I make two recommendations. Neither calls for a new body.

(i) Brackwater Council ought to keep a list of every child who lives in a school in its area.

REPLY: We accept this. A list was made in December 2019.

(ii) The officer ought to be given a deputy.

REPLY: Done. A deputy was appointed in January 2020.

## OTHER MATTERS

4. You asked about training. I leave it to others.
"""

_PANEL = """<h2>{name}</h2><blockquote><p>{asked}</p></blockquote>
<h3>What we did</h3><ul><li>{done}</li></ul><h3>What is left</h3><ul><li>{left}</li></ul>"""
PANELS = (
    "<html><head><title>What we did for Isla</title></head><body><main><h1>What we did for Isla</h1>"
    "<p>The review asked us to do three things.</p><h2>How to read this page</h2><p>The words are hers.</p>"
    + _PANEL.format(
        name="Believing children",
        asked="The first person told should write down the child's own words.",
        done="A one-page form was made with young people in May.",
        left="Hotels will be given it in June.",
    )
    + _PANEL.format(
        name="Missing children",
        asked="Ferncombe Council should look again at how it responds.",
        done="The team was moved to seven days a week.",
        left="A joint team will be set up by 31 March 2026.",
    )
    + _PANEL.format(
        name="Her own recommendation",
        asked='"Get someone who has been through it in the room."',
        done="Two young women were employed.",
        left="A third will be employed next year.",
    )
    + "<h2>Contact</h2><p>You should call us if you are worried.</p></main></body></html>"
)

QUESTIONS = """<html><body><main><h1>Family T: a systems review</h1>
<h2>Finding 1. Interpreting</h2><h3>Questions for the Board</h3>
<p>Q1 How will the Board make interpreters easy to book?</p>
<p>Q2 How will the Board make sure that no child interprets?</p>
<h3>For the Board to consider</h3><p>The Board may wish to consider whether the ferry company might join it.</p>
<h3>Safety observation</h3><p>The Health Board should stop letters to the islands on days without a boat.</p>
<h2>The Board's answers</h2>
<table><tr><th>Question</th><th>Our answer</th><th>What it comes down to</th><th>Position in April 2018</th></tr>
<tr><td>1</td><td>We will pay from a common fund.</td><td>Fund of five thousand pounds set up.</td>
<td>Settled</td></tr>
<tr><td>2</td><td>This must not happen.</td><td>Appoint a listener.</td><td>Stuck. No applicants.</td></tr></table>
</main></body></html>"""

PLAN = """<html><body><main><h1>Composite action plan</h1><table>
<tr><th>Ref</th><th>Recommendation</th><th>No.</th><th>Action</th><th>Lead</th><th>RAG</th></tr>
<tr><td rowspan="2">SP1</td><td rowspan="2">The partnership should agree a shared undertaking with schools.</td>
<td>SP1.1</td><td>Draft the undertaking</td><td>Head of Learning</td><td>Blue</td></tr>
<tr><td>SP1.2</td><td>Secure the signature of every school</td><td>Head of Learning</td><td>Amber</td></tr>
<tr><td>H1</td><td>Children who attend with an injury to be seen by a youth worker.</td>
<td>H1.1</td><td>Recruit two youth workers</td><td>Matron</td><td>Green</td></tr></table></main></body></html>"""

CHAPTERS = """# Review: Lina and Theo

Published with the partnership's response on 14 September 2021

# 1 Caring

## Recommendation 1

Thornby Council to make it possible for a child to ask for an assessment.

# 2 Neglect

2.1 Nineteen contacts were made and each was considered quickly.

2.2 It is recommended that the Home Education Service sees a child before a name is removed from a roll.

# 3 Parents

Recommendation 2 (for Adult Social Care)

Parenting to be treated as an outcome in every assessment of an adult.

# 4 Addendum: response of the partnership

## Recommendation 1

Thornby Council accepts this. The form was put online in July 2021.

## Paragraph 2.2

The council accepts this. A second adviser was appointed in May 2021.

## Recommendation 2

The service has told us that it accepts this recommendation. Calls were begun in June 2021.
"""


def _read(sample: str) -> Reading:
    return read(sample.encode(), "sample.html" if sample.startswith("<html") else "sample.md")


def _asked(reading: Reading) -> list[tuple[str, str, str]]:
    return [(one.kind, one.label, " ".join(one.text.split()[:4])) for one in reading.recommendations]


def _done(reading: Reading) -> list[list[str]]:
    return [[action.status for action in one.actions] for one in reading.recommendations]


@pytest.mark.capability("B01")
def test_running_prose_asks_through_a_body_that_should_and_praise_or_hindsight_does_not() -> None:
    reading = _read(PROSE)
    assert _asked(reading) == [
        ("recommendation", "", "We recommend that the"),
        ("recommendation", "", "The Tarn Vale Partnership"),
        ("consideration", "", "The Partnership may wish"),
    ]
    assert all(one.sure.value < 0.8 and one.sure.why for one in reading.recommendations)


def test_codes_go_on_under_each_service_and_the_reply_beneath_belongs_to_its_code() -> None:
    reading = _read(CODES)
    assert [one.label for one in reading.recommendations] == ["A1", "A2", "B1"]
    assert _done(reading) == [["taken"], ["planned"], ["planned"]]


def test_roman_items_after_a_paragraph_that_counts_them_each_have_their_reply() -> None:
    reading = _read(LETTER)
    assert [one.label for one in reading.recommendations] == ["i", "ii"]
    assert all(one.responses for one in reading.recommendations)


def test_a_page_of_panels_is_told_by_the_headings_that_come_again() -> None:
    reading = _read(PANELS)
    assert [one.theme for one in reading.recommendations] == [
        "Believing children",
        "Missing children",
        "Her own recommendation",
    ]
    assert _done(reading) == [["taken", "planned"]] * 3
    assert all(one.sure.value < 0.8 for one in reading.recommendations)
    assert reading.recommendations[2].sure.value < reading.recommendations[0].sure.value


def test_two_panels_are_no_pattern() -> None:
    assert not any(
        one.theme
        for one in _read(PANELS.replace("<h3>What we did</h3>", "<h3>Notes</h3>", 1)).recommendations
    )


def test_a_table_of_answers_by_number_answers_the_questions_of_that_number() -> None:
    reading = _read(QUESTIONS)
    assert [(one.kind, one.label) for one in reading.recommendations] == [
        ("question", "Q1"),
        ("question", "Q2"),
        ("consideration", ""),
        ("consideration", ""),
    ]
    assert _done(reading)[:2] == [["taken"], ["stalled"]]


def test_the_first_column_of_numbers_labels_the_recommendation_and_the_second_the_action() -> None:
    reading = _read(PLAN)
    assert [one.label for one in reading.recommendations] == ["SP1", "H1"]
    assert _done(reading) == [["taken", "planned"], ["planned"]]


def test_a_numbered_paragraph_may_recommend_and_the_response_may_name_it() -> None:
    reading = _read(CHAPTERS)
    assert [one.label for one in reading.recommendations] == ["1", "2.2", "2"]
    assert [[action.text.split()[0] for action in one.actions] for one in reading.recommendations] == [
        ["The"],
        ["A"],
        ["Calls"],
    ]


@pytest.mark.capability("B08")
def test_a_label_that_stands_twice_over_other_words_in_a_section_is_never_sure() -> None:
    reading = _read(
        "# Review\n\n## Recommendations\n\n"
        "Recommendation 1: The Council should count every visit.\n\n"
        "Recommendation 1: Schools should ring the family on the first day.\n\n"
        "Recommendation 2: The police should tell the school on the same day.\n"
    )
    assert [one.sure.value < 0.8 for one in reading.recommendations] == [True, True, False]
    assert reading.recommendations[0].sure.why[0].startswith("the same label")


def test_a_labelled_statement_of_what_is_done_is_never_sure() -> None:
    reading = _read(
        "# Review\n\n## Recommendations\n\n"
        "Recommendation 1: The Council should count every visit.\n\n"
        "Recommendation 2: The Council was slow and nobody was seen by a nurse.\n"
    )
    sure = {one.label: one.sure for one in reading.recommendations}
    assert sure["1"].value > 0.9
    assert sure["2"].value < 0.8
    assert "statement" in sure["2"].why[0]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("A school", "school"),
        ("Rush's school", "school"),
        ("December police", "police"),
        ("Covid-19 Tarnshire Constabulary", "Tarnshire Constabulary"),
        ("Response Children's services", "Children's services"),
        ("May Street School", "May Street School"),
        ("St Mary's Hospital", "St Mary's Hospital"),
        ("Women's Centre", "Women's Centre"),
    ],
)
def test_an_agencys_name_is_without_months_articles_and_whose_it_is(printed: str, name: str) -> None:
    assert tidy(printed) == name


def test_a_title_is_without_its_authors_and_who_commissioned_it() -> None:
    reading = _read(
        "# Four winters\n\n# A thematic review of harm to infants\n\nRosa Okon-Pike and Dr Hal Senn\n\n"
        "Commissioned by the Tarn Vale Board\n\n## Introduction\n\nFour babies were harmed.\n"
    )
    assert reading.title.endswith("A thematic review of harm to infants")


def test_a_web_pages_title_is_without_the_sites_name() -> None:
    reading = _read(
        "<html><head><title>What we did: Isla | Tarn Vale Safeguarding Children Partnership</title></head>"
        "<body><main><h1>What we did: Isla</h1><p>This page is about what has happened since.</p></main></body></html>"
    )
    assert reading.title == "What we did: Isla"


def test_a_letters_addressee_gives_neither_title_nor_pseudonym() -> None:
    reading = _read(
        "To the Child Safeguarding Practice Review Panel\n\nRapid review: Alder\n\nDear colleagues,\n\nWe met in May.\n"
    )
    assert reading.title == "Rapid review: Alder"
    assert reading.pseudonyms == ("Alder",)


@pytest.mark.parametrize(
    "title", ["Learning and Improvement Report: Linnet", "What we did about what we learned: Linnet"]
)
def test_a_name_after_a_titles_colon_is_the_childs_pseudonym(title: str) -> None:
    assert _read(f"# {title}\n\n## Introduction\n\nShe was nine.\n").pseudonyms == ("Linnet",)
