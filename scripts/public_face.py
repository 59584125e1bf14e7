"""An import contract: from another room only its public face, never its models, rules or views."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PublicFace(Contract):
    """`rooms` are packages whose modules named in `face` others may import; the rest is theirs alone."""

    rooms = fields.ListField(subfield=fields.StringField())
    face = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import from outside a room of what is not in its face."""
        face: set[str] = set(self.face)  # type: ignore[call-overload]
        rooms: list[str] = list(self.rooms)  # type: ignore[call-overload]
        found = [
            detail
            for room in rooms
            for module in sorted({room} | graph.find_descendants(room))
            if module != room and module.removeprefix(f"{room}.").split(".")[0] not in face
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if importer != room and not importer.startswith(f"{room}.")
            for detail in graph.get_import_details(importer=importer, imported=module)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import."""
        for detail in check.metadata["found"]:
            place: dict[str, Any] = detail
            output.print_error(f"- {place['importer']} -> {place['imported']} (line {place['line_number']})")
