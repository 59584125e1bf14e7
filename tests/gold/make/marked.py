"""A gold document: its content and, marked in the same text, what a careful officer reads in it.

A content file has a head (`key: value` lines), a line `---`, then one block a line:

    # / ## / ###     heading               - / --       bullet, nested bullet
    = LABEL | text   item with that label  > text       quotation
    ^ N | text       footnote N            | a | b      table row; ` // ` parts a cell's paragraphs,
                                             `+ ` begins a bullet, `^^` joins the cell to the one above
    !page !toc !box !endbox !columns       page break, contents, frame, end of frame
    !cover text, !small text, !sign text   looks only

Anything else is a paragraph. Inline: **bold**, *italic*, [link](address), [^1] footnote reference.

What is to be read stands in braces in a block or in a cell's paragraph; what stands before them is printed only:

    {R LABEL; to=A, B; kind=K; source=S; withheld}   this text is a recommendation
    {+} / {+part}                                   this text belongs to it too / and is a part
    {A} {A P; @Agency; due=D; owner=O}              answer; with a status letter the whole text is one action
    {A; say}                                        in a table: this cell is the response's own words
    {owner} {due} {owner 2}                         this cell gives owner or date to its row's actions (the second)
    {theme NAME} {endtheme} {for LABEL} {for none} {@Agency}   alone on a line: whose answer follows

Inside an answer, [[P; due=D: words]] marks one action among other sentences. Inside a recommendation
<<words>> marks a part. Statuses: T taken, I in place, P planned, S stalled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STATUS = {"T": "taken", "I": "in_place", "P": "planned", "S": "stalled"}
MARK = re.compile(r"\{([^}]*)\}\s*")
INLINE_ACTION = re.compile(r"\[\[([TIPS])((?:;[^:\]]*)?): ?((?:\[[^\]]*\]\([^)]*\)|.)*?)\]\]")
PART = re.compile(r"<<(.*?)>>")


@dataclass
class Block:
    """One block to print. `rows` is for tables: rows of cells of paragraphs."""

    kind: str
    text: str = ""
    marker: str = ""
    rows: list[list[list[str]]] = field(default_factory=list)


@dataclass
class Content:
    """A parsed content file: what to print, and the gold."""

    head: dict[str, str]
    blocks: list[Block]
    notes: dict[str, str]
    gold: dict[str, Any]


def plain(text: str) -> str:
    """The words alone: no emphasis, link addresses or footnote references."""
    text = re.sub(r"\[\^\d+\]", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", text.replace("*", "")).strip()


def unlabelled(text: str) -> str:
    """The words without a number typed in front of them in a table's cell ("2.", "2.1")."""
    return re.sub(r"^(\d+\.|\d+\.\d+|\(\w\))\s+", "", plain(text))


