"""What each role may do, as data. A page for boards is rendered from these two tables.

A role says what a person may do in a partnership; which rows they may see is decided by scope
(`access.models.visible_scopes`). What is not granted here is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    READ_REGISTER = "read_register"
    BRING_IN_DOCUMENTS = "bring_in_documents"
    ACCEPT_PROPOSALS = "accept_proposals"
    NAME_RECORDS = "name_records"
    MANAGE_AGENCIES = "manage_agencies"
    CHANGE_RULES = "change_rules"
    MANAGE_PEOPLE = "manage_people"
    SEE_JOBS = "see_jobs"
    LOOK_AFTER_HEED = "look_after_heed"
    TAKE_EVERYTHING = "take_everything"


PERMISSIONS: dict[Permission, str] = {
    Permission.READ_REGISTER: "read reviews, recommendations, responses, actions and the documents they came from",
    Permission.BRING_IN_DOCUMENTS: "bring in a document and correct what was read from it",
    Permission.ACCEPT_PROPOSALS: "put what was read from a document into the register",
    Permission.NAME_RECORDS: "give a recommendation a short name",
    Permission.MANAGE_AGENCIES: "add, rename and merge agencies, and say which one a name means",
    Permission.CHANGE_RULES: "teach the reader words and change the partnership's rules",
    Permission.MANAGE_PEOPLE: "add people and give them roles",
    Permission.SEE_JOBS: "see the work that Heed does in the background",
    Permission.LOOK_AFTER_HEED: "see backups, make one, and see whether all is well with Heed",
    Permission.TAKE_EVERYTHING: "take the whole archive away in open formats",
}


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    BUSINESS_MANAGER = "business_manager"
    OFFICER = "officer"
    INDEPENDENT_CHAIR = "independent_chair"
    INDEPENDENT_SCRUTINEER = "independent_scrutineer"
    LEAD_SAFEGUARDING_PARTNER = "lead_safeguarding_partner"
    DELEGATED_SAFEGUARDING_PARTNER = "delegated_safeguarding_partner"
    GROUP_MEMBER = "group_member"
    AGENCY_LEAD = "agency_lead"
    AGENCY_CONTRIBUTOR = "agency_contributor"
    LEAD_REVIEWER = "lead_reviewer"
    REVIEW_PANEL_MEMBER = "review_panel_member"
    QUALITY_AND_AUDIT_OFFICER = "quality_and_audit_officer"
    ANALYST = "analyst"
    INFORMATION_GOVERNANCE_LEAD = "information_governance_lead"
    READER = "reader"


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """`name` as a person reads it; `may` beyond reading the register, which every role but the administrator has."""

    name: str
    may: frozenset[Permission]


_READ = frozenset({Permission.READ_REGISTER})
_RUN = frozenset(
    {
        Permission.READ_REGISTER,
        Permission.BRING_IN_DOCUMENTS,
        Permission.ACCEPT_PROPOSALS,
        Permission.NAME_RECORDS,
        Permission.MANAGE_AGENCIES,
    }
)

ROLES: dict[Role, RoleDefinition] = {
    Role.ADMINISTRATOR: RoleDefinition(
        "administrator",
        frozenset({Permission.MANAGE_PEOPLE, Permission.SEE_JOBS, Permission.LOOK_AFTER_HEED}),
    ),
    Role.BUSINESS_MANAGER: RoleDefinition(
        "business manager",
        _RUN
        | {
            Permission.CHANGE_RULES,
            Permission.MANAGE_PEOPLE,
            Permission.SEE_JOBS,
            Permission.LOOK_AFTER_HEED,
            Permission.TAKE_EVERYTHING,
        },
    ),
    Role.OFFICER: RoleDefinition("officer", _RUN),
    Role.INDEPENDENT_CHAIR: RoleDefinition("independent chair", _READ),
    Role.INDEPENDENT_SCRUTINEER: RoleDefinition("independent scrutineer", _READ),
    Role.LEAD_SAFEGUARDING_PARTNER: RoleDefinition("lead safeguarding partner", _READ),
    Role.DELEGATED_SAFEGUARDING_PARTNER: RoleDefinition("delegated safeguarding partner", _READ),
    Role.GROUP_MEMBER: RoleDefinition("group member", _READ),
    Role.AGENCY_LEAD: RoleDefinition("agency lead", _READ),
    Role.AGENCY_CONTRIBUTOR: RoleDefinition("agency contributor", _READ),
    Role.LEAD_REVIEWER: RoleDefinition("lead reviewer", _READ),
    Role.REVIEW_PANEL_MEMBER: RoleDefinition("review panel member", _READ),
    Role.QUALITY_AND_AUDIT_OFFICER: RoleDefinition("quality and audit officer", _READ),
    Role.ANALYST: RoleDefinition("analyst", _READ),
    Role.INFORMATION_GOVERNANCE_LEAD: RoleDefinition("information governance lead", _READ),
    Role.READER: RoleDefinition("reader", _READ),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that these roles may do together."""
    return frozenset(permission for role in roles for permission in ROLES[role].may)
