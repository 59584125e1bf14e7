"""What changes people's places, their deputies, and who may see a case."""

from heed.platform.people.operations.deputies import end_deputy, make_deputy
from heed.platform.people.operations.emergency import (
    HOURS,
    ask_emergency_access,
    end_emergency_access,
    grant_emergency_access,
    refuse_emergency_access,
)
from heed.platform.people.operations.memberships import (
    change_roles,
    end_membership,
    give_place,
    join_group,
    leave_group,
    set_employer,
)
from heed.platform.people.operations.notes import note_access_looked_at, note_person_looked_at
from heed.platform.people.operations.passing import cases_come_back, pass_cases
from heed.platform.people.operations.restrictions import (
    end_exclusion,
    exclude_person,
    name_person,
    open_case,
    restrict_case,
    set_case_level,
    take_person_out,
)

__all__ = [
    "HOURS",
    "ask_emergency_access",
    "cases_come_back",
    "change_roles",
    "end_deputy",
    "end_emergency_access",
    "end_exclusion",
    "end_membership",
    "exclude_person",
    "give_place",
    "grant_emergency_access",
    "join_group",
    "leave_group",
    "make_deputy",
    "name_person",
    "note_access_looked_at",
    "note_person_looked_at",
    "open_case",
    "pass_cases",
    "refuse_emergency_access",
    "restrict_case",
    "set_case_level",
    "set_employer",
    "take_person_out",
]
