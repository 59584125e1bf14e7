"""The gold says only what its documents say.

Each gold text is looked for in a plain extraction by other libraries than the reader's own code, with
everything but letters and digits folded away. A text may stand there in a few pieces, in order, because
running heads, footnotes and the other cells of a table interrupt it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.gold.make import build_folder

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "demo" / "documents"
MOST_PIECES, SHORTEST_PIECE, WIDEST_GAP = 8, 6, 2500
GOLD = sorted([*HERE.glob("open/*.gold.json"), *HERE.glob("sealed/*.gold.json"), *DEMO.glob("*.gold.json")])


def extract(path: Path) -> str:
    """The document's words, by a library, in the order it gives them."""
    if path.suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        return "\n".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    if path.suffix == ".docx":
        from docx import Document

        body = Document(str(path)).element.body
        return "\n".join(
            "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t"))
            for p in body.iter()
            if p.tag.endswith("}p")
        )
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(text)
        tree.strip_tags(["script", "style"])
        return tree.text(separator=" ")
    return text


def fold(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).lower())


def stands_in(words: str, document: str) -> bool:
    """Whether the folded words stand in the folded document, in at most MOST_PIECES pieces in order."""
    start = document.find(words)
    if start >= 0:
        return True
    first = words[: SHORTEST_PIECE * 2]
    at = document.find(first)
    while at >= 0:
        if _pieces(words, document, at):
            return True
        at = document.find(first, at + 1)
    return False


def _pieces(words: str, document: str, at: int) -> bool:
    for _ in range(MOST_PIECES):
        length = 0
        while length < len(words) and at + length < len(document) and words[length] == document[at + length]:
            length += 1
        words, at = words[length:], at + length
        if not words:
            return True
        nxt = document.find(words[: SHORTEST_PIECE * 2], at, at + WIDEST_GAP)
        if nxt < 0:
            return False
        at = nxt
    return False


def texts(gold: dict[str, Any]) -> list[str]:
    found = [t for rec in gold["recommendations"] for t in (rec["text"], *rec["parts"])]
    found += [a["text"] for rec in gold["recommendations"] for a in rec["responses"]]
    holders = [*gold["recommendations"], *gold["themes"]]
    found += [u["text"] for holder in holders for u in holder["response_units"]]
    found += [u["due"] for holder in holders for u in holder["response_units"] if "due" in u]
    found += [t["response"] for t in gold["themes"]] + [u["text"] for u in gold["document_units"]]
    return [t for t in (*found, *(d["text"] for d in gold["dates"]), *gold["pseudonyms"]) if t]


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.name.removesuffix(".gold.json"))
def test_every_gold_text_stands_in_its_document(path: Path) -> None:
    for gold in json.loads(path.read_text(encoding="utf-8"))["seeds"]:
        document = fold(extract(path.parent / gold["file"]))
        missing = [t for t in texts(gold) if not stands_in(fold(t), document)]
        assert not missing, f"{gold['file']} does not say: {missing[:5]}"


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.name.removesuffix(".gold.json"))
def test_a_changed_gold_text_is_noticed(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))["seeds"][0]
    document = fold(extract(path.parent / gold["file"]))
    words = gold["recommendations"][0]["text"].split()
    assert not stands_in(fold(" ".join([*words[:4], "never", *words[4:]])), document)


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.name.removesuffix(".gold.json"))
def test_the_documents_are_small_and_their_folder_gold_holds_them(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))["seeds"][0]
    assert (path.parent / gold["file"]).stat().st_size < 300_000
    together = json.loads((path.parent / "gold.json").read_text(encoding="utf-8"))["seeds"]
    assert gold in together


FOLDERS = [name for name in ("open", "sealed") if (HERE / name / "gold.json").is_file()]
"""A sealed set is used once and then opened, so that there may be none for a while."""


def test_the_set_is_large_and_varied() -> None:
    seeds = [
        seed
        for name in FOLDERS
        for seed in json.loads((HERE / name / "gold.json").read_text(encoding="utf-8"))["seeds"]
    ]
    assert len(seeds) >= 50
    assert len({seed["layout"] for seed in seeds}) >= 40
    assert {Path(seed["file"]).suffix for seed in seeds} == {".pdf", ".docx", ".html", ".txt"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_gold_is_what_its_content_says(folder: str, tmp_path: Path) -> None:
    golds = build_folder(HERE / "make" / "content" / folder, tmp_path, documents=False)
    assert golds == json.loads((HERE / folder / "gold.json").read_text(encoding="utf-8"))["seeds"]
