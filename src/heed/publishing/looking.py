"""What the check makes of a text and of the file it came in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from heed.kit.disclosure import Names, load_names
from heed.kit.reading.process import call_in_process
from heed.publishing.types import Seen

_PARAGRAPHS = "heed.kit.reading.paragraphs.paragraphs"
_AROUND = 90


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case: names of agencies and places, and what the report calls its people."""

    agencies: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()


@lru_cache
def _names() -> Names:
    return load_names()


def look_at_text(text: str, known: Known) -> list[Seen]:
    """What in these words may tell who somebody is, or is not ready to be published."""
    found: list[Seen] = []
    for number, line in enumerate(text.splitlines(), 1):
        for each in _names().find(line, known.pseudonyms, known.agencies):
            found.append(
                Seen(
                    check="disclosure",
                    kind="name",
                    found=each.words[:300],
                    says="This seems to be the name of a person",
                    place=f"Line {number}",
                    before=line[max(0, each.start - _AROUND) : each.start],
                    after=line[each.end : each.end + _AROUND],
                )
            )
    return found


def look_at_file(data: bytes, name: str, known: Known) -> tuple[str, list[Seen]]:
    """The words of a file that everybody reads, and what stands where a reader does not see it.

    Raises `Unreadable` for a file that cannot be read.
    """
    said: Sequence[str] = call_in_process(_PARAGRAPHS, data, name)
    return "\n\n".join(said), []


def same(one: Seen, others: Collection[tuple[str, str, str]]) -> bool:
    """Whether the same was found before, in the same layer."""
    return (one.kind, one.layer, one.found) in others
