"""The local page in a real browser: what a person does, sees and saves."""

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect
from web_fakes import FakeAdvisor, photo

from adapters.runtime import Runtime
from adapters.web.run import run
from bot.settings import Settings

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def in_browser(test):
    """Run a test on the loop of the shared browser; skip it where there is none."""
    without = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium")
    return without(pytest.mark.asyncio(loop_scope="module")(test))


class Visit:
    """A person's visit: the page, the advisor behind it, and everything the browser asked for or complained of."""

    def __init__(self, page: Page, advisor: FakeAdvisor, runtime: Runtime, address: str, server: asyncio.Task[None]) -> None:
        self.page, self.advisor, self.runtime, self.address, self.server = page, advisor, runtime, address, server
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    async def open(self) -> Page:
        """Open the page and wait for its first words."""
        await self.page.goto(self.address)
        await expect(self.page.locator("h1")).to_have_text("I help you with one thing.")
        return self.page

    async def say(self, words: str) -> None:
        """Type words and press Enter."""
        await self.page.get_by_label("Your message").fill(words)
        await self.page.keyboard.press("Enter")

    @property
    def answer(self):
        """The newest answer."""
        return self.page.locator(".turn.last .answer")

    async def stop(self) -> None:
        """Stop the bot."""
        self.server.cancel()
        await asyncio.gather(self.server, return_exceptions=True)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests here; each has its own window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser) -> AsyncIterator[Visit]:
    """A window on a page with a small advisor; afterwards nothing was asked of anyone else and nothing complained."""
    advisor = FakeAdvisor()
    runtime = Runtime(Settings(web_port=0, max_photo_mb=1), advisor)
    await runtime.warm_up()
    announced: asyncio.Queue[str] = asyncio.Queue()
    server = asyncio.create_task(run(runtime, announced.put_nowait))
    address = (await announced.get()).split()[1]
    context = await browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    made = Visit(await context.new_page(), advisor, runtime, address, server)
    yield made
    await context.close()
    advisor.gate.set()
    await made.stop()
    runtime.close()
    assert [url for url in made.asked if not url.startswith((address, f"blob:{address}"))] == []
    assert made.complaints == []


@in_browser
async def test_page_opens_with_the_bots_own_words(visit: Visit):
    """The empty page greets, and offers a photo, a service and questions, each once."""
    page = await visit.open()
    await expect(page.get_by_text("Drop a photo here")).to_be_visible()
    await expect(page.get_by_role("button", name="Clean a photo")).to_have_count(0)
    await expect(page.get_by_role("button", name="What can go wrong?")).to_have_count(1)
    await expect(page.locator("#note")).to_have_text("Stays on this computer. Nothing is kept.")


@in_browser
async def test_question_is_answered_in_place(visit: Visit):
    """Enter sends; progress shows after a moment; the answer grows where the question stands."""
    page = await visit.open()
    await visit.say("slow")
    await expect(page.locator(".progress")).to_contain_text("Looking it up")
    before = await page.locator(".sent").bounding_box()
    await expect(visit.answer).to_contain_text("You said: slow")
    assert await page.locator(".sent").bounding_box() == before
    await expect(visit.answer.locator("ol li")).to_have_text(["one", "two"])


@in_browser
async def test_markup_in_words_stays_words(visit: Visit):
    """What looks like HTML is shown as it was typed."""
    page = await visit.open()
    await visit.say("<img src=x onerror=alert(1)>")
    await expect(visit.answer).to_contain_text("You said: <img src=x onerror=alert(1)>")
    await expect(page.locator("#talk img")).to_have_count(0)


@in_browser
async def test_rating_says_its_marks_in_words(visit: Visit):
    """Each row has a mark and a word; sources have their date; buttons lead on."""
    page = await visit.open()
    await page.get_by_label("How does a service treat your photos?").fill("Examplegram")
    await page.get_by_role("button", name="Look it up").click()
    await expect(visit.answer.locator(".mark-word")).to_have_text(["Good", "Mixed", "Bad", "Not stated", "Not known"])
    await expect(visit.answer.locator(".row-text").nth(1)).to_have_text("Off if you ask for it")
    await expect(visit.answer.locator(".sources")).to_contain_text("Privacy policy, Examplegram, 2026-01-12")
    await page.get_by_role("button", name="Another service").click()
    await expect(page.locator("#service")).to_be_focused()
    await expect(page.locator("#known").get_by_role("button", name="Check it with me")).to_be_visible()
    async with page.expect_file_chooser():
        await visit.answer.get_by_role("button", name="Clean a photo").click()
    await visit.answer.get_by_role("button", name="Check it with me").click()
    await expect(visit.answer).to_contain_text("You said: check examplegram")


@in_browser
async def test_chosen_photo_comes_back_without_its_metadata(visit: Visit):
    """A photo is chosen, shown, cleaned and saved; the copy has the same pixels and no Exif."""
    page = await visit.open()
    original = photo()
    await page.set_input_files("#files", {"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": original})
    await expect(visit.answer).to_contain_text("14 Feb 2026, 18:03")
    await expect(visit.answer).to_contain_text("Stays on this computer")
    await expect(page.get_by_alt_text("The photo you chose")).to_be_visible()
    async with page.expect_download() as saved:
        await page.get_by_role("link", name="Download the clean copy").click()
    download = await saved.value
    assert download.suggested_filename == "clean-photo.jpg"
    copy = await asyncio.to_thread(Path(await download.path()).read_bytes)
    assert b"Exif" in original
    assert b"Exif" not in copy
    assert Image.open(io.BytesIO(copy)).tobytes() == Image.open(io.BytesIO(original)).tobytes()


