"""Every component in every state on one page, for who makes pages and for the tests that look at it.

All of its people, places and reviews are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from heed.platform.ui import components as ui
from heed.platform.ui.components.thread import NAMES, State
from heed.platform.ui.frame import render

_LONG = (
    "Every agency that works with a child on a plan knows who the lead professional is, how to reach them on "
    "the same day, and what to do when they cannot be reached"
)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Shows every component in every state."""
    return render(request, "gallery.html", GalleryPage())


@dataclass(frozen=True, kw_only=True)
class ShownThread:
    """A thread and what it is an example of."""

    title: str
    steps: Sequence[ui.Step]


def _steps(states: str, *figures: str) -> list[ui.Step]:
    """Six steps from six letters: w whole, p part, n none."""
    named: dict[str, State] = {"w": "whole", "p": "part", "n": "none"}
    given = [*figures, *[""] * 6]
    return [
        ui.Step(name, named[letter], given[at])
        for at, (name, letter) in enumerate(zip(NAMES, states, strict=True))
    ]


_UNDER_WAY = _steps(
    "wwwppn",
    "Review “Rowan”, 12 Mar 2024",
    "3 of 3 agencies",
    "4 actions, all SMART",
    "3 of 4",
    "1 of 4, by Health",
    "check due 1 Feb 2026",
)
_SEEN = _steps(
    "wwwwww", "12 Mar 2024", "all", "4 actions", "4 of 4", "4 of 4", "audit of Oct 2025, by the scrutineer"
)
_NEW = _steps("wnnnnn", "Review “Rowan”, 12 Mar 2024", "asked 14 Mar 2024")
_NEVER_VERIFIED = [
    *_steps("wwwwnn", "Review “Hazel”, Oct 2019", "all agencies", "2 actions", "closed in 2020")[:4],
    ui.Step("Verified", "none", "never", missing=True),
    ui.Step("Difference seen", "none"),
]
_HOLE = _steps("wwnwpn", "12 Mar 2024", "3 of 3", "no action agreed", "2 of 2", "1 of 2")


def _register() -> list[ui.RegisterRow]:
    return [
        ui.RegisterRow(
            reference="REC-0412",
            title="Core groups meet on time and are recorded",
            href="#",
            note="Rowan · council, police, Vale NHS Trust",
            steps=_UNDER_WAY,
            state=ui.tag(text="41 days late", tone="red"),
        ),
        ui.RegisterRow(
            reference="REC-0398",
            title=_LONG,
            href="#",
            note="Rowan · all schools, and the voluntary agencies that work with them in the north",
            steps=_steps("wpnnnn", "12 Mar 2024", "2 of 5"),
            state=ui.tag(text="2 of 5 answered", tone="amber"),
        ),
        ui.RegisterRow(
            reference="REC-0377",
            title="Escalation is used and its effect is seen",
            href="#",
            note="Birch · all agencies",
            steps=_NEVER_VERIFIED,
            state=ui.tag(text="Unverified 7 months", tone="amber"),
        ),
        ui.RegisterRow(
            reference="REC-0340",
            title="Supervision asks what daily life is like for the child",
            href="#",
            note="Birch · council",
            steps=_HOLE,
            state=ui.tag(text="No action agreed", tone="amber"),
        ),
        ui.RegisterRow(
            reference="REC-0301",
            title="Pre-birth assessments start by week 20",
            href="#",
            note="Hazel · council, midwifery",
            steps=_SEEN,
            state=ui.tag(text="Difference seen", tone="green"),
        ),
    ]


def _needs() -> list[ui.Need]:
    def open_(text: str) -> Markup:
        return ui.link_button(text=text, href="#", tone="secondary", small=True)

    return [
        ui.Need(
            tag=ui.tag(text="Today", tone="red"),
            text=Markup(
                "<strong>Rapid review “Alder”</strong> goes to the Panel: 15 working days end at midnight."
            ),
            note="Two of six agencies have not answered: Vale NHS Trust, Westmere Academy Trust",
            action=ui.link_button(text="Open", href="#", small=True),
        ),
        ui.Need(
            tag=ui.tag(text="By Tuesday", tone="amber"),
            text=Markup(
                "<strong>Pack for the case review group</strong> has 3 gaps: no cover sheet for “Rowan”, "
                "2 actions without evidence."
            ),
            action=open_("Mend"),
        ),
        ui.Need(
            tag=ui.tag(text="Waiting 6 days", tone="amber"),
            text=Markup(
                "<strong>Police ask to move</strong> “cover for core groups” from 31 Oct to 31 Jan. Second "
                "move."
            ),
            action=open_("Decide"),
        ),
        ui.Need(
            tag=ui.tag(text="New", tone="teal"),
            text=Markup("<strong>Response of Vale NHS Trust</strong> came in: 4 answers to read."),
            action=open_("Read"),
        ),
    ]


