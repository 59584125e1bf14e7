"""One small document for each way in which recommendations are printed, and what is read in it."""

from __future__ import annotations

import pytest

from heed.kit.reading import Reading, read
from tests.kit.reading import samples


def _read(sample: str) -> Reading:
    return read(sample.encode(), "sample.html" if sample.startswith("<html") else "sample.txt")


def _asked(reading: Reading) -> list[tuple[str, str, str]]:
    return [(one.kind, one.label, " ".join(one.text.split()[:4])) for one in reading.recommendations]


def test_an_inspections_bullets_are_read_and_its_numbered_findings_are_not() -> None:
    reading = _read(samples.INSPECTION)
    assert _asked(reading) == [
        ("area for improvement", "", "The quality of written"),
        ("area for improvement", "", "The timeliness of initial"),
        ("area for improvement", "", "Management oversight of children"),
    ]
    assert {one.source for one in reading.recommendations} == {"inspection"}
    assert reading.document_kind == "inspection report"


def test_a_numbered_list_ends_where_a_summary_for_children_begins() -> None:
    reading = _read(samples.SINGLE_INSPECTION)
    assert [one.label for one in reading.recommendations] == ["1", "2", "3"]
    assert reading.recommendations[1].text.endswith(
        "children are visited within timescales (paragraphs 40, 41)."
    )


def test_labelled_recommendations_are_found_amid_numbered_paragraphs() -> None:
    reading = _read(samples.LABELLED_REVIEW)
    assert [one.label for one in reading.recommendations] == ["1", "2", "3"]
    assert reading.recommendations[1].text.endswith("the part that midwives play.")
    assert reading.recommendations[2].theme == "Strengthening supervision"
    assert reading.recommendations[2].addressed_to == ("All agencies",)
    assert not any(one.actions for one in reading.recommendations)


@pytest.mark.capability("A20")
def test_findings_and_the_recommendations_numbered_under_them_are_told_apart() -> None:
    reading = _read(samples.FINDINGS_AND_NUMBERS)
    assert [one.label for one in reading.recommendations] == ["1.1", "1.2", "2.1"]
    assert [one.text for one in reading.findings] == [
        "Fathers were not seen",
        "Records did not follow the family",
    ]


def test_questions_and_considerations_keep_their_kind() -> None:
    reading = _read(samples.QUESTIONS)
    assert [(one.kind, one.label) for one in reading.recommendations] == [
        ("question", ""),
        ("question", ""),
        ("consideration", "1"),
        ("consideration", "2"),
    ]


@pytest.mark.capability("B07")
def test_a_row_of_an_action_table_gives_owner_date_and_status() -> None:
    reading = _read(samples.ACTION_TABLE)
    assert [one.label for one in reading.recommendations] == ["1", "2"]
    first, second = reading.recommendations[0].actions
    assert (first.text, first.status, first.owner) == (
        "Write the protocol and consult on it",
        "taken",
        "Designated Nurse",
    )
    assert second.due is not None
    assert (second.due.text, second.due.latest) == ("by the end of March 2024", "2024-03-31")
    assert second.status == "planned"
    assert reading.recommendations[1].actions[0].status == "stalled"


def test_a_form_with_names_in_its_first_column_is_read_record_by_record() -> None:
    reading = _read(samples.FORM_TABLE)
    assert [(one.label, one.actions[0].agency, one.actions[0].status) for one in reading.recommendations] == [
        ("1", "Saltmarsh Council", "planned"),
        ("2", "Tidewell Homes", "taken"),
    ]


@pytest.mark.parametrize("sample", [samples.CORONER, samples.CORONER_FORM])
def test_a_coroners_concerns_are_read_and_the_rest_of_the_form_is_not(sample: str) -> None:
    reading = _read(sample)
    assert [(one.kind, one.label, one.source) for one in reading.recommendations] == [
        ("matter of concern", "1", "coroner"),
        ("matter of concern", "2", "coroner"),
    ]
    assert reading.document_kind == "prevention of future deaths report"


@pytest.mark.capability("B03")
def test_lettered_and_listed_parts_are_offered() -> None:
    reading = _read(samples.PARTS)
    first, second, third = reading.recommendations
    assert first.parts == (
        "agree one form for referrals",
        "publish it on its website",
        "audit its use after six months.",
    )
    assert second.parts == ("each plan names who will do what;", "each plan says by when.")
    assert second.text.endswith("each plan says by when.")
    assert third.parts == ()
    assert [action.status for action in third.actions] == ["stalled"]
    assert second.responses[0].agency == "Brightholme Council"


def test_a_heading_after_the_last_recommendation_is_no_answer_to_it() -> None:
    reading = _read(samples.NATIONAL)
    assert [one.label for one in reading.recommendations] == ["one", "two"]
    assert reading.recommendations[0].addressed_to == ("Government",)
    assert not reading.themes


@pytest.mark.capability("B01")
def test_labels_that_restart_have_ids_of_their_own_and_a_warning() -> None:
    reading = _read(samples.RESTARTS)
    assert [(one.id, one.label, one.section) for one in reading.recommendations][1:3] == [
        ("r2", "2", "Recommendations for the police"),
        ("r3", "1", "Recommendations for health"),
    ]
    assert "numbering-restarts" in {one.code for one in reading.warnings}


