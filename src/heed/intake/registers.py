"""What the register of documents is narrowed by once documents are on their way in."""

from __future__ import annotations

from heed.intake.queries import documents_in_state
from heed.intake.types import ImportState
from heed.platform.registers.types import Narrowing

STATES = {
    ImportState.READING: "Being read",
    ImportState.OPEN: "Waiting to be looked at",
    ImportState.ACCEPTED: "In the register",
    ImportState.FAILED: "Could not be read",
}
OF_DOCUMENTS = Narrowing(
    "state", "State", lambda _: [(state.value, words) for state, words in STATES.items()], documents_in_state
)
