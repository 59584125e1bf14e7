"""Documents that people bring in on these journeys: a review of a fictional child, and files that cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import weasyprint
import xlsxwriter
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

TITLE = "Local child safeguarding practice review: Sorrel"
ABOUT = (
    "This review was carried out for Westmere Safeguarding Children Partnership after Sorrel, aged three, was badly "
    "hurt at home. It looked at what agencies knew between January 2024 and May 2025 and at how they worked together."
)
MISSED = "The panel would also like every nursery to be told on the day when a child moves to another area."
ASKS = {
    "1": "Westmere Council should make sure that a core group meets within ten working days of every conference.",
    "2": "Westmere Police should record the name of every adult who was at home when officers visited.",
    "3": "Vale NHS Trust should review how missed appointments of small children are followed up and should tell the "
    "partnership every quarter what was found.",
    "4": "All agencies should ask what a day is like for the child. They should write down the child's own words.",
    "5": "Westmere Homes should tell children's services about any hazard in a home where a child lives.",
}
LONG = " ".join(
    f"It should do so for the {number} group of children whom it knows, wherever they live and whoever asks."
    for number in range(1, 32)
)


def web_page(title: str = TITLE, asks: dict[str, str] | None = None, extra: str = MISSED) -> str:
    """The review as a web page."""
    rows = "".join(f"<p>{label}. {words}</p>" for label, words in (asks or ASKS).items())
    return (
        f"<!DOCTYPE html><html lang='en-GB'><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<h1>{title}</h1><p>Westmere Safeguarding Children Partnership</p><p>Published 12 March 2026</p>"
        f"<h2>Introduction</h2><p>{ABOUT}</p><h2>What was learned</h2><p>{extra}</p>"
        f"<h2>Recommendations</h2>{rows}</body></html>"
    )


def printed(folder: Path, name: str = "sorrel-review.pdf", **what: object) -> Path:
    """The review on paper, its recommendations on the second page."""
    page = web_page(**what).replace("<h2>Recommendations", "<h2 style='break-before: page'>Recommendations")  # type: ignore[arg-type]
    path = folder / name
    weasyprint.HTML(string=page).write_pdf(path)
    return path


def in_word(folder: Path, name: str, title: str, asks: dict[str, str]) -> Path:
    """A review as a Word file."""
    document = docx.Document()
    document.add_heading(title, level=0)
    document.add_paragraph("Westmere Safeguarding Children Partnership")
    document.add_heading("Recommendations", level=1)
    for label, words in asks.items():
        document.add_paragraph(f"{label}. {words}")
    path = folder / name
    document.save(str(path))
    return path


def as_text(folder: Path, name: str, title: str, asks: dict[str, str]) -> Path:
    """A review as plain text."""
    lines = "\n\n".join(f"{label}. {words}" for label, words in asks.items())
    return written(folder, name, f"{title}\n\nRecommendations\n\n{lines}\n".encode())


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def answered(folder: Path) -> Path:
    """What the agencies said to the review of Sorrel, later."""
    answers = {
        "1": ("Westmere Council", "We accept this. Every core group is now booked at the conference itself."),
        "2": (
            "Westmere Police",
            "We accept this. Officers record every adult who is present since January 2026.",
        ),
    }
    rows = "".join(
        f"<h3>Recommendation {label}</h3><p>{ASKS[label]}</p><p><strong>{agency}:</strong> {words}</p>"
        for label, (agency, words) in answers.items()
    )
    page = (
        "<!DOCTYPE html><html lang='en-GB'><head><title>Response to the review: Sorrel</title></head><body>"
        "<h1>Response to the review: Sorrel</h1><p>Westmere Safeguarding Children Partnership</p>"
        f"<p>Published 4 September 2026</p><h2>Responses to the recommendations</h2>{rows}</body></html>"
    )
    return written(folder, "sorrel-response.html", page.encode())


# Files that cannot be read.


def locked(folder: Path) -> Path:
    out = io.BytesIO()
    pages = canvas.Canvas(out, encrypt=StandardEncryption("secret"))
    pages.drawString(72, 720, "The Board should act.")
    pages.save()
    return written(folder, "locked.pdf", out.getvalue())


def scanned(folder: Path) -> Path:
    """A page that is a picture of words."""
    picture = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(picture).text((200, 200), "Recommendation 1. The Board should act.", fill=0)
    out = io.BytesIO()
    pages = canvas.Canvas(out)
    pages.drawImage(ImageReader(picture), 0, 0, 595, 842)
    pages.save()
    return written(folder, "scan.pdf", out.getvalue())


def spreadsheet(folder: Path) -> Path:
    path = folder / "tracker.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Actions").write(0, 0, "The Board should act.")
    return path


def unreadable(folder: Path) -> dict[str, Path]:
    """Each file that cannot be read, by what its sentence begins with."""
    whole = printed(folder, "whole.pdf").read_bytes()
    return {
        "“nothing.pdf” is empty": written(folder, "nothing.pdf", b""),
        "This file is locked with a password": locked(folder),
        "The pages of this file are pictures": scanned(folder),
        "This is a spreadsheet": spreadsheet(folder),
        "This file is cut short": written(folder, "half.pdf", whole[: len(whole) // 2]),
    }
