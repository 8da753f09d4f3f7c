"""How long a page takes to open: `python -m scripts.bench.pages [FILE …]`.

Without files, that of a made-up run of 768 weights and 5,000 epochs, and that of a sweep of 2,000
trials of 100 epochs. It is measured until the page
answers a click, in Chromium.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

TIMES = 5
GOAL_SECONDS = 2.0


def main(paths: list[Path]) -> None:
    """Prints a line a page."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for path in paths or _made_up(Path(folder)):
            took = [_opened(browser, path) for _ in range(TIMES)]
            middle, worst = statistics.median(took), max(took)
            said = "reached" if worst < GOAL_SECONDS else "NOT reached"
            size = path.stat().st_size / 1e6
            print(
                f"{path.name}: {size:.2f} MB, interactive after {middle:.2f} s, "
                f"at worst {worst:.2f} s (goal {GOAL_SECONDS:g} s, {said})"
            )
        browser.close()


def _made_up(folder: Path) -> list[Path]:
    from tests.report.samples.runs import large
    from tests.report.samples.sweeps import sweep
    from wtspec.report.page import report_page, sweep_page

    pages = {"large": report_page(large()), "sweep": sweep_page(sweep(2000, 100))}
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return [folder / f"{name}.html" for name in pages]


def _opened(browser, path: Path) -> float:  # noqa: ANN001 - Playwright is no dependency here
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    begin = time.perf_counter()
    page.goto(path.absolute().as_uri())
    page.locator("button.theme").click()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    took = time.perf_counter() - begin
    page.close()
    return took


if __name__ == "__main__":
    main([Path(path) for path in sys.argv[1:]])
