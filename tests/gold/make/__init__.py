"""Rebuilds the gold documents and their gold from `content/`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import pdf, portal, web, word
from .marked import Content, read

RENDER: dict[str, Callable[[Content], bytes]] = {
    "weasy": pdf.weasy, "two-columns": pdf.two_columns, "docx": word.write, "docx-manual": word.write,
    "html": lambda c: web.page(c).encode(), "portal": lambda c: portal.page(c).encode(), "txt": lambda c: web.text(c).encode(),
}


def build(source: Path, folder: Path, documents: bool = True) -> dict[str, Any]:
    """Write the document that a content file describes, and NAME.gold.json beside it; give its gold."""
    content: Content = read(source)
    file = content.head["file"]
    folder.mkdir(parents=True, exist_ok=True)
    if documents:
        (folder / file).write_bytes(RENDER[content.head["render"]](content))
    _write_json(folder / f"{Path(file).stem}.gold.json", {"seeds": [content.gold]})
    return content.gold


def build_folder(sources: Path, folder: Path, documents: bool = True) -> list[dict[str, Any]]:
    """Build every content file of a folder, and the folder's `gold.json` for the scorer."""
    golds = [build(source, folder, documents) for source in sorted(sources.glob("*.txt"))]
    _write_json(folder / "gold.json", {"seeds": golds})
    return golds


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
