"""Whatever people write comes out as words: no code, no mark-up, no crash, whatever draws the document."""

import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cestvous.web.documents import drawing, pdf, word
from cestvous.web.documents.marks import DEEPEST, blocks_of
from cestvous.web.documents.tree import (
    Block,
    Code,
    Column,
    Document,
    Entry,
    Facing,
    Facts,
    Heading,
    Items,
    Panel,
    Paragraph,
    Quotation,
    References,
    Run,
    Table,
)
from tests.web.documents.opening import document, led_to, opened, words, written

WHITE = Document(
    kind="Synthèse, version 1",
    title="Une place",
    summary="En bref.",
    language="fr",
    city="Mulhouse",
    site="Mulhouse, c'est vous",
    dated=datetime(2026, 3, 2, 9, 0, 0, 123_456, tzinfo=UTC),
    tone="synthesis",
    steps=("presentation", "synthesis", "decision"),
    step=1,
    facts=Facts([("Par", [Run("Nadia Weber")])]),
    contents="Sommaire",
    page="page {page} / {pages}",
)
TYPST = (
    '#eval("1 + 1")', "#panic()", '#read("/etc/passwd")', '#include "template.typ"', "#sys.inputs", '#image("x.png")',
    "$ x^2 $", "@reference", "<label>", "/* rien */", "// rien", "= Titre", "[crochets] ]", "#{",
    "\\u{41}", "#let a = 1",
)  # fmt: skip
OTHERS = (
    "<script>alert(1)</script>", "=HYPERLINK(1)", "{page} {pages}", "%(number)s %s {0}", "&amp; &lt;", "\\n", "PAGE",
    "*étoile seule", "_souligné", "`accent", "~~barré~~ ", "]]>", "<?xml?>", "../../etc/passwd", "l'apostrophe ' \" ’",
)  # fmt: skip


def holding(*blocks: Block, title: str = WHITE.title) -> Document:
    return replace(WHITE, title=title, blocks=[Heading(1, "Constats", "findings"), *blocks])


def everywhere(said: str) -> list[Block]:
    """The same words in every place that a document has for words; where only titles go, as many as titles have."""
    run = [Run(said), Run(said, bold=True, italic=True), Run(said, code=True), Run(said, soft=True)]
    links = [Run(said, href="https://exemple.test/"), Run(said, anchor="reference-1"), Run(said, lang="ar")]
    inside: list[Block] = [Paragraph([*run, *links])]
    title, cell = said[:160], [Run(said[:160])]
    return [
        *inside, Heading(2, title, "finding-1", title, "debate"), Items([inside, inside], 3), Items([inside]),
        Quotation(inside, cell, "ar"), Code(said), Facts([(title, run)]), Panel(cell, inside, "debate"),
        Table(title, [title, title], [[cell, cell]], (1,)),
        Facing(Column(title, inside, "synthesis"), Column(title, inside, "decision")), References([Entry(1, run)]),
    ]  # fmt: skip


@pytest.mark.parametrize("said", [*TYPST, *OTHERS])
def test_what_looks_like_code_comes_out_as_it_was_typed(said: str) -> None:
    made = holding(*everywhere(said), title=said)
    plain = " ".join(said.split())
    content = pdf.rendered(made)
    assert words(content).count(plain) >= len(everywhere(said))
    with opened(content) as file, file.open_metadata() as about:
        assert about["dc:title"] == said
    drawn = word.rendered(made)
    assert written(drawn).count(plain) >= len(everywhere(said))
    assert document(drawn).core_properties.title == said


@pytest.mark.parametrize(
    "said",
    [
        "a" * 5_000, "https://exemple.test/" + "x" * 3_000, "é" * 500, "\u0301" * 50, "🚲👍🏽👨‍👩‍👧 中文 ❤️",
        "السلام عليكم" * 30,
        "\u202e\u0000\u0007\ufffe\ud800.exe", "\u200d\u200b\ufe0f", "Ω≈ç√∫ Жук שלום", "\t\t\t", " " * 5_000, "İıŞşĞğ",
    ],
)  # fmt: skip
def test_no_words_are_too_much_for_a_document(said: str) -> None:
    made = holding(*everywhere(said), title=said[:160])
    assert pdf.rendered(made).startswith(b"%PDF")
    assert word.rendered(made)


