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


@event("template.kept")
class TemplateKept:
    """Kept version {number} of a template for {register}, a {form} file."""

    register: str
    number: int
    form: str


@event("template.ended")
class TemplateEnded:
    """Offered a template for {register} no more."""

    register: str


@event("template.taken")
class TemplateTaken:
    """Downloaded version {number} of a template for {register}."""

    register: str
    number: int
