"""What a sentence says of an action, and who does it."""

from __future__ import annotations

import pytest

from heed.kit.reading import read
from heed.kit.reading.agencies import Agencies, addressed_in_heading
from heed.kit.reading.rules import load_rules
from heed.kit.reading.status import read_status

RULES = load_rules()


@pytest.mark.capability("B07")
@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("The council has rewritten its guidance.", ("taken",)),
        ("Two workshops were held in May.", ("taken",)),
        ("The trust introduced a form which will be reviewed.", ("taken",)),
        ("Team managers now check every plan.", ("in_place",)),
        ("Minutes are sent within five days.", ("in_place",)),
        ("There is a tracker in place.", ("in_place",)),
        ("The group meets every month.", ("in_place",)),
        ("The coordinator telephones the family.", ("in_place",)),
        ("The policy will be reviewed in autumn.", ("planned",)),
        ("The guidance is being redrafted.", ("planned",)),
        ("Work is underway to develop a pathway.", ("planned",)),
        ("Consideration is being given to a campaign.", ("planned",)),
        ("Officers need to be trained.", ("planned",)),
        ("The course has been created and will be evaluated in May.", ("taken", "planned")),
        ("Training has been delayed because of the pandemic.", ("stalled",)),
        ("It has not yet been possible to extend this.", ("stalled",)),
        ("The pilot was halted after two sessions.", ("stalled",)),
        ("The Board accepts this recommendation.", ()),
        ("There were 437 attendees.", ()),
        ("The agency is committed to improving practice.", ()),
        ("No reply had been received.", ()),
        ("Eleven core groups should have taken place.", ()),
        ("Six did, and there are minutes of four.", ()),
        ("We decline to review the training of officers, which was reviewed in 2023.", ()),
        ("The Trust is unable to check attendance each week.", ()),
        ("Schools will tell families who are unable to attend.", ("planned",)),
    ],
)
def test_the_main_verb_says_whether_an_action_is_done_standing_to_come_or_stuck(
    sentence: str, statuses: tuple[str, ...]
) -> None:
    told = read_status(sentence, RULES)
    assert told.statuses == statuses
    assert told.why


def test_a_verbless_item_takes_its_lists_lead() -> None:
    assert read_status("Posters in each waiting room", RULES, lead="taken").statuses == ("taken",)
    assert read_status("Weekly sampling of referrals", RULES).statuses == ("in_place",)


REFUSED = """Recommendation 1
The Council should employ a specialist worker in every team.

Response
{answer}
"""


@pytest.mark.parametrize(
    ("answer", "actions"),
    [
        ("Westmere Council does not accept this. It will not employ a specialist in each team.", []),
        ("Not accepted. The Council cannot employ more people.", []),
        ("Not accepted. The Council will review this in May.", ["The Council will review this in May."]),
        (
            "Westmere Council agrees. It will not close a case without a visit.",
            ["It will not close a case without a visit."],
        ),
    ],
)
def test_what_a_refusal_will_not_do_is_no_action(answer: str, actions: list[str]) -> None:
    reading = read(REFUSED.format(answer=answer).encode(), "answer.txt")
    assert [each.text for each in reading.recommendations[0].actions] == actions


TEXTS = (
    "The Fellmoor Safeguarding Children Partnership (FSCP) wrote this. North Vale Constabulary and Fellmoor City Council answered.",
    "Fellmoor City Council's Children's Services and the Fellmoor Integrated Care Board (FICB) answered too.",
    "Harbour and Hills NHS Foundation Trust did not.",
)


@pytest.mark.capability("B06")
@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("**North Vale Constabulary** has trained its officers.", "North Vale Constabulary"),
        ("The force will review its policy.", "North Vale Constabulary"),
        ("Children\u2019s Services now track each plan.", "Fellmoor City Council's Children's Services"),
        ("FICB has written to practices.", "Fellmoor Integrated Care Board"),
        ("The Partnership has published a guide.", "Fellmoor Safeguarding Children Partnership"),
        (
            "In addition, Harbour and Hills NHS Foundation Trust offers supervision.",
            "Harbour and Hills NHS Foundation Trust",
        ),
        ("Education professionals can attend.", "Education"),
        ("Primary Care- learning will be shared.", "Primary Care"),
        ("FSCP will be provided with a report.", ""),
        ("Inspectors and Ofsted found weaknesses.", ""),
        ("A weekly list is sent to managers.", ""),
    ],
)
def test_the_agency_that_speaks_is_known_by_its_fullest_name(sentence: str, agency: str) -> None:
    from heed.kit.words import plain

    agencies = Agencies(TEXTS, RULES, "Fellmoor Safeguarding Children Partnership")
    assert agencies.subject(plain(sentence)) == agency


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("For the police", ("police",)),
        ("To Penfold Council:", ("Penfold Council",)),
        ("4.1 Penfold Local Safeguarding Children Board", ("Penfold Local Safeguarding Children Board",)),
        ("Strengthening supervision", ()),
    ],
)
def test_a_heading_over_recommendations_may_say_who_they_are_for(
    heading: str, asked: tuple[str, ...]
) -> None:
    assert addressed_in_heading(heading, RULES) == asked
