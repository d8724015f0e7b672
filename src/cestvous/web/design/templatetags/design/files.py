"""Files: pictures with what they show and who made them, documents with their type and weight."""

from collections.abc import Sequence

from django.template import Library

from cestvous.web.design.shapes import Context, FileShown, FilesShown, VideoShown

register = Library()


@register.inclusion_tag("design/pictures.html")
def pictures(pictures: Sequence[FileShown], lead: bool = False) -> Context:
    """Pictures side by side, each a link to its large version; ``lead`` has the first one lead the page, loaded at
    once."""
    return {"first": pictures[0] if lead and pictures else None, "rest": pictures[1:] if lead else pictures}


@register.inclusion_tag("design/documents.html")
def documents(documents: Sequence[FileShown]) -> Context:
    """Documents to take away: what each is, its type, its weight, since when it is there."""
    return {"documents": documents}


@register.inclusion_tag("design/files.html")
def files(files: FilesShown) -> Context:
    """All that is joined to a text: pictures, documents, and a statement for what was taken away."""
    return {"files": files}


@register.inclusion_tag("design/video.html")
def video(video: VideoShown) -> Context:
    """A video as a still picture; its host is asked for nothing before somebody clicks. Without script it is a link."""
    return {"video": video}
