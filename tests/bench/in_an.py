"""What `make bench` measures of printing: the five plans, a plan of 20 pages, memory."""

import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from baocao.van_ban_ke_hoach import plan_document
from kehoach.models import KeHoach
from tests.bench.do_luong import Measure, compare, seconds
from vanban import bo_in_pdf
from vanban.pdf import render_pdf
from vanban.tai_lieu import TaiLieu
from vanban.word import render_docx

LONG_PLAN = "vu-quang-2026"  # 20 pages, with its annexes of tasks and indicators
RUNS = 5
_RENDER = """
import os, re, sys
sys.path.insert(0, os.getcwd())
import django
django.setup()
from baocao.van_ban_ke_hoach import plan_document
from kehoach.models import KeHoach
from vanban.pdf import render_pdf
def peak_megabytes():
    status = open("/proc/self/status").read()
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024
document = plan_document(KeHoach.objects.get(ma=sys.argv[1]))
before = peak_megabytes()
render_pdf(document)
print(before, peak_megabytes())
"""


@dataclass(frozen=True)
class Handed:
    """What the portal hands to WeasyPrint for one document."""

    html: str
    css: list[str]

    def print_alone(self) -> None:
        """Make a plain PDF of it with WeasyPrint and nothing else."""
        fonts = FontConfiguration()
        sheets = [CSS(string=text, font_config=fonts) for text in self.css]
        page = HTML(string=self.html)
        page.write_pdf(stylesheets=sheets, font_config=fonts, presentational_hints=True)


def handed_over(tai_lieu: TaiLieu) -> tuple[Handed, int]:
    """Print a document; give what WeasyPrint was handed, and the pages."""
    seen: list[Handed] = []
    write = bo_in_pdf.write_pdf

    def note(html: str, css: list[str], **options: object) -> bytes:
        seen.append(Handed(html, css))
        return write(html, css, **options)

    bo_in_pdf.write_pdf = note
    try:
        pdf = render_pdf(tai_lieu)
    finally:
        bo_in_pdf.write_pdf = write
    return seen[0], len(PdfReader(BytesIO(pdf)).pages)


def print_plans() -> tuple[Measure, list[str]]:
    """Make the PDF of the five plans; least: WeasyPrint alone on the same HTML and CSS.

    All in seconds of the processor, plan by plan in turn.
    """
    plans = list(KeHoach.objects.order_by("pk"))
    given = [handed_over(plan_document(plan)) for plan in plans]  # also loads faces
    pages = sum(count for _, count in given)
    ours = floor = word = 0.0
    for plan, (handed, _) in zip(plans, given, strict=True):
        ours += seconds(lambda plan=plan: render_pdf(plan_document(plan)), process_time)
        floor += seconds(handed.print_alone, process_time)
        word += seconds(lambda plan=plan: render_docx(plan_document(plan)), process_time)
    facts = [
        f"{pages} pages of five plans: PDF {ours:.1f} s ({pages / ours:.1f} pages a second), "
        f"Word {word:.1f} s ({pages / word:.0f} pages a second)"
    ]
    return Measure("PDF of the five plans (CPU time)", ours, floor), facts


def print_long_plan() -> Measure:
    """Make the final PDF of a long plan, in turn with WeasyPrint alone; seconds of the processor.

    Final means as it is kept for signing: PDF/A-2a with two signature fields.
    """
    plan = KeHoach.objects.get(ma=LONG_PLAN)
    handed, pages = handed_over(plan_document(plan))

    def ours() -> None:
        render_pdf(plan_document(plan), cho_ky=True)

    name = f"PDF to sign, {pages} pages (CPU time)"
    return compare(name, ours, handed.print_alone, RUNS, clock=process_time)


def memory() -> str:
    """Print the long plan in a process of its own; say how much memory it came to."""
    with TemporaryDirectory() as place:
        script = Path(place) / "in.py"
        script.write_text(_RENDER)
        told = subprocess.run(
            [sys.executable, str(script), LONG_PLAN], check=True, capture_output=True, text=True,
            env=os.environ,
        )  # fmt: skip
    before, after = told.stdout.split()[-2:]
    return f"memory of a fresh process: {before} MB with Django alone, {after} MB after {LONG_PLAN}"
