"""What a table of pictures is made of: walks through the example city, and pictures taken at their end.

Words are those of the French screens: a step that no longer finds them fails, and so tells that a guide has aged.
"""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

# In CSS pixels. Residents mostly read on telephones: what they see is pictured as narrow as they see it.
TELEPHONE, TABLET = 460, 720


@dataclass(frozen=True)
class Follow:
    """Follow a link by its words."""

    words: str

    def __call__(self, page: Page) -> None:
        _visible(page.get_by_role("link", name=self.words)).click()


@dataclass(frozen=True)
class Press:
    """Press a button by its words."""

    words: str

    def __call__(self, page: Page) -> None:
        _visible(page.get_by_role("main").get_by_role("button", name=self.words)).click()


@dataclass(frozen=True)
class Open:
    """Unfold what stands under these words."""

    words: str

    def __call__(self, page: Page) -> None:
        _visible(page.locator("main summary", has_text=self.words)).click()


@dataclass(frozen=True)
class Fill:
    """Write into a field, by the name under which a form sends it, with the keys one presses."""

    name: str
    words: str

    def __call__(self, page: Page) -> None:
        field = _visible(page.locator(f"main [name='{self.name}']"))
        field.fill(self.words)
        # Pictures show what was written, not where the writer stands.
        field.blur()


@dataclass(frozen=True)
class Choose:
    """Check a box or a round button, or choose from a list, by the value that a form sends."""

    name: str
    value: str

    def __call__(self, page: Page) -> None:
        field = page.locator(f"main select[name='{self.name}']")
        if field.count():
            field.first.select_option(value=self.value)
        else:
            page.locator(f"main [name='{self.name}'][value='{self.value}']").first.check()


@dataclass(frozen=True)
class Pick:
    """Choose from a list by its words."""

    name: str
    words: str

    def __call__(self, page: Page) -> None:
        page.locator(f"main select[name='{self.name}']").first.select_option(label=self.words)


@dataclass(frozen=True)
class Check:
    """Check a box by its words."""

    words: str

    def __call__(self, page: Page) -> None:
        page.get_by_role("main").get_by_label(self.words).first.check()


@dataclass(frozen=True)
class Select:
    """Select these words of a text, as one does with a mouse. They stand in one paragraph."""

    words: str

    def __call__(self, page: Page) -> None:
        page.locator("main p", has_text=self.words).first.evaluate(_SELECT, self.words)


@dataclass(frozen=True)
class Wait:
    """Wait for what a script brings."""

    selector: str

    def __call__(self, page: Page) -> None:
        _visible(page.locator(self.selector)).wait_for()


Step = Follow | Press | Open | Fill | Choose | Pick | Check | Select | Wait


@dataclass(frozen=True)
class Walk:
    """Somebody opens a page and takes steps on it. ``by``: the name of somebody of the example city; empty: a visitor.

    ``at``: the name of the page's address and its numbers.
    """

    by: str
    at: tuple[str | int, ...]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture(Walk):
    """What is clipped from the page at the end of a walk.

    ``clip``: all these elements, with what lies between them. ``look``: where the reader should look; it is outlined.
    """

    name: str
    clip: tuple[str, ...]
    look: str = ""
    width: int = TELEPHONE


def _visible(found: Locator) -> Locator:
    return found.filter(visible=True).first


_SELECT = """(paragraph, words) => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    return;
  }
  throw new Error(`no such words: ${words}`);
}"""
