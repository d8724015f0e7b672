"""Pictures, drawn anew: what else a file carried (place, camera, comments, what follows its end) stays behind."""

import re
import struct
from io import BytesIO

# The readers are named, so that those of all other formats are not even loaded.
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from cestvous.kernel.examining.findings import Drawn, Unfit, Why

MOST_PIXELS = 50_000_000
# How often a JPEG may go over all its pixels: no camera's does so more than a dozen times, and each takes time.
MOST_SCANS = 40
LARGEST, SMALL = 1_600, 800
_READ = (
    JpegImagePlugin.JpegImageFile.format, PngImagePlugin.PngImageFile.format, WebPImagePlugin.WebPImageFile.format,
)  # fmt: skip
_MARKER = re.compile(rb"\xff[^\x00\x01\xff\xd0-\xd8]")
_END, _SCAN = 0xD9, 0xDA
# What decoders raise for bytes that are no picture, besides what they mean to.
_UNREADABLE = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error,
)  # fmt: skip
# Pillow only warns of the first pictures that are too large. Ours is judged before anything of it is decoded.
Image.MAX_IMAGE_PIXELS = None


def redrawn(content: bytes) -> Drawn:
    """The first frame of a picture, upright, at most LARGEST pixels a side, and nothing but its pixels.

    Raises Unfit for one that can't be read, is larger than MOST_PIXELS or has more than MOST_SCANS.
    """
    if content.startswith(b"\xff\xd8") and _scans(content) > MOST_SCANS:
        raise Unfit(Why.UNREADABLE)
    try:
        with Image.open(BytesIO(content), formats=_READ) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit(Why.TOO_MANY_PIXELS, width=picture.width, height=picture.height)
            return _drawn(picture)
    except _UNREADABLE:
        raise Unfit(Why.UNREADABLE) from None


def _scans(content: bytes) -> int:
    """How many times a JPEG goes over its pixels. What stands in its segments, or after its end, is not counted."""
    scans, at = 0, 2
    while found := _MARKER.search(content, at):
        marker, at = content[found.end() - 1], found.end()
        if marker == _END:
            break
        scans += marker == _SCAN
        at += int.from_bytes(content[at : at + 2])
    return scans


def _drawn(picture: Image.Image) -> Drawn:
    # A photograph stays one; whatever may have flat colours or see-through parts keeps them.
    is_photograph = picture.format in ("JPEG", "MPO")
    if is_photograph:
        # Decodes no more of it than will be kept.
        picture.draft("RGB", (LARGEST, LARGEST))
    upright = _upright(picture)
    upright.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    see_through = not is_photograph and upright.has_transparency_data
    upright = upright.convert("RGBA" if see_through else "RGB")
    upright.info.clear()
    suffix, media_type = (".jpg", "image/jpeg") if is_photograph else (".webp", "image/webp")
    small, small_width = b"", 0
    if max(upright.size) > SMALL:
        smaller = upright.copy()
        smaller.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
        small, small_width = _written(smaller, is_photograph), smaller.width
    return Drawn(
        suffix, media_type, _written(upright, is_photograph), upright.width, upright.height, small, small_width
    )


def _upright(picture: Image.Image) -> Image.Image:
    """The picture as the camera was held; as it lies, where what the camera wrote beside it makes no sense."""
    try:
        return ImageOps.exif_transpose(picture)
    except _UNREADABLE:
        # Should its own bytes be the damage, they are read again, and refused, by what comes next.
        return picture


def _written(picture: Image.Image, is_photograph: bool) -> bytes:
    written = BytesIO()
    if is_photograph:
        picture.save(written, "JPEG", quality=82, optimize=True, progressive=True)
    else:
        picture.save(written, "WEBP", quality=86, method=4)
    return written.getvalue()
