"""Everything that changes approvals and who decides."""

from heed.platform.approvals.operations.deciding import (
    confirm_who_decides,
    name_partners,
    say_who_decides,
)
from heed.platform.approvals.operations.giving import (
    approve_by_link,
    minute_approval,
    sign_approval,
    take_approval_back,
)
from heed.platform.approvals.operations.putting import open_joint_approval, withdraw_joint_approval

__all__ = [
    "approve_by_link",
    "confirm_who_decides",
    "minute_approval",
    "name_partners",
    "open_joint_approval",
    "say_who_decides",
    "sign_approval",
    "take_approval_back",
    "withdraw_joint_approval",
]
