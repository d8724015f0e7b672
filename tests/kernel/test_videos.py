"""Videos: only on hosts that the city allows, and only at addresses that lead to one."""

import pytest

from cestvous.kernel.videos import video_at

HOSTS = ("www.youtube.com", "tube.exemple.test")
ON_YOUTUBE = "https://www.youtube-nocookie.com/embed/abc-DEF_123"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=abc-DEF_123&t=12",
        "https://youtu.be/abc-DEF_123?si=x",
        "https://m.youtube.com/watch?v=abc-DEF_123",
        " https://www.youtube.com/embed/abc-DEF_123 ",
        "https://www.youtube.com/shorts/abc-DEF_123",
    ],
)
def test_youtube_plays_without_cookies(address: str) -> None:
    video = video_at(address, HOSTS)
    assert video is not None
    assert (video.frame, video.page) == (ON_YOUTUBE, "https://www.youtube.com/watch?v=abc-DEF_123")
    assert video.frame.startswith(f"{video.frame_origin}/")


@pytest.mark.parametrize("path", ["w/9c9de5e8-0a1e", "videos/watch/9c9de5e8-0a1e", "videos/embed/9c9de5e8-0a1e"])
def test_peertube_plays_on_its_own_site(path: str) -> None:
    video = video_at(f"https://tube.exemple.test/{path}", HOSTS)
    assert video is not None
    assert video.frame == "https://tube.exemple.test/videos/embed/9c9de5e8-0a1e"
    assert (video.host, video.frame_origin) == ("tube.exemple.test", "https://tube.exemple.test")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://www.youtube.com/watch?v=abc-DEF_123",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=abc-DEF_123%22",
        "https://www.youtube.com/redirect?q=x",
        "https://tube.exemple.test/w/",
        "https://tube.exemple.test/w/9c9de5e8;script-src",
        "https://tube.exemple.test@mal.test/w/9c9de5e8-0a1e",
        "https://tube.exemple.test:8443/w/9c9de5e8-0a1e",
        "https://other.exemple.test/w/9c9de5e8-0a1e",
        "javascript:alert(1)",
        "https://[::1/w/9c9de5e8-0a1e",
        "https://tube.exemple.test:port/w/9c9de5e8-0a1e",
    ],
)
def test_no_other_address_is_a_video(address: str) -> None:
    assert video_at(address, HOSTS) is None


def test_a_site_that_the_city_does_not_allow_plays_nothing() -> None:
    assert video_at("https://youtu.be/abc-DEF_123", ["tube.exemple.test"]) is None
