"""The words of information governance in code."""

from __future__ import annotations

from enum import StrEnum


class RequestKind(StrEnum):
    SUBJECT_ACCESS = "subject_access"
    FREEDOM_OF_INFORMATION = "freedom_of_information"
    ENVIRONMENTAL_INFORMATION = "environmental_information"


class Outcome(StrEnum):
    """How a request for information was answered."""

    OPEN = ""
    GIVEN = "given"
    IN_PART = "in_part"
    REFUSED = "refused"
    NOT_HELD = "not_held"
    WITHDRAWN = "withdrawn"


OUTCOMES: dict[str, str] = {
    Outcome.GIVEN: "Given in full",
    Outcome.IN_PART: "Given in part",
    Outcome.REFUSED: "Refused",
    Outcome.NOT_HELD: "Not held",
    Outcome.WITHDRAWN: "Withdrawn by who asked",
}


class Decision(StrEnum):
    """What was decided about somebody's request for a review's material."""

    OPEN = ""
    RELEASE = "release"
    REFUSE = "refuse"


class Mark(StrEnum):
    """What a person said of one mention found for a subject access request."""

    OPEN = ""
    ABOUT = "about"
    THIRD_PARTY = "third_party"
    WITHHELD = "withheld"
    SOMEBODY_ELSE = "somebody_else"


MARKS: dict[str, str] = {
    Mark.ABOUT: "About the person: goes out",
    Mark.THIRD_PARTY: "About somebody else too: stays out",
    Mark.WITHHELD: "Withheld for a reason",
    Mark.SOMEBODY_ELSE: "Somebody else of that name",
}


class Confirmed(StrEnum):
    """What an agency's lead said of one of its people."""

    STAYS = "stays"
    END = "end"


class DisposalState(StrEnum):
    PROPOSED = "proposed"
    REFUSED = "refused"
    DONE = "done"


DISPOSAL_STATES: dict[str, str] = {
    DisposalState.PROPOSED: "Proposed",
    DisposalState.REFUSED: "Refused",
    DisposalState.DONE: "Done",
}
