"""A report as it is written: its places beside their records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from heed.platform.ui.components import (
    Column,
    Content,
    Crumb,
    Fact,
    Row,
    element,
    inset,
    joined,
    table,
    tag,
)
from heed.platform.ui.things import Doing, ThingPage, link
from heed.platform.ui.wording import count, day, moment
from heed.reports.models import Report, Statement
from heed.reports.rules.places import Place
from heed.reports.types import (
    FORM_NAMES,
    Block,
    Form,
    Gap,
    Heading,
    Paragraph,
    Points,
    Said,
    Source,
    said_in,
)
from heed.reports.types import Table as TableBlock

REPORTS = Crumb(text="Reports", href="/reports/")


@dataclass(frozen=True, kw_only=True)
class PlaceView:
    """A place as it is drawn."""

    anchor: str
    body: Content
    beside: Content
    note: Content
    tone: str
    href: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    title: str
    crumbs: tuple[Crumb, ...]
    lead: Content
    notice: Content
    facts: tuple[Fact, ...]
    places: tuple[PlaceView, ...]
    files: tuple[tuple[str, str], ...]
    to_do: tuple[Content, ...]
    short_forms: tuple[str, ...]
    discard: Content


def report_page(
    row: Report,
    found: Sequence[Place],
    statements: Mapping[str, Statement],
    *,
    layout: str,
    unknown: Sequence[str],
    writes: bool,
) -> ReportPage:
    """A report with everything that somebody should look at before it goes out."""
    views = tuple(
        _view(row, each, before, statements.get(each.says.key), writes)
        for each, before in zip(found, [None, *found], strict=False)
    )
    changed = [each for each in found if each.differs]
    gaps = [
        each
        for each in found
        if isinstance(each.says, Gap) and each.says.key not in statements and not each.out
    ]
    unsigned = [each for each in statements.values() if each.by_name and each.signed_at is None]
    return ReportPage(
        title=row.title,
        crumbs=_crumbs(row),
        lead=f"{row.reference}, {layout}",
        notice=_discarded(row) or _changed(len(changed)),
        facts=(
            Fact(name="The register as of", value=day(row.composed_on)),
            Fact(name="Begun", value=f"{moment(row.made_at)}, by {row.made_by}"),
        ),
        places=views,
        files=tuple(
            (FORM_NAMES[each], reverse("reports:file", args=[row.public_id, each.value])) for each in Form
        ),
        to_do=(
            *(link(_gap_words(each.says), f"#{_anchor(each.says.key)}") for each in gaps),
            *(link(f"{each.by_name} has not signed yet", f"#{_anchor(each.place)}") for each in unsigned),
            *(link(f"Changed since: {_label(each.says)}", f"#{_anchor(each.says.key)}") for each in changed),
        ),
        short_forms=tuple(unknown),
        discard=_discard_link(row) if writes else "",
    )


def _discarded(row: Report) -> str:
    if row.discarded_at is None:
        return ""
    return f"Discarded by {row.discarded_by}, {moment(row.discarded_at)}. Nobody writes it any longer."


def _discard_link(row: Report) -> Content:
    words = "Take it up again" if row.discarded_at else "Discard this report"
    return link(words, reverse("reports:discard", args=[row.public_id]))


def discard_page(row: Report, doing: Doing) -> ThingPage:
    """The page that asks once more."""
    return ThingPage(
        title=row.title,
        crumbs=_crumbs(row),
        lead=_discarded(row)
        or f"{row.reference} stays to be read and can be taken up again. Nothing of it can be published until then.",
        doings=(doing,),
    )


def _changed(number: int) -> str:
    if not number:
        return ""
    what = count(number, "place")
    return (
        f"{what} of the register {'has' if number == 1 else 'have'} changed since this report was composed."
    )


def _crumbs(row: Report) -> tuple[Crumb, ...]:
    if row.review is None:
        return (REPORTS, Crumb(text=row.title))
    address = reverse("reviews:review", args=[row.review.public_id])
    of = reverse("reports:of_review", args=[row.review.public_id])
    return (Crumb(text=row.review.name, href=address), Crumb(text="Reports", href=of), Crumb(text=row.title))


def _gap_words(block: Any) -> str:
    return f"To be written: {block.prompt}"


def _anchor(key: str) -> str:
    return "at-" + "".join(each if each.isalnum() else "-" for each in key)


def address_of_place(row: Report, key: str) -> str:
    return reverse("reports:place", args=[row.public_id, key])


def _label(block: Block) -> str:
    if isinstance(block, Gap):
        return block.prompt[:60]
    said = next((each.words for each in said_in(block)), "")
    return said if len(said) <= 60 else f"{said[:57].rstrip()}…"


def _view(
    row: Report, place: Place, before: Place | None, statement: Statement | None, writes: bool
) -> PlaceView:
    """A heading's records stand with what is beneath it, and those of several places once."""
    block = place.says
    beside = "" if isinstance(block, Heading) else _sources(block)
    now = _body(place.now, None) if place.now else ""
    same = before is not None and not isinstance(before.says, Heading) and _sources(before.says) == beside
    return PlaceView(
        anchor=_anchor(block.key),
        body=element("div", _body(block, statement), inset(body=now) if now else None),
        beside="" if same else beside,
        note=_note(place, statement),
        tone=_tone(place),
        href=address_of_place(row, block.key) if writes or _may_sign(statement) else "",
        label=_label(block),
    )


