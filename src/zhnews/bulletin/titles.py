"""Finds a title: the release's own, shortened in its own words, or the clause that tells its news."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from zhnews import lexicon
from zhnews.bulletin.compress import with_days
from zhnews.bulletin.names import Names, is_person
from zhnews.bulletin.plans import plan_of
from zhnews.bulletin.predicates import has_figure, names_a_deed
from zhnews.bulletin.trim import END, can_end, clause_of, leans, prefixes
from zhnews.bulletin.wording import full_width, named
from zhnews.model import Claim, Release, ScoredSentence
from zhnews.text import Span

SHORTEST_TITLE = 6
# A longer one is no headline: the page had a paragraph there.
LONGEST_OWN_TITLE, LONGEST_MADE_TITLE = 40, 30
_TOP_SENTENCES, _LEADING_SENTENCES = 6, 2
# Pairs of characters that two titles of one piece of news share.
_SHARED = 2
_BREAKS = re.compile(r"[：:，,；;\s　|]+|——+")
_OPENING = re.compile(r"^.{0,16}?(?:召开|举行|举办)(?=.*会议?$)")
_BODY = re.compile(r"[\u4e00-\u9fff]{2,}(?:局|委|委员会|厅|部|院|办|办公室|政府|公司|中心|集团|银行|学院|大学)")
# What a meeting told, and what a document is that somebody issues: …召开发布会通报…, …关于印发…的通知.
_TOLD = re.compile(
    r".{0,20}?(?:召开|举行|举办)[^，]{0,12}?(?:发布会|会议|座谈会|通气会)，?(?:通报|发布|介绍|公布|部署)(?P<news>.+)"
)
_ISSUED = re.compile(
    r".{0,20}?关于(?:印发|公布|发布|做好)?《?(?P<news>[^《》（）]+?)》?(?:及[^的]+)?(?:（[^（）]*）)?"
    r"的(?:通知|公告|通报|通告|意见|决定|批复|函)$"
)
_HEADING = re.compile(r"^[\u4e00-\u9fff]{2,6}(?:消息|讯|报道)?(?:（[^（）]{1,8}）)?[：:]")
# 二是……, （三）……, 4.……
LABEL = re.compile(
    r"(?:(?P<number>[一二三四五六七八九十])是|第[一二三四五六七八九十][，、]|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d))\s*"
)
_MEETING = re.compile(r"(?:召开|举行|举办)[^，,。]{0,40}?(?:会|会议|座谈|活动)(?=[，,。；;]|$)")
_ANSWERS = re.compile("答记者问|回答了?[^，。]{0,6}提问")
# A headline says 今年 or 截至 only with what it is about, and a comparison only with what is compared.
_TIME_ALONE = re.compile(
    r"^(?:截至|此次|[为在从对据经由向以共已还也均并]|累计|同时|分别|一年来|同比|环比"
    r"|[比较](?=[上去前同\d]|年初|计划|全国|全省|全市)|按(?:可比|不变|现价)|[\d年月日号点时分上中下午早晚凌晨]+$|进度|增速|涨幅|降幅|增幅)"
)
_TIME_TOLD = re.compile(r"\d年|\d月|季度|半年|个月|去年|今年|截至")
_UNTIL_WHEN = re.compile("(?:预计)?[到至截].{0,8}[点时日天早晚]$")
# 共审议法律案34件 is as well said without.
_ADVERBS = re.compile("^(?:共|累计|已经|已|先后)+(?=[\u4e00-\u9fff]{2})")
_ASIDE = re.compile("（[^（）]*）")


def title_of(
    release: Release,
    names: Names | None,
    sentences: Sequence[ScoredSentence],
    longest: int,
    unless: Collection[str] = (),
) -> str | None:
    """Give a title of at most `longest` characters, in the release's own words, none of `unless`; None without any.

    Where there is no room for all of the release's own title and it only says that a meeting was held, the news is
    the better title.
    """
    full = release.title and (
        _HEADING.sub("", full_width(release.title)) if "消息" in release.title else full_width(release.title)
    )
    own = _own_titles(full, names, longest) if full else []
    made = (named(title, names) if names else title for title in _made(release, sentences, longest))
    if full:
        # The given title says what the news is.
        made = (title for title in made if _is_of(title, full))
    titles: Iterable[str] = chain(own, made)
    if own and len(own[0]) < len(full or "") and announces(full or ""):
        # It can't be had whole, and tells no news.
        every = list(made)
        titles = (*filter(has_figure, every), *own, *every)
    return next((title for title in titles if len(title) <= longest and title not in unless), None)


def _is_of(made: str, title: str) -> bool:
    """Tell whether a title tells the news of another: they share more than a word."""
    own = {made[at : at + 2] for at in range(len(made) - 1) if made[at : at + 2].isalpha()}
    return len(own & {title[at : at + 2] for at in range(len(title) - 1)}) >= _SHARED


def _own_titles(title: str, names: Names | None, longest: int) -> list[str]:
    """Give the release's own title with names in full, else cut to fit, before or behind they are put in."""
    full = named(title, names) if names else title
    if len(full) <= longest:
        return [title, full] if full == title else [full]
    short = short_title(title, longest)
    later = short_title(full, longest)
    return [text for text in (named(short, names) if short and names else short, later) if text]


