"""Addresses of videos: where one is watched, and where it plays within a page, on hosts that the city allows."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

YOUTUBE = "www.youtube.com"
_ALSO_YOUTUBE = frozenset({YOUTUBE, "youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"})
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_PEERTUBE_PATH = re.compile(r"/(?:w|videos/watch|videos/embed)/([\w-]{8,64})/?", re.ASCII)


@dataclass(frozen=True)
class Video:
    """``page`` is its own page on ``host``; ``frame`` is what plays it, served by ``frame_origin``."""

    page: str
    host: str
    frame: str
    frame_origin: str


def video_at(address: str, hosts: Collection[str]) -> Video | None:
    """The video at an address of YouTube or of a PeerTube site; None unless its host is among ``hosts``.

    YouTube stands among them as ``www.youtube.com``; its player is that which sets no cookie before one plays.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or port not in (None, 443):
        return None
    if host in _ALSO_YOUTUBE:
        return _on_youtube(_youtube_identifier(host, parts.path, parts.query)) if YOUTUBE in hosts else None
    found = _PEERTUBE_PATH.fullmatch(parts.path)
    if found is None or host not in hosts:
        return None
    origin = f"https://{host}"
    return Video(f"{origin}/w/{found[1]}", host, f"{origin}/videos/embed/{found[1]}", origin)


def _youtube_identifier(host: str, path: str, query: str) -> str:
    if host == "youtu.be":
        return path.strip("/")
    if path == "/watch":
        return parse_qs(query).get("v", [""])[0]
    return path.rsplit("/", 1)[-1] if path.startswith(("/embed/", "/live/", "/shorts/")) else ""


def _on_youtube(identifier: str) -> Video | None:
    if not _YOUTUBE_ID.fullmatch(identifier):
        return None
    origin = "https://www.youtube-nocookie.com"
    return Video(f"https://{YOUTUBE}/watch?v={identifier}", YOUTUBE, f"{origin}/embed/{identifier}", origin)
