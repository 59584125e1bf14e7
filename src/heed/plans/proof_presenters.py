"""Evidence, marks, later checks and differences as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.kit.dates import months_after
from heed.learning.presenters import title_of
from heed.library.presenters import shown_words
from heed.plans.models import Action, DifferenceJudgement, EmbeddedCheck, Evidence, Mark
from heed.plans.queries import evidence_kinds, level_names, rules_of
from heed.plans.rules import parted_by_day
from heed.plans.types import VERIFIED_OR_FURTHER, CheckOutcome, EvidenceLevel, MarkKind
from heed.platform.ui.components import Content, Crumb, Happening, element, joined, tag
from heed.platform.ui.components.tags import Tone
from heed.platform.ui.things import link
from heed.platform.ui.wording import count, day, period

_LEVEL_TONES: dict[int, Tone] = {
    EvidenceLevel.PLAN: "neutral",
    EvidenceLevel.OUTPUT: "teal",
    EvidenceLevel.PRACTICE: "green",
    EvidenceLevel.OUTCOME: "green",
}
_MARK_WORDS = {
    MarkKind.REPORTED: "Reported complete",
    MarkKind.ASSURED: "Assured by its agency",
    MarkKind.VERIFIED: "Verified",
    MarkKind.SENT_BACK: "Sent back",
}
CHECK_WORDS = {CheckOutcome.HOLDS: "Embedded", CheckOutcome.FAILED: "Does not hold; open again"}
CONTRIBUTION = "A named person's judgement that the work contributed to a difference. It is not proof."


@dataclass(frozen=True, kw_only=True)
class ProofPanel:
    """On an action's page: what shows it, and what was said of it by name."""

    evidence: tuple[EvidenceRow, ...]
    happenings: tuple[Happening, ...]
    notice: str


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    reference: str
    title: str
    href: str
    level: Content
    facts: str
    warnings: str
    contrary: bool


def level_tag(row: Evidence, *, today: date) -> Content:
    """How much a piece shows; one that speaks against, has expired or is withdrawn is said to."""
    if row.withdrawn_at:
        return tag(text="Withdrawn", tone="neutral")
    if row.contrary:
        return tag(text="Speaks against it", tone="amber")
    if has_expired(row, today=today):
        return tag(text="Expired", tone="amber")
    return tag(text=level_names()[row.level], tone=_LEVEL_TONES[row.level])


def has_expired(row: Evidence, *, today: date) -> bool:
    """Whether its day is over, so that it counts for nothing."""
    return row.expires_on is not None and row.expires_on < today


def evidence_row(row: Evidence, *, today: date) -> EvidenceRow:
    facts = [
        evidence_kinds().get(row.kind, row.kind),
        spoken_for(row),
        figure_of(row),
        f"given by {row.agency}",
    ]
    return EvidenceRow(
        reference=row.reference,
        title=row.title,
        href=reverse("plans:evidence", args=[row.public_id]),
        level=level_tag(row, today=today),
        facts=" · ".join(filter(None, facts)),
        warnings=" ".join(warnings_of(row, today=today)),
        contrary=row.contrary,
    )


def spoken_for(row: Any) -> str:
    """The period that a piece or a mark is for: "for 1 Apr to 30 Jun 2025", "from 1 Apr 2025"."""
    if row.period_from and row.period_to:
        return f"for {period(row.period_from, row.period_to)}"
    if row.period_from:
        return f"from {day(row.period_from)}"
    return f"until {day(row.period_to)}" if row.period_to else ""


def figure_of(row: Any, *, unit: str | None = None) -> str:
    """ "27 of 30 minutes that name who does what, on 4 Jun 2025"; "" where it has no figure. A version has its piece's
    unit."""
    if row.value is None:
        return ""
    of = f" of {_plain(row.denominator)}" if row.denominator is not None else ""
    on = f", on {day(row.value_on)}" if row.value_on else ""
    return f"{_plain(row.value)}{of} {row.unit if unit is None else unit}".strip() + on