def announces(text: str) -> bool:
    """Tell whether a sentence only says that a meeting was held.

    >>> announces("9月12日，我市召开专项行动新闻发布会，通报工作进展。"), announces("会议举行，签约32个项目。")
    (True, False)
    """
    return holds_meeting(text) and not has_figure(text)


def holds_meeting(text: str) -> bool:
    """Tell whether a sentence says that a meeting was held, and maybe more.

    >>> holds_meeting("5月30日，市法院召开新闻发布会，发布典型案例6起。")
    True
    """
    return _MEETING.search(text) is not None or _ANSWERS.search(text) is not None


def answers(text: str) -> bool:
    """Tell whether a sentence only says that the press had answers.

    >>> answers("发布会上，有关负责人就工作情况回答了记者提问。"), answers("答记者问活动收到问题32个。")
    (True, False)
    """
    return _ANSWERS.search(text) is not None and not has_figure(text)


def short_title(title: str | None, longest: int) -> str | None:
    """Give a title of at most `longest` characters, in the title's own words; None where it can't be cut.

    >>> short_title("我市召开河道非法采砂夏季集中整治新闻发布会", 20)
    '河道非法采砂夏季集中整治新闻发布会'
    """
    if not title or len(title) <= longest:
        return title or None
    fits = range(SHORTEST_TITLE, longest + 1)
    # A body alone is no news.
    parts = [part for part in _BREAKS.split(title) if len(part) in fits and not _BODY.fullmatch(part)]
    spared = _spared(title, longest)
    if len(spared) <= longest:
        return spared
    shorter = [
        _OPENING.sub("", title),
        *(match["news"] for match in (_TOLD.match(title), _ISSUED.match(title)) if match),
    ]
    parts += [text for text in shorter if text != title and len(text) in fits]
    return max(parts, key=len, default=None)


def _spared(title: str, longest: int) -> str:
    """Take out words that a title can spare (进一步, 正式), one after the other, until it fits."""
    for word in sorted(lexicon.words("bulletin/spared")):
        if len(title) <= longest:
            break
        # Not in a name: 《关于进一步促进就业的措施》.
        at = title.find(word, 1)
        if (
            at > 0
            and title.count("《", 0, at) == title.count("》", 0, at)
            and title.count("“", 0, at) == title.count("”", 0, at)
        ):
            title = title[:at] + title[at + len(word) :]
    return title


