"""The same plan drawn by other libraries: `python peers.py NAME HTML LINES OUT TIMES`.

Prints how many seconds the last of TIMES drawings took. It imports nothing of ours, so that the
whole process is the library's own.
"""

import json
import sys
import time
from pathlib import Path


def weasyprint(html, lines, out):
    from weasyprint import HTML

    HTML(string=html).write_pdf(out, pdf_variant="pdf/ua-1")


def fpdf2(html, lines, out):
    from fpdf import FPDF

    page = FPDF(format="letter")
    page.add_page()
    for size, bold, text in lines:
        page.set_font("Helvetica", "B" if bold else "", size)
        page.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
    page.output(out)


def reportlab(html, lines, out):
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    page, y = Canvas(out, pagesize=letter), 740.0
    for size, bold, text in lines:
        page.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        page.drawString(72, y, text)
        y -= size * 1.3
    page.save()


def main():
    name, html, lines, out, times = sys.argv[1:]
    html, lines = Path(html).read_text("utf-8"), json.loads(Path(lines).read_text("utf-8"))
    for _ in range(int(times)):
        begun = time.perf_counter()
        globals()[name](html, lines, out)
        took = time.perf_counter() - begun
    print(took)


if __name__ == "__main__":
    main()
