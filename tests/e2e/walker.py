"""One person at one screen: clicks, or goes everywhere by Tab, Enter and the space bar alone."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localtime
from playwright.sync_api import Locator, Page

FURTHEST = 400


class Walker:
    def __init__(self, page: Page, url: str, *, by_keyboard: bool = False) -> None:
        self.page = page
        self.url = url
        self.by_keyboard = by_keyboard

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)

    def log_in(self, person: str, path: str = "/login/") -> None:
        """From the page where login begins, through the simulator."""
        self.go(path)
        self.choose(person)

    def choose(self, person: str) -> None:
        """The simulator's page: one of the invented people."""
        self.press(self.page.locator(f"a[href*='person={person}']"))

    def press(self, target: Locator) -> None:
        """A link or a button; waits for the page it leads to."""
        with self.page.expect_navigation():
            self.unfold(target)

    def unfold(self, target: Locator, key: str = "Enter") -> None:
        """Something that answers on the same page."""
        if self.by_keyboard:
            self._reach(target)
            self.page.keyboard.press(key)
        else:
            target.click()

    def press_in(self, form: str) -> None:
        """The one button of the form with this action."""
        self.press(self.page.locator(f"form[action$='{form}'] button").first)

    def tick(self, name: str, value: str = "") -> None:
        chosen = f"[value='{value}']" if value else ""
        box = self.page.locator(f"input[name='{name}']{chosen}")
        if not self.by_keyboard:
            box.check(force=True)
        elif box.get_attribute("type") == "radio":
            self._tick_radio(box, name)
        else:
            self._reach(box)
            self.page.keyboard.press("Space")
        assert box.is_checked()

    def untick(self, name: str, value: str) -> None:
        box = self.page.locator(f"input[name='{name}'][value='{value}']")
        if self.by_keyboard:
            self._reach(box)
            self.page.keyboard.press("Space")
        else:
            box.uncheck(force=True)

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            field = self.page.locator(f"main [name='{name}']").first
            if self.by_keyboard:
                self._reach(field)
                self.page.keyboard.press("ControlOrMeta+a")
                self.page.keyboard.type(text)
            else:
                field.fill(text)

    def write_date(self, name: str, day: date) -> None:
        field = self.page.locator(f"input[name='{name}']")
        if self.by_keyboard:
            self._type_date(field, day)
        else:
            field.fill(day.isoformat())

    def write_moment(self, name: str, moment: datetime) -> None:
        """A day and a time of day; reached by keyboard, and typed as the browser keeps it."""
        field = self.page.locator(f"input[name='{name}']")
        if self.by_keyboard:
            self._reach(field)
        field.fill(f"{localtime(moment):%Y-%m-%dT%H:%M}")

    def _type_date(self, field: Locator, day: date) -> None:
        """The browser's picker takes the digits in the order of its own language, day first or month first."""
        for order in ("%d%m%Y", "%m%d%Y"):
            self._reach(field)
            self.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
            # A date is several stops of the tab key: leave them all before beginning again.
            while field.evaluate("element => element === document.activeElement"):
                self.page.keyboard.press("Tab")
        raise AssertionError(f"{day} cannot be typed")

    def select(self, name: str, label: str) -> None:
        field = self.page.locator(f"select[name='{name}']")
        if self.by_keyboard:
            self._reach(field)
        field.select_option(label=label)

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def _reach(self, target: Locator) -> None:
        """Tab until the target has the focus: whoever has no mouse must be able to."""
        handle = target.element_handle()
        for _ in range(FURTHEST):
            if handle.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by keyboard on {self.page.url}")

    def _tick_radio(self, box: Locator, name: str) -> None:
        """One stop of the tab key for the group, then the arrows."""
        group = self.page.locator(f"input[name='{name}']")
        inside = f"() => document.activeElement && document.activeElement.name === '{name}'"
        for _ in range(FURTHEST):
            if self.page.evaluate(inside):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
