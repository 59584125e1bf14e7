"""HTML as a council's web platform serves it: landmarks by role, panels that open, a form at the foot."""

from __future__ import annotations

import html
import re

from .marked import Content
from .web import body


def page(content: Content) -> str:
    """The content in panels, one for each second heading, amid the platform's own furniture."""
    site, title = html.escape(content.head["partnership"]), html.escape(content.head["title"])
    first, *sections = re.split(r"(?=<h2 )", body(content, paged=False))
    panels = "".join(f'<section class="panel">{_panel(section)}</section>' for section in sections)
    return f"""<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><title>{title} – {site}</title>
<meta name="description" content="{title}"><link rel="stylesheet" href="/assets/site.css"></head>
<body class="page page--article"><a class="skip" href="#content">Skip to main content</a>
<div role="banner"><div class="logo">{site}</div><form role="search"><label>Search this site <input name="q"></label></form></div>
<div role="navigation" class="breadcrumb"><a href="/">Home</a> › <a href="/learning">Learning</a> › <span>{title}</span></div>
<div class="alert">Our offices are closed on Monday. You can still report a concern.</div>
<div id="content" role="main"><div class="wrapper"><div class="rich-text">
{first}{panels}
</div></div></div>
<div class="feedback"><p>Is this page useful?</p><button>Yes</button> <button>No</button></div>
<div role="contentinfo"><p>Share this page: <a href="#">email</a> <a href="#">print</a></p>
<p>All content is available under the open licence unless we say otherwise.</p></div>
</body></html>
"""


def _panel(section: str) -> str:
    """A heading that opens and closes, and what it holds."""
    heading, _, rest = section.partition("</h2>")
    return f'{heading}<button type="button" aria-expanded="false"></button></h2><div class="panel__body">{rest}</div>'
