"""Finds a title: the release's own, shortened in its own words, or the clause that tells its news."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhnews import lexicon
from zhnews.bulletin.names import Names
from zhnews.bulletin.trim import END, clause_of, leans, prefixes
from zhnews.bulletin.wording import full_width, named
from zhnews.model import Claim, Release, ScoredSentence
from zhnews.text import Span

SHORTEST_TITLE = 6
# A longer one is no headline: the page had a paragraph there.
LONGEST_OWN_TITLE, LONGEST_MADE_TITLE = 40, 30
_TOP_SENTENCES, _LEADING_SENTENCES = 6, 2
_BREAKS = re.compile(r"[：:，,；;\s　|]+|——+")
_OPENING = re.compile(r"^.{0,16}?(?:召开|举行|举办)(?=.*会议?$)")
_HEADING = re.compile(r"^[\u4e00-\u9fff]{2,6}(?:消息|讯|报道)?(?:（[^（）]{1,8}）)?[：:]")
# 二是……, （三）……, 4.……
LABEL = re.compile(
    r"(?:(?P<number>[一二三四五六七八九十])是|第[一二三四五六七八九十][，、]|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d))\s*"
)
_MEETING = re.compile(r"(?:召开|举行|举办)[^，,。]{0,40}?(?:会|会议|座谈|活动)(?=[，,。；;]|$)")
_FIGURE_BUT_NO_DATE = re.compile(r"\d[\d.,]*(?![\d.,]|[—–~至、-]\d{1,4}[年月日]|年|月|日|时|次|届|周年)")
_ANSWERS = re.compile("答记者问|回答了?[^，。]{0,6}提问")
# A headline says 今年 or 截至 only with what it is about.
_TIME_ALONE = re.compile(r"^(?:截至|此次|[为在从对据经由向以共已还也均并]|累计|同时|分别|一年来)")
_ASIDE = re.compile("（[^（）]*）")


def title_of(release: Release, names: Names | None, sentences: Sequence[ScoredSentence], longest: int) -> str | None:
    """Give a title of at most `longest` characters, in the release's own words; None where nothing serves."""
    own = full_width(release.title) if release.title else None
    own = named(own, names) if own and names else own
    if own and (title := short_title(own, longest)):
        return title
    made = _made(release, sentences, min(longest, LONGEST_MADE_TITLE))
    full = (named(title, names) if names else title for title in made)
    return next((title for title in full if len(title) <= longest), None)


def announces(text: str) -> bool:
    """Tell whether a sentence only says that a meeting was held.

    >>> announces("9月12日，我市召开专项行动新闻发布会，通报工作进展。"), announces("会议举行，签约32个项目。")
    (True, False)
    """
    told = _MEETING.search(text) or _ANSWERS.search(text)
    return told is not None and not _FIGURE_BUT_NO_DATE.search(text)


def has_figure(text: str) -> bool:
    """Tell whether a text has a figure that is no date.

    >>> has_figure("9月12日，会议召开。"), has_figure("新增就业3万人。")
    (False, True)
    """
    return _FIGURE_BUT_NO_DATE.search(text) is not None


def short_title(title: str | None, longest: int) -> str | None:
    """Give a title of at most `longest` characters, in the title's own words; None where it can't be cut.

    >>> short_title("我市召开打击治理电信网络诈骗违法犯罪新闻发布会", 20)
    '打击治理电信网络诈骗违法犯罪新闻发布会'
    """
    if not title or len(title) <= longest:
        return title or None
    parts = [part for part in _BREAKS.split(title) if SHORTEST_TITLE <= len(part) <= longest]
    shorter = _OPENING.sub("", title)
    if shorter != title and SHORTEST_TITLE <= len(shorter) <= longest:
        parts.append(shorter)
    return max(parts, key=len, default=None)


def _made(release: Release, sentences: Sequence[ScoredSentence], longest: int) -> Iterator[str]:
    """Yield clauses that could stand as a title, the lead's first: a figure with its subject, else what it says."""
    ranked = sorted(sentences[_LEADING_SENTENCES:], key=lambda sentence: -sentence.score)
    top = [*sentences[:_LEADING_SENTENCES], *ranked[: _TOP_SENTENCES - _LEADING_SENTENCES]]
    for sentence in top:
        if leans(sentence.text):
            continue
        own = [claim for claim in release.claims if claim.sentence == sentence.index]
        own.sort(key=lambda claim: claim.direction is None)
        around = filter(None, (clause_of(sentence, claim.at) for claim in own))
        yield from filter(None, (_headline(release, at, longest) for at in around))
        yield from filter(None, (_from_claim(release, claim, longest) for claim in own))
        yield from filter(None, (_headline(release, at, longest) for at in _clauses(sentence)))


def _clauses(sentence: ScoredSentence) -> Iterator[Span]:
    """Yield the clauses of a sentence that can stand alone."""
    start, end = sentence.core
    position = start
    for clause in re.split("[，；。：]", sentence.body.value[start:end]):
        if any(span.end == len(clause) for span in prefixes(clause)):
            yield Span(position, position + len(clause))
        position += len(clause) + 1


def _from_claim(release: Release, claim: Claim, longest: int) -> str | None:
    """Join what a figure is of to what it did, where the words between say more than a headline has room for."""
    subject, predicate = _ASIDE.sub("", claim.subject or ""), claim.predicate or ""
    before = release.text.value[: claim.at.start]
    if not claim.direction or len(subject) < 2 or len(predicate) < 2 or not before.endswith(predicate):
        return None
    start = release.sentences[claim.sentence].core.start
    scope = claim.scope if claim.scope and claim.scope in before[start:] and claim.scope not in subject else ""
    title = scope + subject + predicate + claim.surface
    return title if len(title) <= longest and not leans(title) else None


def _headline(release: Release, at: Span, longest: int) -> str | None:
    text = _HEADING.sub("", release.text.value[slice(*at)]).strip(END)
    fits = SHORTEST_TITLE <= len(text) <= longest
    if (
        not fits
        or leans(text)
        or LABEL.match(text)
        or announces(text)
        or "其中" in text
        or _TIME_ALONE.match(text)
        or text.endswith(tuple(lexicon.words("claims/reporting")))
    ):
        return None
    return full_width(text)
