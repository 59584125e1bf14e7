"""The reader's rules: words and patterns kept as data, in `rules/reading/*.yaml`.

A partnership may add its own: `load_rules(extra={"headings": {"response": ["our answer"]}})` reads lists
longer and mappings wider than the files have them, so that the next reading knows the added words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from heed.kit.words import phrases, spaced

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILES = ("headings", "labels", "agencies", "actions", "tables", "facts", "warnings", "own")


class Rules:
    """The rules of one reading. `data` is file name to its content; patterns are made when first asked for."""

    def __init__(self, data: Mapping[str, Any]):
        self.data = dict(data)
        self._patterns: dict[tuple[str, bool], re.Pattern[str]] = {}

    def get(self, path: str) -> Any:
        """What stands at a path such as "headings/actions/taken"; an empty list where nothing does."""
        found: Any = self.data
        for step in path.split("/"):
            if not isinstance(found, Mapping) or step not in found:
                return []
            found = found[step]
        return found

    def pattern(self, path: str, *, whole: bool = False) -> re.Pattern[str]:
        """The phrases at a path as one pattern, for text made `plain`."""
        key = (path, whole)
        if key not in self._patterns:
            entries = self.get(path)
            listed = [entries] if isinstance(entries, str) else [str(entry) for entry in entries]
            self._patterns[key] = phrases(listed, whole=whole)
        return self._patterns[key]

    def kinds(self, path: str) -> tuple[str, ...]:
        """The names under a path, in the order of the file."""
        found = self.get(path)
        return tuple(found) if isinstance(found, Mapping) else ()

    @cached_property
    def label(self) -> re.Pattern[str]:
        """A word that says what a block is, and its number: groups `kind_0`... and `label`."""
        groups = []
        for index, kind in enumerate(self.label_kinds):
            entries = self.get("labels/findings") if kind == "finding" else self.get(f"labels/kinds/{kind}")
            groups.append(f"(?P<kind_{index}>{'|'.join(f'(?:{entry})' for entry in entries)})")
        body = spaced("|".join(groups))
        return re.compile(
            rf"\s*(?:{body})(?:\s*[-:.#]\s*|\s+|(?=\d))\(?{spaced(self.get('labels/number'))}(?![\w%])",
            re.IGNORECASE,
        )

    @cached_property
    def label_kinds(self) -> tuple[str, ...]:
        return (*self.kinds("labels/kinds"), "finding")

    @cached_property
    def orders(self) -> frozenset[str]:
        """Verbs with which a line gives an order."""
        return frozenset(str(self.get("labels/orders")).split())


def rules_folder() -> Path:
    """The folder of the rules that come with Heed."""
    for parent in Path(__file__).resolve().parents:
        folder = parent / "rules" / "reading"
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        "The folder rules/reading is missing; put it beside the program or name it to load_rules."
    )


def load_rules(folder: Path | None = None, extra: Mapping[str, Any] | None = None) -> Rules:
    """The rules in a folder (Heed's own by default), with a partnership's additions."""
    shipped = _read(str(folder or rules_folder()))
    return shipped if not extra else Rules(_merged(shipped.data, extra))


@lru_cache(maxsize=8)
def _read(folder: str) -> Rules:
    data = {}
    for name in FILES:
        with (Path(folder) / f"{name}.yaml").open(encoding="utf-8") as file:
            data[name] = yaml.load(file, _Loader)  # noqa: S506 - a safe loader
    return Rules(data)


def _merged(base: Any, extra: Any) -> Any:
    if isinstance(base, Mapping) and isinstance(extra, Mapping):
        return {
            **base,
            **{key: _merged(base[key], value) if key in base else value for key, value in extra.items()},
        }
    if isinstance(base, list) and isinstance(extra, list):
        return [*extra, *base]
    return extra