def _made(release: Release, sentences: Sequence[ScoredSentence], longest: int) -> Iterator[str]:
    """Yield clauses that could stand as a title, the lead's first: a figure with its subject, else what it says."""
    longest = min(longest, LONGEST_MADE_TITLE)
    # That a meeting was held is no news, and a point of a list is none by itself.
    first = [s for s in sentences if not _is_aside(s.text)] or list(sentences)
    ranked = sorted(sentences, key=lambda sentence: -sentence.score)
    leading = first[:_LEADING_SENTENCES]
    top = {sentence.index: sentence for sentence in (*leading, *ranked[:_TOP_SENTENCES])}
    for sentence in top.values():
        if leans(sentence.text):
            continue
        own = [claim for claim in release.claims if claim.sentence == sentence.index]
        own.sort(key=lambda claim: claim.direction is None)
        told = [(claim, _headline(release, at, longest)) for claim in own if (at := clause_of(sentence, claim.at))]
        told += [(claim, _from_claim(release, claim, longest)) for claim in own]
        yield from (_dated(title, claim, sentence, longest) for claim, title in told if title)
        if sentence in leading:
            # What has no figure is news where the release begins with it.
            yield from filter(None, (_headline(release, at, longest) for at in _clauses(sentence)))


def _is_aside(text: str) -> bool:
    """Tell whether a sentence is a quotation, a point of a list, or says that a meeting was held."""
    return text.startswith("“") or LABEL.match(text) is not None or holds_meeting(text)


def _clauses(sentence: ScoredSentence) -> Iterator[Span]:
    """Yield the clauses of a sentence that can stand alone."""
    start, end = sentence.core
    position = start
    for clause in re.split("[，；。：]", sentence.body.value[start:end]):
        if can_end(clause, "") and any(span.end == len(clause) for span in prefixes(clause)):
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
    plan = plan_of(before[start:])
    return title if len(title) <= longest and not leans(title) and not plan and not _is_no_title(title) else None


def _dated(title: str, claim: Claim, sentence: ScoredSentence, longest: int) -> str:
    """Put the period of a figure before a title, where there is room and its sentence names it."""
    # A period of an earlier sentence may not be that of this one.
    own = claim.period is not None and claim.period.at.start >= sentence.core.start
    period = claim.period.surface if claim.period and own else ""
    vague = lexicon.words("bulletin/vague_periods")
    if not period or _TIME_TOLD.search(title) or period in vague or period.startswith(("到", "至", "自", "从")):
        return title
    if not any(char.isdigit() for char in period) and not period.endswith(("年", "季度")):
        return title
    fitting = (told + title for told in (period, period.removeprefix("今年")) if len(told + title) <= longest)
    return next(fitting, title)


def _loses_plan(release: Release, at: Span, text: str) -> bool:
    """Tell whether a clause is of a plan that an earlier clause tells."""
    start = next(s.core.start for s in reversed(release.sentences) if s.core.start <= at.start)
    plan = plan_of(release.text.value[start : at.start])
    return plan is not None and plan not in text


def _is_no_title(text: str) -> bool:
    """Tell whether a text begins as no title does, for want of a subject, or has no predicate."""
    starts = lexicon.affixes("bulletin/not_titles")
    return text.startswith(starts) or not (has_figure(text) or names_a_deed(text))


def _headline(release: Release, at: Span, longest: int) -> str | None:
    text = with_days(_ADVERBS.sub("", _HEADING.sub("", release.text.value[slice(*at)]).strip(END)))
    fits = SHORTEST_TITLE <= len(text) <= longest
    if (
        not fits
        or leans(text)
        or LABEL.match(text)
        or announces(text)
        or "其中" in text
        or is_person(text)
        or _TIME_ALONE.match(text)
        or _UNTIL_WHEN.match(text)
        or _is_no_title(text)
        or _loses_plan(release, at, text)
        or text.endswith(lexicon.affixes("claims/reporting"))
    ):
        return None
    return full_width(text)
