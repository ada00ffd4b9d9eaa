"""LibreOffice opens Word files as an office does, and prints them to PDF: all files in one call."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest


def convert_to_pdf(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Convert .docx files, by name, in a profile of its own: a running office is left alone.

    Without LibreOffice the test fails, since Word files would go out unread.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.fail(
            "no LibreOffice on this machine, Word files are NOT checked: `make setup` as root "
            "installs it (Debian package libreoffice-writer-nogui)",
            pytrace=False,
        )
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    made = subprocess.run(
        [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder / "pdf"),
            *(str(folder / f"{name}.docx") for name in files),
        ],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    missing = [name for name in files if not (folder / "pdf" / f"{name}.pdf").is_file()]
    assert missing == [], made.stderr
    return {name: (folder / "pdf" / f"{name}.pdf").read_bytes() for name in files}
