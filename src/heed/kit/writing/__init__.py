"""Documents out: one thing to say, written as Word or as tagged PDF.

A `Document` is a title with facts and parts; a part has paragraphs, points and tables. `to_word(document)` and
`to_pdf(document, font=...)` give its bytes, `to_page(document)` a page of its own and `to_text(document)` plain text.
Nothing is fetched from anywhere: the only file that a PDF may take up is the font that is handed in.
"""

from heed.kit.writing.pdf import to_page, to_pdf
from heed.kit.writing.text import to_text
from heed.kit.writing.types import Block, Cell, Document, Grid, Link, Logo, Paragraph, Part, Points
from heed.kit.writing.word import to_word

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Grid",
    "Link",
    "Logo",
    "Paragraph",
    "Part",
    "Points",
    "to_page",
    "to_pdf",
    "to_text",
    "to_word",
]
