"""One person's browser window: what went wrong in it, and how a page is checked."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
SERIOUS = {"serious", "critical"}
PATIENCE = 60_000  # ms a busy machine may take to answer; a page that is right never waits so long


@dataclass
class CuaSo:
    """A window of one person; ``faults`` lists what no page may do."""

    page: Page
    address: str
    has_scripts: bool = True
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._note_answer)
        self.page.on("request", self._note_request)

    def _note_answer(self, response: Response) -> None:
        if response.status > 399:
            self.faults.append(f"{response.status} {response.url}")

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def sign_in(self, username: str, password: str) -> None:
        """Sign in as this person does: by the form."""
        self.page.goto(f"{self.address}/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")

    def go_home(self) -> None:
        """Open the home page."""
        self.page.goto(f"{self.address}/")

    def follow(self, name: str) -> None:
        """Follow the one link whose name has this in it, to the end of loading the next page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).click()

    def press(self, name: str) -> None:
        """Press the one button called so."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def expect_message(self, text: str) -> None:
        """Wait for a message of the portal."""
        expect(self.page.locator("#thong-bao")).to_contain_text(text)

    def expect_heading(self, text: str) -> None:
        """Wait for the page that has this title."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def check(self) -> None:
        """Check the page as it stands: accessible, not wider than the window, nothing refused.

        Without scripts accessibility can't be computed in the page; it isn't then.
        """
        assert self.violations() == []
        overhang = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(overhang) == 0, f"wider than the window: {self.page.url}"
        assert self.faults == []

    def violations(self) -> list[str]:
        """List what shuts somebody out: the rule broken and the element that breaks it."""
        self.page.wait_for_load_state()
        found = Axe().run(self.page).response["violations"] if self.has_scripts else []
        serious = [rule for rule in found if rule["impact"] in SERIOUS]
        return [f"{rule['id']}: {node['html']}" for rule in serious for node in rule["nodes"]]

    def fetch(self, link: str) -> bytes:
        """Take away the file behind the one link whose name has this in it."""
        href = self.page.get_by_role("link", name=link).get_attribute("href")
        response = self.page.request.get(f"{self.address}{href}")
        assert (response.status, response.headers["content-type"]) == (200, "application/pdf")
        return response.body()
