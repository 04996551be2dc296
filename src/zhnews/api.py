"""The functions most users call: each runs the stages that a release still lacks and hands over the result.

A plain `str` is taken as the raw release: it is cleaned and converted like a file, and spans refer to that `str`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, TypeAlias

from zhnews.bulletin import BUDGETS, Length, Summarize, verify_summary
from zhnews.claims import ExtractClaims, audit_release
from zhnews.clean import RULES, Clean
from zhnews.convert import Choice, Convert, Detected, Glossary, Profile, Words
from zhnews.errors import PipelineError
from zhnews.model import Bulletin, Claim, Finding, Release, ScoredSentence, Token
from zhnews.pipeline import Pipeline, Stage, edits, gives, stage_name
from zhnews.rank import Rank, Ranker
from zhnews.read import read_release, release_from_str
from zhnews.segment import Segment, Segmenter, Tokenize
from zhnews.text import Text

if TYPE_CHECKING:
    from zhnews.digests import Digest

# The rules of cleaning that take text away; the others only put its form right.
_TAKING = frozenset(RULES) - {"tags", "entities", "invisible", "width", "indents", "spaces", "dates", "pinyin"}

Source: TypeAlias = "str | os.PathLike[str] | bytes | BinaryIO | TextIO"


def default_stages(
    length: Length = "brief",
    *,
    ranker: Ranker = "zhnews",
    segmenter: Segmenter = "rjieba",
    glossary: Glossary | None = None,
    resolve: bool = True,
    verbatim: bool = False,
    skip: Iterable[str] = (),
) -> tuple[Stage, ...]:
    """Give the stages of the main job, in order, from a read release to its bulletin.

    >>> from zhnews import Pipeline
    >>> Pipeline(default_stages(140))
    Pipeline([Clean, Convert, Segment, Rank, ExtractClaims, Summarize])
    """
    return (
        Clean(),
        Convert(glossary=glossary),
        Segment(),
        Rank(ranker=ranker, segmenter=segmenter),
        ExtractClaims(),
        Summarize(length=length, resolve=resolve, verbatim=verbatim, skip=frozenset(skip)),
    )


def extract(source: Source, *, skip: Iterable[str] = ()) -> Release:
    """Read a release and clean it, in its own script: `str(release.text)` is the body.

    `skip` names rules of cleaning to leave out (see `zhnews.clean.RULES`); what was removed, and by which rule, is in
    `quarantined(release.text)`.

    Raises:
        InputError: the source can't be read as a release.
        ValueError: there is no such rule.

    >>> str(extract("首页 > 要闻\\n　　７月１９日，云岭市召开發布會。\\n版权所有".encode()).text)
    '7月19日，云岭市召开發布會。'
    """
    return _run(read_release(source), [Clean(frozenset(skip))])


def normalize(
    source: str | Release,
    *,
    profile: Profile = "auto",
    words: Words = "auto",
    glossary: Glossary | None = None,
    skip: Iterable[str] = (),
) -> Text:
    """Clean a release and convert it to Simplified; the text knows its changes and the way back.

    `profile` says how the text came to be Traditional (`auto` finds out), `words="mainland"` asks for mainland words
    in genuine Taiwan and Hong Kong text, `glossary` is a file of lines `from<TAB>to` or a mapping that wins over all
    else (see `Convert`); `skip` names rules of cleaning to leave out.

    Raises:
        LexiconError: the glossary can't be read or is malformed.
        ValueError: there is no such profile, no such choice of words, or no rule of a name in `skip`.

    >>> text = normalize("統計數據顯示")
    >>> str(text), text.origin((2, 4))
    ('统计数据显示', Span(start=2, end=4))
    >>> str(normalize("用滑鼠點一下", profile="tw", words="mainland", glossary={"點一下": "点选"}))
    '用鼠标点选'
    """
    return _run(_release(source), [Clean(frozenset(skip)), Convert(profile, words, glossary)]).text


def simplify(text: str, *, profile: Profile = "auto", words: Words = "auto", glossary: Glossary | None = None) -> str:
    """Convert a string to Simplified and give the string alone, for archives: no cleaning, no record of changes.

    The result is that of `normalize` on a text that is clean already, at the speed of a table look-up.

    Raises:
        LexiconError: the glossary can't be read or is malformed.
        ValueError: there is no such profile, or no such choice of words.

    >>> simplify("隨著網絡發展，乾隆年間")
    '随着网络发展，乾隆年间'
    """
    return Convert(profile, words, glossary).simplify(text)


def detect_script(text: str) -> list[Detected]:
    """Tell, paragraph by paragraph, what script a text is in, who wrote it so, and the evidence.

    >>> [(found.kind, found.at) for found in detect_script("统计数据")]
    [('simplified', Span(start=0, end=4))]
    """
    return Convert().detect(text)


def explain_conversion(
    source: str | Release,
    *,
    profile: Profile = "auto",
    words: Words = "auto",
    glossary: Glossary | None = None,
    skip: Iterable[str] = (),
) -> tuple[list[Detected], list[Choice]]:
    """Give what each paragraph of a release was taken for, and every place where conversion had to choose.

    All spans are of the source; the settings are those of `normalize`.

    >>> _, (choice,) = explain_conversion("乾隆")
    >>> choice.old, choice.taken, choice.alternatives, choice.reason
    ('乾', '乾', ('干',), '乾隆 is an entry of phrases')
    """
    text = _run(_release(source), [Clean(frozenset(skip))]).text
    convert = Convert(profile, words, glossary)
    found = [replace(paragraph, at=text.origin(paragraph.at)) for paragraph in convert.detect(text.value)]
    return found, convert.choices(text)


def tokenize(source: str | Release, *, segmenter: Segmenter = "rjieba") -> list[Token]:
    """Cut a release into words; a figure with its unit is one token.

    >>> [token.surface for token in tokenize("審結案件198件")]
    ['审结', '案件', '198件']
    """
    return list(_run(_release(source), [Clean(), Convert(), Tokenize(segmenter)]).tokens)


def rank_sentences(
    source: str | Release, *, title: str | None = None, ranker: Ranker = "zhnews", segmenter: Segmenter = "rjieba"
) -> list[ScoredSentence]:
    """Score the sentences of a release, in source order; `parts` says what each score is made of.

    >>> [s.text for s in rank_sentences("全市新增就业3万人。天气晴朗。") if s.score > 0.5]
    ['全市新增就业3万人。']
    """
    release = _titled(_release(source), title)
    stages: list[Stage] = [Clean(), Convert(), Segment(), Rank(ranker=ranker, segmenter=segmenter)]
    return list(_run(release, stages).ranked)


def extract_claims(source: str | Release, *, published: date | None = None) -> list[Claim]:
    """Extract the numeric claims of a release; `published` resolves 今年, 上月 and the like.

    Where `published` is not given, the date that the release itself states is used.

    >>> [(c.subject, c.value, c.unit) for c in extract_claims("全市破获案件427起。")]
    [('案件', '427', '起')]
    """
    return list(with_claims(source, published=published).claims)


def audit(source: str | Release, *, published: date | None = None) -> list[Finding]:
    """Check a release's own arithmetic and calendar; findings in the order of the text.

    Every figure is an interval, by its precision and its qualifier (余, 近, 约): a conflict is what no rounding can
    explain. `published` as for `extract_claims`.

    >>> [(f.kind, f.result, f.formula) for f in audit("全市法院受理案件227件，审结198件，结案率87.22%。")]
    [('ratio', 'consistent', '198件 ÷ 227件 = 87.2247 %')]
    """
    return audit_release(with_claims(source, published=published))


def summarize(
    source: str | Release,
    length: Length = "brief",
    title: str | None = None,
    *,
    ranker: Ranker = "zhnews",
    segmenter: Segmenter = "rjieba",
    glossary: Glossary | None = None,
    resolve: bool = True,
    verbatim: bool = False,
    skip: Iterable[str] = (),
) -> Bulletin:
    """Write the bulletin of a release.

    `length` is a named form (flash 50, weibo 140, brief 300, digest 800 characters, laid out with title and
    dateline) or a number of characters, which gives the running summary alone; neither is ever exceeded. With `resolve`
    我市 and 我局 become the place and the body that the release names, and a post is given once;
    `verbatim` prints sentences word for word, uncut, or not at all. What else was cut is in `cuts`, by rule;
    `skip` names rules that leave the text as it is (see `zhnews.bulletin.RULES`).

    Raises:
        ValueError: there is no such length, or no rule of a name in `skip`.

    >>> summarize("云岭市上半年新增就业3万人，同比增长5.2%。市人社局表示，将继续做好服务。", length=30).text
    '云岭市上半年新增就业3万人，同比增长5.2%。'
    """
    release = _titled(_release(source), title)
    stages = default_stages(
        length,
        ranker=ranker,
        segmenter=segmenter,
        glossary=glossary,
        resolve=resolve,
        verbatim=verbatim,
        skip=skip,
    )
    # Another length may be asked of the same release: its bulletin is always written anew.
    release = release.with_(done=release.done - {"bulletin"})
    bulletin = _run(release, stages).bulletin
    assert bulletin is not None
    return bulletin


def digest(
    releases: Iterable[str | Release],
    *,
    since: date | None = None,
    issuer: str | None = None,
    topic: str | None = None,
) -> Digest:
    """Make one bulletin of many releases: reprints merged, items by topic and issuer, then a table of the figures.

    `since` leaves out what was published before or has no date; `issuer` and `topic` keep those whose name holds these
    characters. Each item says which releases reported it and on what figures they differ.

    >>> first = "青峰县秋粮收获面积41.3万亩，同比增长2.4%。全县投入农机1260台，机收率98.2%，惠及农户3.1万户。"
    >>> made = digest([first, first.replace("1260", "1280"), "云岭市破获刑事案件1874起，同比上升12.6%。"])
    >>> [(item.topic, len(item.origins)) for item in made.items]
    [('农业', 2), ('治安司法', 1)]
    >>> [one.surface for one in made.items[0].differences[0].said]
    ['1260台', '1280台']
    """
    # What few calls need is loaded by them.
    from zhnews.digests import make_digest

    stages: list[Stage] = [Clean(), Convert(), Segment(), Rank(), ExtractClaims()]
    ready = [_run(_release(release), stages) for release in releases]
    return make_digest(ready, since=since, issuer=issuer, topic=topic)


def report(source: str | Release, *, published: date | None = None, template: Path | None = None) -> str:
    """Give one self-contained HTML page to review a release.

    It shows the source with all that was found in it, the bulletins whose stretches lead there, the findings of the
    audit, the claims, the scores, and what cleaning and conversion did. `published` as for `extract_claims`;
    `template` is one of your own, in Jinja's language, which sees `review`.

    Raises:
        InputError: the template can't be read or used.

    >>> page = report("全市法院受理案件227件，审结198件，结案率87.22%。")
    >>> page.startswith("<!DOCTYPE html>"), "198件 ÷ 227件 = 87.2247 %" in page
    (True, True)
    """
    from zhnews.review import Made, render_review

    release = _run(with_claims(source, published=published), [Rank()])
    bulletins = [summarize(release, length) for length in BUDGETS]
    return render_review(Made(release, bulletins, audit_release(release)), template)


def verify(summary: Source | Release | Bulletin, release: str | Release) -> list[Finding]:
    """Hold a summary, whoever or whatever wrote it, against its release; findings in the summary's order.

    The summary may be text, a file, or a bulletin; either side may be Traditional. Each figure is `supported`
    (consistent), `altered` (conflict: `altered` names what differs) or `unsupported` (conflict); periods, quotations
    and denials are reported where the release doesn't bear them out. `place` is the span in the summary's source,
    `spans` those in the release's.

    >>> [(f.kind, f.altered) for f in verify("破獲案件412起，抓獲近80人。", "全市破获案件421起，抓获80余人。")]
    [('altered', ('value',)), ('altered', ('qualifier',))]
    """
    theirs = with_claims(release)
    if isinstance(summary, Bulletin):
        summary = summary.text
    mine = summary if isinstance(summary, Release) else _summary(summary)
    # 今年 in a summary is that of its release; nothing is cleaned out of it, since nothing in it may go unchecked.
    mine = mine.with_(published=theirs.published or mine.published, done=mine.done - {"claims"})
    stages: list[Stage] = [Clean(_TAKING), Convert(), Segment()]
    # One that was read and cleaned before is taken as it is.
    return verify_summary(_run(mine, [stage for stage in stages if not gives(stage) <= mine.done]), theirs)


def _summary(source: Source) -> Release:
    return release_from_str(source) if isinstance(source, str) else read_release(source)


def _release(source: str | Release) -> Release:
    return release_from_str(source) if isinstance(source, str) else source


def with_claims(source: str | Release, *, published: date | None = None) -> Release:
    """Give a release with its claims and all they rest on, to export them or to ask more than one thing of it.

    >>> [claim.surface for claim in with_claims("全市破获案件412起。").claims]
    ['412起']
    """
    release = _release(source)
    if published is not None and published != release.published:
        release = release.with_(published=published, done=release.done - {"claims", "bulletin"})
    return _run(release, [Clean(), Convert(), Segment(), ExtractClaims()])


def _titled(release: Release, title: str | None) -> Release:
    if title is None or title == release.title:
        return release
    return release.with_(title=title, done=release.done - {"scores", "bulletin"})


def _run(release: Release, stages: Iterable[Stage]) -> Release:
    """Run the stages whose results the release doesn't have yet, or has with other settings.

    Raises:
        PipelineError: the text was already edited with other settings, which can't be taken back.
    """
    lacking: list[Stage] = []
    for stage in stages:
        given = gives(stage)
        other = any(release.made.get(word, stage) != stage for word in given)
        if other and edits(stage):
            raise PipelineError(f"{stage_name(stage)} has run on this release with other settings: read it anew")
        if other:
            release = release.with_(done=release.done - given - _resting_on(given))
        if not given <= release.done:
            lacking.append(stage)
    return Pipeline(lacking, given=release.done, name="zhnews")(release)


def _resting_on(given: frozenset[str]) -> frozenset[str]:
    """Give what was made from something that is made anew: a bulletin rests on scores and claims."""
    return frozenset({"bulletin"}) if given & {"scores", "claims"} else frozenset()
