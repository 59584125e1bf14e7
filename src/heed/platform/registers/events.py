"""What the audit log keeps of registers."""

from heed.platform.audit_log.types import event


@event("register.downloaded")
class RegisterDownloaded:
    """Downloaded {rows} rows of {register} as {form}."""

    register: str
    form: str
    rows: int


@event("view.saved")
class ViewSaved:
    """Saved a view of {register}."""

    register: str
    shared: bool


@event("view.forgotten")
class ViewForgotten:
    """Forgot a saved view of {register}."""

    register: str
