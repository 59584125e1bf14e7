"""The rows of chronologies."""

from heed.chronologies.models.entries import AgencyFile, Chronology, Entry
from heed.chronologies.models.names import Pseudonym, SealedName
from heed.chronologies.models.signs import Mark, Sign

__all__ = ["AgencyFile", "Chronology", "Entry", "Mark", "Pseudonym", "SealedName", "Sign"]
