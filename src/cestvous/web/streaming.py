"""Files that are sent while they are written: in constant memory, and cut off rather than ended where writing fails.

Whoever raises while lines are made leaves the answer without its last chunk, which every HTTP/1.1 client notices; and
every format of ours ends with a line that says that it is whole.
"""

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language, override

from cestvous.kernel.languages import DEFAULT_LANGUAGE

CHARACTERS = 65_536


def streamed(request: HttpRequest, lines: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    """The lines as a file. Who asks for the head only makes nobody read what it would hold."""
    asked = iter(()) if request.method == "HEAD" else lines
    response = StreamingHttpResponse(
        in_chunks(asked, get_language() or DEFAULT_LANGUAGE), content_type=f"{content_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def in_chunks(lines: Iterator[str], language: str) -> Iterator[str]:
    """The same characters in fewer pieces. The language holds while lines are made, and never while one waits."""
    while True:
        chunk, size = [], 0
        with override(language):
            while size < CHARACTERS and (line := next(lines, None)) is not None:
                chunk.append(line)
                size += len(line)
        if not chunk:
            return
        yield "".join(chunk)
