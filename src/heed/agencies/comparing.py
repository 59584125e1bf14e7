"""An agency as its form has it, so that two people's versions can be laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from heed.platform.base.errors import Difference
from heed.platform.partnerships.models import Agency

KINDS = {
    "council": "Council",
    "police": "Police",
    "health_commissioner": "Health commissioner",
    "health_provider": "Health provider",
    "education": "Schools and education",
    "probation": "Probation",
    "youth_justice": "Youth justice",
    "housing": "Housing",
    "ambulance": "Ambulance",
    "adult_services": "Adult services",
    "voluntary": "Voluntary and community",
    "partnership": "The partnership itself",
    "agency": "Other",
}


@dataclass(frozen=True, slots=True)
class AgencyFields:
    """What the form holds. `other_names` without the name itself, in the order in which they stand."""

    name: str
    kind: str
    other_names: tuple[str, ...]
    ended_on: date | None
    successor: Agency | None

    @property
    def facts(self) -> str:
        """Kind, end and successor in words, for the history."""
        ended = f", ended {self.ended_on.isoformat()}" if self.ended_on else ""
        return (
            f"{KINDS.get(self.kind, self.kind)}{ended}{f', then {self.successor}' if self.successor else ''}"
        )


def fields_of(agency: Agency) -> AgencyFields:
    """The agency as it is now."""
    names = tuple(each.name for each in agency.names.all() if each.name != agency.name)
    return AgencyFields(agency.name, agency.kind, names, agency.ended_on, agency.successor)


def differences_of(theirs: AgencyFields, yours: AgencyFields) -> list[Difference]:
    """Field by field, as the form calls them."""
    return [
        Difference("name", "Name", theirs.name, yours.name),
        Difference(
            "kind",
            "Kind",
            KINDS.get(theirs.kind, theirs.kind),
            KINDS.get(yours.kind, yours.kind),
            their_value=theirs.kind,
            your_value=yours.kind,
            free=False,
        ),
        Difference("other_names", "Other names", "\n".join(theirs.other_names), "\n".join(yours.other_names)),
        Difference("ended_on", "It ended on", _day(theirs.ended_on), _day(yours.ended_on), free=False),
        Difference(
            "successor",
            "What came after it",
            str(theirs.successor or ""),
            str(yours.successor or ""),
            their_value=theirs.successor.public_id if theirs.successor else "",
            your_value=yours.successor.public_id if yours.successor else "",
            free=False,
        ),
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
