"""What in the pieces of a file may tell who somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from heed.kit.disclosure.facts import spot_combination, spot_facts
from heed.kit.disclosure.layers import read_layers
from heed.kit.disclosure.numbers import Spotted, spot_numbers
from heed.kit.disclosure.people import People
from heed.kit.disclosure.rules import Rules, load_rules, rules_with
from heed.kit.disclosure.small import small_numbers
from heed.kit.disclosure.types import NOTHING_KNOWN, SEEN, Act, Checked, Hit, Kind, Known, Layers, Piece
from heed.kit.disclosure.when import spot_days
from heed.kit.disclosure.where import spot_places

CHECK: Final = "heed.kit.disclosure.find.check"
"""For the limited process (`heed.kit.reading.process`): `call_in_process(CHECK, data, name, known)`."""

_ORDER = {kind: number for number, kind in enumerate((
    Kind.EMAIL, Kind.ADDRESS, Kind.NHS_NUMBER, Kind.NI_NUMBER, Kind.PHONE, Kind.POSTCODE, Kind.DATE_OF_BIRTH, Kind.DATE,
    Kind.REFERENCE, Kind.NAME, Kind.SCHOOL, Kind.PLACE, Kind.INITIALS, Kind.AGE,
))}  # fmt: skip
"""Where two kinds claim the same words, the earlier one keeps them."""
_UNRAISED = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", " "))
"""The number of a note hides no name that it stands at: "Appleyard¹"."""
_LONGEST = 3_000
"""Letters of a stretch that is looked through in one: so that a hostile text costs no more than its length."""


def find_identifiers(layers: Layers, rules: Rules | None = None, known: Known = NOTHING_KNOWN) -> list[Hit]:
    """Every hit, in the order of the pieces. An aid to a person: what is not found is not thereby safe."""
    rules = rules or load_rules()
    people = People(known, rules)
    people.learn(piece.words.translate(_UNRAISED) for piece in layers.pieces if piece.layer in SEEN)
    found: list[Hit] = []
    remembered: dict[tuple[str, bool, bool], tuple[Spotted, ...]] = {}
    for number, piece in enumerate(layers.pieces):
        careful = piece.layer in rules.noisy
        seen = piece.layer in SEEN
        key = (piece.words, careful, seen)
        if key not in remembered:
            remembered[key] = tuple(
                (start + at, end + at, kind, why, act, proposed)
                for at, words in _stretches(piece.words.translate(_UNRAISED))
                for start, end, kind, why, act, proposed in _spotted(
                    words, rules, known, people, careful=careful, seen=seen
                )
            )
        found += [_hit(number, piece, each) for each in remembered[key]]
        if piece.layer in rules.seen_by_nobody:
            found.append(_unseen(number, piece))
    found += small_numbers(layers, rules)
    return sorted(found, key=lambda hit: (hit.piece, hit.start, hit.end))


def _stretches(words: str) -> Iterator[tuple[int, str]]:
    """A piece as it is, or one as long as no paragraph is in stretches cut at blanks, with their offsets."""
    at = 0
    while len(words) - at > _LONGEST:
        cut = words.rfind(" ", at + _LONGEST // 2, at + _LONGEST)
        cut = cut if cut > at else at + _LONGEST
        yield at, words[at:cut]
        at = cut
    yield at, words[at:]


def _spotted(
    text: str, rules: Rules, known: Known, people: People, *, careful: bool, seen: bool
) -> Iterator[Spotted]:
    spots = list(spot_numbers(text, rules))
    spots += people.spot(text, careful=careful)
    spots += spot_days(text, rules) if not careful else []
    spots += spot_places(text, known, rules) if not careful else []
    kept = _settled(spots)
    yield from kept
    if not careful:
        yield from spot_facts(text, rules)
    if seen:
        yield from spot_combination(text, kept, rules)


def _settled(spots: Iterable[Spotted]) -> list[Spotted]:
    """Each stretch of words once: the kind that says most of it, the longest of the same kind."""
    kept: list[Spotted] = []
    for spot in sorted(spots, key=lambda one: (_ORDER.get(one[2], 99), -(one[1] - one[0]), one[0])):
        if not any(spot[0] < other[1] and other[0] < spot[1] for other in kept):
            kept.append(spot)
    return kept


def _hit(number: int, piece: Piece, spot: Spotted) -> Hit:
    start, end, kind, why, act, proposed = spot
    return Hit(
        kind,
        piece.words[start:end],
        piece.layer,
        piece.place,
        number,
        start,
        end,
        why,
        act,
        proposed,
        piece.page,
    )


def _unseen(number: int, piece: Piece) -> Hit:
    why = f"nobody who reads the file sees this ({piece.layer}), and it leaves with it"
    words = piece.words if len(piece.words) <= 200 else f"{piece.words[:199]}…"
    return Hit(
        Kind.HIDDEN, words, piece.layer, piece.place, number, 0, len(piece.words), why, Act.REMOVE, "", piece.page
    )  # fmt: skip


def check(
    data: bytes, name: str, known: Known = NOTHING_KNOWN, added: Mapping[str, Any] | None = None
) -> Checked:
    """The layers of a file and what is in them: for the limited process, so that a hostile file costs no more there.
    `added` is a partnership's own for some names of `rules/disclosure.yaml`."""
    layers = read_layers(data, name)
    rules = rules_with(added) if added else load_rules()
    return Checked(layers, tuple(find_identifiers(layers, rules, known)))


def undecided(hits: Iterable[Hit], decided: Iterable[str]) -> list[Hit]:
    """The hits about which nobody decided yet; `decided` are the keys of the others."""
    done = set(decided)
    return [hit for hit in hits if hit.key not in done]
