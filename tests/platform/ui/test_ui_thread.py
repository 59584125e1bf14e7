from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.platform.ui.components import Step, thread, thread_sentence
from heed.platform.ui.components.thread import NAMES, State

STATES: dict[str, State] = {"w": "whole", "p": "part", "n": "none"}


def steps(letters: str) -> list[Step]:
    return [Step(name, STATES[letter], f"{name} figure") for name, letter in zip(NAMES, letters, strict=True)]


def lines_of(letters: str, size: str) -> list[str]:
    """Solid or dotted, for each of the five stretches between nodes."""
    html = HTMLParser(thread(steps=steps(letters), size=size))  # type: ignore[arg-type]
    if size == "small":
        return [
            "dotted" if "dotted" in (line.attributes["class"] or "") else "solid" for line in html.css("line")
        ]
    found = [re.search(r"--(solid|dotted)", item.attributes["class"] or "") for item in html.css("li")]
    return [each[1] for each in found if each]


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize(
    ("letters", "solid"),
    [
        ("wnnnnn", 0),
        ("wpnnnn", 1),
        ("wwwppn", 3),
        ("wwwwnn", 3),
        ("wwwwwp", 5),
        ("wwwwww", 5),
    ],
)
def test_the_line_is_drawn_through_up_to_the_last_step_reached(letters: str, solid: int, size: str) -> None:
    assert lines_of(letters, size) == ["solid"] * solid + ["dotted"] * (5 - solid)


@pytest.mark.parametrize("size", ["small", "large"])
def test_nodes_are_filled_half_filled_or_hollow(size: str) -> None:
    html = HTMLParser(thread(steps=steps("wwpnnn"), size=size))  # type: ignore[arg-type]
    nodes = html.css("g.thread__node")
    assert len(nodes) == 6
    inside = [(len(node.css("circle")), len(node.css("path"))) for node in nodes]
    assert inside == [(2, 0), (2, 0), (1, 1), (1, 0), (1, 0), (1, 0)]


def test_the_last_node_is_told_apart_so_that_it_can_be_green_when_a_difference_is_seen() -> None:
    html = HTMLParser(thread(steps=steps("wwwwww")))
    last = html.css("g.thread__node")[-1].attributes["class"] or ""
    assert "thread__node--last" in last
    assert "thread__node--whole" in last


def test_a_hole_in_the_middle_is_visible_and_said() -> None:
    gapped = steps("wwnwnn")
    html = HTMLParser(thread(steps=gapped))
    assert [("--hole" in (node.attributes["class"] or "")) for node in html.css("g.thread__node")] == [
        False, False, True, False, False, False,
    ]  # fmt: skip
    assert "Planned: missing" in thread_sentence(steps=gapped)
    assert lines_of("wwnwnn", "small") == ["solid", "dotted", "dotted", "dotted", "dotted"]


def test_a_step_that_was_passed_over_can_be_marked_missing() -> None:
    closed = [
        *steps("wwww" + "nn")[:4],
        Step("Verified", "none", "never", missing=True),
        Step("Difference seen", "none"),
    ]
    assert "Verified: missing (never)" in thread_sentence(steps=closed)


def test_small_and_large_say_the_same_facts_in_words() -> None:
    small = HTMLParser(thread(steps=steps("wpnnnn"), size="small")).css_first("svg")
    assert small.attributes["role"] == "img"
    assert (small.attributes["width"], small.attributes["height"]) == ("132", "22")
    label = small.attributes["aria-label"] or ""
    large = HTMLParser(thread(steps=steps("wpnnnn"))).text()
    for name in NAMES:
        assert f"{name} figure" in label
        assert name in large
        assert f"{name} figure" in large
    assert "Answered: part done" in label
    assert "not yet" in large


def test_the_thread_carries_no_inline_style() -> None:
    for size in ("small", "large"):
        assert "style=" not in thread(steps=steps("wwwppn"), size=size)  # type: ignore[arg-type]


def test_words_given_to_the_thread_are_escaped() -> None:
    assert "<b>" not in thread(steps=[Step("<b>", "whole", "<b>"), Step("x", "none")], size="small")
