"""The machine's Chromium, and how to start it so that it calls nobody on its own."""

import shutil

QUIET_CHROMIUM = tuple(
    f"--{option}"
    for option in (
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    )
)


def find_chromium() -> str | None:
    """Find the browser's program; None where there is none."""
    return shutil.which("chromium") or shutil.which("google-chrome")
