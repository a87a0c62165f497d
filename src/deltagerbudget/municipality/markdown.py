"""Staff's texts: a little Markdown in, a short list of tags out."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# Of one text in a form. It is read in Python, some microseconds a character.
LONGEST = 20_000
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br"}
_parser = MarkdownIt("commonmark", {"html": False})


def rendered(text: str) -> SafeString:
    """SECURITY: nh3 lets through these tags, and links to the web, mail, telephone and our own pages alone."""
    cleaned = nh3.clean(
        _parser.render(text), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}
    )
    return mark_safe(cleaned)  # noqa: S308 - cleaned in the line above