def test_a_boards_table_of_responses_says_who_answers_and_who_acts() -> None:
    first, second = _read(samples.BOARD_TABLE).recommendations
    assert [one.agency for one in first.responses] == [
        "Kelderby Safeguarding Children Board",
        "Kelderby Council",
    ]
    assert [action.text for action in first.actions] == [
        "Write to each agency",
        "Report the answers to the Board",
    ]
    assert [action.status for action in second.actions] == ["taken"]


def test_a_joint_inspection_letters_strengths_and_next_steps_are_not_asked() -> None:
    reading = _read(samples.JOINT_LETTER)
    assert [one.kind for one in reading.recommendations] == [
        "priority action",
        "area for improvement",
        "area for improvement",
    ]
    assert [one.kind for one in reading.findings] == ["good practice"]


def test_boxed_recommendations_are_read_and_those_of_an_earlier_review_are_not() -> None:
    reading = _read(samples.BOXED)
    assert [one.label for one in reading.recommendations] == ["1", "2"]
    assert reading.recommendations[1].parts == (
        "each manager has a mentor",
        "supervision is observed once a year",
    )


def test_short_labels_and_recommendations_in_prose_are_read() -> None:
    assert [one.label for one in _read(samples.SHORT_LABELS).recommendations] == ["R1", "R2"]
    scattered = _read(samples.SCATTERED).recommendations
    assert len(scattered) == 2
    assert all(one.sure.value < 0.8 for one in scattered)


def test_a_recommendation_printed_twice_is_read_once_with_a_warning() -> None:
    text = "Review of Child Y\n\nExecutive summary\n\nRecommendations\n\n1. The Board should audit its training every year.\n2. The Board should publish what it finds.\n\n"
    again = "Analysis\n\nMuch was learned.\n\nRecommendations\n\n1. The Board should audit its training every year.\n2. The Board should publish what it finds.\n"
    reading = _read(text + again)
    assert [one.label for one in reading.recommendations] == ["1", "2"]
    assert [one.code for one in reading.warnings].count("stated-again") == 2


@pytest.mark.capability("B01")
def test_words_left_out_are_counted_and_marked_withheld() -> None:
    text = "Findings of a review\n\nSCR Recommendations\n\n1.1 That the Board acts.\n1.2 (The Council is working on this recommendation)\n1.3 This recommendation is being taken forward by the hospital trust\n"
    reading = _read(text)
    assert [one.withheld for one in reading.recommendations] == [False, True, True]
    assert [one.code for one in reading.warnings].count("withheld") == 2


def test_an_inspections_words_and_an_audits_list_in_an_answer_are_no_actions() -> None:
    text = """Partnership Response: Rook

Recommendation 1

The Partnership should seek assurance about core groups.

The Council made a plan after its own audit to address the recommendations, which were:

- a. One form is used by all teams.

- b. Each plan is tracked.

All of this has been done by Larkmoor Council.

The inspection report of May 2021 stated that:

Core groups are held on time. Plans are too often lists.

Recommendation 2

The Partnership should publish its findings.

They were published in June 2021.
"""
    reading = _read(text)
    assert [action.text for action in reading.recommendations[0].actions] == [
        "All of this has been done by Larkmoor Council."
    ]
    assert [one.kind for one in reading.findings] == ["audit recommendation", "audit recommendation"]
    assert [one.code for one in reading.warnings].count("audit-recommendation") == 2


@pytest.mark.capability("B01")
def test_the_reasons_printed_before_a_recommendations_words_are_passed_over() -> None:
    text = """A review about Kit

Recommendation 1

Why we make it

Nobody knew who was responsible. It had been so for years.

Recommendation

The Partnership should name one person for each child.

Conclusion

Much should be different.
"""
    assert [one.text for one in _read(text).recommendations] == [
        "The Partnership should name one person for each child."
    ]


@pytest.mark.capability("B01")
def test_a_plan_against_what_was_learnt_reads_each_row_as_a_learning_point() -> None:
    text = """# Rapid review action plan

| Learning identified | Action | Lead | Date |
|---|---|---|---|
| Fathers were not seen by any agency. | Change the form so that fathers are asked about | Head of Service | May 2024 |
| Records were late. | Send records within ten days | Named Nurse | June 2024 |
"""
    found = read(text.encode(), "plan.md").recommendations
    assert [one.kind for one in found] == ["learning point", "learning point"]
    assert [one.actions[0].owner for one in found] == ["Head of Service", "Named Nurse"]
    assert [one.actions[0].status for one in found] == ["planned", "planned"]


@pytest.mark.capability("B01")
def test_a_letter_and_a_number_label_each_recommendation_with_its_answer_beneath() -> None:
    text = """# A review

## Recommendations and management responses

### Repairs

A1 No repair is to be closed until a manager has spoken to the resident.

Management response: Agreed. The code has been removed.

A2 Requests are to be shown on the device.

Management response: Agreed. The system goes live by 30 June 2020.
"""
    found = read(text.encode(), "review.md").recommendations
    assert [(one.label, len(one.actions)) for one in found] == [("A1", 1), ("A2", 1)]