def test_a_long_word_and_a_sign_that_no_font_has_are_still_there() -> None:
    made = holding(Paragraph([Run("a" * 20_000), Run(" 中 "), Run("السلام عليكم", lang="ar"), Run(" Ğş Ж €")]))
    text = words(pdf.rendered(made))
    assert text.count("a") >= 20_000
    assert "▯" in text
    assert "remplace un signe" in text
    assert "Ğş Ж €" in text
    assert "中" in written(word.rendered(made))


@given(st.lists(st.sampled_from("#$*_`@<>[](){}\\/=-+~\"'&%;: \n\tab1.é\u202f"), max_size=60).map("".join))
def test_any_marks_people_type_make_a_document(said: str) -> None:
    made = holding(*blocks_of(said, "fr", 2), Quotation([Paragraph([Run(said)])], [Run(said)]))
    assert pdf.rendered(made)
    assert word.rendered(made)


def test_markdown_is_drawn_and_nothing_else_is() -> None:
    said = (
        "# Un titre\n\nDu **gras** et de l'*italique*, `du code`, [un lien](https://exemple.test/page) et "
        "[un piège](javascript:alert(1)), ![image](https://exemple.test/i.png), <b>balise</b>.\n\n"
        "> Une citation\n\n3. trois\n4. quatre\n\n```\n#eval\n```\n\n[bancal](http://[x)"
    )
    made = holding(*blocks_of(said, "fr", 2))
    content = pdf.rendered(made)
    assert led_to(content) == {"https://exemple.test/page", "https://exemple.test/i.png"}
    for seen in ("un lien (exemple.test)", "<b>balise</b>", "Une citation", "3. trois", "#eval"):
        assert seen in words(content)
    styles = [row.style.name for row in document(word.rendered(made)).paragraphs if row.style]
    assert {"Heading 2", "Quote", "List Number"} <= set(styles)


def test_lists_and_quotes_within_each_other_stay_on_the_page() -> None:
    deep = "\n".join(f"{'  ' * depth}- niveau {depth}" for depth in range(18)) + "\n\n" + "> " * 18 + "au fond"
    blocks = blocks_of(deep, "fr", 3)

    def depth(inner: list[Block]) -> int:
        deeper = [depth([*item]) for block in inner if isinstance(block, Items) for item in block.items]
        deeper += [depth([*block.blocks]) for block in inner if isinstance(block, Quotation)]
        return 1 + max(deeper, default=0)

    assert depth(blocks) == DEEPEST + 1
    for text in (words(pdf.rendered(holding(*blocks))), written(word.rendered(holding(*blocks)))):
        assert all(f"niveau {n}" in text for n in range(18))
        assert "au fond" in text


def test_other_languages_are_marked_as_such() -> None:
    made = holding(
        Quotation(blocks_of("Guten **Tag**", "de", 4), [Run("Anna")], "de"), Paragraph([Run("Oui", lang="ar")])
    )
    with opened(pdf.rendered(made)) as file:
        languages = {
            str(item.Lang) for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item
        }
    assert {"fr", "de", "ar"} <= languages
    assert "de-DE" in document(word.rendered(made)).element.xml
    assert 'w:bidi="ar-SA"' in document(word.rendered(made)).element.xml


def test_a_document_that_would_not_be_accessible_is_refused() -> None:
    with pytest.raises(pdf.NotDrawn, match="heading title is empty"):
        pdf.rendered(holding(Heading(2, "")))


def test_what_draws_ends_by_itself_and_leaves_the_machine_its_memory() -> None:
    with subprocess.Popen([sys.executable, "-I", drawing.__file__], stdin=subprocess.PIPE) as drawn:
        for _time in range(500):
            memory = resource.prlimit(drawn.pid, resource.RLIMIT_AS)
            time_left = resource.prlimit(drawn.pid, resource.RLIMIT_CPU)
            if time_left[0] == drawing.MOST_TIME:
                break
            time.sleep(0.02)
        drawn.kill()
    assert memory == (drawing.MOST_MEMORY, drawing.MOST_MEMORY)
    assert time_left == (drawing.MOST_TIME, drawing.MOST_TIME)
