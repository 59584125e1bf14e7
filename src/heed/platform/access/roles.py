"""What each role may do, as data. A page for boards is rendered from these two tables.

A role says what a person may do in a partnership; which rows they may see is decided by scope
(`access.models.visible_scopes`). What is not granted here is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    READ_REGISTER = "read_register"
    BRING_IN_DOCUMENTS = "bring_in_documents"
    ACCEPT_PROPOSALS = "accept_proposals"
    NAME_RECORDS = "name_records"
    MANAGE_AGENCIES = "manage_agencies"
    ASK_BY_LINK = "ask_by_link"
    ASK_AGENCIES = "ask_agencies"
    ANSWER_FOR_AGENCY = "answer_for_agency"
    SIGN_ANSWERS = "sign_answers"
    JUDGE_ANSWERS = "judge_answers"
    SEEK_ASSURANCE = "seek_assurance"
    CHALLENGE = "challenge"
    ERASE_FILES = "erase_files"
    CHANGE_RULES = "change_rules"
    MANAGE_PEOPLE = "manage_people"
    SEE_PEOPLE = "see_people"
    RESTRICT_CASES = "restrict_cases"
    GRANT_EMERGENCY_ACCESS = "grant_emergency_access"
    SEE_JOBS = "see_jobs"
    READ_AUDIT_LOG = "read_audit_log"
    LOOK_AFTER_HEED = "look_after_heed"
    TAKE_EVERYTHING = "take_everything"
    HAND_OVER = "hand_over"
    GOVERN_INFORMATION = "govern_information"
    DECIDE_INFORMATION = "decide_information"
    CONFIRM_PEOPLE = "confirm_people"
    KEEP_APPROVALS = "keep_approvals"
    SAY_WHO_DECIDES = "say_who_decides"
    PREPARE_MEETINGS = "prepare_meetings"
    READ_MEETINGS = "read_meetings"
    KEEP_TEMPLATES = "keep_templates"
    PLAN_ACTIONS = "plan_actions"
    AGREE_ACTIONS = "agree_actions"
    ASK_FOR_DATE = "ask_for_date"
    APPROVE_MOVE = "approve_move"
    REPORT_COMPLETE = "report_complete"
    ASSURE = "assure"
    VERIFY = "verify"
    JUDGE_DIFFERENCE = "judge_difference"
    OVERRIDE_COLOUR = "override_colour"
    JUDGE_LESSONS = "judge_lessons"
    DRAFT_RECOMMENDATIONS = "draft_recommendations"
    RUN_REVIEWS = "run_reviews"
    READ_SUBMISSIONS = "read_submissions"
    CHECK_SUBMISSIONS = "check_submissions"
    SIGN_SUBMISSIONS = "sign_submissions"
    READ_DRAFTS = "read_drafts"
    REFER_CASES = "refer_cases"
    RECOMMEND_DECISIONS = "recommend_decisions"
    READ_CHRONOLOGIES = "read_chronologies"
    WORK_ON_CHRONOLOGIES = "work_on_chronologies"
    SEE_IDENTITIES = "see_identities"
    SEE_PARTICIPATION = "see_participation"
    PUBLISH = "publish"


PERMISSIONS: dict[Permission, str] = {
    Permission.READ_REGISTER: "read reviews, recommendations, responses, actions and the documents they came from",
    Permission.BRING_IN_DOCUMENTS: "bring in a document and correct what was read from it",
    Permission.ACCEPT_PROPOSALS: "put what was read from a document into the register",
    Permission.NAME_RECORDS: "give a recommendation a short name",
    Permission.MANAGE_AGENCIES: "add, rename and merge agencies, and say which one a name means",
    Permission.ASK_BY_LINK: "ask somebody without an account for one thing, by a link and a code",
    Permission.ASK_AGENCIES: "ask agencies for their answers to recommendations, and chase those that are silent",
    Permission.ANSWER_FOR_AGENCY: "write what their own agency answers",
    Permission.SIGN_ANSWERS: "sign what their own agency answers",
    Permission.JUDGE_ANSWERS: "judge whether another agency's answer answers what was asked, and send it back",
    Permission.SEEK_ASSURANCE: "ask agencies for assurance, by request or letter, and say what is made of the reply",
    Permission.CHALLENGE: "challenge an agency, and say what the challenge has changed",
    Permission.ERASE_FILES: "erase the bytes and words of a document that was withdrawn",
    Permission.CHANGE_RULES: "teach the reader words and change the partnership's rules",
    Permission.MANAGE_PEOPLE: "add people, give them roles and deputies, and end their places",
    Permission.SEE_PEOPLE: "see who is in the partnership, with which roles, and what each may see",
    Permission.RESTRICT_CASES: "restrict a case they may see to named people, and exclude people from it",
    Permission.GRANT_EMERGENCY_ACCESS: "grant somebody else emergency access to a restricted case",
    Permission.SEE_JOBS: "see the work that Heed does in the background",
    Permission.READ_AUDIT_LOG: "read the audit log: who did and saw what in the partnership",
    Permission.LOOK_AFTER_HEED: "see backups, make one, and see whether all is well with Heed",
    Permission.TAKE_EVERYTHING: "take the whole archive away in open formats",
    Permission.HAND_OVER: "propose that another body takes over, and agree to what somebody else proposed",
    Permission.GOVERN_INFORMATION: "keep agreements, requests for information, legal holds and retention",
    Permission.DECIDE_INFORMATION: "decide what is released, as one of two people",
    Permission.CONFIRM_PEOPLE: "confirm who acts for their agency",
    Permission.KEEP_APPROVALS: "put a decision to those who take it together, and write down what a meeting decided",
    Permission.SAY_WHO_DECIDES: "confirm or change who decides what, by edition of guidance",
    Permission.PREPARE_MEETINGS: "prepare groups, meetings, packs and the reporting calendar, and minute",
    Permission.READ_MEETINGS: "read the meetings of every group; others read those of their own groups",
    Permission.KEEP_TEMPLATES: "keep the partnership's own Word and Excel templates for taking registers away, and "
    "remove views that others share",
    Permission.PLAN_ACTIONS: "plan actions: say who does what by when (people of an agency for their own)",
    Permission.AGREE_ACTIONS: "agree actions, and say that one stops, is joined with another or is open again",
    Permission.ASK_FOR_DATE: "ask for an action's date to be moved, and say that it stalled or goes on",
    Permission.APPROVE_MOVE: "decide whether an action's date moves, when somebody else asked",
    Permission.REPORT_COMPLETE: "give evidence, and report an action of their own agency as complete",
    Permission.ASSURE: "assure what somebody else of their agency reported",
    Permission.VERIFY: "verify an action of another employer's agency, check whether it is embedded, or send it back",
    Permission.JUDGE_DIFFERENCE: "judge whether a difference is seen",
    Permission.OVERRIDE_COLOUR: "show an action in another colour than the rule's, with a reason",
    Permission.JUDGE_LESSONS: "say whether a recommendation repeats an earlier one, and keep the lessons",
    Permission.DRAFT_RECOMMENDATIONS: "draft recommendations of a review, with advice",
    Permission.RUN_REVIEWS: "run a review: ask agencies, and keep its steps, clocks, people, proceedings and terms",
    Permission.READ_SUBMISSIONS: "read what every agency hands in to a review",
    Permission.CHECK_SUBMISSIONS: "look over what another agency handed in, and send it back",
    Permission.SIGN_SUBMISSIONS: "sign off what their own agency hands in, where the agency's kind asks for their role",
    Permission.READ_DRAFTS: "read the drafts of a review's report, and challenge what they say",
    Permission.REFER_CASES: "refer a case for possible review",
    Permission.RECOMMEND_DECISIONS: "recommend what is decided about a referred case or a rapid review",
    Permission.READ_CHRONOLOGIES: "read the chronology that all agencies' entries make together",
    Permission.WORK_ON_CHRONOLOGIES: "decide what a chronology shows, hang notes on events and enter for any agency",
    Permission.SEE_IDENTITIES: "see whom a pseudonym stands for, and keep the pseudonyms",
    Permission.PUBLISH: "prepare what is published, answer what the check found, publish, correct and withdraw",
    Permission.SEE_PARTICIPATION: "see and keep by name who takes part in a review: practitioners and family",
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
    AGENCY_EXECUTIVE = "agency_executive"
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
_PANEL = frozenset({Permission.READ_SUBMISSIONS, Permission.READ_DRAFTS})
_LOOK_OVER = _PANEL | {Permission.CHECK_SUBMISSIONS}
_GATHER = _LOOK_OVER | {Permission.RUN_REVIEWS, Permission.SEE_PARTICIPATION}
_RUN = _GATHER | frozenset(
    {
        Permission.ASK_BY_LINK,
        Permission.KEEP_APPROVALS,
        Permission.ASK_AGENCIES,
        Permission.JUDGE_ANSWERS,
        Permission.SEEK_ASSURANCE,
        Permission.CHALLENGE,
        Permission.READ_REGISTER,
        Permission.BRING_IN_DOCUMENTS,
        Permission.ACCEPT_PROPOSALS,
        Permission.NAME_RECORDS,
        Permission.MANAGE_AGENCIES,
        Permission.KEEP_TEMPLATES,
        Permission.PREPARE_MEETINGS,
        Permission.READ_MEETINGS,
        Permission.JUDGE_LESSONS,
        Permission.DRAFT_RECOMMENDATIONS,
        Permission.REFER_CASES,
        Permission.RECOMMEND_DECISIONS,
        Permission.READ_CHRONOLOGIES,
        Permission.WORK_ON_CHRONOLOGIES,
        Permission.SEE_IDENTITIES,
        Permission.PUBLISH,
    }
)
_CHRONOLOGY = frozenset({Permission.READ_CHRONOLOGIES, Permission.WORK_ON_CHRONOLOGIES})
_MEETINGS = _READ | _PANEL | {Permission.READ_MEETINGS}
_JUDGE = _MEETINGS | {Permission.JUDGE_ANSWERS, Permission.CHALLENGE}
_GUARD = frozenset({Permission.RESTRICT_CASES, Permission.GRANT_EMERGENCY_ACCESS})

_PLAN = frozenset({Permission.PLAN_ACTIONS, Permission.ASK_FOR_DATE, Permission.REPORT_COMPLETE})
_STEER = frozenset(
    {
        Permission.AGREE_ACTIONS,
        Permission.APPROVE_MOVE,
        Permission.JUDGE_DIFFERENCE,
        Permission.OVERRIDE_COLOUR,
    }
)
_CHANGE = _PLAN | _STEER | {Permission.ASSURE, Permission.VERIFY}
"""What a safeguarding partner may do in the action plan."""

_DECIDE = _READ | {Permission.DECIDE_INFORMATION}
_PARTNER = _JUDGE | {
    Permission.REFER_CASES,
    Permission.SEEK_ASSURANCE,
    Permission.GRANT_EMERGENCY_ACCESS,
    Permission.HAND_OVER,
    Permission.SAY_WHO_DECIDES,
    Permission.JUDGE_LESSONS,
}
_GOVERN = _DECIDE | {Permission.GOVERN_INFORMATION}

ROLES: dict[Role, RoleDefinition] = {
    Role.ADMINISTRATOR: RoleDefinition(
        "administrator",
        frozenset(
            {
                Permission.MANAGE_PEOPLE,
                Permission.SEE_PEOPLE,
                Permission.SEE_JOBS,
                Permission.READ_AUDIT_LOG,
                Permission.LOOK_AFTER_HEED,
            }
        ),
    ),
    Role.BUSINESS_MANAGER: RoleDefinition(
        "business manager",
        _RUN
        | _GUARD
        | _GOVERN
        | _PLAN
        | _STEER
        | {
            Permission.VERIFY,
            Permission.ERASE_FILES,
            Permission.CHANGE_RULES,
            Permission.SAY_WHO_DECIDES,
            Permission.MANAGE_PEOPLE,
            Permission.SEE_JOBS,
            Permission.READ_AUDIT_LOG,
            Permission.LOOK_AFTER_HEED,
            Permission.TAKE_EVERYTHING,
            Permission.HAND_OVER,
            Permission.SEE_PEOPLE,
        },
    ),
    Role.OFFICER: RoleDefinition(
        "officer", _RUN | _PLAN | {Permission.AGREE_ACTIONS, Permission.SEE_PEOPLE, Permission.VERIFY}
    ),
    Role.INDEPENDENT_CHAIR: RoleDefinition(
        "independent chair",
        _JUDGE
        | _STEER
        | {
            Permission.SEEK_ASSURANCE,
            Permission.JUDGE_LESSONS,
            Permission.REFER_CASES,
            Permission.RECOMMEND_DECISIONS,
            Permission.READ_CHRONOLOGIES,
        },
    ),
    Role.INDEPENDENT_SCRUTINEER: RoleDefinition(
        "independent scrutineer", _JUDGE | {Permission.READ_CHRONOLOGIES}
    ),
    Role.LEAD_SAFEGUARDING_PARTNER: RoleDefinition("lead safeguarding partner", _DECIDE | _PARTNER | _CHANGE),
    Role.DELEGATED_SAFEGUARDING_PARTNER: RoleDefinition(
        "delegated safeguarding partner", _DECIDE | _PARTNER | _CHANGE
    ),
    Role.GROUP_MEMBER: RoleDefinition(
        "group member",
        _READ
        | _LOOK_OVER
        | {
            Permission.JUDGE_ANSWERS,
            Permission.CHALLENGE,
            Permission.VERIFY,
            Permission.JUDGE_LESSONS,
            Permission.REFER_CASES,
            Permission.RECOMMEND_DECISIONS,
        },
    ),
    Role.AGENCY_LEAD: RoleDefinition(
        "agency lead",
        _READ
        | _PLAN
        | {
            Permission.ASSURE,
            Permission.CONFIRM_PEOPLE,
            Permission.VERIFY,
            Permission.ANSWER_FOR_AGENCY,
            Permission.SIGN_ANSWERS,
            Permission.SIGN_SUBMISSIONS,
            Permission.READ_DRAFTS,
            Permission.REFER_CASES,
        },
    ),
    Role.AGENCY_CONTRIBUTOR: RoleDefinition(
        "agency contributor", _READ | _PLAN | {Permission.ANSWER_FOR_AGENCY, Permission.REFER_CASES}
    ),
    Role.AGENCY_EXECUTIVE: RoleDefinition(
        "agency executive director",
        _READ | {Permission.SIGN_SUBMISSIONS, Permission.READ_DRAFTS, Permission.ASSURE},
    ),
    Role.LEAD_REVIEWER: RoleDefinition(
        "lead reviewer",
        _READ
        | _GATHER
        | _CHRONOLOGY
        | {Permission.JUDGE_LESSONS, Permission.DRAFT_RECOMMENDATIONS, Permission.SEE_IDENTITIES},
    ),
    Role.REVIEW_PANEL_MEMBER: RoleDefinition("review panel member", _READ | _CHRONOLOGY | _PANEL),
    Role.QUALITY_AND_AUDIT_OFFICER: RoleDefinition(
        "quality and audit officer",
        _READ
        | _LOOK_OVER
        | {
            Permission.JUDGE_ANSWERS,
            Permission.VERIFY,
            Permission.JUDGE_DIFFERENCE,
            Permission.JUDGE_LESSONS,
            Permission.REFER_CASES,
        },
    ),
    Role.ANALYST: RoleDefinition("analyst", _READ),
    Role.INFORMATION_GOVERNANCE_LEAD: RoleDefinition(
        "information governance lead",
        _GOVERN | _GUARD | {Permission.SEE_PEOPLE, Permission.READ_AUDIT_LOG, Permission.ERASE_FILES},
    ),
    Role.READER: RoleDefinition("reader", _READ),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that these roles may do together."""
    return frozenset(permission for role in roles for permission in ROLES[role].may)


