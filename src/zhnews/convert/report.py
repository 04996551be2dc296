"""Shows what normalizing did to a text: as records, as a unified diff, and as a page with both sides."""

from __future__ import annotations

import difflib
import html
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from zhnews.convert.detect import Detected
from zhnews.convert.explain import Choice
from zhnews.revisions import revisions
from zhnews.text import Span, Text

_HEAD = """<!DOCTYPE html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>zhnews normalize</title><style>
body{font:16px/1.7 sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;width:100%;table-layout:fixed}td,th{vertical-align:top;padding:.3rem .6rem;
text-align:left;border-top:1px solid #ddd;overflow-wrap:anywhere}td{white-space:pre-wrap}summary{color:#666}
mark{border-radius:.15rem;padding:0 .05rem;background:#e3eefc}.other{background:#eee;color:#666}
.phrases{background:#d9f2df}.names{background:#f6e3fb}.words{background:#ffe9b8}.regional{background:#ffd9a0}
th{font-weight:normal;color:#666}.kind{width:7em}.glossary{background:#ffd3d3}.corrections,.particles{background:#d4f1f4}
</style></head><body>
"""
# The rules of conversion with a colour of their own. Characters have that of a plain mark, since they are most of it.
_COLOURED = frozenset({"phrases", "names", "words", "regional", "glossary", "corrections", "particles"})
# So many unchanged lines on end are folded away.
_FOLDED = 3


def records(text: Text, found: Sequence[Detected], choices: Sequence[Choice]) -> dict[str, Any]:
    """Give JSON-ready values: the text, its changes, what its paragraphs were taken for, and the choices made.

    Every `span` is in code points of the source, every `place` in those of the text. What is at each `place` was made
    of what is at its `span`, and the other way; all between is the same in both.

    >>> records(Text("甲"), [], [])
    {'text': '甲', 'changes': [], 'paragraphs': [], 'choices': []}
    """
    return {
        "text": str(text),
        "changes": [revision.to_dict() for revision in revisions(text)],
        "paragraphs": [{"span": list(paragraph.at), **paragraph.to_dict()} for paragraph in found],
        "choices": [choice.to_dict() for choice in choices],
    }


def table(text: Text, found: Sequence[Detected], choices: Sequence[Choice]) -> str:
    """List what each paragraph was taken for, but for plain Simplified, then every change, then every choice.

    A change has its source span, what the source holds there and what the text has instead, in one row for each rule
    that had a part in it; a choice has also what else was possible and why.

    >>> print(table(Text("統").overlay("统", "convert.characters"), [], []))
    span	rule	old	new	alternatives	reason
    0-1	convert.characters	'統'	'统'
    """
    rows = [
        f"{p.at.start}-{p.at.end}\tkind:{p.kind}\t\t\t\tsure {p.sure:.3f}: "
        + ", ".join(f"{name} {value:g}" for name, value in p.evidence.items() if value)
        for p in found
        if p.kind not in {"simplified", "none"} and p.at.end > p.at.start
    ]
    rows += [
        f"{one.span.start}-{one.span.end}\t{rule}\t{one.old!r}\t{one.new!r}"
        for one in revisions(text)
        for rule in one.rules
    ]
    rows += [
        f"{c.span.start}-{c.span.end}\tchoice:{c.rule}\t{c.old!r}\t{c.taken!r}\t{'|'.join(c.alternatives)}\t{c.reason}"
        for c in choices
    ]
    return "\n".join(["span\trule\told\tnew\talternatives\treason", *rows])


def changed(text: Text) -> bool:
    """Tell whether a diff would show anything: how lines end, and empty lines behind the last, doesn't count.

    >>> changed(Text("标准\\r\\n\\r\\n").edit([])), changed(Text("標準").overlay("标准", "convert.characters"))
    (False, True)
    """
    return _lines(text.source) != _lines(str(text))


def _lines(value: str) -> list[str]:
    lines = value.splitlines()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def diff(text: Text, name: str = "release") -> str:
    """Write a unified diff from the source to the value, by lines.

    >>> print(diff(Text("統計").overlay("统计", "convert.characters"), "a.txt"))
    --- a.txt
    +++ a.txt (normalized)
    @@ -1 +1 @@
    -統計
    +统计
    """
    before, after = _lines(text.source), _lines(str(text))
    return "\n".join(difflib.unified_diff(before, after, name, f"{name} (normalized)", lineterm=""))