DROP = """(bytes) => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", { type: "image/jpeg" }));
  const event = { dataTransfer: held, bubbles: true, cancelable: true };
  for (const kind of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(kind, event));
}"""
PASTE = """(bytes) => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(bytes)], "pasted.jpg", { type: "image/jpeg" }));
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true }));
}"""


@in_browser
@pytest.mark.parametrize(("way", "name"), [(DROP, "dropped.jpg"), (PASTE, "pasted.jpg")], ids=["dropped", "pasted"])
async def test_photo_can_be_dropped_and_pasted_anywhere(visit: Visit, way: str, name: str):
    """A photo dropped on the page or pasted into it is cleaned like a chosen one."""
    page = await visit.open()
    await page.evaluate(way, list(photo()))
    await expect(page.get_by_role("link", name="Download the clean copy")).to_be_visible()
    assert visit.advisor.seen[-1].attachments[0].name == name
    await expect(page.locator("#drop-here")).to_be_hidden()


@in_browser
async def test_too_large_photo_is_stopped_before_it_is_sent(visit: Visit):
    """The page itself says how big it is and what the limit is."""
    page = await visit.open()
    await page.set_input_files("#files", {"name": "big.jpg", "mimeType": "image/jpeg", "buffer": bytes(2_500_000)})
    await expect(visit.answer).to_contain_text("That is 2.5 MB, and I take up to 1 MB.")
    assert not any(url.endswith("/api/photo") for url in visit.asked)
    await expect(visit.page.locator(".no-preview")).to_be_visible()


@in_browser
async def test_questions_wait_while_it_warms_up(visit: Visit):
    """Until the bot is warm the page says so, and a question sent meanwhile is answered by itself."""
    visit.runtime.warm = False
    page = await visit.open()
    await expect(page.locator("#note")).to_contain_text("Warming up")
    visit.advisor.gate.clear()
    await visit.say("hello")
    await expect(page.locator(".progress")).to_contain_text("your question waits")
    visit.runtime.warm = True
    visit.advisor.gate.set()
    await expect(visit.answer).to_contain_text("You said: hello")
    await expect(page.locator("#note")).to_have_text("Stays on this computer. Nothing is kept.")


@in_browser
async def test_stopped_bot_says_how_to_start_it(visit: Visit):
    """When the bot is gone, the page says what happened, what to do, and keeps the question to send again."""
    page = await visit.open()
    await visit.stop()
    await visit.say("hello")
    await expect(visit.answer).to_contain_text("The bot has been stopped.")
    await expect(visit.answer).to_contain_text("make run")
    await expect(page.get_by_role("button", name="Send again")).to_be_visible()
    visit.complaints[:] = [line for line in visit.complaints if "ERR_CONNECTION_REFUSED" not in line]


@in_browser
async def test_page_can_be_cleared(visit: Visit):
    """One press empties the page and makes the bot forget what it was about."""
    page = await visit.open()
    await visit.say("hello")
    await expect(visit.answer).to_contain_text("You said: hello")
    await page.get_by_role("button", name="Clear this page").click()
    await expect(page.locator(".turn")).to_have_count(0)
    deadline = time.monotonic() + 5
    while visit.advisor.seen[-1].skill != "forget" and time.monotonic() < deadline:
        await page.wait_for_timeout(20)
    assert visit.advisor.seen[-1].skill == "forget"


@in_browser
@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_nothing_is_wider_than_the_window(visit: Visit, width: int):
    """From the narrowest phone to a wide screen nothing has to be scrolled sideways."""
    await visit.page.set_viewport_size({"width": width, "height": 700})
    page = await visit.open()
    await page.locator("#service").fill("Examplegram")
    await page.keyboard.press("Enter")
    await expect(visit.answer.locator(".row")).to_have_count(5)
    await visit.say("https://example.example/" + "long" * 60)
    await expect(visit.answer).to_contain_text("longlong")
    assert await page.evaluate("document.documentElement.scrollWidth") == width


FOCUS = """() => {
  const focused = document.activeElement;
  const outlines = [focused, focused.parentElement].map((element) => getComputedStyle(element).outlineStyle);
  return [focused.id || focused.textContent, ...outlines];
}"""


@in_browser
async def test_everything_is_reached_by_keyboard_with_a_visible_focus(visit: Visit):
    """Tab reaches every control of the empty page, and each shows where the focus is."""
    page = await visit.open()
    reached = []
    for _ in range(11):
        await page.keyboard.press("Tab")
        seen = await page.evaluate(FOCUS)
        reached.append(seen[0])
        assert "solid" in seen[1:]
    assert {"choose", "sample", "service", "What can go wrong?", "attach", "words"} <= set(reached)


PAIRS = [
    (text, ground) for text in ("ink", "soft", "accent", "good", "mixed", "bad", "unknown", "trouble") for ground in ("paper", "surface")
] + [("on-accent", "accent"), ("ink", "tint"), ("soft", "tint")]


def colours(scheme: int) -> dict[str, str]:
    """The custom colours of page.css; scheme 0 is light, 1 is dark."""
    css = files("adapters.web").joinpath("static/page.css").read_text()
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css.split(":root {")[scheme + 1].split("}")[0]))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: int, text: str, ground: str):
    """Every pair of text and ground has a contrast of at least 4.5:1, light and dark."""
    palette = colours(scheme)
    darker, lighter = sorted(luminance(palette[name]) for name in (text, ground))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