def role_words(roles: Iterable[str]) -> str:
    """Stored roles as one reads them."""
    known = {role.value: ROLES[role].name for role in Role}
    return ", ".join(known.get(role, role) for role in roles) or "no role"


DOES: dict[Role, str] = {
    Role.ADMINISTRATOR: "Invites people, gives roles, sees backups and the audit log. Reads no reviews",
    Role.BUSINESS_MANAGER: "Runs everything of the partnership, invites people and changes its rules",
    Role.OFFICER: "Brings in documents, asks agencies, runs reviews and meetings, publishes",
    Role.INDEPENDENT_CHAIR: "Reads, judges answers, challenges agencies, recommends what is decided",
    Role.INDEPENDENT_SCRUTINEER: "Reads, judges answers and challenges agencies. Approves nothing",
    Role.LEAD_SAFEGUARDING_PARTNER: "Decides and approves for the partnership, and says who decides what",
    Role.DELEGATED_SAFEGUARDING_PARTNER: "Decides and approves day by day for a lead safeguarding partner",
    Role.GROUP_MEMBER: "Judges answers, verifies other agencies' actions, recommends what is decided",
    Role.AGENCY_LEAD: "Answers and signs for their own agency, and says who acts for it",
    Role.AGENCY_CONTRIBUTOR: "Writes answers and plans actions for their own agency. Signs nothing",
    Role.AGENCY_EXECUTIVE: "Signs off and assures what their own agency hands in and reports",
    Role.LEAD_REVIEWER: "Leads a review: asks agencies, builds the chronology, drafts recommendations",
    Role.REVIEW_PANEL_MEMBER: "Reads what agencies hand in to a review, and works on its chronology",
    Role.QUALITY_AND_AUDIT_OFFICER: "Judges answers, verifies actions, judges whether a difference is seen",
    Role.ANALYST: "Reads the register",
    Role.INFORMATION_GOVERNANCE_LEAD: "Decides who knows what: agreements, requests, releases, retention",
    Role.READER: "Reads the register",
}
"""What each role is given for, in a line, where it is given; all that it may do is its `may`."""
