"""Walks through the example city, and what is clipped from its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

from django.urls import reverse
from django.utils.translation import override
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, FloatRect, Locator, Page

from tools.picturing.steps import TELEPHONE, Picture, Walk

MARGIN = 14
# Pictures are sharp on the screens that most people have, and still light.
SCALE = 1.5
# Pages have few colours and sharp edges: so drawn, they weigh half of what a photograph of them would.
COLOURS = 80
HEAVIEST = 40_000
PATIENCE_MS = 15_000
# Nothing moves, nothing floats over the page, and the band of the example city stays out of the way.
_STILL = """
  .example-band, .messages { display: none !important; }
  *, ::before, ::after { animation: none !important; transition: none !important; }
"""
_LOOK = "[data-look] { outline: 3px solid #b3262e !important; outline-offset: 3px; border-radius: 6px; }"
# Chromium shows dates as its own language does; here as a browser in French would.
_DATES = """() => document.querySelectorAll("main input:is([type=date], [type=datetime-local])").forEach((field) => {
  const [day, hour] = field.value.split("T");
  field.type = "text";
  field.value = day ? day.split("-").reverse().join("/") + (hour ? ` ${hour.slice(0, 5)}` : "") : "jj/mm/aaaa";
})"""
# Every piece of text of the page, seen or folded away, and what is read aloud in its place.
_SAID = """() => {
  const said = new Set(), plain = (words) => words.replace(/\\s+/g, " ").trim();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) said.add(plain(walker.currentNode.data));
  for (const each of document.querySelectorAll("a, button, label, legend, summary, h1, h2, h3, h4, p, dt, th"))
    said.add(plain(each.textContent));
  for (const each of document.querySelectorAll("[aria-label]")) said.add(plain(each.getAttribute("aria-label")));
  return [...said];
}"""


class Astray(RuntimeError):
    """A walk no longer leads where it led: a guide, or the table of its pictures, has aged."""


@dataclass
class Walker:
    """Walks through the example city at ``origin``. ``said``: everything that the pages on the way said."""

    browser: Browser
    origin: str
    said: set[str] = field(default_factory=set)
    _at_home: dict[str, BrowserContext] = field(default_factory=dict)

    def close(self) -> None:
        for context in self._at_home.values():
            context.close()

    @contextmanager
    def walked(self, walk: Walk) -> Iterator[Page]:
        """The page at the end of a walk. Raises Astray, saying at which step it went wrong."""
        page = self._somebody(walk.by).new_page()
        width = walk.width if isinstance(walk, Picture) else TELEPHONE
        page.set_viewport_size({"width": width, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        step: object = walk.at
        try:
            name, *args = walk.at
            with override("fr"):
                address = reverse(str(name), args=args)
            answer = page.goto(self.origin + address)
            if answer is None or answer.status != 200:
                raise Astray(f"{address} answers {answer and answer.status}")
            self._listen(page)
            for step in walk.steps:
                step(page)
                self._listen(page)
            yield page
        except Error as error:
            raise Astray(f"{step} on {page.url}: {error.message.splitlines()[0]}") from error
        finally:
            page.close()

    def go(self, walk: Walk) -> None:
        """Walk there; what would be pictured is looked for all the same."""
        with self.walked(walk) as page:
            if isinstance(walk, Picture):
                _framed(page, walk)

    def take(self, picture: Picture) -> Image.Image:
        """Walk there, and clip what is to be seen."""
        with self.walked(picture) as page:
            page.add_style_tag(content=_STILL + _LOOK)
            clip = _framed(page, picture)
            taken = page.screenshot(clip=clip, full_page=True, animations="disabled", caret="hide", scale="device")
        return Image.open(BytesIO(taken)).convert("RGB")

    def _somebody(self, name: str) -> BrowserContext:
        """The browser of somebody of the example city, who signs in as its page offers."""
        if name not in self._at_home:
            context = self.browser.new_context(
                locale="fr-FR",
                color_scheme="light",
                reduced_motion="reduce",
                device_scale_factor=SCALE,
                # What outlines and stills is a style of ours, which no page would let in.
                bypass_csp=True,
            )
            self._at_home[name] = context
            if name:
                page = context.new_page()
                with override("fr"):
                    page.goto(self.origin + reverse("example"))
                page.locator("article.card", has=page.get_by_role("heading", name=name)).get_by_role("button").click()
                page.get_by_role("link", name="Mon compte").first.wait_for(state="attached")
                page.close()
        return self._at_home[name]

    def _listen(self, page: Page) -> None:
        page.wait_for_load_state()
        self.said.update(page.evaluate(_SAID))


def as_webp(taken: Image.Image) -> bytes:
    """The picture as a file; ValueError if it would be heavier than a page can bear."""
    file = BytesIO()
    drawn = taken.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    drawn.save(file, "WEBP", lossless=True, quality=80, method=4)
    if file.tell() > HEAVIEST:
        raise ValueError(f"weighs {file.tell()} bytes, {HEAVIEST} at most: clip less of the page")
    return file.getvalue()


def _framed(page: Page, picture: Picture) -> FloatRect:
    """Outline where to look, and measure what is to be clipped."""
    if picture.look:
        _one(page, picture.look).evaluate("element => element.dataset.look = ''")
    page.evaluate(_DATES)
    page.evaluate("document.fonts.ready")
    # Boxes are measured from where one has scrolled to, the picture is clipped from the whole page.
    page.evaluate("scrollTo(0, 0)")
    return _around([_one(page, selector) for selector in picture.clip], picture.width)


def _one(page: Page, selector: str) -> Locator:
    found = page.locator(selector).filter(visible=True).first
    found.wait_for()
    return found


def _around(elements: list[Locator], width: int) -> FloatRect:
    """The box that holds all of these, with a margin, within the page."""
    boxes = [box for element in elements if (box := element.bounding_box())]
    left = max(min(box["x"] for box in boxes) - MARGIN, 0)
    top = max(min(box["y"] for box in boxes) - MARGIN, 0)
    right = min(max(box["x"] + box["width"] for box in boxes) + MARGIN, width)
    bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
