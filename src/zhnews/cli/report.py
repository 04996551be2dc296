"""The command `report`: one page to review a release."""

from __future__ import annotations

import zhnews
from zhnews.cli.terminal import File, Output, Published, ReviewTemplate, emit, parsed_date, read


def report(file: File, output: Output = None, published: Published = None, template: ReviewTemplate = None) -> None:
    """Write one self-contained HTML page: the source, its bulletins, figures, findings and edits, linked.

    Example: zhnews report release.txt --output page.html
    """
    emit(zhnews.report(read(file), published=parsed_date(published), template=template), output)
