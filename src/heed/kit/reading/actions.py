"""From what was answered to actions: who does what, done or to come, by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from heed.kit.dates import days_of, find_dates
from heed.kit.reading.agencies import Agencies
from heed.kit.reading.asks import gives_order
from heed.kit.reading.drafts import NOTED, PLANNED, SAID, TAKEN, UNSAID, Answer
from heed.kit.reading.rules import Rules
from heed.kit.reading.status import Told, read_status
from heed.kit.reading.types import Action, Due, Span, Status, Sureness
from heed.kit.words import plain, sentences, spaced

_OPENS_QUOTE = re.compile(r"^[*_]*[\"\u201c\u2018']")
_PRONOUN = re.compile(
    r"(?:this|these|it|they)\s+(?:also\s+)?(?:includes?|covers?|involves?|is part|focus\w*)", re.IGNORECASE
)
_DONE_OR_STANDING = (Status.TAKEN, Status.IN_PLACE)


@dataclass(slots=True)
class Heard:
    """What was heard so far in a response: the lead-in of the list being read, and whether somebody is quoted."""

    lead: str = ""
    quoting: str = ""
    audit: bool = False
    told: bool = False  # whether an item of the list being read told of an action
    refused: bool = False  # whether the agency that speaks refuses what was recommended


@dataclass(slots=True)
class Aside:
    """Words in a response that are no action of the answering agency: an audit's or an inspection's."""

    kind: str
    spans: tuple[Span, ...]


class Actions:
    """Reads the actions out of answers; `asides` keeps what others said or recommended in them."""

    def __init__(self, rules: Rules, agencies: Agencies, on: date | None):
        self.rules = rules
        self.agencies = agencies
        self.on = on
        self.asides: list[Aside] = []

    def read(self, answers: list[Answer], spoken: list[str]) -> list[Action]:
        """The actions in the answers to one recommendation or theme; `spoken` is the agency of each answer."""
        found: list[Action] = []
        heard = Heard()
        listed = any(answer.mode not in (SAID, NOTED) for answer in answers)
        refusing = self._refusing(answers, spoken)
        for index, (answer, agency) in enumerate(zip(answers, spoken, strict=True)):
            following = answers[index + 1] if index + 1 < len(answers) else None
            if answer.mode == NOTED:
                continue
            if (
                not answer.plain
                or answer.heading
                and not answer.plain.endswith(":")
                and not _OPENS_QUOTE.match(answer.plain)
            ):
                heard = Heard()
            elif answer.mode == SAID and listed:
                continue  # the document lists its actions itself; its prose tells of the same
            elif answer.mode == SAID:
                heard.refused = agency in refusing
                found += self._said(answer, agency, heard, following)
            else:
                found += self._listed(answer, agency, following)
        return found

    def _refusing(self, answers: list[Answer], spoken: list[str]) -> frozenset[str]:
        """The agencies that say of what was recommended that they will not do it."""
        rejects = self.rules.pattern("actions/rejections")
        return frozenset(
            agency
            for answer, agency in zip(answers, spoken, strict=True)
            if answer.mode == SAID and rejects.search(answer.plain)
        )

    # -- prose -------------------------------------------------------------------------------------------

    def _said(self, answer: Answer, agency: str, heard: Heard, following: Answer | None) -> list[Action]:
        text = answer.plain
        item = answer.piece.is_item
        if not item:
            heard.lead, heard.audit, heard.told = "", False, False
        if heard.quoting:
            if heard.quoting == "list" and item or heard.quoting == "next" or _OPENS_QUOTE.match(text):
                self.asides.append(Aside("inspection", answer.spans))
                heard.quoting = (
                    ""
                    if heard.quoting == "next" and not _OPENS_QUOTE.match(text)
                    else "more"
                    if not item
                    else "list"
                )
                return []
            heard.quoting = ""
        if heard.audit and item:
            self.asides.append(Aside("audit recommendation", answer.spans))
            return []
        if text.endswith(":") and self._leads_in(text, heard, following):
            return self._sentences(answer, agency, heard, all_but_last=True)
        if item and self._is_subheading(answer, following):
            return []
        return self._sentences(answer, agency, heard)

    def _leads_in(self, text: str, heard: Heard, following: Answer | None) -> bool:
        """Take up a lead-in: what its list's items are, or whose words follow."""
        last = text[sentences(text)[-1][0] :] if text else ""
        spoken = last.rstrip(": ")
        if (
            self.rules.pattern("actions/inspections").search(last)
            and self.rules.pattern("actions/quotations").search(spoken)
            or (
                following is not None
                and _OPENS_QUOTE.match(following.plain)
                and self.rules.pattern("actions/quotations").search(spoken)
            )
        ):
            heard.quoting = "list" if following is not None and following.piece.is_item else "next"
            return True
        if re.search(r"\brecommendations?\b", last) and re.search(
            r"\b(?:audit|review|inspection|report)\b", last
        ):
            heard.audit = following is not None and following.piece.is_item
            return True
        told = read_status(last, self.rules)
        lead = next(
            (
                kind
                for kind in ("planned", "taken", "in_place")
                if self.rules.pattern(f"actions/lead_ins/{kind}").search(last)
            ),
            "",
        )
        heard.lead = told.statuses[0] if told.statuses and told.sure >= 0.8 else lead
        return True

    def _is_subheading(self, answer: Answer, following: Answer | None) -> bool:
        text = answer.plain
        if text.endswith(":"):
            return len(text.split()) <= 12
        deeper = (
            following is not None and following.piece.is_item and following.piece.level > answer.piece.level
        )
        return deeper and len(text.split()) <= 8 and text[-1:] not in ".;,"

    def _sentences(
        self, answer: Answer, agency: str, heard: Heard, *, all_but_last: bool = False
    ) -> list[Action]:
        found: list[Action] = []
        start = answer.start
        stretch = answer.piece.plain[answer.start : answer.end]
        ends = sentences(stretch)
        quoted = False
        speaker = agency
        before: Told | None = None
        for index, (left, right) in enumerate(ends):
            sentence = stretch[left:right]
            if all_but_last and index == len(ends) - 1:
                continue
            was_quoted, quoted = (
                quoted,
                _quote_left_open(answer.piece.text[start + left : start + right], quoted),
            )
            if (
                was_quoted
                or quoted
                or self._quotes_inspection(answer.piece.text[start + left : start + right], sentence)
            ):
                self.asides.append(Aside("inspection", answer.piece.spans(start + left, start + right)))
                continue
            if heard.refused and self.rules.pattern("actions/refusals").search(sentence):
                continue
            if index:
                speaker = self.agencies.subject(sentence) or speaker
            lead = heard.lead if answer.piece.is_item else ""
            told = read_status(sentence, self.rules, lead=lead)
            if (
                before is not None
                and before.statuses == ("planned",)
                and told.statuses == ("in_place",)
                and _PRONOUN.match(sentence)
            ):
                told = Told(("planned",), 0.7, "it goes on about what is planned in the sentence before")
            if (
                not told.statuses
                and told.sure <= 0.5
                and answer.piece.is_item
                and heard.told
                and len(sentence.split()) >= 6
            ):
                told = Told(("in_place",), 0.5, "it has no verb, in a list of actions")
            before = told
            heard.told = heard.told or bool(told.statuses)
            found += self._actions(answer, start + left, start + right, speaker, told)
        return found

    def _quotes_inspection(self, text: str, sentence: str) -> bool:
        """A sentence that reports an inspection's words between quotation marks."""
        return bool(re.search(r"[\"\u201c].{20,}[\"\u201d]", text)) and bool(
            self.rules.pattern("actions/inspections").search(sentence)
        )

    # -- lists under a heading or in a column --------------------------------------------------------------

    def _listed(self, answer: Answer, agency: str, following: Answer | None) -> list[Action]:
        if (
            answer.plain.endswith(":")
            and following is not None
            and following.piece.is_item
            and len(answer.plain.split()) <= 12
        ):
            return []
        stretch = answer.piece.plain[answer.start : answer.end]
        whole = answer.piece.is_item or answer.row is not None
        ends = [(0, len(stretch))] if whole else sentences(stretch)
        found = []
        for left, right in ends:
            told = self._told(stretch[left:right], answer)
            found += self._actions(answer, answer.start + left, answer.start + right, agency, told)
        return found

    def _told(self, text: str, answer: Answer) -> Told:
        own = read_status(text, self.rules)
        if answer.status == "planned" and own.statuses == ("taken",) and not gives_order(text, self.rules):
            return Told(("taken",), 0.7, f"{own.why}, though its row is not marked as complete")
        if answer.status:
            return Told((answer.status,), 0.75, "the status column of its row says so")
        if re.match(r"(?i)(?:nothing|none|n/?a|not applicable)\b", text):
            return Told((), 0.9, "it says that there is none")
        default = {TAKEN: "taken", PLANNED: "planned", UNSAID: "planned"}[answer.mode]
        if answer.mode == UNSAID and gives_order(text, self.rules):
            return Told(
                ("planned",), 0.75, "it tells somebody to do something, and nothing says that it is done"
            )
        told = read_status(text, self.rules, default=default)
        if answer.mode == UNSAID:
            return told if told.statuses else Told(("planned",), 0.6, "it stands under a heading for actions")
        if answer.mode == PLANNED:
            status = "stalled" if told.statuses == ("stalled",) else "planned"
            return Told((status,), 0.97, "it stands under a heading for actions to be taken")
        status = (
            told.statuses[0] if told.statuses and told.statuses[0] in ("in_place", "stalled") else "taken"
        )
        return Told(
            (status,), 0.97 if status == "taken" else 0.9, "it stands under a heading for actions taken"
        )

    # -- one action --------------------------------------------------------------------------------------

    def _actions(self, answer: Answer, start: int, end: int, agency: str, told: Told) -> list[Action]:
        spans = answer.piece.spans(start, end)
        if not spans:
            return []
        text = answer.piece.text[start:end].strip()
        actions = []
        for name in told.statuses:
            status = Status(name)
            actions.append(
                Action(
                    text=text,
                    status=status,
                    spans=spans,
                    agency=self._agency(answer, agency),
                    owner=answer.owner or self._owner(answer.piece.plain[start:end].strip(), text),
                    due=self._due(answer, text, status),
                    sure=Sureness(round(told.sure, 2), (told.why,)),
                )
            )
        return actions

    def _agency(self, answer: Answer, agency: str) -> str:
        """The agency of a row, of its owner's post, or of the paragraph."""
        if answer.agency:
            return self.agencies.stated(answer.agency)
        return answer.owner and self.agencies.of_post(plain(answer.owner)) or agency

    def _owner(self, text: str, shown: str) -> str:
        for pattern in self.rules.get("actions/owners"):
            found = re.search(pattern, text)
            if found:
                return re.sub(
                    r"^(?:the|an?)\s+",
                    "",
                    shown[found.start("owner") : found.end("owner")].strip(" ,*"),
                    flags=re.IGNORECASE,
                )
        return ""

    def _due(self, answer: Answer, text: str, status: Status) -> Due | None:
        if answer.due:
            days = days_of(answer.due, self.on)
            return Due(answer.due, _iso(days.earliest), _iso(days.latest))
        if status in _DONE_OR_STANDING:
            return None
        words = spaced("|".join(self.rules.get("actions/due_words")))
        for found in find_dates(text, self.on):
            before = re.search(
                rf"(?:{words})(?: the)?(?: (?:end|start|beginning) of)?\s*$",
                text[: found.start],
                re.IGNORECASE,
            )
            if not before and not re.match(r"within|in the next|next", found.text, re.IGNORECASE):
                continue
            if found.days.earliest is None and found.days.note.startswith(("it comes", "twice")):
                continue
            return Due(found.text, _iso(found.days.earliest), _iso(found.days.latest))
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _quote_left_open(text: str, already: bool) -> bool:
    """Whether a double quotation is still open at a text's end (curly marks only: straight ones cannot be paired)."""
    opened, closed = text.rfind("\u201c"), text.rfind("\u201d")
    if opened == closed == -1:
        return already
    return opened > closed
