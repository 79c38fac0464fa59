"""What a person wrote in Markdown, as HTML that may stand on our pages. One of the two files that may say `Markup(`.

Two walls: CommonMark without raw HTML, and a sanitiser that knows only the elements below. No images (they would call on other servers), no
headings (a note has no place in the page's outline: they become bold lines), no attributes but a link's target and a list's first number.
The page puts it under `hx-ignore`.
"""

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markupsafe import Markup
from mdit_py_plugins.tasklists import tasklists_plugin

RENDERER = 1  # goes up when the same source gives other HTML; stored beside what was rendered


def render(source: str) -> Markup:
    """Safe HTML for a note. Line ends are kept as line breaks, `- [ ]` becomes a box that cannot be ticked. Never raises."""
    return Markup(_CLEANER.clean(_MARKDOWN.render(source)))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "breaks": True, "linkify": False}).disable("image").use(tasklists_plugin, label=True)
    parser.add_render_rule("heading_open", _heading_opens)
    parser.add_render_rule("heading_close", _heading_closes)
    return parser


def _heading_opens(_renderer: RendererHTML, *_: object) -> str:
    return "<p><strong>"


def _heading_closes(_renderer: RendererHTML, *_: object) -> str:
    return "</strong></p>\n"


_MARKDOWN = _parser()
_CLEANER = nh3.Cleaner(
    tags={
        "a", "blockquote", "br", "code", "em", "hr", "input", "label", "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th",
        "thead", "tr", "ul",
    },
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}, "input": {"checked"}},
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)  # fmt: skip
