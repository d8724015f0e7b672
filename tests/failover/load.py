"""Readers and writers, as browsers are: they don't try again by themselves, and see whatever they are answered."""

import http.client
import itertools
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.factories.people import PASSWORD

# A browser would wait for minutes; nobody is to wait for more than ten seconds.
NO_LONGER_THAN = 10.0
GIVES_UP = 30.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 if nothing that HTTP knows did."""

    what: str
    status: int
    seconds: float
    location: str = ""
    retry_after: str = ""
    words: str = ""

    @property
    def is_clean_refusal(self) -> bool:
        """A page that says to come back, and when."""
        return self.status == 503 and self.retry_after.isdigit() and "<h1>" in self.words

    def __str__(self) -> str:
        return f"{self.what}: {self.status} after {self.seconds:.1f} s {self.location} {self.words[:300]!r}"


class Browser:
    """One reader's: keeps cookies, follows nothing, opens a connection for each request."""

    def __init__(self, port: int, seen: list[Answer]) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._seen = seen

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Accept-Language": "fr", "Referer": f"http://127.0.0.1:{self.port}/"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=GIVES_UP)
        try:
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            words = got.read().decode()
            self._keep(got.headers.get_all("Set-Cookie") or [])
            answer = Answer(
                f"{method} {path}",
                got.status,
                time.monotonic() - began,
                got.headers.get("Location", ""),
                got.headers.get("Retry-After", ""),
                words,
            )
        except (OSError, http.client.HTTPException) as error:
            answer = Answer(f"{method} {path}", 0, time.monotonic() - began, words=repr(error))
        finally:
            connection.close()
        self._seen.append(answer)
        return answer

    def _keep(self, set_cookies: list[str]) -> None:
        for line in set_cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies.pop(name, None)
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value

    def sign_in(self, email: str) -> None:
        path = "/fr/compte/se-connecter/"
        token = _TOKEN.search(self.get(path).words)
        assert token is not None
        answer = self.post(path, {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]})
        assert answer.status == 302, answer


@dataclass
class Written:
    """``acknowledged``: words whose writer was told that they are published. ``in_doubt``: forms to be sent again."""

    acknowledged: list[str] = field(default_factory=list)
    in_doubt: list[tuple[Browser, str, dict[str, str]]] = field(default_factory=list)


class Load:
    """Threads that read and write until told to stop. Each thing written is said once in the world."""

    def __init__(self, port: int, consultation: int) -> None:
        self.port = port
        self.consultation = f"/fr/consultations/{consultation}"
        self.seen: list[Answer] = []
        self.unexpected: list[Answer] = []
        self.written = Written()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def browser(self) -> Browser:
        return Browser(self.port, self.seen)

    def start(self, *, visitors: int, readers: list[str], writers: list[str]) -> None:
        for _ in range(visitors):
            self._run(self._visit, self.browser(), 0.05)
        for email in readers:
            browser = self.browser()
            browser.sign_in(email)
            self._run(self._read, browser, 0.1)
        for number, email in enumerate(writers, 1):
            browser = self.browser()
            browser.sign_in(email)
            self._run(self._writer(number), browser, 1.0)

    def _run(self, once: Callable[[Browser], None], browser: Browser, pause: float) -> None:
        def again_and_again() -> None:
            while not self._stop.wait(pause):
                once(browser)

        thread = threading.Thread(target=again_and_again, daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(GIVES_UP)

    def _expects(self, answer: Answer, status: int = 200) -> bool:
        """A refusal that is clean is counted elsewhere; anything else is unexpected."""
        if answer.status == status:
            return True
        if not answer.is_clean_refusal:
            self.unexpected.append(answer)
        return False

    def _visit(self, browser: Browser) -> None:
        for path in ("/fr/", f"{self.consultation}/contributions/", "/fr/registre/"):
            self._expects(browser.get(path))

    def _read(self, browser: Browser) -> None:
        """Pages for those who are signed in: whoever is signed out on the way is sent elsewhere."""
        for path in ("/fr/compte/", "/fr/mes-mots/"):
            self._expects(browser.get(path))

    def _writer(self, number: int) -> Callable[[Browser], None]:
        words = (f"Proposition {count} de la plume {number}, dite une fois." for count in itertools.count(1))
        path = f"{self.consultation}/contributions/ecrire/"

        def write(browser: Browser) -> None:
            page = browser.get(path)
            if not self._expects(page):
                return
            token, said = _TOKEN.search(page.words), next(words)
            assert token is not None
            form = {"title": said, "body": said, "language": "fr", "stays_after_erasure": "stay", "do": "",
                    "csrfmiddlewaretoken": token[1]}  # fmt: skip
            answer = browser.post(path, form)
            if not self._settled(answer, said):
                self.written.in_doubt.append((browser, path, form))
            elif answer.status == 302:
                # One's own words are there at once.
                own = browser.get(answer.location)
                if self._expects(own) and said not in own.words:
                    self.unexpected.append(own)

        return write

    def _settled(self, answer: Answer, said: str) -> bool:
        """Is it known what became of these words: acknowledged, or answered as no writer should be?"""
        if self._expects(answer, 302):
            if "/contributions/" in answer.location:
                self.written.acknowledged.append(said)
            else:
                self.unexpected.append(answer)
            return True
        return not answer.is_clean_refusal

    def send_again(self) -> None:
        """What each writer does whose form was not answered: reload, and say yes. Once all is quiet."""
        for browser, path, form in self.written.in_doubt:
            answer = browser.post(path, form)
            assert self._settled(answer, form["body"]), answer