def _actions() -> list[ui.Row]:
    return [
        ui.Row(
            cells=[
                ui.lines(
                    main="Weekly core group list, exceptions to head of service",
                    note="we will know by: 95 % within timescale for two quarters",
                ),
                "Service manager, protection and court",
                "30 Jun 2024",
                ui.lines(main=ui.tag(text="Verified", tone="green"), note="12 Aug 2024, for Apr to Jun"),
            ]
        ),
        ui.Row(
            cells=[
                ui.lines(
                    main="Minutes within five working days, sampled monthly",
                    note="we will know by: sample of 20, 18 or more on time",
                ),
                "Quality lead",
                ui.lines(main="30 Sep 2024", note="first date 31 Jul, moved once"),
                ui.lines(main=ui.tag(text="Reported complete", tone="teal"), note="evidence: output"),
            ]
        ),
        ui.Row(
            cells=[
                ui.lines(
                    main="Cover for core groups when the officer is away", note="superseded in May 2024"
                ),
                "Detective inspector, child abuse investigation",
                "31 Oct 2024",
                ui.tag(text="41 days late", tone="red"),
            ],
            muted=True,
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class GalleryPage:
    """What the gallery shows."""

    title: str = "Components"
    draft: ui.DraftShown = ui.DraftShown(
        token="shown",
        save_href="#",
        discard_href="#",
        take_href="#",
        saved="12 Aug 2024, 4:10pm",
        taken=False,
    )
    day: date = date(2024, 8, 12)
    threads: Sequence[ShownThread] = (
        ShownThread(title="Under way", steps=_UNDER_WAY),
        ShownThread(title="Difference seen", steps=_SEEN),
        ShownThread(title="Just recommended", steps=_NEW),
        ShownThread(title="Reported, never verified", steps=_NEVER_VERIFIED),
        ShownThread(title="With a hole", steps=_HOLE),
    )
    register: Sequence[ui.RegisterRow] = field(default_factory=_register)
    needs: Sequence[ui.Need] = field(default_factory=_needs)
    marked: Markup = Markup(
        "... an update on <mark>core groups</mark>, their <mark>timeliness</mark> and "
        "<mark>recording</mark> ..."
    )
    action_columns: Sequence[ui.Column] = (
        ui.Column(label="Action", width="wide"),
        ui.Column(label="Who"),
        ui.Column(label="By"),
        ui.Column(label="State"),
    )
    action_rows: Sequence[ui.Row] = field(default_factory=_actions)
    before: Markup = field(
        default_factory=lambda: ui.joined(
            [
                ui.quote(
                    size="small",
                    text=GalleryPage.marked,
                    source="Review “Hazel”, Westmere, Oct 2019",
                    note="4 years 5 months earlier",
                ),
                ui.thread(steps=_NEVER_VERIFIED, size="small"),
                ui.element("p", "Closed as complete in 2020 on “template launched”. Never verified."),
            ]
        )
    )
    choices: Sequence[ui.Choice] = (
        ui.Choice(value="council", text="Westmere Council children’s services"),
        ui.Choice(value="police", text="Westmere Police"),
        ui.Choice(value="health", text="Vale NHS Trust"),
    )
    choices_with_hints: Sequence[ui.Choice] = (
        ui.Choice(value="same", text="The same lesson", hint="It asks for the same change in practice."),
        ui.Choice(
            value="related",
            text="A related lesson",
            conditional=ui.textarea(name="how", label="How they are related", rows=2),
        ),
        ui.Choice(value="different", text="Different"),
    )
    problems: Sequence[ui.Problem] = (
        ui.Problem(text="Enter what the recommendation asks for", field_id="id_wrong_title"),
        ui.Problem(text="Enter a real date, such as 27 3 2026", field_id="id_wrong_due_day"),
        ui.Problem(text="Somebody else changed this while you were writing"),
    )
    query: dict[str, list[str]] = field(
        default_factory=lambda: {"agency": ["police", "health"], "words": ["core groups"], "page": ["2"]}
    )
    facts: Sequence[ui.Fact] = (
        ui.Fact(name="Kind of review", value="Local child safeguarding practice review"),
        ui.Fact(
            name="Published",
            value="12 Mar 2024",
            action=ui.element("a", "Change", href="#", class_="govuk-link"),
        ),
        ui.Fact(name="Learning", value=_LONG),
        ui.Fact(name="Author", value=""),
    )
    happenings: Sequence[ui.Happening] = (
        ui.Happening(
            title="Verified",
            at=datetime(2024, 8, 12, 9, 30, tzinfo=UTC),
            by="Ann Bell",
            body="For April to June.",
        ),
        ui.Happening(
            title="Date moved from 31 Jul to 30 Sep", at=date(2024, 7, 20), by="Sam Okoro", body=_LONG + "."
        ),
        ui.Happening(title="Agreed", at=date(2024, 5, 2)),
    )

    @property
    def filters(self) -> Sequence[ui.FilterGroup]:
        """What the list of the example may be narrowed by."""
        return (
            ui.FilterGroup(name="words", label="Words", kind="search"),
            ui.FilterGroup(name="agency", label="Agency", choices=self.choices),
            ui.FilterGroup(
                name="state",
                label="State",
                kind="select",
                choices=[ui.Choice(value="", text="Any"), ui.Choice(value="late", text="Late")],
            ),
        )
