"""Puts a bulletin together: the running summary, or a named form with title, dateline and key figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from zhnews import lexicon
from zhnews.bulletin.choose import Piece, choose
from zhnews.bulletin.trim import clause_of
from zhnews.model import Bulletin, Citation, Claim, Cut, Release
from zhnews.text import Edit, Span

Form = Literal["flash", "weibo", "brief", "digest"]
Length: TypeAlias = "int | Form"

BUDGETS: dict[str, int] = {"flash": 50, "weibo": 140, "brief": 300, "digest": 800}
LONGEST_WEIBO_TITLE = 20
_FIGURES_SHARE = 0.25
_MOST_KEY_FIGURES = 8
_FIGURES_HEAD, _FIGURE_MARK = "\n主要数据：", "\n· "
_CITY = re.compile(r"([\u4e00-\u9fff]{2})市")
_LEAST_MENTIONS = 2
_MEETING = re.compile(r"^.{0,8}?(?:召开|举行|举办)(?=.*会议?$)")


@dataclass(frozen=True)
class Summarize:
    """Write the bulletin of a release.

    Raises:
        ValueError: the length is neither a named form nor a positive number.
    """

    length: Length = "brief"
    needs: ClassVar[frozenset[str]] = frozenset({"scores", "claims"})
    gives: ClassVar[frozenset[str]] = frozenset({"bulletin"})

    def __post_init__(self) -> None:
        named = isinstance(self.length, str) and self.length in BUDGETS
        counted = isinstance(self.length, int) and self.length > 0
        if not named and not counted:
            raise ValueError(f"no length {self.length!r}: choose {', '.join(BUDGETS)} or a number of characters")

    def __call__(self, release: Release) -> Release:
        """Give the release with its bulletin, which never exceeds its budget."""
        writer = _Writer(release)
        if isinstance(self.length, int):
            writer.add(choose(release.ranked, self.length))
            return release.with_(bulletin=writer.bulletin(None, None, None))
        return release.with_(bulletin=_FORMS[self.length](release, writer))


class _Writer:
    """Collects the text of a bulletin and the citations that go with it."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._parts: list[str] = []
        self._size = 0
        self._pieces: list[Piece] = []
        self._citations: list[Citation] = []
        self._cuts: list[Cut] = []

    def write(self, text: str) -> None:
        """Add text of our own."""
        self._parts.append(text)
        self._size += len(text)

    def quote(self, text: str, at: Span) -> None:
        """Add text from the release, with its citation."""
        source = self._release.text.origin(at)
        self._citations.append(Citation(Span(self._size, self._size + len(text)), source))
        self.write(text)

    def leave_out(self, edit: Edit) -> None:
        """Note what is left out of a sentence, and add what stands for it."""
        at = Span(*edit.span)
        span = Span(self._size, self._size + len(edit.new))
        old = self._release.text.value[at.start : at.end]
        self._cuts.append(Cut(span, self._release.text.origin(at), old, edit.new, edit.rule))
        self.write(edit.new)

    def add(self, pieces: Iterable[Piece], *, paragraphs: bool = False) -> None:
        """Add sentences; as paragraphs where the release parts them."""
        last: Piece | None = None
        for piece in pieces:
            if paragraphs and last is not None and piece.sentence.paragraph != last.sentence.paragraph:
                self.write("\n")
            for part in piece.parts:
                if isinstance(part, Edit):
                    self.leave_out(part)
                else:
                    self.quote(self._release.text.value[part.start : part.end], part)
            self._pieces.append(piece)
            last = piece

    def figures(self) -> tuple[Claim, ...]:
        """Give the claims whose figures stand in the sentences."""
        spans = [part for piece in self._pieces for part in piece.parts if not isinstance(part, Edit)]
        return tuple(
            claim
            for claim in self._release.claims
            if any(span.start <= claim.at.start and claim.at.end <= span.end for span in spans)
        )

    def bulletin(self, form: str | None, title: str | None, dateline: str | None) -> Bulletin:
        """Give what was written."""
        return Bulletin(
            text="".join(self._parts),
            title=title,
            dateline=dateline,
            citations=tuple(self._citations),
            sentences=tuple(piece.text for piece in self._pieces),
            figures=self.figures(),
            form=form,
            cuts=tuple(self._cuts),
        )


