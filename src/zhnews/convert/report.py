"""Shows what normalizing did to a text: as records, as a unified diff, and as a page with both sides."""

from __future__ import annotations

import difflib
import html
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from zhnews.convert.detect import Detected
from zhnews.convert.explain import Choice
from zhnews.text import Span, Text

_HEAD = """<!DOCTYPE html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>zhnews normalize</title><style>
body{font:16px/1.7 sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;width:100%;table-layout:fixed}td,th{vertical-align:top;padding:.3rem .6rem;
text-align:left;border-top:1px solid #ddd;overflow-wrap:anywhere}td{white-space:pre-wrap}
mark{border-radius:.15rem;padding:0 .05rem}
.clean{background:#eee;color:#666}.characters{background:#e3eefc}.phrases{background:#d9f2df}.names{background:#f6e3fb}
.words,.regional{background:#ffe9b8}.glossary{background:#ffd3d3}.corrections,.particles{background:#d4f1f4}.gone{color:#888}
</style></head><body>
"""


def records(text: Text, found: Sequence[Detected], choices: Sequence[Choice]) -> dict[str, Any]:
    """Give JSON-ready values: the text, its changes, what its paragraphs were taken for, and the choices made.

    >>> records(Text("甲"), [], [])
    {'text': '甲', 'changes': [], 'paragraphs': [], 'choices': []}
    """
    return {
        "text": str(text),
        "changes": [change.to_dict() for change in text.changes],
        "paragraphs": [{"at": list(paragraph.at), **paragraph.to_dict()} for paragraph in found],
        "choices": [choice.to_dict() for choice in choices],
    }


def table(text: Text, choices: Sequence[Choice]) -> str:
    """List every change with its rule and source span, then every choice with what else was possible and why.

    >>> print(table(Text("統").overlay("统", "convert.characters"), []))
    span	rule	old	new	alternatives	reason
    0-1	convert.characters	'統'	'统'
    """
    rows = [f"{c.span.start}-{c.span.end}\t{c.rule}\t{c.old!r}\t{c.new!r}" for c in text.changes]
    rows += [
        f"{c.span.start}-{c.span.end}\tchoice:{c.rule}\t{c.old!r}\t{c.taken!r}\t{'|'.join(c.alternatives)}\t{c.reason}"
        for c in choices
    ]
    return "\n".join(["span\trule\told\tnew\talternatives\treason", *rows])


def changed(text: Text) -> bool:
    """Tell whether writing the text back would change its file; a line break at the end doesn't count."""
    return str(text) not in {text.source, text.source.removesuffix("\n")}


def diff(text: Text, name: str = "release") -> str:
    """Write a unified diff from the source to the value, by lines.

    >>> print(diff(Text("統計").overlay("统计", "convert.characters"), "a.txt"))
    --- a.txt
    +++ a.txt (normalized)
    @@ -1 +1 @@
    -統計
    +统计
    """
    before, after = text.source.splitlines(), str(text).splitlines()
    return "\n".join(difflib.unified_diff(before, after, name, f"{name} (normalized)", lineterm=""))


def side_by_side(text: Text, found: Sequence[Detected] = (), choices: Sequence[Choice] = ()) -> str:
    """Write a self-contained page: source and value side by side, changes marked by kind, with counts.

    >>> page = side_by_side(Text("統<計").overlay("统<计", "convert.characters"))
    >>> '<mark class="characters" title="convert.characters">统</mark>&lt;' in page
    True
    """
    rules: dict[int, str] = {}
    for change in text.changes:
        rules.update(dict.fromkeys(range(*change.span), change.rule))
    counts = Counter(change.rule for change in text.changes)
    kinds: Counter[str] = Counter(paragraph.kind for paragraph in found if paragraph.at.end > paragraph.at.start)
    parts = [_HEAD, "<h1>zhnews normalize</h1>", _counted("changes", counts), _counted("paragraphs", kinds)]
    parts.append("<table><tr><th>source</th><th>Simplified</th></tr>")
    for left, right in _rows(text):
        source = _marked([(text.source[i], rules.get(i, "")) for i in range(*left)])
        origins = (text.origin(Span(i, i + 1)).start for i in range(*right))
        value = _marked([(text.value[i], rules.get(at, "")) for i, at in zip(range(*right), origins, strict=True)])
        parts.append(f"<tr><td>{source}</td><td>{value}</td></tr>")
    parts.append("</table>")
    if choices:
        parts.append("<h2>choices</h2><table><tr><th>source</th><th>taken</th><th>also possible</th><th>why</th></tr>")
        for choice in choices:
            cells = (choice.old, choice.taken, "、".join(choice.alternatives), choice.reason)
            parts.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"])


def _counted(what: str, counts: Mapping[str, int]) -> str:
    items = "".join(
        f'<li><mark class="{_kind(name)}">{html.escape(name)}</mark> {number}</li>' for name, number in counts.items()
    )
    return f"<p>{sum(counts.values())} {what}</p><ul>{items}</ul>"


def _kind(rule: str) -> str:
    stage, _, name = rule.partition(".")
    return name if stage == "convert" else stage


def _rows(text: Text) -> Iterator[tuple[Span, Span]]:
    """Yield (span of the source, span of the value) by lines of the value; deleted lines have no value."""
    reached = start = 0
    for line in text.value.splitlines(keepends=True):
        here = Span(start, start + len(line))
        there = text.origin(here)
        if there.start > reached:
            yield Span(reached, there.start), Span(start, start)
        yield Span(max(reached, there.start), there.end), here
        reached, start = max(reached, there.end), here.end
    if reached < len(text.source):
        yield Span(reached, len(text.source)), Span(start, start)


def _marked(characters: Sequence[tuple[str, str]]) -> str:
    """Write characters as HTML, neighbours of one rule under one mark."""
    parts = []
    for rule, group in groupby(characters, key=lambda pair: pair[1]):
        shown = html.escape("".join(character for character, _ in group))
        parts.append(f'<mark class="{_kind(rule)}" title="{rule}">{shown}</mark>' if rule else shown)
    return "".join(parts)