def _plain(number: Any) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def warnings_of(row: Evidence, *, today: date) -> tuple[str, ...]:
    """What a reader should know before relying on a piece."""
    found = []
    if row.value is not None and row.denominator is None:
        found.append("The figure does not say out of how many.")
    if row.value is not None and row.value_on is None:
        found.append("The figure does not say on which day it was counted.")
    if not (row.period_from or row.period_to):
        found.append("It does not say for which time it speaks.")
    if row.expires_on and has_expired(row, today=today):
        counts = "" if row.contrary else " It counts for nothing until a newer version is handed in."
        found.append(f"It shows this no longer than until {day(row.expires_on)}.{counts}")
    if row.refresh_by and row.refresh_by < today:
        found.append(f"A newer version was to come by {day(row.refresh_by)}.")
    return tuple(found)


def proof_panel(
    action: Action,
    pieces: Sequence[Evidence],
    marks: Sequence[Mark],
    checks: Sequence[EmbeddedCheck],
    withdrawn: Sequence[Evidence] = (),
    *,
    today: date,
) -> ProofPanel:
    verified = action.state in VERIFIED_OR_FURTHER
    waiting = next((each for each in checks if verified and not each.outcome), None)
    said = [(each.at, mark_happening(each, today=today)) for each in marks]
    said += [(each.done_at, check_happening(each)) for each in checks if each.done_at]
    said += [(each.withdrawn_at, _withdrawn(each)) for each in withdrawn if each.withdrawn_at]
    return ProofPanel(
        evidence=tuple(evidence_row(each, today=today) for each in pieces),
        happenings=tuple(happening for _, happening in sorted(said, key=lambda pair: pair[0], reverse=True)),
        notice=f"Is it embedded? To be looked at {_due(waiting.due_on, today)}: {waiting.because}."
        if waiting
        else "",
    )


def _due(due: date, today: date) -> str:
    return f"by {day(due)}" if due >= today else f"since {day(due)}, {count((today - due).days, 'day')} late"


def _withdrawn(row: Evidence) -> Happening:
    assert row.withdrawn_at is not None
    by = row.withdrawn_by.name if row.withdrawn_by else ""
    return Happening(
        title=f"{row.reference} was withdrawn: it was given by mistake",
        at=row.withdrawn_at,
        by=by,
        body=element(
            "div",
            row.withdrawn_why,
            " ",
            link(f"See {row.reference}", reverse("plans:evidence", args=[row.public_id])),
        ),
    )


def sample_words(mark: Any) -> str:
    """ "By sample, 10 of 60: every sixth record. Quality group agreed to verification by sample on 4 Jun 2025."; ""
    where everything was looked at."""
    if not mark.sample:
        return ""
    if mark.sampled is None:
        return f"By sample: {mark.sample}"
    return f"By sample, {mark.sampled} of {mark.sampled_of}: {mark.sample.rstrip('.')}. {mark.sample_agreed}."


def mark_happening(mark: Mark, *, today: date) -> Happening:
    """ "Verified on 12 Aug 2024 for 1 Apr to 30 Jun 2024", by whom and whose employee, and when the mark is old."""
    words = _MARK_WORDS[MarkKind(mark.kind)]
    title = ", ".join(filter(None, [f"{words} {day(mark.on)}", spoken_for(mark)]))
    old = months_after(mark.on, int(rules_of("action-plan")["mark_is_old_after_months"])) <= today
    if mark.kind == MarkKind.VERIFIED and old:
        title += " (old by now)"
    body = [
        sample_words(mark),
        mark.reason,
        f"On {', '.join(each.reference for each in mark.evidence.all())}." if mark.evidence.all() else "",
    ]
    said = [element("div", each) for each in body if each]
    return Happening(title=title, at=mark.at, by=signed_by(mark), body=joined(said) if said else "")


def check_happening(check: EmbeddedCheck) -> Happening:
    title = f"Is it embedded? {CHECK_WORDS[CheckOutcome(check.outcome)]}"
    said = [check.reason]
    if check.outcome == CheckOutcome.HOLDS and check.done_on and check.done_on < check.due_on:
        said.append(f"Looked at before its day, {day(check.due_on)}: {check.because}")
    body = joined([element("div", each) for each in said])
    return Happening(title=title, at=check.done_at or check.made_at, by=signed_by(check), body=body)


def signed_by(row: Any) -> str:
    """Name, post and agency, and the employer, who need not be the agency somebody acts for."""
    if row.by is None:
        return "nobody named"
    elsewhere = row.agency is not None and row.employer is not None and row.agency_id != row.employer_id
    places = [f"for {row.agency}" if elsewhere else "", f"employed by {row.employer}" if row.employer else ""]
    return ", ".join(filter(None, [row.by.name, row.post, *places]))