def _flash(release: Release, writer: _Writer) -> Bulletin:
    writer.add(choose(release.ranked, BUDGETS["flash"], most=1))
    return writer.bulletin("flash", release.title, None)


def _weibo(release: Release, writer: _Writer) -> Bulletin:
    title = short_title(release.title)
    head = f"【{title}】" if title else ""
    writer.write(head)
    writer.add(choose(release.ranked, BUDGETS["weibo"] - len(head), title=title))
    return writer.bulletin("weibo", title, None)


def _brief(release: Release, writer: _Writer) -> Bulletin:
    dateline = dateline_of(release)
    head = "".join(f"{part}\n" for part in (release.title,) if part) + (f"{dateline}　" if dateline else "")
    writer.write(head)
    writer.add(choose(release.ranked, BUDGETS["brief"] - len(head), title=release.title))
    return writer.bulletin("brief", release.title, dateline)


def _digest(release: Release, writer: _Writer) -> Bulletin:
    dateline = dateline_of(release)
    head = "".join(f"{part}\n" for part in (release.title, dateline) if part)
    budget = BUDGETS["digest"]
    writer.write(head)
    # Paragraph marks count too: one for each sentence is the most there can be.
    room = int((budget - len(head)) * (1 - _FIGURES_SHARE))
    pieces = choose(release.ranked, room, title=release.title)
    while len(head) + sum(len(piece.text) + 1 for piece in pieces) > budget:
        pieces.pop()
    writer.add(pieces, paragraphs=True)
    _key_figures(release, writer, budget - len(head) - sum(len(piece.text) + 1 for piece in pieces))
    return writer.bulletin("digest", release.title, dateline)


def _key_figures(release: Release, writer: _Writer, room: int) -> None:
    """List the clauses of figures that the sentences above leave out, from the sentences with the best scores."""
    said = set(writer.figures())
    scores = {sentence.index: sentence.score for sentence in release.ranked}
    rest = sorted((claim for claim in release.claims if claim not in said), key=lambda claim: -scores[claim.sentence])
    room -= len(_FIGURES_HEAD)
    clauses: set[Span] = set()
    for claim in rest:
        at = clause_of(release.sentences[claim.sentence], claim.at)
        if at is None or at in clauses or len(clauses) == _MOST_KEY_FIGURES:
            continue
        if (cost := at.end - at.start + len(_FIGURE_MARK)) <= room:
            clauses.add(at)
            room -= cost
    if clauses:
        writer.write(_FIGURES_HEAD)
    for at in sorted(clauses):
        writer.write(_FIGURE_MARK)
        writer.quote(release.text.value[slice(*at)], at)


_FORMS = {"flash": _flash, "weibo": _weibo, "brief": _brief, "digest": _digest}


def short_title(title: str | None, longest: int = LONGEST_WEIBO_TITLE) -> str | None:
    """Give a title of at most `longest` characters, in the title's own words; None where it can't be cut.

    >>> short_title("我市召开打击治理电信网络诈骗违法犯罪新闻发布会")
    '打击治理电信网络诈骗违法犯罪新闻发布会'
    """
    if not title or len(title) <= longest:
        return title or None
    parts = [part for part in re.split(r"[：:，,\s　——]+", title) if 6 <= len(part) <= longest]
    shorter = _MEETING.sub("", title)
    if shorter != title and 6 <= len(shorter) <= longest:
        parts.append(shorter)
    return max(parts, key=len, default=None)


def dateline_of(release: Release) -> str | None:
    """Write the dateline from what is known: place, date, issuer."""
    place = place_of(release) or ""
    day = f"{release.published.month}月{release.published.day}日" if release.published else ""
    issuer = f"（{release.issuer}）" if release.issuer else ""
    if place and day:
        return f"{place}{day}电{issuer}"
    return f"{day}{issuer}" or None


def place_of(release: Release) -> str | None:
    """Give the city the release speaks of most, if it names one twice.

    >>> from zhnews.text import Text
    >>> place_of(Release(Text("云岭市公安局通报，云岭市上半年治安平稳。")))
    '云岭'
    """
    unfit = lexicon.words("bulletin/not_places")
    text = f"{release.title or ''}\n{release.issuer or ''}\n{release.text.value}"
    names = Counter(name for name in _CITY.findall(text) if not unfit & {name, *name})
    if not names:
        return None
    name, mentions = names.most_common(1)[0]
    return name if mentions >= _LEAST_MENTIONS else None
