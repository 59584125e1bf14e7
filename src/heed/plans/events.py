"""What the audit log keeps of actions."""

from heed.platform.audit_log.types import event


@event("action.registered")
class ActionRegistered:
    """Put action {reference} into the register as {state}, as stated in the document."""

    reference: str
    state: str


@event("action.withdrawn")
class ActionWithdrawn:
    """Took action {reference} out of the register again; nothing had been built on it."""

    reference: str


@event("action.brought_in")
class ActionBroughtIn:
    """Brought action {reference} in from another list, as {state}."""

    reference: str
    state: str


@event("action.made")
class ActionMade:
    """Planned action {reference}, for {recommendations} recommendations."""

    reference: str
    recommendations: int


@event("action.may_rest")
class ActionMayRest:
    """Agreed whether action {reference} may rest once its own agency has assured it: {rests}."""

    reference: str
    rests: str


@event("action.changed")
class ActionChanged:
    """Changed what is planned for action {reference}."""

    reference: str


@event("action.passed_on")
class ActionPassedOn:
    """Passed action {reference} on to the agency that came after the one it was of."""

    reference: str


@event("action.closed")
class ActionClosed:
    """Closed action {reference}, as a group had decided."""

    reference: str


@event("action.moved_on")
class ActionMovedOn:
    """Action {reference} went from {was} to {now}."""

    reference: str
    was: str
    now: str


@event("action.joined")
class ActionJoined:
    """Joined action {reference} with {kept}, which stands for both from now on."""

    reference: str
    kept: str


@event("action.move_asked")
class MoveAsked:
    """Asked for the date of action {reference} to be moved to {wanted}."""

    reference: str
    wanted: str


@event("action.move_decided")
class MoveDecided:
    """Decided that the date of action {reference} moves or stays: {decision}."""

    reference: str
    decision: str


@event("action.reviewed")
class ActionReviewed:
    """At the review date of action {reference}: {outcome}."""

    reference: str
    outcome: str


@event("action.marked")
class ActionMarked:
    """Put a mark on action {reference}: {kind}."""

    reference: str
    kind: str


@event("action.check_planned")
class CheckPlanned:
    """Planned to look on {due} whether action {reference} is embedded."""

    reference: str
    due: str


@event("action.checked")
class ActionChecked:
    """Looked whether action {reference} is embedded: {outcome}."""

    reference: str
    outcome: str


@event("action.colour_set")
class ColourSet:
    """Showed action {reference} as {colour}, with a reason."""

    reference: str
    colour: str


@event("evidence.given")
class EvidenceGiven:
    """Gave evidence {reference} for action {action}."""

    reference: str
    action: str


@event("evidence.version_added")
class EvidenceVersionAdded:
    """Added version {number} to evidence {reference}."""

    reference: str
    number: int


@event("evidence.withdrawn")
class EvidenceWithdrawn:
    """Withdrew evidence {reference}, which was given by mistake."""

    reference: str


@event("evidence.given_back")
class EvidenceGivenBack:
    """Took back that evidence {reference} was withdrawn; it shows again what it showed."""

    reference: str


@event("evidence.used")
class EvidenceUsed:
    """Used evidence {reference} for action {action} as well."""

    reference: str
    action: str


@event("evidence.file_taken")
class EvidenceFileTaken:
    """Downloaded a file of version {number} of evidence {reference}."""

    reference: str
    number: int


@event("evidence.links_checked")
class EvidenceLinksChecked:
    """Asked the network about {links} addresses of evidence; {dead} lead nowhere."""

    links: int
    dead: int


@event("difference.judged")
class DifferenceJudged:
    """Judged whether a difference is seen of recommendation {reference}: {seen}."""

    reference: str
    seen: str


@event("actions.changed")
class ActionsChanged:
    """Changed {changed} actions together; {left} stayed as they were."""

    changed: int
    left: int


@event("actions.change_undone")
class ActionsChangeUndone:
    """Undid what was changed together: {restored} actions are as they were, {left} stay."""

    restored: int
    left: int


@event("recommendation.not_held")
class NotHeldSaid:
    """Said why what was done for recommendation {reference} did not hold: it was recommended again."""

    reference: str


@event("recommendation.not_held_taken_back")
class NotHeldTakenBack:
    """Took back that what was done for recommendation {reference} did not hold."""

    reference: str


@event("action.adopted")
class ActionAdopted:
    """Took action {reference} up again for recommendation {recommendation}."""

    reference: str
    recommendation: str


@event("actions.taken_offline")
class OfflineTaken:
    """Took {actions} actions out in a workbook, to be filled offline."""

    actions: int


@event("actions.brought_back")
class OfflineBroughtBack:
    """Brought a workbook back: changes to {actions} actions were carried out, those to {refused} refused."""

    actions: int
    refused: int


@event("action.happened")
class ActionHappened:
    """Said of standing arrangement {reference}: {happened}."""

    reference: str
    happened: str
