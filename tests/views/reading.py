"""A page as somebody reads it aloud: its words without its markup, and without the explanations that are put away."""

import re
from html import unescape

EXPLANATION = re.compile(r'<span class="ok-definition".*?</span></span>', re.S)
LAW = re.compile(r'<span class="loi">.*?</span>', re.S)
MARKUP = re.compile(r"<[^>]*>")


def read(html: str) -> str:
    """Sentences stand as they were written even where a word of theirs explains itself."""
    return unescape(MARKUP.sub("", EXPLANATION.sub("", LAW.sub("", html))))
