"""A report that was composed from the register, as plain text for publishing."""

from __future__ import annotations

from heed.publishing.looking import table_row
from heed.reports.types import Block, Composed, Heading, Paragraph, Points, Statement, Table, signature_of


def words_of_report(report: Composed) -> str:
    """Its blocks in their order; what nobody has written yet stands nowhere."""
    return "\n\n".join(filter(None, [report.lead, *(_words(each) for each in report.blocks)]))


def _words(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'##' if block.level == 1 else '###'} {block.said.words}"
    if isinstance(block, Paragraph):
        return " ".join(each.words for each in block.said)
    if isinstance(block, Points):
        return "\n".join(f"- {_line(each.words)}" for each in block.items)
    if isinstance(block, Table):
        rows = [block.columns, *([cell.words for cell in row] for row in block.rows)]
        return "\n".join([f"|# {_line(block.caption)} |", *map(table_row, rows)])
    if isinstance(block, Statement):
        return "\n\n".join([*(each.words for each in block.paragraphs), *signature_of(block)])
    return ""


def _line(words: str) -> str:
    return " ".join(words.split())
