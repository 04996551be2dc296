"""Splits a text into sentences and words, as spans that tile it.

A sentence ends at 。！？ or at the end of its line. It does not end inside brackets or a quotation, unless the
quotation runs on for a whole speech, and a short reporting clause (“…。”他说。) stays with what it reports. A
semicolon parts clauses, not sentences, except where it ends a line.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any, ClassVar, Literal, cast

from zhnews import lexicon
from zhnews.model import Release, Sentence, Token
from zhnews.numbers import figure_spans
from zhnews.text import Span, Text

Segmenter = Literal["rjieba", "jieba"]

# A quotation longer than this is a speech, whose sentences are split; an unclosed mark can't swallow the rest either.
LONGEST_QUOTATION = 120
LONGEST_REPORTING_CLAUSE = 24
# A line without a full stop may be megabytes long; every later stage can rely on sentences no longer than this.
LONGEST_SENTENCE = 2000
LONGEST_FIGURE = 60

_CLOSER = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】", "〈": "〉"}
_CLOSERS = frozenset(_CLOSER.values())
_MARK = re.compile(r"[。！？!?\n“”‘’「」『』（）()《》【】〈〉]")
_END = re.compile(r"[。！？!?]+[”’」』）)】》〉]*")
_GOES_ON = frozenset("，。；：、！？,;:")
_FIGURE = frozenset("0123456789,.")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True)
class Segment:
    """Find the sentences of a release."""

    needs: ClassVar[frozenset[str]] = frozenset({"body"})
    gives: ClassVar[frozenset[str]] = frozenset({"sentences"})

    def __call__(self, release: Release) -> Release:
        """Give the release with its sentences; those that hold a damaged place are marked."""
        sentences = split_sentences(release.text)
        places = iter(release.damaged)
        place = next(places, None)
        found: list[Sentence] = []
        for sentence in sentences if place else ():
            start, end = sentence.span
            while place and place.end <= start:
                place = next(places, None)
            damaged = place is not None and place.start < end
            if found and found[-1].damaged and _is_torn(found[-1], sentence):
                # A lost byte is no question: the sentence goes on behind its mark.
                last = found.pop()
                sentence = Sentence(last.body, Span(last.at.start, sentence.at.end), last.index, last.paragraph)
                damaged = True
            found.append(replace(sentence, index=len(found), damaged=damaged))
        sentences = found or sentences
        return release.with_(sentences=tuple(sentences))


def _is_torn(sentence: Sentence, behind: Sentence) -> bool:
    """Tell whether a damaged sentence ends in the mark of a lost byte, so that the one behind it is its rest."""
    return sentence.paragraph == behind.paragraph and sentence.text.endswith("?")


@dataclass(frozen=True)
class Tokenize:
    """Find the words of a release; a figure with its unit is one token."""

    segmenter: Segmenter = "rjieba"
    needs: ClassVar[frozenset[str]] = frozenset({"body"})
    gives: ClassVar[frozenset[str]] = frozenset({"tokens"})

    def __call__(self, release: Release) -> Release:
        """Give the release with its tokens, which tile the text."""
        tokens: list[Token] = []
        position = 0
        for word in words(release.text.value, segmenter=self.segmenter):
            end = position + len(word)
            tokens.append(Token(release.text, Span(position, end)))
            position = end
        return release.with_(tokens=tuple(tokens))


def split_sentences(text: Text | str) -> list[Sentence]:
    """Split a text into sentences whose spans tile it; paragraphs are its non-empty lines.

    >>> [s.text for s in split_sentences("“会好的。”王工说。气温回升（见图。）；\\n明天有雨")]
    ['“会好的。”王工说。', '气温回升（见图。）；', '明天有雨']
    """
    body = Text(text) if isinstance(text, str) else text
    value = body.value
    sentences: list[Sentence] = []
    start, paragraph = 0, 0
    for cut, ends_line in _cuts(value):
        if value[start:cut].strip():
            sentences.append(Sentence(body, Span(start, cut), len(sentences), paragraph))
            start = cut
        elif sentences:
            # A run of blank lines belongs to the sentence before it, so that the tiles have no gap.
            last = sentences[-1]
            sentences[-1] = Sentence(body, Span(last.at.start, cut), last.index, last.paragraph)
            start = cut
        if ends_line and sentences and sentences[-1].paragraph == paragraph:
            paragraph += 1
    return sentences


def _cuts(value: str) -> Iterator[tuple[int, bool]]:
    """Yield (where a sentence ends and the next begins, whether its line ends there too)."""
    position = 0
    while position < len(value):
        newline = value.find("\n", position)
        stop = len(value) if newline < 0 else newline
        start = position
        for cut in (*_line_cuts(value, position, stop), stop):
            for inner in _limits(value, start, cut):
                yield inner, False
            if start < cut < stop:
                yield cut, False
            start = cut
        position = stop if newline < 0 else newline + 1
        yield position, True


def _limits(value: str, start: int, end: int) -> Iterator[int]:
    """Yield where to cut a stretch too long for a sentence: behind its last semicolon, else comma, within the limit."""
    while end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        breaks = (value.rfind(mark, start + 1, limit) for mark in "；;，,")
        # Never inside a figure: 1,234,567; but a page of digits is none.
        figure = limit
        while limit - figure < LONGEST_FIGURE and value[figure - 1] in _FIGURE and value[figure] in _FIGURE:
            figure -= 1
        limit = figure if limit - figure < LONGEST_FIGURE else limit
        start = next((at + 1 for at in breaks if at > 0 and not value[at + 1].isdigit()), limit)
        yield start


def _line_cuts(value: str, start: int, stop: int) -> Iterator[int]:
    """Yield the ends of sentences within one line."""
    open_marks: list[tuple[str, int]] = []
    position = start
    while match := _MARK.search(value, position, stop):
        mark, at = match.group(), match.start()
        position = at + 1
        if mark in _CLOSER:
            open_marks.append((_CLOSER[mark], at))
            continue
        stale = next((i for i, (_, opened) in enumerate(open_marks) if at - opened <= LONGEST_QUOTATION), None)
        del open_marks[:stale]
        if mark in _CLOSERS:
            if open_marks and open_marks[-1][0] == mark:
                open_marks.pop()
            if open_marks or value[at - 1] not in "。！？!?":
                continue
            end = position
        else:
            ending = _END.match(value, at, stop)
            assert ending is not None
            closes = _closed_by(open_marks, value, ending)
            if len(open_marks) > closes:
                continue
            if closes:
                del open_marks[-closes:]
            end = ending.end()
        position = end
        if value[end : end + 1] in _GOES_ON or (value[end - 1] in _CLOSERS and _reports(value, end, stop)):
            continue
        space = _SPACE.match(value, end, stop)
        yield space.end() if space else end


def _closed_by(open_marks: list[tuple[str, int]], value: str, ending: re.Match[str]) -> int:
    """Count how many of the open marks, innermost first, the closers of an ending close."""
    closers = [c for c in value[ending.start() : ending.end()] if c in _CLOSERS]
    count = 0
    for (wanted, _), closer in zip(reversed(open_marks), closers, strict=False):
        if wanted != closer:
            break
        count += 1
    return count


def _reports(value: str, start: int, stop: int) -> bool:
    """Tell whether a short reporting clause follows a quotation that ends at `start`."""
    match = _END.search(value, start, min(stop, start + LONGEST_REPORTING_CLAUSE + 1))
    clause = value[start : match.start()] if match else ""
    return bool(clause) and clause.endswith(lexicon.affixes("segment/reporting"))


def words(text: str, *, segmenter: Segmenter = "rjieba") -> list[str]:
    """Cut a text into words, which joined give the text again; a figure with its unit is one word.

    >>> words("审结案件198件")
    ['审结', '案件', '198件']
    """
    return _join_figures(text, 0, len(text), figure_spans(text), _cutter(segmenter))


def words_by_sentence(release: Release, *, segmenter: Segmenter = "rjieba") -> list[list[str]]:
    """Cut each sentence of a release into words; its figures are looked for once, in the whole text."""
    figures = figure_spans(release.text.value)
    found: list[list[str]] = []
    place = 0
    for sentence in release.sentences:
        own: list[Span] = []
        while place < len(figures) and figures[place].end <= sentence.at.end:
            own.append(figures[place])
            place += 1
        found.append(_join_figures(release.text.value, *sentence.core, own, _cutter(segmenter)))
    return found


def _join_figures(
    text: str, start: int, end: int, figures: Iterable[Span], cut: Callable[[str], list[str]]
) -> list[str]:
    pieces: list[str] = []
    for figure in figures:
        if figure.start > start:
            pieces += cut(text[start : figure.start])
        pieces.append(text[slice(*figure)])
        start = figure.end
    if start < end:
        pieces += cut(text[start:end])
    return pieces


def _government_terms() -> Iterator[tuple[str, int, str]]:
    for word, frequency, tag in lexicon.load("segment/government"):
        yield word, int(frequency), tag


def tagged(text: str) -> list[tuple[str, str]]:
    """Cut a stretch of text into words with their parts of speech, in the tags of jieba (n, v, vn, d, p, …).

    >>> tagged("渡口停止运行")
    [('渡口', 'n'), ('停止', 'v'), ('运行', 'v')]
    """
    return _tagger()(text)


def _rjieba() -> ModuleType:
    """Load the extension that rjieba consists of: its package builds a segmenter at import that we'd not use."""
    package = importlib.util.find_spec("rjieba")
    assert package is not None
    spec = PathFinder.find_spec("rjieba", package.submodule_search_locations)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _fast() -> Any:
    """Build rjieba's segmenter with our terms, once for words and tags."""
    fast = _rjieba().Jieba()
    for word, frequency, tag in _government_terms():
        fast.add_word(word, frequency, tag)
    return fast


@cache
def _tagger() -> Callable[[str], list[tuple[str, str]]]:
    return cast("Callable[[str], list[tuple[str, str]]]", _fast().tag)


@cache
def _cutter(segmenter: Segmenter) -> Callable[[str], list[str]]:
    """Build a segmenter of its own, so that our terms don't leak into a program that uses jieba too."""
    if segmenter == "rjieba":
        return cast("Callable[[str], list[str]]", _fast().cut)
    if segmenter == "jieba":
        import jieba

        jieba.setLogLevel("WARNING")
        pure = jieba.Tokenizer()
        for word, frequency, tag in _government_terms():
            pure.add_word(word, frequency, tag)
        return cast("Callable[[str], list[str]]", pure.lcut)
    raise ValueError(f"no segmenter {segmenter!r}: choose rjieba or jieba")
