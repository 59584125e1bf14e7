"""The demo as it was built: something true to show in every register, and everything in every state that Heed knows."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from heed.learning.types import RecommendationState, RequestState, Stance
from heed.plans.types import ActionState
from heed.platform.access.roles import Role
from heed.reviews.types.handovers import HandoverState

pytestmark = pytest.mark.journey
REGISTERS = [
    "reviews_review",
    "library_document",
    "learning_recommendation",
    "learning_response",
    "learning_finding",
    "plans_action",
    "plans_evidence",
    "partnerships_agency",
    "learning_answerrequest",
    "assurance_assurance",
    "memory_lesson",
    "governance_meeting",
    "reports_report",
    "publishing_publication",
    "chronologies_entry",
    "reviews_casereferral",
    "reviews_submission",
    "governance_strategy",
]


def test_the_demo_has_everything_in_every_state_and_a_person_in_every_role(demo_data: Path) -> None:
    with closing(sqlite3.connect(f"file:{demo_data / 'heed.sqlite3'}?mode=ro", uri=True)) as demo:

        def said(sql: str) -> set[str]:
            return {value for (value,) in demo.execute(sql)}

        assert said("SELECT state FROM plans_action") == set(ActionState)
        assert said("SELECT state FROM learning_recommendation") == set(RecommendationState)
        assert said("SELECT state FROM learning_answerrequest") == set(RequestState)
        assert said("SELECT stance FROM learning_response WHERE stance <> ''") == set(Stance)
        assert said("SELECT count(*) > 0 FROM plans_mark WHERE sampled < sampled_of") == {1}
        assert said("SELECT count(*) > 0 FROM plans_evidence WHERE withdrawn_at IS NOT NULL") == {1}
        assert said("SELECT count(*) > 0 FROM plans_evidence WHERE expires_on IS NOT NULL") == {1}
        assert said("SELECT count(*) > 0 FROM partnerships_agency WHERE successor_id IS NOT NULL") == {1}
        assert said("SELECT count(*) > 0 FROM assurance_assurance WHERE response_id IS NOT NULL") == {1}
        council = "agency_id = (SELECT id FROM partnerships_agency WHERE name LIKE 'Westmere Council%')"
        agreed = f"SELECT state FROM plans_action WHERE {council} AND owner_post_id IS NOT NULL"
        assert {"agreed", "under_way"} & said(agreed)
        assert said("SELECT state FROM reviews_casehandover") == {HandoverState.RECEIVED}, "with its history"
        assert said("SELECT count(*) FROM reviews_offeredcase WHERE review_id IS NOT NULL") == {1}
        roles = said("SELECT roles FROM partnerships_membership WHERE ends_on IS NULL")
        assert {role for each in roles for role in json.loads(each)} == set(Role)
        kept = {
            "a finding that is withheld": "FROM learning_finding WHERE withheld",
            "a finding said in other words": "FROM learning_finding WHERE public_text <> ''",
            "a recommendation that somebody withheld": "FROM learning_recommendation WHERE withheld_why <> ''",
            "a report that is discarded": "FROM reports_report WHERE discarded_at IS NOT NULL",
            "an edition that is discarded": "FROM publishing_edition WHERE discarded_at IS NOT NULL",
            "two things for a bulletin": "FROM publishing_edition WHERE published_at IS NOT NULL "
            "AND replaced_at IS NULL GROUP BY 1 HAVING COUNT(*) > 1",
        }
        assert [what for what, of in kept.items() if not demo.execute(f"SELECT 1 {of}").fetchone()] == []
        assert [table for table in REGISTERS if said(f"SELECT EXISTS (SELECT 1 FROM {table})") != {1}] == []
