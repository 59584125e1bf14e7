"""The thread of a recommendation: six nodes on a line, from being recommended to a difference seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.element import classes, element, hidden

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
    def modifiers(self) -> str:
        state = "hole" if self.hole else self.step.state
        return classes(f"thread__node--{state}", self.last and "thread__node--last")


def _is_hole(steps: Sequence[Step], at: int) -> bool:
    step = steps[at]
    return step.state == "none" and (step.missing or any(later.state != "none" for later in steps[at + 1 :]))


def _runs(here: Step, following: Step) -> bool:
    """Whether the line is solid between two nodes: the first is whole and the second begun."""
    return here.state == "whole" and following.state != "none"


def _mark(node: _Node, x: float, y: float, radius: float) -> Markup:
    """Whole is a disc in a ring, part half a disc in a ring, not yet a ring, missing a broken ring."""
    core = round(radius * 0.62, 2)
    inner: Markup | None = None
    if node.step.state == "whole":
        inner = element("circle", cx=x, cy=y, r=core, class_="thread__core")
    elif node.step.state == "part":
        half = f"M{x} {y - core}A{core} {core} 0 0 0 {x} {y + core}Z"
        inner = element("path", d=half, class_="thread__core")
    ring = element("circle", cx=x, cy=y, r=radius, class_="thread__ring")
    return element("g", ring, inner, class_=classes("thread__node", node.modifiers))


def _small(nodes: Sequence[_Node]) -> Markup:
    width, height, radius, edge = 132, 22, 6, 9
    between = (width - 2 * edge) / (len(nodes) - 1)
    places = [round(edge + between * node.at, 2) for node in nodes]
    lines = [
        element(
            "line",
            x1=places[left.at] + radius,
            x2=places[right.at] - radius,
            y1=height / 2,
            y2=height / 2,
            class_=classes("thread__line", not _runs(left.step, right.step) and "thread__line--dotted"),
        )
        for left, right in zip(nodes, nodes[1:], strict=False)
    ]
    marks = [_mark(node, places[node.at], height / 2, radius) for node in nodes]
    said = "; ".join(node.sentence for node in nodes)
    return element(
        "svg",
        element("title", said),
        lines,
        marks,
        class_="thread thread--small",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
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
        _mark(node, 14, 14, 11),
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
