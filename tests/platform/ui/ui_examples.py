"""Invented pages for looking at: nothing in them is about a real place or child."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace as Some
from typing import Any

PAGE_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842">'
    '<rect width="595" height="842" fill="#fff"/></svg>'
)


@dataclass(frozen=True)
class Anya:
    """Somebody signed in."""

    name: str = "Anya Petrov"
    partnership_name: str = "Westmere Partnership"
    role_name: str = "business manager"


def box(x: float, y: float, width: float, height: float) -> Any:
    return Some(x=x, y=y, width=width, height=height)


LINES = (
    ("6. Recommendations", 100.0),
    ("Recommendation 3. Schools tell one another when a child has missed ten days.", 140.0),
    ("Recommendation 4. The partnership should satisfy itself that core groups take", 180.0),
    ("place within timescale and that the right people attend.", 196.0),
    ("Response. Children’s services have introduced a weekly list.", 240.0),
)


def picture(number: int = 31, refs: tuple[str, ...] = ("r3", "r4")) -> Any:
    """A printed page with two recommendations marked, the second of them with its action."""

    def place(ref: str, look: str) -> Any:
        return Some(ref=ref, look=look, label=f"{look} {ref}", chosen=False)

    shapes = [
        Some(place=place(ref, "recommendation"), lines=(), outline=box(66, 136 + 40 * at, 460, 34))
        for at, ref in enumerate(refs)
    ]
    if "r4" in refs:
        shapes.append(Some(place=place("a1", "action-taken"), lines=(box(70, 238, 400, 15),), outline=box(70, 238, 400, 15)))
    return Some(
        number=number,
        of=48,
        width=595.0,
        height=842.0,
        image_url="/page.svg",
        lines=tuple(Some(words=words, rect=box(70, top, 440, 14)) for words, top in LINES),
        shapes=tuple(shapes),
    )


def card(ref: str, label: str, text: str, **more: Any) -> Any:
    """A proposal as the side-by-side page shows it."""
    return Some(
        **{
            "ref": ref,
            "is_theme": False,
            "label": label,
            "text": text,
            "kind": "",
            "place": "page 31",
            "place_href": f"/?proposal={ref}#{ref}",
            "sure": True,
            "why": "",
            "decision": "open",
            "current": False,
            "notes": (),
            "parts": (),
            "answers": (),
            "actions": (),
            "edit_href": f"/edit/{ref}/",
            "decide_href": f"/decide/{ref}/",
            **more,
        }
    )


def side_by_side(shown_picture: Any) -> Any:
    """A document of which four proposals were read: one to look at, one of another page."""
    action = Some(
        ref="a1",
        text="Children’s services have introduced a weekly list",
        status="taken",
        status_name="Done",
        by="",
        words="",
        who="Children’s services",
        rejected=False,
        edit_href="#",
        decide_href="#",
    )
    return Some(
        title="4 recommendations found, 1 to look at",
        name="Review-Rowan-final.pdf",
        lead="Nothing is in the register until you put it there.",
        decided="0 accepted, 0 rejected, 4 to decide",
        page_number=31,
        picture=shown_picture,
        blocks=(),
        before="",
        after="",
        to_look_at=(
            card("u1", "no number", "Agencies may wish to keep the child in view.", sure=False, why="no number"),
        ),
        sure_ones=(
            card("r3", "3", "Schools tell one another when a child has missed ten days."),
            card("r4", "4", "The partnership should satisfy itself that core groups take place.", actions=(action,)),
            card("r9", "9", "Tell the partnership when an action is late.", place="page 34", place_href="/p34#r9"),
        ),
        themes=(),
        warnings=(),
        sure_count=3,
        sure_href="/sure/",
        add_href="/add/",
        parents=(),
        register_href="/register/",
        ready=False,
        leave_href="/library/",
    )
