"""Quiet charts as SVG: one ink, one accent, direct labels, and always a table with the same figures beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from heed.platform.ui.components.element import element

WIDTH, HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 190, 16, 32


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a chart: its label, which stands at its end, and one figure for each place along the bottom."""

    label: str
    values: Sequence[int]
    look: Literal["ink", "accent"] = "ink"


def line_chart(*, sentence: str, along: Sequence[str], lines: Sequence[Line]) -> Markup:
    """Lines over time. `sentence` says what it shows; `along` names the places along the bottom, of which the first,
    the middle and the last are written. Nothing where there are no places."""
    if not along or not lines:
        return Markup("")
    top = max((max(line.values, default=0) for line in lines), default=0) or 1
    marks = sorted({0, len(along) // 2, len(along) - 1})
    return element(
        "svg",
        element("title", sentence),
        _rule(0, top, "0"),
        _rule(top, top, f"{top:,}"),
        [_place(at, along) for at in marks],
        [_line(line, along, top) for line in lines],
        _labels(lines, top),
        class_="heed-chart",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width="100%",
        role="img",
        aria_label=sentence,
        focusable="false",
    )


def _x(at: int, of: int) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * (at / (of - 1) if of > 1 else 1)


def _y(value: float, top: int) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top


def _rule(value: int, top: int, text: str) -> Markup:
    y = round(_y(value, top), 1)
    return element(
        "g",
        element("line", x1=_LEFT, y1=y, x2=WIDTH - _RIGHT, y2=y, class_="heed-chart__rule"),
        element("text", text, x=_LEFT - 8, y=y + 5, text_anchor="end", class_="heed-chart__text"),
    )


def _place(at: int, along: Sequence[str]) -> Markup:
    anchor = "start" if at == 0 and len(along) > 1 else "end" if at == len(along) - 1 else "middle"
    x = round(_x(at, len(along)), 1)
    return element("text", along[at], x=x, y=HEIGHT - 6, text_anchor=anchor, class_="heed-chart__text")


def _line(line: Line, along: Sequence[str], top: int) -> Markup:
    places = [
        f"{round(_x(at, len(along)), 1)} {round(_y(value, top), 1)}" for at, value in enumerate(line.values)
    ]
    last = line.values[-1] if line.values else 0
    return element(
        "g",
        element("path", d="M" + " L".join(places), class_="heed-chart__line"),
        element("circle", cx=round(_x(len(along) - 1, len(along)), 1), cy=round(_y(last, top), 1), r=4),
        class_=f"heed-chart__{line.look}",
    )


def _labels(lines: Sequence[Line], top: int) -> list[Markup]:
    """At the lines' ends, moved apart where two would stand on one another."""
    ends = sorted(
        ((_y(line.values[-1] if line.values else 0, top), line) for line in lines), key=lambda end: end[0]
    )
    shown, lowest = [], 0.0
    for y, line in ends:
        y = max(y + 5, lowest)
        lowest = y + 18
        words = f"{line.values[-1] if line.values else 0:,} {line.label}"
        shown.append(
            element(
                "text",
                words,
                x=WIDTH - _RIGHT + 12,
                y=round(y, 1),
                class_=f"heed-chart__text heed-chart__{line.look}",
            )
        )
    return shown
