"""A report as PDF, set by reportlab with the Chinese fonts that every PDF reader brings along."""

from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle
from reportlab.platypus.flowables import Flowable, Spacer

from interviews.models import Sitting
from interviews.report import Report
from judge.states import Verdicts

FONT = "STSong-Light"
MARGIN = 20 * mm
PADDING = 6
"""Points that a page keeps free around its text, within the margins."""

WIDTH = A4[0] - 2 * MARGIN
TEXT = ParagraphStyle("text", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK")
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=8.5, leading=12, textColor=colors.HexColor("#555555"))
TITLE = ParagraphStyle("title", parent=TEXT, fontSize=18, leading=24)
HEAD = ParagraphStyle("head", parent=TEXT, fontSize=13, leading=20, spaceBefore=10)
LINES = TableStyle(
    [
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#cccccc")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
)


def pdf_of(report: Report) -> bytes:
    """The document."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN - PADDING)
    title = f"{report.session}: {report.candidate}"
    document = SimpleDocTemplate(file, pagesize=A4, title=title, author="Tuneroom", **margins)
    document.build([*_head(report), *_results(report), *_criteria(report), *_opinions(report)])
    return file.getvalue()


def _head(report: Report) -> list[Flowable]:
    when = _time(report.begun_at)
    if report.ended_at:
        when += f" – {_time(report.ended_at)} ({Sitting.Ending(report.ending).label})"
    return [_text(report.candidate, TITLE), _text(report.session), _text(when, SMALL)]


def _time(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%Y-%m-%d %H:%M} UTC"


def _results(report: Report) -> list[Flowable]:
    names = dict(Verdicts.choices)
    rows = [[_("Item"), _("Verdict"), _("Score"), _("Interviewers’ points")]]
    for one in report.results:
        score = "—" if one.score is None else f"{one.score:.1f}"
        if one.score_low is not None and one.score_high is not None:
            score += f" ({one.score_low:.1f} – {one.score_high:.1f})"
        verdict = str(names.get(one.verdict, "—" if one.answered else _("not answered")))
        if one.refused:
            verdict += "\n" + _("What stood in the editor at the end was not taken: %(reason)s") % {
                "reason": one.refused
            }
        title = f"{one.title} (v{one.version})" if one.version else one.title
        rows.append([title, verdict, score, "—" if one.points is None else f"{one.points:.1f} / 4"])
    return [_text(_("Items"), HEAD), _table(rows, [0.4, 0.2, 0.22, 0.18])]


def _criteria(report: Report) -> list[Flowable]:
    if not report.criteria:
        return []
    rows = [[_("Criterion"), _("Points"), _("Mean")]]
    for one in report.criteria:
        points = ", ".join(f"{given.interviewer} {given.points}" for given in one.points) or "—"
        rows.append([one.title, points, "—" if one.mean is None else f"{one.mean:.1f} / 4"])
    return [_text(_("Rubric"), HEAD), _table(rows, [0.35, 0.47, 0.18])]


def _opinions(report: Report) -> list[Flowable]:
    found: list[Flowable] = [_text(_("Recommendations"), HEAD)]
    for one in report.opinions:
        found += [
            _text(f"{one.interviewer}: {one.recommendation_label}"),
            _text(_time(one.filed_at), SMALL),
            _text(one.summary, SMALL),
            Spacer(1, 6),
        ]
    return found if report.opinions else [*found, _text(_("None filed yet."), SMALL)]


def _text(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _table(rows: list[list[str]], shares: list[float]) -> Table:
    """``shares`` of the width of the text, for the columns; together 1."""
    cells = [[_text(cell, SMALL if number == 0 else TEXT) for cell in row] for number, row in enumerate(rows)]
    return Table(cells, colWidths=[share * WIDTH for share in shares], style=LINES)