class Scribe:
    """Takes the marks out of the text and writes down what they say."""

    def __init__(self) -> None:
        self.recommendations: list[dict[str, Any]] = []
        self.themes: list[dict[str, Any]] = []
        self.loose: list[dict[str, str]] = []
        self.here: dict[str, Any] | None = None
        self.theme: dict[str, Any] | None = None
        self.agency = ""
        self.section = ""
        self.row_units: list[dict[str, str]] = []
        self.in_table = False

    def text(self, raw: str) -> str:
        """Read the marks of one block or cell paragraph; give back what is printed."""
        first = MARK.search(raw)
        if not first:
            return raw
        before, raw, marks = raw[:first.start()], raw[first.start():], []
        while found := MARK.match(raw):
            marks.append(found.group(1))
            raw = raw[found.end():]
        for mark in marks:
            raw = self._mark(mark, raw)
        return before + raw

    def _mark(self, mark: str, raw: str) -> str:
        word, *options = [piece.strip() for piece in mark.split(";")]
        given = {o.partition("=")[0]: o.partition("=")[2] for o in options}
        for key in list(given):
            if key.startswith("@"):
                self.agency = key[1:]
        name, _, rest = word.partition(" ")
        if word.startswith("@"):
            self.agency = word[1:]
        elif name == "theme":
            self.theme = {"name": rest, "recommendations": [], "response": "", "units": []}
            self.themes.append(self.theme)
        elif name == "endtheme":
            self.theme = self.here = None
        elif name == "for":
            self.here = next((r for r in self.recommendations if r["label"] == rest), None)
            self.theme = None
        elif name == "R":
            raw = PART.sub(r"\1", self._open(rest, given, raw))
        elif name in ("+", "+part"):
            raw = self._extend(raw, name == "+part")
        elif name == "A":
            raw = self._answer(raw, rest, given)
        elif name in ("owner", "due"):
            chosen = [self.row_units[int(rest) - 1]] if rest else self.row_units
            for unit in chosen:
                unit[name] = plain(raw)
        else:
            raise ValueError(f"Unknown mark {{{mark}}} before: {raw[:60]}")
        return raw

    def _open(self, label: str, given: dict[str, str], raw: str) -> str:
        self.agency = ""
        self.here = {
            "label": label, "kind": given.get("kind", "recommendation"), "text": unlabelled(PART.sub(r"\1", raw)),
            "section": self.section, "theme": self.theme["name"] if self.theme else "",
            "source": given.get("source", ""),
            "addressed_to": [a.strip() for a in given.get("to", "").split(",") if a.strip()],
            "withheld": "withheld" in given, "parts": [plain(p) for p in PART.findall(raw)],
            "response_agencies": [], "responses": [], "actions_taken": [], "actions_planned": [], "units": [],
        }
        self.recommendations.append(self.here)
        if self.theme:
            self.theme["recommendations"].append(len(self.recommendations) - 1)
        return raw

    def _extend(self, raw: str, part: bool) -> str:
        assert self.here is not None, raw
        self.here["parts"] += [plain(raw)] if part else [plain(p) for p in PART.findall(raw)]
        raw = PART.sub(r"\1", raw)
        self.here["text"] += " " + plain(raw)
        return raw

    def _answer(self, raw: str, letter: str, given: dict[str, str]) -> str:
        printed = INLINE_ACTION.sub(r"\3", raw)
        units = [self._unit(raw, letter, given)] if letter else self._sentences(raw)
        self.row_units += units
        if self.theme is not None:
            self.theme["units"] += units
            if not letter:
                self.theme["response"] = (self.theme["response"] + " " + plain(printed)).strip()
        elif self.here is not None:
            self.here["units"] += units
            if self.in_table and "say" not in given or letter and self.section.lower().startswith("action"):
                return printed  # an action and no more: the answer stands elsewhere
            answers = self.here["responses"]
            if answers and answers[-1]["agency"] == self.agency:
                answers[-1]["text"] += " " + plain(printed)
            else:
                answers.append({"agency": self.agency, "text": plain(printed)})
        else:
            self.loose += units
        return printed

    def _unit(self, raw: str, letter: str, given: dict[str, str]) -> dict[str, str]:
        unit = {"text": unlabelled(raw), "status": STATUS.get(letter, "none"), "agency": self.agency}
        return unit | {k: v for k, v in given.items() if k in ("due", "owner")}

    def _sentences(self, raw: str) -> list[dict[str, str]]:
        units, end = [], 0
        for found in INLINE_ACTION.finditer(raw):
            units.append(self._unit(raw[end:found.start()], "", {}))
            options = dict(o.strip().split("=", 1) for o in found.group(2).split(";") if "=" in o)
            units.append(self._unit(found.group(3), found.group(1), options))
            end = found.end()
        units.append(self._unit(raw[end:], "", {}))
        return [u for u in units if u["text"]]

    def gold(self, head: dict[str, str]) -> dict[str, Any]:
        """One entry of `seeds`, in the shape the scorer reads."""
        for theme in self.themes:
            for index in theme["recommendations"]:
                self.recommendations[index]["units"] += theme["units"]
            theme["recommendations"] = [self.recommendations[i]["label"] for i in theme["recommendations"]]
            _share_out(theme)
        for rec in self.recommendations:
            _share_out(rec)
            rec["response_agencies"] = list(dict.fromkeys(u["agency"] for u in rec["units"] if u["agency"]))
            rec["response_units"] = rec.pop("units")
        for theme in self.themes:
            theme["response_units"] = theme.pop("units")
        facts = {k: head.get(k, "") for k in ("file", "title", "area", "partnership", "review_kind", "document_kind")}
        dates = [d.split(" = ") for d in head.get("dates", "").split("; ") if d]
        return facts | {
            "layout": head.get("layout", ""),
            "pseudonyms": [p.strip() for p in head.get("pseudonyms", "").split(",") if p.strip()],
            "dates": [{"kind": d[0], "text": d[1], "earliest": d[2], "latest": d[-1]} for d in dates],
            "recommendations": self.recommendations, "themes": self.themes, "document_units": self.loose,
        }


def _share_out(holder: dict[str, Any]) -> None:
    done = [u["text"] for u in holder["units"] if u["status"] in ("taken", "in_place")]
    planned = [u["text"] for u in holder["units"] if u["status"] in ("planned", "stalled")]
    holder["actions_taken"], holder["actions_planned"] = done, planned


def read(path: Path) -> Content:
    """Parse a content file."""
    head_text, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    head = dict(line.split(": ", 1) for line in head_text.splitlines() if ": " in line)
    scribe = Scribe()
    blocks: list[Block] = []
    notes: dict[str, str] = {}
    for line in body.splitlines():
        if not line.strip():
            if blocks and blocks[-1].kind == "table":
                blocks.append(Block("gap"))
            continue
        if line.startswith("^ "):
            number, _, text = line[2:].partition(" | ")
            notes[number.strip()] = text
        elif line.startswith("| "):
            if not blocks or blocks[-1].kind != "table":
                blocks.append(Block("table"))
            scribe.row_units, scribe.in_table = [], True
            cells = [[scribe.text(p.strip()) for p in cell.split(" // ")] for cell in line[2:].split(" | ")]
            scribe.in_table = False
            blocks[-1].rows.append(cells)
        else:
            block = _block(line, scribe)
            if block:
                blocks.append(block)
    return Content(head, blocks, notes, scribe.gold(head))


def _block(line: str, scribe: Scribe) -> Block | None:
    sigil, _, rest = line.partition(" ")
    if sigil in ("#", "##", "###"):
        text = scribe.text(rest)
        scribe.section = plain(text)
        return Block(f"h{len(sigil)}", text)
    if sigil in ("-", "--"):
        return Block("li" if sigil == "-" else "li2", scribe.text(rest))
    if sigil in ("=", "=="):
        marker, _, text = rest.partition(" | ")
        return Block("num" if sigil == "=" else "num2", scribe.text(text), marker)
    if sigil == ">":
        return Block("quote", scribe.text(rest))
    if sigil.startswith("!"):
        return Block(sigil[1:], scribe.text(rest))
    text = scribe.text(line)
    return Block("p", text) if text else None