def crumbs_of(action: Action, *more: str) -> tuple[Crumb, ...]:
    """From the register to an action's page and beneath."""
    return (
        Crumb(text="Actions", href=reverse("plans:list")),
        Crumb(text=action.reference, href=reverse("plans:action", args=[action.public_id])),
        *(Crumb(text=each) for each in more),
    )


def pieces_to_choose(pieces: Sequence[Evidence], *, today: date) -> list[tuple[str, str]]:
    """Evidence as a form offers it."""
    return [
        (
            each.public_id,
            f"{each.reference} {each.title} "
            f"({', '.join(filter(None, [_shows(each, today), figure_of(each), spoken_for(each)]))})",
        )
        for each in pieces
    ]


def _shows(row: Evidence, today: date) -> str:
    if has_expired(row, today=today):
        return f"expired on {day(row.expires_on)}"
    return "speaks against it" if row.contrary else level_names()[row.level].lower()


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    reference: str
    href: str
    words: str
    agency: str
    due: str
    late: bool
    look_href: str


@dataclass(frozen=True, kw_only=True)
class ChecksPage:
    """Everything that waits to be looked at again."""

    title: str
    rows: tuple[CheckRow, ...]


def checks_page(waiting: Sequence[EmbeddedCheck], *, today: date) -> ChecksPage:
    return ChecksPage(
        title="Is it embedded?",
        rows=tuple(
            CheckRow(
                reference=each.action.reference,
                href=reverse("plans:action", args=[each.action.public_id]),
                words=shown_words(each.action.text),
                agency=each.action.agency.name if each.action.agency else each.action.agency_words,
                due=_due(each.due_on, today),
                late=each.due_on < today,
                look_href=reverse("plans:check", args=[each.public_id]),
            )
            for each in waiting
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One judgement on a recommendation's page."""

    headline: str
    signed: str
    parts: tuple[tuple[str, str], ...]
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, kw_only=True)
class DifferencePanel:
    """On a recommendation's page: what came of it, said apart, with what speaks against it."""

    judged: tuple[Judged, ...]
    evidence: tuple[tuple[str, tuple[EvidenceRow, ...]], ...]
    """Under headings that stand beside each other: before the first action was agreed, since then, what
    has no day, and what speaks against it."""
    note: str
    judge_href: str


def difference_panel(
    judgements: Sequence[DifferenceJudgement],
    pieces: Sequence[Evidence],
    *,
    agreed_on: date | None,
    judge_href: str,
    today: date,
) -> DifferencePanel:
    return DifferencePanel(
        judged=tuple(_judged(each, today=today) for each in judgements),
        evidence=tuple(_before_and_after(pieces, agreed_on, today)),
        note=CONTRIBUTION,
        judge_href=judge_href,
    )


def _before_and_after(
    pieces: Sequence[Evidence], agreed_on: date | None, today: date
) -> Iterator[tuple[str, tuple[EvidenceRow, ...]]]:
    before, since, undated, against = parted_by_day(pieces, agreed_on)
    headings = {
        f"Before {day(agreed_on)}, when an action was first agreed": before,
        f"Since {day(agreed_on)}, when an action was first agreed": since,
        "Evidence given for its actions" if agreed_on is None else "Of no time that it says": undated,
        "Evidence that speaks against it": against,
    }
    for heading, some in headings.items():
        if some:
            yield heading, tuple(evidence_row(each, today=today) for each in some)


def _judged(row: DifferenceJudgement, *, today: date) -> Judged:
    parts = [("Output", row.output), ("Outcome", row.outcome), ("Impact", row.impact)]
    if row.contrary:
        parts.append(("What speaks against it", row.contrary))
    return Judged(
        headline=f"{'A difference is seen' if row.seen else 'No difference is seen so far'}, {day(row.on)}",
        signed=signed_by(row),
        parts=tuple(parts),
        evidence=tuple(evidence_row(each, today=today) for each in row.evidence.all()),
    )


def judge_lead(recommendation: Any) -> Content:
    """Above the form of a judgement."""
    return joined(
        [
            element("strong", recommendation.reference),
            f" {title_of(recommendation)}. {CONTRIBUTION} Say output, outcome and impact apart; "
            "training that was held is an output and nothing more.",
        ]
    )
