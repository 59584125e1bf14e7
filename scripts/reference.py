"""Writes the generated pages of docs; with `--check` says which of them are out of step instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs"


def pages() -> dict[str, Callable[[], str]]:
    """File name to what writes it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    import django

    django.setup()
    from heed.home.words import words_as_markdown
    from heed.information.queries.processing import as_markdown as record_of_processing
    from scripts import data_dictionary, events_page
    from tests.house_rules import permission_table

    return {
        "explanation/words.md": words_as_markdown,
        "reference/data-dictionary.md": data_dictionary.render,
        "reference/events.md": events_page.render,
        "reference/record-of-processing.md": record_of_processing,
        "reference/permissions.md": permission_table.render,
    }


def main() -> int:
    stale = 0
    for name, render in pages().items():
        path, text = FOLDER / name, render()
        same = path.is_file() and path.read_text(encoding="utf-8") == text
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not same:
            stale += 1
            print(f"docs/{name} is out of step: make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
