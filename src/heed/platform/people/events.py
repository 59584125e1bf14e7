"""What the audit log keeps of people's places, and of who may see a case. People by their references, no reasons."""

from heed.platform.audit_log.types import event


@event("membership.given")
class MembershipGiven:
    """Gave {person} another place in the partnership, with {roles} roles."""

    person: str
    roles: int


@event("membership.changed")
class MembershipChanged:
    """Changed the roles of {person} to {roles}."""

    person: str
    roles: str


@event("membership.employer_set")
class EmployerSet:
    """Said who employs {person}: {employer}."""

    person: str
    employer: str


@event("membership.ended")
class MembershipEnded:
    """Ended a place of {person} in the partnership."""

    person: str


@event("membership.group_joined")
class GroupJoined:
    """Put {person} into the group {group}."""

    person: str
    group: str


@event("membership.group_left")
class GroupLeft:
    """Took {person} out of the group {group}."""

    person: str
    group: str


@event("deputy.made")
class DeputyMade:
    """Made {deputy} deputy for {stands_in_for} until {until}."""

    deputy: str
    stands_in_for: str
    until: str


@event("deputy.ended")
class DeputyEnded:
    """Ended the standing in of {deputy} for {stands_in_for}."""

    deputy: str
    stands_in_for: str


@event("case.restricted")
class CaseRestricted:
    """Restricted the case to {people} named people; {rows} rows moved with it."""

    people: int
    rows: int


@event("case.opened")
class CaseOpened:
    """Opened the restricted case to the partnership; {rows} rows moved with it."""

    rows: int


@event("case.level_set")
class CaseLevelSet:
    """Set who the case is for: {level}; {rows} rows moved with it."""

    level: str
    rows: int


@event("case.agency_passed")
class CasePassed:
    """The case, which was for one agency, is for {agency}: a merge or its undoing."""

    agency: str


@event("case.person_named")
class PersonNamed:
    """Named {person} among those who see the restricted case."""

    person: str


@event("case.person_taken_out")
class PersonTakenOut:
    """Took {person} out of those who see the restricted case."""

    person: str


@event("case.person_excluded")
class PersonExcluded:
    """Excluded {person} from the case, whatever their role."""

    person: str


@event("case.exclusion_ended")
class ExclusionEnded:
    """Ended the exclusion of {person} from the case."""

    person: str


@event("emergency.asked")
class EmergencyAsked:
    """Asked for emergency access to a restricted case."""


@event("emergency.granted")
class EmergencyGranted:
    """Granted {person} emergency access to a restricted case for {hours} hours."""

    person: str
    hours: int


@event("emergency.refused")
class EmergencyRefused:
    """Refused {person} emergency access."""

    person: str


@event("emergency.ended")
class EmergencyEnded:
    """Ended the emergency access of {person}."""

    person: str


@event("person.looked_at")
class PersonLookedAt:
    """Looked at a person's places and what they may see."""


@event("case.access_looked_at")
class AccessLookedAt:
    """Looked at who may see the case."""
