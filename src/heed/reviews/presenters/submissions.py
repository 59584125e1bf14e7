"""Submissions as pages show them: what is asked of whom, how late it is, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from markupsafe import Markup

from heed.platform.access.roles import ROLES, Role
from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Fact, RegisterRow, details, joined, link_button, tag
from heed.platform.ui.things import Doing, Table, columns, link, rows
from heed.platform.ui.wording import count, day, moment, words
from heed.reviews.models import Commission, NonCompliance, Review, ReviewClock, Submission, SubmissionVersion
from heed.reviews.presenters.clocks import how_it_stands
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.part import intake_words
from heed.reviews.presenters.work import Listed, Reading, WorkPage
from heed.reviews.queries.submissions import (
    has_excluded_author,
    lacking,
    last_check,
    last_version,
    open_case,
    return_clock,
    submission_rules,
)
from heed.reviews.rules.submissions import signing_role
from heed.reviews.types.submissions import Lacks, SubmissionState

PART = "submissions"


def kind_name(kind: str) -> str:
    """A kind of submission as it is read."""
    known = submission_rules().kinds.get(kind)
    return known.name if known else kind


def title_of(row: Submission) -> str:
    """The agency, and what it gives."""
    return f"{row.agency}: {kind_name(row.kind)[:1].lower()}{kind_name(row.kind)[1:]}"


def state_of(row: Submission, today: date) -> tuple[str, str]:
    """Where a submission is, as one would say it, and the tone it is said in."""
    late = (today - row.due_on).days
    match row.state:
        case SubmissionState.FINAL:
            return f"Signed off {day(row.signed_at)}", "green"
        case SubmissionState.WITHDRAWN:
            return "Not asked any more", "neutral"
        case SubmissionState.ASSURED:
            return "Waits for its signature", "amber"
        case SubmissionState.RECEIVED:
            return "To be looked over", "amber"
    short = lacking(row, today)
    if short == Lacks.MISSING:
        return f"Missing, {count(late, 'day')} late", "red"
    if short:
        return f"{'In part, ' if short == Lacks.PARTIAL else ''}{count(late, 'day')} late", "red"
    check = last_check(last_version(row))
    before = "Sent back, due" if check and check.sent_back else "Due"
    return (f"{before} in {count(-late, 'day')}" if late else f"{before} today"), "amber"


def state_tag(row: Submission, today: date) -> Markup:
    text, tone = state_of(row, today)
    return tag(text=text, tone=tone)  # type: ignore[arg-type]  # one of the tones


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def submission_row(row: Submission, today: date) -> RegisterRow:
    """A submission in a list."""
    chases = list(row.chases.all())
    case = open_case(row)
    note = [
        f"by {day(row.due_on)}",
        f"version {version.number}" if (version := last_version(row)) else "nothing handed in",
        f"reminded {_times(len(chases))}, last {day(chases[-1].chased_at)}" if chases else "",
        f"sent on to {submission_rules().stages[case.stage]}" if case else "",
    ]
    return RegisterRow(
        reference=row.reference,
        title=title_of(row),
        href=reverse("reviews:submission", args=[row.public_id]),
        note=" · ".join(filter(None, note)),
        state=state_tag(row, today),
    )


def submissions_page(
    actor: Actor,
    review: Review,
    found: Sequence[Submission],
    doings: tuple[Doing, ...],
    *,
    today: date,
) -> WorkPage:
    """Everything that agencies were asked to give to a review, what falls short first."""
    short = [row for row in found if lacking(row, today) and not open_case(row)]
    sent_on = [row for row in found if open_case(row)]
    rest = [row for row in found if row not in short and row not in sent_on]
    final = sum(row.state == SubmissionState.FINAL for row in found)
    asked = sum(row.state != SubmissionState.WITHDRAWN for row in found)
    lists = [
        Listed(
            heading="Late, and not sent on",
            lead="Speak to the agency. If it still does not come, send it on from its page.",
            rows=tuple(submission_row(row, today) for row in short),
            empty="",
        ),
        Listed(
            heading="Agencies that do not take part",
            rows=tuple(submission_row(row, today) for row in sent_on),
            empty="",
        ),
        Listed(
            heading="Asked for",
            rows=tuple(submission_row(row, today) for row in rest),
            empty="Nothing is asked of any agency yet."
            + (" Ask for the first submission beside this." if doings else ""),
        ),
    ]
    return WorkPage(
        review=review_frame(actor, review, current=PART),
        title="Submissions",
        crumbs=(),
        lead=f"{final} of {count(asked, 'submission')} final, each signed off" if asked else "",
        tables=(_arrangements(found),) if asked else (),
        lists=tuple(each for each in lists if each.rows or each is lists[-1] and not (short or sent_on)),
        beside=doings,
        front_door=intake_words(actor, review, today=today),
        links=(link("Who commissions whom", reverse("reviews:commissions")),),
        aside="Submissions are asked for by the partnership's team and the lead reviewer.",
    )


def _arrangements(found: Sequence[Submission]) -> Table:
    """Of each agency: what it gives, who looks it over, and in which role it is signed off, by whom."""
    return Table(
        heading="Arrangements by agency",
        lead="Somebody of another agency looks each over; then the agency signs it off, and it is final.",
        columns=columns("Agency", "Gives", "Looked over by", "Signed off in the role of", "Signed off"),
        rows=rows([_arrangement(row) for row in found if row.state != SubmissionState.WITHDRAWN]),
    )


def _arrangement(row: Submission) -> list[Content]:
    check = last_check(last_version(row))
    role = ROLES[Role(signing_role(submission_rules(), row.agency.kind))].name
    signed = f"{row.signed_by}, {day(row.signed_at)}" if row.signed_at else "Not yet"
    looked = f"{check.checked_by} ({check.checked_for})" if check else "Nobody yet"
    return [str(row.agency), kind_name(row.kind), looked, role, signed]


def submission_page(
    actor: Actor,
    row: Submission,
    *,
    signers: Sequence[str],
    reads: bool,
    writes: bool,
    doings: tuple[Doing, ...],
    today: date,
    attached: tuple[Table, ...] = (),
) -> WorkPage:
    """One submission: what is asked, what was handed in, who signs, and what was done where it did not come."""
    role = ROLES[Role(signing_role(submission_rules(), row.agency.kind))].name
    return WorkPage(
        review=review_frame(actor, row.review, current=PART, title=row.reference),
        title=title_of(row),
        crumbs=(),
        lead=f"{row.reference} · {row.review.name}",
        state=state_tag(row, today),
        notice=_notice(row, signers, role, today),
        front_door=intake_words(actor, row.review, agency=row.agency, about=row.reference, today=today)
        if writes
        else "",
        actions=_actions(row, writes),
        facts=_facts(row, signers, role, return_clock(actor, row), today),
        readings=_asked(row),
        tables=(*_tables(row, reads), *attached),
        beside=doings,
        aside="This waits for somebody else: what has happened so far is on the left.",
    )


def _actions(row: Submission, writes: bool) -> tuple[Content, ...]:
    if not writes:
        return ()
    href = reverse("reviews:write_submission", args=[row.public_id])
    return (link_button(text="Write it", href=href),)


def _notice(row: Submission, signers: Sequence[str], role: str, today: date) -> str:
    if has_excluded_author(row):
        return (
            "Whoever wrote this is excluded from the case now. Send it back, so that somebody else of the agency "
            "writes it."
        )
    if (
        row.state in (SubmissionState.ASKED, SubmissionState.RECEIVED, SubmissionState.ASSURED)
        and not signers
    ):
        return f"Nobody at {row.agency} can sign this off. Give somebody there the role of {role}."
    short = lacking(row, today)
    if short and not open_case(row):
        return (
            f"{row.agency} is late with this. Somebody who has spoken to them can send it on to "
            f"{next(iter(submission_rules().stages.values()))}."
        )
    return ""


def _facts(
    row: Submission, signers: Sequence[str], role: str, runs: ReviewClock | None, today: date
) -> tuple[Fact, ...]:
    name = str(row.agency)
    facts = [
        Fact(name="Asked of", value=name if name == row.asked_as else f"{name} (asked as {row.asked_as})"),
        Fact(name="To come by", value=day(row.due_on)),
        Fact(name="Asked by", value=f"{row.asked_by}, {day(row.asked_at)}"),
    ]
    if runs:
        why = details(summary=f"{day(runs.due_on, none='no date')}: why that day", body=runs.because)
        facts.append(Fact(name="Its clock", value=joined([how_it_stands(runs, today), why])))
    if version := last_version(row):
        facts.append(
            Fact(
                name="Written by",
                value=f"{version.author}; declared on {day(version.declared_at)} to have had no part in the case",
            )
        )
    if row.state == SubmissionState.FINAL:
        said = f": “{row.signed_words}”" if row.signed_words else ""
        as_role = ROLES[Role(row.signed_as)].name
        facts.append(
            Fact(name="Signed off", value=f"{row.signed_by} as {as_role}, {moment(row.signed_at)}{said}")
        )
    elif row.state == SubmissionState.WITHDRAWN:
        facts.append(
            Fact(
                name="Taken back",
                value=f"{row.withdrawn_by}, {day(row.withdrawn_at)}: {row.withdrawn_why}",
            )
        )
    else:
        facts.append(Fact(name="Who signs it off", value=f"{words(signers) or 'Nobody yet'}, as {role}"))
    return tuple(facts)


def _asked(row: Submission) -> tuple[Reading, ...]:
    put = "\n".join(f"{number}. {each}" for number, each in enumerate(row.questions, start=1))
    found = [Reading(heading="What the review asks", words=row.words)] if row.words else []
    if put:
        found.append(Reading(heading="Questions of this review", words=put))
    titles = "\n".join(each["title"] for each in row.sections)
    found.append(Reading(heading="Its sections", words=titles))
    return tuple(found)


def _tables(row: Submission, reads: bool) -> tuple[Table, ...]:
    tables = [
        Table(
            heading="Handed in",
            columns=columns("Version", "When", "By", "Whole?", "Looked over"),
            rows=rows([_version_cells(row, each, reads) for each in reversed(list(row.versions.all()))]),
            empty="Nothing yet.",
        )
    ]
    tables += [_case_table(case) for case in row.non_compliance.all()]
    chases = list(row.chases.all())
    if chases:
        tables.append(
            Table(
                heading="Reminded",
                columns=columns("When", "By whom", "Who was told", "What was said"),
                rows=rows(
                    [[moment(each.chased_at), str(each.chased_by), each.whom, each.words] for each in chases]
                ),
            )
        )
    return tuple(tables)


def _version_cells(row: Submission, version: SubmissionVersion, reads: bool) -> list[Content]:
    href = reverse("reviews:submission_version", args=[row.public_id, version.number]) if reads else ""
    check = last_check(version)
    looked = "not yet"
    if check:
        grade = submission_rules().grades.get(check.grade, "")
        came = "sent back" if check.sent_back else "meets the list"
        if reads:  # what was said of it, and how good it is, is for those who may read it
            came = " ".join(filter(None, [came if check.sent_back else grade or came, check.words]))
        looked = f"{check.checked_by} ({check.checked_for}), {day(check.checked_at)}: {came}"
    return [
        link(f"Version {version.number}", href),
        moment(version.given_at),
        str(version.given_by),
        ("In part" + (f": {version.missing}" if reads else "")) if version.missing else "Whole",
        looked,
    ]


def _case_table(case: NonCompliance) -> Table:
    stages = submission_rules().stages
    cells = []
    for each in case.steps.all():
        to = str(each.commissioner) if each.commissioner else stages[each.stage]
        spoke = f"{each.sent_by} spoke to {each.spoken_to} on {day(each.spoken_on)}: {each.words}"
        cells.append([f"To {to}", day(timezone.localtime(each.sent_at)), spoke])
    if case.closed_at:
        closed = f"{case.closed_by}: takes part since {day(case.engaged_on)}. {case.engagement}"
        cells.append(["Closed", day(case.closed_at), closed])
    return Table(
        heading=f"{case.reference}: {'took part again' if case.closed_at else 'does not take part'}",
        lead=f"It was {case.lacks} when it was sent on.",
        columns=columns("Sent on", "When", "Who had spoken to them"),
        rows=rows(cells),
    )


def version_page(actor: Actor, row: Submission, version: SubmissionVersion) -> WorkPage:
    """One version to be read, as it was handed in."""
    readings = [
        Reading(
            heading=each["title"],
            words=each["words"],
            note=f"Left blank: {each['reason']}" if each["reason"] and not each["words"] else "",
        )
        for each in version.parts
        if each["words"] or each["reason"]
    ]
    if version.recommendations:
        put = "\n".join(f"{number}. {each}" for number, each in enumerate(version.recommendations, start=1))
        readings.append(Reading(heading="What the agency recommends to itself", words=put))
    check = last_check(version)
    tables: tuple[Table, ...] = ()
    if check:
        tables = (
            Table(
                heading="Looked over",
                lead=f"By {check.checked_by}, {check.checked_for}, {day(check.checked_at)}.",
                columns=columns("What was looked for", "Found"),
                rows=rows([[each["ask"], "Yes" if each["met"] else "No"] for each in check.points]),
            ),
        )
    links = [link("The request", reverse("reviews:submission", args=[row.public_id]))]
    if version.file_id:
        href = reverse("reviews:submission_file", args=[row.public_id, version.number])
        links.append(link(f"The file: {version.file_name}", href))
    return WorkPage(
        review=review_frame(
            actor, row.review, current=PART, title=f"{row.reference}, version {version.number}"
        ),
        title=f"{title_of(row)}, version {version.number}",
        crumbs=(),
        lead=f"Handed in by {version.given_by}, {moment(version.given_at)}",
        notice=f"This is only a part. Still to come: {version.missing}" if version.missing else "",
        facts=(Fact(name="Written by", value=version.author),),
        readings=tuple(readings),
        tables=tables,
        links=tuple(links),
    )


def commissions_table(found: Sequence[Commission], today: date) -> Table:
    """Who commissions whom."""
    return Table(
        heading="Who commissions whom",
        columns=columns("Agency", "Commissioned by", "For", "Safeguarding in the contract", "Since"),
        rows=rows(
            [
                [
                    str(each.agency),
                    str(each.commissioner),
                    each.service,
                    each.clause or "Not kept",
                    f"{day(each.begins_on)}{f' to {day(each.ends_on)}' if each.ends_on else ''}",
                ]
                for each in found
            ]
        ),
        empty="Nothing is kept yet. Where an agency does not take part in a review, its commissioner is told last.",
    )
