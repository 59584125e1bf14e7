"""A form of wording in which typography no longer differs."""

from __future__ import annotations

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad", "-"),
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t\r\n\f\v",
            " ",
        ),
        **dict.fromkeys("\u2022\u25cf\u25cb\u25e6\u25aa\u25fc\u25a0\u2043\u00b7\uf0b7\uf0a7", "\u2022"),
    }
)


def plain(text: str) -> str:
    """The text with one kind of quotation mark, apostrophe, dash, blank and bullet; its length is unchanged."""
    if text.isascii() and text.isprintable() and "`" not in text:
        return text  # as most cells are
    return text.translate(_SAME)
