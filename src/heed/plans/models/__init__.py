"""What is kept of actions, and of what shows that they were done and made a difference."""

from heed.plans.models.actions import (
    Action,
    ActionReview,
    ActionStep,
    DateMove,
    Milestone,
    Occurrence,
)
from heed.plans.models.evidence import Evidence, EvidenceFile, EvidenceLink, EvidenceUse, EvidenceVersion
from heed.plans.models.held import NotHeld
from heed.plans.models.many import BulkChange, ChangedAction
from heed.plans.models.marks import DifferenceJudgement, EmbeddedCheck, Mark

__all__ = [
    "Action",
    "ActionReview",
    "ActionStep",
    "BulkChange",
    "ChangedAction",
    "DateMove",
    "DifferenceJudgement",
    "EmbeddedCheck",
    "Evidence",
    "EvidenceFile",
    "EvidenceLink",
    "EvidenceUse",
    "EvidenceVersion",
    "Mark",
    "Milestone",
    "NotHeld",
    "Occurrence",
]
