"""Draws the icons with which Innovate is installed on a device, from the logo; run it when the logo changes."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "static" / "img"
CHROMIUM = ROOT / ".tools" / "bin" / "chromium"
ROUND = {"icon-192.png": 192, "icon-512.png": 512}  # as the logo is, its corners see-through
WHOLE = {"icon-maskable-512.png": 512, "apple-touch-icon.png": 180}  # to the edge: the device cuts the corners
SAFE = "translate(16 16) scale(0.88) translate(-16 -16)"  # within the circle that no device cuts into


def main() -> None:
    """Write every icon into static/img."""
    logo = (PICTURES / "logo.svg").read_text()
    ground, drawing = re.split(r"(?<=/>)(?=<g )", logo, maxsplit=1)
    whole = re.sub(r' rx="\d+"', "", ground) + f'<g transform="{SAFE}">' + drawing.replace("</svg>", "</g></svg>")
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM.resolve()), args=sandbox)
        page = browser.new_page()
        for svg, icons in ((logo, ROUND), (whole, WHOLE)):
            for name, size in icons.items():
                draw(page, svg, size, PICTURES / name)
        browser.close()


def draw(page: Page, svg: str, size: int, path: Path) -> None:
    """That drawing as a picture of that many pixels a side."""
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block; width: 100vw }}</style>{svg}")
    page.screenshot(path=path, omit_background=True)


if __name__ == "__main__":
    main()
