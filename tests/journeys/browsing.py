"""Browsers with somebody behind them. Whatever a browser complains about is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from cestvous.kernel.text import set_in

DESK, PHONE, NARROWEST = 1280, 360, 320
PATIENCE_MS = 20_000
# What a page that answers 403, 404 or 422 leaves in the console: the refusal itself, which is what was asked for.
_REFUSED = "Failed to load resource: the server responded with a status of 4"
# A remark on how slow the machine is: the typeface came, but later than Chromium wishes.
_LATE = "but not used within a few seconds"


def fr(words: str) -> str:
    """These words of the site as the French screens have them; "button|Set aside" gives them their context."""
    context, _bar, message = words.rpartition("|")
    with override("fr"):
        return set_in("fr", pgettext(context, message) if context else gettext(message))


@dataclass
class Somebody:
    """A person at a browser of their own."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> Response:
        """Open a page by its address, as one does from a bookmark or a link in a letter."""
        answer = self.page.goto(address if "://" in address else self.origin + address)
        assert answer is not None
        return answer

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def follow(self, words: str, *, nth: int = 0, within: Locator | None = None) -> None:
        """Follow the link with these words."""
        (within or self.page).get_by_role("link", name=fr(words)).filter(visible=True).nth(nth).click()

    def press(self, words: str, *, nth: int = 0, within: Locator | None = None) -> None:
        """Press the button with these words."""
        (within or self.main).get_by_role("button", name=fr(words)).filter(visible=True).nth(nth).click()

    def fill(self, within: Locator | None = None, **fields: str) -> None:
        """Write into fields, by the name under which a form sends them."""
        for name, words in fields.items():
            (within or self.main).locator(f"[name='{name}']").filter(visible=True).first.fill(words)

    def choose(self, name: str, value: str, within: Locator | None = None) -> None:
        """Check a box or a round button."""
        (within or self.main).locator(f"[name='{name}'][value='{value}']").first.check()

    def reads(self, *words: str) -> None:
        """The page says this, somewhere in its main part, once spaces are made equal."""
        said = " ".join(self.main.inner_text().split())
        for expected in words:
            assert " ".join(expected.split()) in said, f"{self.page.url} does not say {expected!r}:\n{said}"

    def _console(self, message: ConsoleMessage) -> None:
        expected = message.text.startswith(_REFUSED) or _LATE in message.text
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{self.page.url} console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.complaints.append(f"{self.page.url} asks {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url} answers {response.status}")

    def listen(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)


def somebody(context: BrowserContext, origin: str) -> Somebody:
    context.set_default_timeout(PATIENCE_MS)
    person = Somebody(context.new_page(), origin)
    person.listen()
    return person


@contextmanager
def at_a_browser(browser: Browser, origin: str, **options: object) -> Iterator[Somebody]:
    """Somebody at a fresh browser, without cookies. In the end nothing may have been complained about."""
    told: dict[str, object] = {"locale": "fr-FR", "viewport": {"width": DESK, "height": 900}, **options}
    context = browser.new_context(**told)  # type: ignore[arg-type]
    try:
        person = somebody(context, origin)
        yield person
        assert not person.complaints, person.complaints
    finally:
        context.close()
