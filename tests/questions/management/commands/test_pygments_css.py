"""``pygments_css`` on the command line."""

from io import StringIO

from django.core.management import call_command

from questions.render import pygments_css


def test_pygments_css_prints_the_style_sheet() -> None:
    out = StringIO()
    call_command("pygments_css", stdout=out)
    assert out.getvalue() == pygments_css()
