"""The thread of a recommendation: six nodes on a line, from being recommended to a difference seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.element import classes, element, hidden, joined

State = Literal["whole", "part", "none"]

NAMES = ("Recommended", "Answered", "Planned", "Reported complete", "Verified", "Difference seen")
"""The six steps, in order."""

_SAID: dict[State, str] = {"whole": "done", "part": "part done", "none": "not yet"}


@dataclass(frozen=True)
class Step:
    """One node: its word, how far it is, and the figure beneath it ("3 of 4", "check due 1 Feb 2026").

    `missing` marks a step that was passed over and will not come by itself (closed, but never verified). A
    step that is not yet while a later one is begun counts as missing without being told.
    """

    name: str
    state: State
    figure: str = ""
    missing: bool = False


def thread(*, steps: Sequence[Step], size: Literal["large", "small"] = "large") -> Markup:
    """The thread, large on its own page, small (132 by 22) in a row; both say the same in words."""
    seen = [_Node(step, _is_hole(steps, at), at, len(steps)) for at, step in enumerate(steps)]
    return _large(seen) if size == "large" else _small(seen)


def thread_sentence(*, steps: Sequence[Step]) -> str:
    """The thread as one sentence, for captions, exports and those who listen."""
    said = [_Node(step, _is_hole(steps, at), at, len(steps)).sentence for at, step in enumerate(steps)]
    return "; ".join(said)


@dataclass(frozen=True)
class _Look:
    """What is drawn of a node, without its words."""

    state: State
    hole: bool
    last: bool

    @property
    def modifiers(self) -> str:
        state = "hole" if self.hole else self.state
        return classes(f"thread__node--{state}", self.last and "thread__node--last")


@dataclass(frozen=True)
class _Node:
    step: Step
    hole: bool
    at: int
    of: int

    @property
    def last(self) -> bool:
        return self.at == self.of - 1

    @property
    def said(self) -> str:
        return "missing" if self.hole else _SAID[self.step.state]

    @property
    def sentence(self) -> str:
        figure = f" ({self.step.figure})" if self.step.figure else ""
        return f"{self.step.name}: {self.said}{figure}"

    @property
    def look(self) -> _Look:
        return _Look(self.step.state, self.hole, self.last)


def _is_hole(steps: Sequence[Step], at: int) -> bool:
    step = steps[at]
    return step.state == "none" and (step.missing or any(later.state != "none" for later in steps[at + 1 :]))


def _runs(here: Step | _Look, following: Step | _Look) -> bool:
    """Whether the line is solid between two nodes: the first is whole and the second begun."""
    return here.state == "whole" and following.state != "none"


def _mark(look: _Look, x: float, y: float, radius: float) -> Markup:
    """Whole is a disc in a ring, part half a disc in a ring, not yet a ring, missing a broken ring."""
    core = round(radius * 0.62, 2)
    inner: Markup | None = None
    if look.state == "whole":
        inner = element("circle", cx=x, cy=y, r=core, class_="thread__core")
    elif look.state == "part":
        half = f"M{x} {y - core}A{core} {core} 0 0 0 {x} {y + core}Z"
        inner = element("path", d=half, class_="thread__core")
    ring = element("circle", cx=x, cy=y, r=radius, class_="thread__ring")
    return element("g", ring, inner, class_=classes("thread__node", look.modifiers))


_WIDTH, _HEIGHT = 132, 22


@lru_cache(maxsize=4096)
def _drawn(looks: tuple[_Look, ...]) -> Markup:
    """Lines and nodes, drawn once for all rows that look the same: a page may have two hundred."""
    radius, edge, middle = 6, 9, _HEIGHT / 2
    between = (_WIDTH - 2 * edge) / (len(looks) - 1)
    places = [round(edge + between * at, 2) for at in range(len(looks))]
    lines = [
        element(
            "line",
            x1=places[at] + radius,
            x2=places[at + 1] - radius,
            y1=middle,
            y2=middle,
            class_=classes("thread__line", not _runs(left, right) and "thread__line--dotted"),
        )
        for at, (left, right) in enumerate(pairwise(looks))
    ]
    return joined(
        [*lines, *(_mark(look, place, middle, radius) for look, place in zip(looks, places, strict=True))]
    )


def _small(nodes: Sequence[_Node]) -> Markup:
    said = "; ".join(node.sentence for node in nodes)
    return element(
        "svg",
        element("title", said),
        _drawn(tuple(node.look for node in nodes)),
        class_="thread thread--small",
        width=_WIDTH,
        height=_HEIGHT,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=f"Thread. {said}",
        focusable="false",
    )


def _large(nodes: Sequence[_Node]) -> Markup:
    following = [*nodes[1:], None]
    items = [_large_item(node, after) for node, after in zip(nodes, following, strict=True)]
    # The frame is what the style sheet measures: in a narrow place the nodes stand beneath one another.
    return element(
        "div", element("ol", items, class_="thread thread--large", role="list"), class_="thread-frame"
    )


def _large_item(node: _Node, following: _Node | None) -> Markup:
    dotted = following is not None and not _runs(node.step, following.step)
    drawing = element(
        "svg",
        _mark(node.look, 14, 14, 11),
        class_="thread__drawing",
        width=28,
        height=28,
        viewBox="0 0 28 28",
        aria_hidden="true",
        focusable="false",
    )
    words = element(
        "span",
        element("span", node.step.name, class_="thread__name"),
        hidden(f": {node.said}."),
        element("span", node.step.figure, class_="thread__figure") if node.step.figure else None,
        class_="thread__words",
    )
    return element(
        "li",
        drawing,
        words,
        class_=classes(
            "thread__step",
            f"thread__step--{'hole' if node.hole else node.step.state}",
            following is not None and ("thread__step--dotted" if dotted else "thread__step--solid"),
            node.last and "thread__step--last",
        ),
    )