def _tone(place: Place) -> str:
    if place.out or place.new:
        return "muted"
    if place.differs:
        return "changed"
    return "heading" if isinstance(place.says, Heading) else ""


def _may_sign(statement: Statement | None) -> bool:
    return statement is not None and bool(statement.by_name) and statement.signed_at is None


def _note(place: Place, statement: Statement | None) -> Content:
    if place.out:
        return tag(text=f"Left out: {place.out}")
    if place.new:
        return tag(text="New in the register, and not in the report yet", tone="amber")
    if place.gone:
        return tag(text="The register does not say this any more", tone="amber")
    if place.now:
        return tag(text="The register says it otherwise now", tone="amber")
    if statement is not None:
        return _by_hand(statement)
    if isinstance(place.says, Gap):
        return tag(text="To be written by hand", tone="amber")
    return ""


def _by_hand(row: Statement) -> Content:
    by = f"Written by hand, by {row.written_by}, {day(row.written_at)}"
    if not row.by_name:
        return tag(text=by)
    if row.signed_at:
        return joined([tag(text=f"Signed by {row.signed_by}, {day(row.signed_at)}", tone="green"), f" {by}"])
    return joined([tag(text="Not signed yet", tone="amber"), f" {by}"])


def _body(block: Block | None, statement: Statement | None) -> Content:
    """A block as a page shows it; at a place for hand-written words, those."""
    if isinstance(block, Heading):
        return element(f"h{block.level + 1}", block.said.words)
    if isinstance(block, Paragraph):
        return element("p", " ".join(each.words for each in block.said))
    if isinstance(block, Points):
        items = [element("li", each.words) for each in block.items]
        return element("ul", items, class_="govuk-list govuk-list--bullet")
    if isinstance(block, TableBlock):
        return _table(block)
    if isinstance(block, Gap):
        return _written(block, statement)
    return ""


def _fact(block: Block, statement: Statement | None) -> Content:
    """A block as one fact among others, where a heading is words like any."""
    return element("strong", block.said.words) if isinstance(block, Heading) else _body(block, statement)


def _written(block: Gap, statement: Statement | None) -> Content:
    if statement is None:
        return element("p", block.prompt, class_="heed-secondary")
    said = [element("p", each) for each in statement.text.splitlines() if each.strip()]
    if not block.statement:
        return joined(said)
    name = element("strong", f"{statement.by_name}, {statement.by_role}")
    return joined([*said, element("p", name, f", as at {day(statement.as_at)}")])


def _table(block: TableBlock) -> Markup:
    heads = [
        Column(label=each, kind="number" if at in block.numbers else "words")
        for at, each in enumerate(block.columns)
    ]
    rows = [Row(cells=[_cell(each) for each in row]) for row in block.rows]
    return table(caption=block.caption, columns=heads, rows=rows)


def _cell(said: Said) -> Content:
    one = said.words and len(said.sources) == 1
    return link_of(said.sources[0], said.words) if one else said.words


_MOST = 6


def _sources(block: Block) -> Content:
    """The records that a block comes from, each a link; a table's rows are links themselves."""
    if isinstance(block, TableBlock):
        return ""
    found = {each.ref: each for said in said_in(block) for each in said.sources if each.url_name}
    if not found:
        return ""
    shown = [link_of(each) for each in list(found.values())[:_MOST]]
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return joined(["From ", joined(shown, ", "), more])


def link_of(source: Source, text: str = "") -> Content:
    return link(text or source.reference, reverse(source.url_name, args=[source.ref]))


def place_page(row: Report, place: Place, statement: Statement | None, doings: Iterable[Doing]) -> ThingPage:
    """One place: what it says, what the register says now, and what can be decided or written."""
    block = place.says
    facts = [Fact(name="It says", value=_fact(block, statement))]
    if place.now:
        facts.append(Fact(name="The register says now", value=_fact(place.now, None)))
    if note := _note(place, statement):
        facts.append(Fact(name="State", value=note))
    if sources := _sources(block):
        facts.append(Fact(name="Records", value=sources))
    title = block.prompt if isinstance(block, Gap) else _label(block)
    report = reverse("reports:report", args=[row.public_id])
    crumbs = (*_crumbs(row)[:-1], Crumb(text=row.title, href=f"{report}#{_anchor(block.key)}"))
    return ThingPage(
        title=title,
        crumbs=(*crumbs, Crumb(text="This place")),
        lead=f"A place of “{row.title}”",
        facts=tuple(facts),
        doings=tuple(doings),
        links=(link("Back to the report", f"{report}#{_anchor(block.key)}"),),
    )
