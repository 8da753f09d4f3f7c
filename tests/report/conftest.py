"""Pages in Chromium, which may ask for nothing, log nothing and throw nothing."""

import os
import shutil

import pytest

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def chromium():
    """A browser; without one there is nothing to look with, but in CI there must be.

    It lives as long as a file's tests: Playwright's loop, as long as it runs, stands in the way of
    whoever else runs one.
    """
    found = shutil.which("chromium")
    if not found:
        reason = "`chromium` shows the pages"
        return pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return (yield from _launched(found))


def _launched(path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def show(chromium, tmp_path):
    """Opens a page's text; whatever it logs, throws, asks or fetches fails the test."""
    contexts, faults = [], []

    def show(text, *, phone=False, dark=False):
        path = tmp_path / f"{len(contexts)}.html"
        path.write_text(text, "utf-8")
        context = chromium.new_context(
            viewport=PHONE if phone else DESKTOP, color_scheme="dark" if dark else "light"
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.route("**/*", lambda route: _let_through(route, path.as_uri(), faults))
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"thrown: {error}"))
        page.on(
            "dialog", lambda dialog: (faults.append(f"asked: {dialog.message}"), dialog.dismiss())
        )
        page.goto(path.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()
    assert faults == []


def _let_through(route, uri, faults):
    if route.request.url.split("#")[0] == uri:
        route.continue_()
    else:
        faults.append(f"fetched: {route.request.url}")
        route.abort()


@pytest.fixture(scope="session")
def scroll_through():
    """Goes down a page, so that all that is drawn late is drawn."""

    def scroll_through(page):
        height = page.evaluate("document.documentElement.scrollHeight")
        for top in range(0, height, 700):
            page.evaluate("top => scrollTo({top, behavior: 'instant'})", top)
            page.evaluate("() => new Promise(requestAnimationFrame)")
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")

    return scroll_through
