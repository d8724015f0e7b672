"""A whole consultation in one file: JSON Lines, described in docs/open-data-format.md."""

import json
from collections.abc import Callable, Iterator

from django.conf import settings

from cestvous.web.consultations.finding import Found
from cestvous.web.takeaway import decided, findings, voices
from cestvous.web.takeaway.lines import Line, told
from cestvous.web.takeaway.presented import attachment_lines, presentation_lines
from cestvous.web.takeaway.procedure import procedure_lines
from cestvous.web.takeaway.translated import translation_lines

FORMAT, VERSION = "cestvous-open-data", 1
PARTS: tuple[Callable[[Found], Iterator[Line]], ...] = (
    procedure_lines,
    voices.question_lines,
    voices.contribution_lines,
    voices.reason_lines,
    voices.comment_lines,
    findings.synthesis_lines,
    findings.finding_lines,
    findings.citation_lines,
    findings.set_aside_lines,
    findings.objection_lines,
    decided.decision_lines,
    decided.answer_lines,
    decided.commitment_lines,
    decided.milestone_lines,
    decided.progress_lines,
    presentation_lines,
    attachment_lines,
    translation_lines,
)
# Some programs take these for the end of a line, though JSON lets them stand.
_LINE_ENDS = str.maketrans({"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def whole(found: Found) -> Iterator[str]:
    """Every line, the last of which says how many there are."""
    count = 2
    yield _written({"type": "file", "format": FORMAT, "version": VERSION, "site": settings.SITE_URL,
                    "taken_at": told(found.at)})  # fmt: skip
    for part in PARTS:
        for line in part(found):
            count += 1
            yield _written(line)
    yield _written({"type": "end", "lines": count})


def _written(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).translate(_LINE_ENDS) + "\n"
