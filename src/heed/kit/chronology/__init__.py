"""Agencies' chronologies: their files read as they are, merged into one, and what the whole shows.

`grids(data, name)` (in the limited process: `heed.kit.reading.grid`) gives a file's tables, `table_of` one agency's
entries with what it should mend, `merge` all of them in one order with gaps, records that differ and events told by
several. `as_json`, `as_workbook`, `as_csv` and `as_document` write the whole. How it orders and what it cannot tell:
docs/explanation/chronology.md.
"""

from heed.kit.chronology.agency_file import table_of
from heed.kit.chronology.glossary import Glossary
from heed.kit.chronology.merge import merge
from heed.kit.chronology.standard import Kept, keeps_standard, standard
from heed.kit.chronology.types import Chronology, Difference, Duplicate, Entry, Gap, Sighted, Table, When
from heed.kit.chronology.when import dated, read_when, timed
from heed.kit.chronology.writing import as_csv, as_document, as_json, as_workbook

__all__ = [
    "Chronology",
    "Difference",
    "Duplicate",
    "Entry",
    "Gap",
    "Glossary",
    "Kept",
    "Sighted",
    "Table",
    "When",
    "as_csv",
    "as_document",
    "as_json",
    "as_workbook",
    "dated",
    "keeps_standard",
    "merge",
    "read_when",
    "standard",
    "table_of",
    "timed",
]
