"""The texts that a document cites, numbered in the order in which it first cites them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import ngettext

from cestvous.kernel.dates import day_in_words, language
from cestvous.kernel.text import set_in
from cestvous.web.documents.tree import Entry, References, Run, Runs, anchor_of
from cestvous.web.sources import Said
from cestvous.web.syntheses.cited import Cited

# A title that ends so needs no full stop.
_ENDS = (".", "?", "!", "…")


def typo(words: str) -> str:
    """As the filter of the pages sets titles, names and sentences."""
    return set_in(language(), words)


def permanent(url: str) -> str:
    return f"{settings.SITE_URL}{url}"


def led(words: str, url: str) -> Run:
    """Words that lead to a page; an address that is shown whole leads to itself."""
    return Run(words, href=permanent(url))


def shown_address(url: str) -> Run:
    return led(permanent(url), url)


def by_whom(said: Said) -> str:
    """Who speaks, and as what; for an organisation through whom: "Les riverains, association, by Nadia K."."""
    return typo(", ".join(filter(None, (said.who, said.function, said.through))))


def titled(said: Said) -> Run:
    return Run(set_in(said.language, said.title), lang=said.lang)


@dataclass
class Numbering:
    """``cited_by``: the numbers of the findings that cite each text, by kind and number of the text."""

    texts: list[Cited] = field(default_factory=list)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    cited_by: dict[int, list[int]] = field(default_factory=dict)

    def number(self, cited: Cited, finding: int) -> int:
        key = (cited.kind, cited.number)
        if key not in self.numbers:
            self.texts.append(cited)
            self.numbers[key] = len(self.texts)
        number = self.numbers[key]
        findings = self.cited_by.setdefault(number, [])
        if finding not in findings:
            findings.append(finding)
        return number

    def references(self) -> References:
        return References([self._reference(number, cited) for number, cited in enumerate(self.texts, start=1)])

    def _reference(self, number: int, cited: Cited) -> Entry:
        said = cited.said
        runs = [Run(f"{cited.name}. ", bold=True)]
        if said.gone:
            runs.append(Run(f"{typo(said.gone)} "))
        elif said.title:
            runs += [titled(said), Run(" " if said.title.rstrip().endswith(_ENDS) else ". ")]
        runs.append(Run(f"{by_whom(said)}, {day_in_words(said.at)}. "))
        if cited.note and not said.gone:
            runs.append(Run(f"{capfirst(typo(cited.note))}. "))
        if cited.url:
            runs += [shown_address(cited.url), Run(" ")]
        return Entry(number, [*runs, *_back(self.cited_by[number])])


def _back(findings: Sequence[int]) -> Runs:
    """From the list back to the findings that cite a text."""
    words = ngettext("Cited by finding", "Cited by findings", len(findings))
    links: list[Run] = []
    for n in findings:
        links += [Run(", " if links else " ", soft=True), Run(str(n), anchor=f"finding-{n}")]
    return [Run(words, soft=True), *links, Run(".", soft=True)]


def marks(numbers: Iterable[int]) -> Runs:
    """ "[1] [4]–[9]": where the list of references tells what something rests on; runs of three and more in short."""
    stretches: list[list[int]] = []
    for number in sorted(set(numbers)):
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    runs: list[Run] = []
    for stretch in stretches:
        ends = (stretch[0], stretch[-1]) if len(stretch) > 2 else tuple(stretch)
        joint = "–" if len(stretch) > 2 else " "
        runs += [Run(" ", soft=True)] if runs else []
        for n, number in enumerate(ends):
            runs += [Run(joint, soft=True)] if n else []
            runs.append(Run(f"[{number}]", anchor=anchor_of(number)))
    return runs
