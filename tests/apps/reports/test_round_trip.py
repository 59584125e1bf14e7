"""What Heed publishes reads back as the records it was made from, whatever they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace as Row
from typing import Any

import pytest
import yaml
from django.conf import settings as heed
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from heed.kit.reading import Reading, read
from heed.platform.ui.writing import font_for_paper
from heed.reports.queries import bytes_of_composed
from heed.reports.queries.composing import blocks_about
from heed.reports.queries.register import OfReview
from heed.reports.rules import layouts_from, status_of
from heed.reports.rules.files import file_of
from heed.reports.rules.places import signed_off, without_empty
from heed.reports.types import Composed, Form
from tests.cast import AT, Cast, Register

ON = date(2026, 3, 2)
LAYOUTS = layouts_from(
    yaml.safe_load((heed.RULES / "report-layouts.yaml").read_text(encoding="utf-8"))["layouts"]
)
ANSWERED = ("by_theme", "by_recommendation", "board_response", "response")

_WORDS = [
    "the",
    "Board",
    "should",
    "ask",
    "agencies",
    "whether",
    "multi-agency",
    "meetings",
    "are",
    "held",
    "in",
    "time",
    "and",
    "written",
    "up",
    "within",
    "ten",
    "working",
    "days",
    "Recommendation",
    "2",
    "Response",
    "of",
    "(see",
    "4.2)",
    "[sic]",
    "“Who",
    "is",
    "Dad?”",
    "children’s",
    "well-being",
    "co-ordinated",
    "e.g.",
    "50%",
    "of",
    "cases,",
    "by",
    "31",
    "March",
    "2026;",
    "a)",
    "first",
    "1.",
    "done:",
    "core",
    "groups",
    "no-one",
    "said",
    "—",
    "an",
    "audit",
    "of",
    "12",
    "files/records",
    "was",
    "completed",
    "Actions",
    "to",
    "be",
    "taken",
    "Theme:",
    "work",
    "is",
    "ongoing",
    "PLO's",
    "A&E",
    "£250",
    "école",
]
_SENTENCE = some.lists(some.sampled_from(_WORDS), min_size=4, max_size=60).map(
    lambda words: f"Agencies {' '.join(words)} again."
)
_AGENCY = some.sampled_from(
    [
        "Westmere Council",
        "Vale NHS Trust",
        "Westmere and Harrowdale Integrated Care Board, on behalf of all general practices in both places",
        "Children’s Services",
        "St Anne’s C of E Primary School",
    ]
)
_LABEL = some.sampled_from(["1", "1a", "2b", "4.2", "R3", "12", "iv", "a", ""])
_KIND = some.sampled_from(
    ["recommendation", "recommendation", "learning point", "area for improvement", "question"]
)
_STATE = some.sampled_from(
    ["agreed", "under_way", "stalled", "reported", "verified", "embedded", "closed_elsewhere"]
)


class Rows(list[Any]):
    """Rows as a relation gives them."""

    def all(self) -> list[Any]:
        return self


@dataclass(frozen=True)
class Known:
    """What one register holds, before it is rows."""

    recommendations: list[dict[str, Any]]


_ACTION = some.fixed_dictionaries(
    {
        "text": _SENTENCE,
        "state": _STATE,
        "kind": some.sampled_from(["one_off", "standing"]),
        "agency_words": some.one_of(some.just(""), _AGENCY),
        "owner_words": some.sampled_from(["", "Head of Safeguarding, Children"]),
        "due_text": some.sampled_from(["", "the end of 2026", "31 March 2026"]),
    }
)
_RECOMMENDATION = some.fixed_dictionaries(
    {
        "label": _LABEL,
        "kind": _KIND,
        "text": _SENTENCE,
        "theme": some.sampled_from([None, None, 1, 2]),
        "asked": some.lists(_AGENCY, max_size=3, unique=True),
        "responses": some.lists(some.tuples(_AGENCY, _SENTENCE), max_size=2, unique_by=lambda each: each[0]),
        "actions": some.lists(_ACTION, max_size=3),
    }
)
REGISTERS = some.lists(_RECOMMENDATION, min_size=1, max_size=6)
THEMES = {1: Row(pk=1, name="Hearing the child"), 2: Row(pk=2, name="Plans: on time, and in writing")}


@dataclass
class Made(OfReview):
    """A review whose register is made up, so that no database is asked."""

    register: Any = None

    def __post_init__(self) -> None:
        self.every_recommendation = []
        self.actions = []
        self._responses: Any = []
        self.every_finding = []
        for number, each in enumerate(self.register, 1):
            row = self._recommendation(number, each)
            self.every_recommendation.append(row)
            self._responses += [_response(row, *said) for said in each["responses"]]
            self.actions += [_action(row, at, action) for at, action in enumerate(each["actions"])]

    def _recommendation(self, number: int, each: dict[str, Any]) -> Any:
        theme = THEMES.get(each["theme"])
        named = Rows(Row(agency=None, words=name) for name in each["asked"])
        more = {"pk": number, "public_id": f"rec{number}", "reference": f"REC-{number:04}", "version": 1}
        known = {name: each[name] for name in ("label", "kind", "text")}
        theme_id = theme.pk if theme else None
        state = {"state": "registered", "withheld": False}
        return Row(**more, **known, **state, theme=theme, theme_id=theme_id, addressees=named)

    def judgement_of(self, recommendation: Any) -> None:
        return None

    @property
    def terms(self) -> None:
        return None

    @property
    def people(self) -> list[Any]:
        return []


def _response(row: Any, who: str, text: str) -> Any:
    more = {"recommendation_id": row.pk, "theme_id": None, "agency": None, "agency_id": None, "round": 1}
    key = f"res{row.pk}{len(who)}"
    return Row(pk=key, public_id=key, version=1, agency_words=who, text=text, position=1, **more)


def _action(row: Any, at: int, given: dict[str, Any]) -> Any:
    key = f"act{row.pk}{at}"
    return Row(
        **given,
        pk=key,
        public_id=key,
        reference=key,
        version=1,
        agency=None,
        owner_post=None,
        due_latest=None,
        how_we_will_know="A sample of ten files",
        theme_id=None,
        recommendations=Rows([row]),
        position=at,
    )


def written(layout: str, register: Any, form: Form) -> Reading:
    """The register as a report in one form, read again."""
    review = Row(
        pk=1,
        public_id="rev",
        reference="SCR-2026-001",
        version=1,
        name="Child Fern",
        kind="serious case review",
        guidance="",
    )
    of: Any = Made(actor=None, review=review, on=ON, register=register)  # type: ignore[arg-type]
    partnership = "Westmere Safeguarding Children Partnership"
    words = {"partnership": partnership, "review": review.name, "on": "2 March 2026"}
    blocks = without_empty(blocks_about(LAYOUTS[layout], of, words))
    title = f"Child Fern: {LAYOUTS[layout].name}"
    composed = Composed(layout, 0, title, partnership, "rev", partnership, ON, tuple(blocks))
    whole = signed_off(composed, layout=LAYOUTS[layout].name, reference="RPT-0001")
    return read(file_of(whole, form, font=font_for_paper()), f"report.{form}")


def read_back(found: Reading) -> list[Any]:
    return [
        (
            each.label,
            each.kind,
            each.text,
            each.addressed_to,
            [(said.agency, said.text) for said in each.responses],
            sorted(
                (done.text, done.status, done.agency, done.due.text if done.due else "")
                for done in each.actions
            ),
        )
        for each in found.recommendations
    ]


def expected(register: Any, layout: str) -> list[Any]:
    """What a reader should find: with themes, those of each theme together and the others behind them."""
    rows = list(register)
    if layout == "by_theme":
        seen = list(dict.fromkeys(each["theme"] for each in rows if each["theme"]))
        rows.sort(key=lambda each: seen.index(each["theme"]) if each["theme"] else len(seen))
    answered, planned = layout in ANSWERED, layout in (*ANSWERED, "action_plan")
    return [
        (
            each["label"],
            each["kind"],
            each["text"],
            tuple(each["asked"]),
            list(each["responses"]) if answered else [],
            sorted(
                (done["text"], status_of(done["state"], done["kind"]), done["agency_words"], done["due_text"])
                for done in (each["actions"] if planned else ())
            ),
        )
        for each in rows
    ]


HARD = [
    {
        "label": "a",
        "kind": "recommendation",
        "text": "1. Agencies should ask: “Who is Dad?” again.",
        "theme": 2,
        "asked": ["Westmere Council", "Vale NHS Trust"],
        "responses": [
            ("Vale NHS Trust", "Agencies will see [sic] that multi-agency meetings are held again.")
        ],
        "actions": [
            {
                "text": f"Agencies {'see to it that every well-being visit is written up (see 4.2), ' * 9}again.",
                "state": state,
                "kind": "standing",
                "agency_words": "Vale NHS Trust",
                "owner_words": "",
                "due_text": "31 March 2026",
            }
            for state in ("verified", "stalled", "agreed")
        ],
    }
] * 3
GIVEN = {"suppress_health_check": list(HealthCheck), "deadline": None, "derandomize": True, "database": None}


@pytest.mark.parametrize("layout", [*ANSWERED, "findings_only", "action_plan"])
@settings(max_examples=6, **GIVEN)
@given(register=REGISTERS)
@example(register=HARD)
def test_word_and_page_read_back_to_the_same_records(layout: str, register: Any) -> None:
    for form in (Form.WORD, Form.PAGE):
        assert read_back(written(layout, register, form)) == expected(register, layout)


@pytest.mark.parametrize("layout", [*ANSWERED, "findings_only", "action_plan"])
@settings(max_examples=2, **GIVEN)
@given(register=REGISTERS)
@example(register=HARD)
def test_pdf_reads_back_to_the_same_records(layout: str, register: Any) -> None:
    assert read_back(written(layout, register, Form.PDF)) == expected(register, layout)


def test_what_stands_in_a_register_reads_back(cast: Cast, register: Register) -> None:
    at = {"layout": "by_theme", "subject": register.review.public_id, "form": Form.WORD, "at": AT}
    found = read(bytes_of_composed(cast.officer, **at), "report.docx")
    shown = [each for each in register.recommendations.values() if not each.withheld]
    assert {each.label: each.text for each in found.recommendations} == {
        each.label: " ".join(each.text.split()) for each in shown
    }
    promised = [
        each for found_in in (found.recommendations, found.themes) for one in found_in for each in one.actions
    ]
    told = {(" ".join(each.text.split()), status_of(each.state, each.kind)) for each in register.actions}
    assert {(each.text, each.status.value) for each in promised} <= told
    assert promised