def side_by_side(text: Text, found: Sequence[Detected] = (), choices: Sequence[Choice] = ()) -> str:
    """Write a self-contained page: source and value side by side, changes marked by kind, with counts.

    Beside each line stands what it was taken for, and how sure that is.

    >>> page = side_by_side(Text("統<計").overlay("统<计", "convert.characters"))
    >>> "<td><mark>統</mark>&lt;<mark>計</mark></td><td><mark>统</mark>&lt;<mark>计</mark></td>" in page
    True
    """
    made = revisions(text)
    counts = Counter(revision.rule for revision in made)
    told = [paragraph for paragraph in found if paragraph.at.end > paragraph.at.start]
    kinds: Counter[str] = Counter(paragraph.kind for paragraph in told)
    listed = "".join(f"<li>{_mark(rule, rule)} {number}</li>" for rule, number in counts.most_common())
    parts = [
        _HEAD,
        f"<h1>zhnews normalize</h1><p>{sum(counts.values())} changes</p><ul>{listed}</ul>",
        f"<p>{sum(kinds.values())} paragraphs</p><ul>{_items(kinds)}</ul>",
        '<table><tr><th class="kind">kind, how sure</th><th>source</th><th>Simplified</th></tr>',
    ]
    left = _Side(text.source, [(revision.span, revision.rule) for revision in made])
    right = _Side(text.value, [(revision.place, revision.rule) for revision in made])
    for same, group in groupby(_rows(text), key=lambda row: text.source[slice(*row[0])] == text.value[slice(*row[1])]):
        rows = list(group)
        if same and len(rows) >= _FOLDED:
            shown = left.write(Span(rows[0][0].start, rows[-1][0].end))
            summary = f"<summary>{len(rows)} lines unchanged</summary>"
            parts.append(f'<tr><td colspan="3"><details>{summary}{shown}</details></td></tr>')
        else:
            parts += (
                f"<tr><th>{_kind_at(told, span)}</th><td>{left.write(span)}</td><td>{right.write(place)}</td></tr>"
                for span, place in rows
            )
    return "\n".join([*parts, "</table>", *_choices(choices), "</body></html>"])


def _items(counts: Mapping[str, int]) -> str:
    return "".join(f"<li>{html.escape(name)} {number}</li>" for name, number in counts.items())


def _kind_at(found: Sequence[Detected], span: Span) -> str:
    """Give what the paragraph of a stretch of the source was taken for, and how sure that is."""
    index = bisect_right(found, span.start, key=lambda paragraph: paragraph.at.end)
    if index == len(found) or found[index].at.start >= span.end:
        return ""
    return f"{found[index].kind} {found[index].sure:.2f}"


def _choices(choices: Iterable[Choice]) -> Iterator[str]:
    """Write the choices as a table, those that are alike in one row."""
    counts = Counter((one.old, one.taken, "、".join(one.alternatives), one.reason) for one in choices)
    if counts:
        heads = ("source", "taken", "also possible", "why", "times")
        yield "<h2>choices</h2><table><tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"
        for told, number in counts.items():
            yield "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in (*told, str(number))) + "</tr>"
        yield "</table>"


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


class _Side(NamedTuple):
    """One side of the page: its characters, and where they are marked, in order, by which rule."""

    value: str
    marks: Sequence[tuple[Span, str]]

    def write(self, span: Span) -> str:
        """Write a stretch as HTML."""
        index = bisect_right(self.marks, span.start, key=lambda mark: mark[0].end)
        parts: list[str] = []
        position = span.start
        while index < len(self.marks) and self.marks[index][0].start < span.end:
            (start, end), rule = self.marks[index]
            start, end = max(start, position), min(end, span.end)
            if start < end:
                parts += (html.escape(self.value[position:start], quote=False), _mark(self.value[start:end], rule))
                position = end
            index += 1
        return "".join([*parts, html.escape(self.value[position : span.end], quote=False)])


def _mark(shown: str, rule: str) -> str:
    stage, _, name = rule.partition(".")
    shown = html.escape(shown, quote=False)
    if rule == "convert.characters":
        return f"<mark>{shown}</mark>"
    kind = name if stage == "convert" and name in _COLOURED else "other"
    return f'<mark class="{kind}" title="{html.escape(rule)}">{shown}</mark>'
