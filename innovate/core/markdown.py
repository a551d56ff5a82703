"""Rich text: Markdown without HTML, rendered when written and cleaned against a fixed list."""

import html
from functools import cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def render(source: str) -> Markup:
    """The source as safe HTML; headings start at the third level, below the page's own."""
    parser = _parser()
    tokens = parser.parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    rendered = parser.renderer.render(tokens, parser.options, {})
    return Markup(  # noqa: S704 - nh3 has just cleaned it
        nh3.clean(
            rendered,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow ugc noopener",
        )
    )


def plain(source: str) -> str:
    """The source's words on one line, without markup."""
    return words_of(render(source))


def words_of(rendered: str) -> str:
    """The words of what has been rendered on one line, without markup."""
    return " ".join(html.unescape(nh3.clean(rendered, tags=set())).split())


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - what is kept has been rendered: who only reads needs no parser

    options = {"html": False, "linkify": False, "breaks": True}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
