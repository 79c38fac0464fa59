from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.markdown import render

ELEMENTS = set("a blockquote br code em hr input label li ol p pre s strong table tbody td th thead tr ul".split())  # noqa: SIM905
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("ol", "start"), ("input", "type"), ("input", "disabled"), ("input", "checked")}


class Found(HTMLParser):
    """What a browser would find in the answer."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.attributes, self.links, self.text = set(), set(), [], ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.elements.add("comment")

    def handle_decl(self, decl):
        self.elements.add("declaration")

    def handle_pi(self, data):
        self.elements.add("instruction")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("He **waits** until *perfect*.", "<p>He <strong>waits</strong> until <em>perfect</em>.</p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("# Monday\nsaid no", "<p><strong>Monday</strong></p>\n<p>said no</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("~~gone~~ `code`", "<p><s>gone</s> <code>code</code></p>\n"),
        (
            "[a talk](https://example.org/a?b=1&c=2)",
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">a talk</a></p>\n',
        ),
        (
            "<tessa@quill.example>",
            '<p><a href="mailto:tessa@quill.example" rel="noopener noreferrer nofollow">tessa@quill.example</a></p>\n',
        ),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("", ""),
    ],
)
def test_what_people_write(source, html):
    answer = render(source)
    assert answer == html
    assert isinstance(answer, Markup)


def test_a_task_is_a_box_with_its_words_as_label():
    html = render("- [ ] call Ruth\n- [x] read the minutes")
    assert Found(html).elements == {"ul", "li", "label", "input"}
    assert html.count("checked=") == 1
    assert html.count('type="checkbox"') == html.count("disabled") == 2
    assert "call Ruth</label>" in html


def test_a_table_is_a_table():
    assert Found(render("|a|b|\n|-|:-:|\n|1|2|")).elements == {"table", "thead", "tbody", "tr", "th", "td"}


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://tracker.example/p.gif)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](/p/harbour/clients/7)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](#top)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://example.org "onmouseover=alert(1)")',
    '[x](https://example.org" onmouseover="alert(1))',
    "[<img src=x onerror=alert(1)>](https://example.org)",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><button>pay</button></form>",
    "<style>@import 'https://evil.example';</style>",
    "<link rel=stylesheet href=https://evil.example>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<div hx-get=/logout hx-trigger=load data-x=1 id=csrf class=modal style=position:fixed>",
    "<input type=password name=password>",
    "<label for=email>x</label>",
    "<!-- comment --><!DOCTYPE html><?php echo 1 ?>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "`<script>`",
    "```html onload=alert(1) class=x\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "- [ ] <script>alert(1)</script>",
    "- [x] <b onfocus=alert(1) autofocus>",
    "- [ ]\t<b onclick=x>tab</b>",
    "# <script>alert(1)</script>",
    "|<script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>\u2066alert(1)",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<a href='javascript:alert(1)'>x</a>",
    "\">'><script>alert(1)</script>",
    "</p></article><script>alert(1)</script>",
    "<<script>script>alert(1)<</script>/script>",
]


def is_harmless(html):
    found = Found(html)
    safe_links = all(link.startswith(("https://", "http://", "mailto:")) for link in found.links)
    return found.elements <= ELEMENTS and found.attributes <= ATTRIBUTES and safe_links


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_stays_text(source):
    html = render(source)
    assert is_harmless(html)
    assert ("<input" in html) == source.startswith(("- [ ] ", "- [x] "))


def test_the_eye_of_the_test_sees_what_is_harmful():
    for html in ("<p class=x>", "<b>", "<a href='javascript:x'>", "<a href='/p'>", "<!-- x -->", "<p onclick=x>", "<img src=x>"):
        assert not is_harmless(html)


def test_markup_is_shown_as_it_was_typed():
    assert Found(render("<b>bold?</b>")).text.strip() == "<b>bold?</b>"


def test_an_image_is_only_a_link():
    assert Found(render("![chart](https://example.org/c.png)")).elements == {"p", "a"}


@pytest.mark.parametrize("piece", [">", "[", "*", "- ", "`", "|-", "![", "[x](", "<", "&"])
def test_endless_nesting_ends(piece):
    assert is_harmless(render(piece * 1_000 + "x"))


pieces = st.lists(
    st.sampled_from([*HOSTILE, "<", ">", '"', "[", "](", ")", "\n", "&", "#", "|", "`", "- [ ] "]) | st.text(max_size=5), max_size=6
)


@given(pieces.map("".join))
def test_no_mixture_gets_through(source):
    assert is_harmless(render(source))
