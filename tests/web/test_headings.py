"""Headings: no line of theirs ends at the hyphen of two words that belong together."""

import pytest
from django.utils.safestring import mark_safe

from cestvous.web.design.templatetags.design.filters import unbroken


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Où faut-il s'asseoir ?", 'Où <span class="nowrap">faut-il</span> s&#x27;asseoir ?'),
        ("L'avez-vous lu ?", 'L&#x27;<span class="nowrap">avez-vous</span> lu ?'),
        ("Un tiret - seul", "Un tiret - seul"),
        # Longer than a line on a phone: it may be broken.
        ("Saint-Pierre-de-Bourtzwiller", "Saint-Pierre-de-Bourtzwiller"),
        ("<b>a-b</b> & <i>", '&lt;b&gt;<span class="nowrap">a-b</span>&lt;/b&gt; &amp; &lt;i&gt;'),
        (mark_safe("a &amp; faut-il"), 'a &amp; <span class="nowrap">faut-il</span>'),
    ],
)
def test_words_joined_by_a_hyphen_stay_together(words: str, shown: str) -> None:
    assert unbroken(words) == shown
