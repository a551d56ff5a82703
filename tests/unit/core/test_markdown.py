"""Rich text: what people may format, and what never gets through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.core.markdown import plain, render

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](https://x.example/a.png)",
    '![x](x "onerror=alert(1)")',
    '[x](https://x.example "onmouseover=alert(1)" )',
    '[x](https://x.example" onclick="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "<style>*{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<form action=/sign-out method=post><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<details open ontoggle=alert(1)>",
    "<base href=//x.example>",
    "<meta http-equiv=refresh content=0>",
    "<object data=x></object><embed src=x>",
    "`<script>alert(1)</script>`",
    "```html onload=x\n<script>alert(1)</script>\n```",
    '```" onclick=alert(1) x="\nx\n```',
    "| <b onclick=x>a</b> |\n|---|\n| <script>1</script> |",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]  # fmt: skip
TAG = re.compile(r"<\s*/?\s*([a-zA-Z0-9]+)([^>]*)>")
ALLOWED = {"p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"} | {
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")  # what a browser reads as one


def assert_harmless(html: str) -> None:
    for tag, attributes in TAG.findall(html):
        assert tag in ALLOWED
        for name, value in re.findall(r'([\w-]+)="([^"]*)"', attributes):
            assert (tag, name) in {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start")}
            if name == "href":
                scheme = SCHEME.match(value)
                assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}, value


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_comes_out_harmless(source):
    assert_harmless(render(source))


@given(st.lists(st.sampled_from([*HOSTILE, "**", "[", "](", ")", "\n", ">", "`", "|", "- "]), max_size=6).map("".join))
def test_hostile_text_put_together_comes_out_harmless(source):
    assert_harmless(render(source))


def test_people_can_format_their_words():
    html = render("# Title\n\n**strong** ~~gone~~ [site](https://x.example)\n\n| a |\n|---|\n| b |")
    for part in ("<h3>Title</h3>", "<strong>strong</strong>", "<s>gone</s>", "<td>b</td>"):
        assert part in html
    assert '<a href="https://x.example" rel="nofollow ugc noopener">site</a>' in html


def test_plain_words_hold_no_markup():
    assert plain("## A *b*\n\n- c `d`\n\n5 < 6 & 7") == "A b c d 5 < 6 & 7"
