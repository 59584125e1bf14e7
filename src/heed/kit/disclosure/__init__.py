"""What should not leave: whatever in a file may tell who somebody is. An aid to a person, never proof.

1.  `read_layers(path or bytes, name)` gives a `Layers`: every piece of text of a PDF, DOCX, XLSX, PPTX, HTML, text or
    CSV file, with its layer (what is seen; a comment, a hidden sheet, an earlier revision ...) and its place. An
    untrusted file is read in the limited process: `call_in_process(LAYERS, data, name)`.
2.  `find_identifiers(layers, rules, known)` gives a `Hit` for each stretch of words: its kind, layer and place, why,
    and what is proposed. `known` is what the caller knows of the case. `call_in_process(CHECK, data, name, known)` does
    both in the limited process.
3.  A person decides each (`decide(hit, act, words, reason)`), and `rebuild(layers, decisions)` writes a document of
    `heed.kit.writing` anew from what is seen. `suppress(table, below)` leaves small numbers out of a table.

`load_names` is the older look for names in one passage. The lists are data: `rules/disclosure.yaml`.
"""

from heed.kit.disclosure.find import CHECK, check, find_identifiers, undecided
from heed.kit.disclosure.layers import LAYERS, read_layers
from heed.kit.disclosure.naming import Named, Names, load_names
from heed.kit.disclosure.rebuild import apply, rebuild
from heed.kit.disclosure.rules import Rules, load_rules, rules_with
from heed.kit.disclosure.small import Suppressed, suppress
from heed.kit.disclosure.types import (
    NOTHING_KNOWN,
    SEEN,
    Act,
    Checked,
    Decision,
    Form,
    Hit,
    Kind,
    Known,
    Layer,
    Layers,
    Piece,
    as_json,
    decide,
)

__all__ = [
    "CHECK", "LAYERS", "NOTHING_KNOWN", "SEEN", "Act", "Checked", "Decision", "Form", "Hit", "Kind", "Known", "Layer",
    "Layers", "Named", "Names", "Piece", "Rules", "Suppressed", "apply", "as_json", "check", "decide",
    "find_identifiers", "load_names", "load_rules", "read_layers", "rebuild", "rules_with", "suppress", "undecided",
]  # fmt: skip
