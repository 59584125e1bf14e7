"""The demo's cast, bodies and documents agree with one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

DEMO = Path(__file__).parents[2] / "demo"
ROLES = {
    "administrator",
    "business_manager",
    "officer",
    "independent_chair",
    "independent_scrutineer",
    "lead_safeguarding_partner",
    "delegated_safeguarding_partner",
    "group_member",
    "agency_lead",
    "agency_contributor",
    "lead_reviewer",
    "review_panel_member",
    "quality_and_audit_officer",
    "analyst",
    "information_governance_lead",
    "reader",
    "agency_executive",
}


def cast() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEMO / "partnership.yaml").read_text(encoding="utf-8"))
    return loaded


def everybody(demo: dict[str, Any]) -> list[dict[str, Any]]:
    return [*demo["people"], *(p for other in demo["other_partnerships"] for p in other["people"])]


def test_each_person_has_a_known_role_an_agency_and_a_reserved_address() -> None:
    demo = cast()
    agencies = {a["key"] for a in demo["agencies"]} | {"partnership", ""}
    for person in everybody(demo):
        assert set(person["roles"]) <= ROLES, person["name"]
        assert person["agency"] in agencies, person["name"]
        assert person["email"].endswith(".example"), person["name"]
    addresses = [p["email"] for p in everybody(demo)]
    assert len(addresses) == len(set(addresses))


def test_every_role_is_played_by_somebody() -> None:
    demo = cast()
    assert {role for p in demo["people"] for role in p["roles"]} == ROLES, "and can be looked around as"


def test_groups_and_successors_name_people_and_agencies_of_the_cast() -> None:
    demo = cast()
    people, agencies = {p["key"] for p in demo["people"]}, {a["key"] for a in demo["agencies"]}
    for group in demo["groups"]:
        assert {group["chair"], *group.get("members", [])} <= people, group["name"]
    assert {a["successor"] for a in demo["agencies"] if "successor" in a} <= agencies


def test_no_name_stands_for_two_agencies() -> None:
    seen: dict[str, str] = {}
    for agency in cast()["agencies"]:
        for name in {agency["name"], agency.get("short_name", ""), *agency["aliases"]} - {""}:
            assert seen.setdefault(name, agency["key"]) == agency["key"], name


def test_three_safeguarding_partners_each_have_a_lead_and_a_delegate() -> None:
    demo = cast()
    partners = {a["key"] for a in demo["agencies"] if a.get("statutory_partner")}
    assert partners == {"council", "police", "icb"}
    for role in ("lead_safeguarding_partner", "delegated_safeguarding_partner"):
        assert {p["agency"] for p in demo["people"] if role in p["roles"]} == partners, role


def test_twelve_agencies_are_westmeres_own() -> None:
    assert len([a for a in cast()["agencies"] if a["area"] == "Westmere" and "ended" not in a]) >= 11
    assert len([a for a in cast()["agencies"] if a["area"] == "Westmere"]) >= 12
