"""Knows whose release it is: the place, the issuing body, the day, and the posts of those who speak in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import takewhile
from typing import NamedTuple

from zhnews import lexicon
from zhnews.convert import Convert
from zhnews.model import Claim, Release
from zhnews.numbers import figure_spans
from zhnews.text import Span

_ENDING = re.compile("自治[州旗]|[省市县区]")
_LONGEST_PLACE, _SHORTEST_PLACE = 11, 3
_UNKNOWN_PLACE = 2
# What stands beside a partner or a destination rather than the place itself.
_ELSEWHERE = tuple("与和同赴到往从对向及、")
_IN_TITLE, _IN_FOOTER, _ENOUGH = 3, 2, 2
_LEAST_SHARE = 0.5
_PEOPLES = re.compile("(?:壮族|回族|维吾尔)?自治区$")
_TODAY = re.compile(
    r"(?:今天|今日|昨天|昨日)[（(](?P<month>\d{1,2})月(?P<day>\d{1,2})日[)）]"
    r"|(?<![\d年])(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?=[上下]午|举行|召开|发布|公布|通报)"
)
_ORGANISATION = re.compile(r"[\u4e00-\u9fff（）]{2,24}(?:局|署|部|委|院|厅|办|办公室|银行|总行|协会|集团|公司|中心|社)")
_ISSUES = re.compile(
    r"(?:\d{1,2}月\d{1,2}日，?)?(?:记者从|据)?(?P<body>[\u4e00-\u9fff]{2,16}?(?:局|署|部|委|院|厅|行|集团|公司|中心|办))"
    r"(?:今天|今日|昨天|昨日|\d{1,2}[月日]|[（(]|发布|公布|通报|获悉|了解到|消息|统计|介绍)"
)
_OWN_BODY = re.compile("[省市县区州](?=[\u4e00-\u9fff]{2})")


class Place(NamedTuple):
    """A place by its full name, and where the text names it."""

    name: str
    at: Span | None

    @property
    def short(self) -> str:
        """The name as it stands in a dateline.

        >>> Place("云岭市", None).short, Place("忠县", None).short, Place("宁夏回族自治区", None).short
        ('云岭', '忠县', '宁夏')
        """
        if "自治" in self.name:
            return _PEOPLES.sub("", self.name)
        return self.name[:-1] if len(self.name) >= _SHORTEST_PLACE else self.name


class Person(NamedTuple):
    """A person who speaks, with the post as the release gives it, and where."""

    post: str
    at: Span


def find_places(text: str) -> Iterator[Span]:
    """Yield the names of places: listed ones, and two characters before 市 or 县 that no other word claims.

    >>> text = "吉林省舒兰市和云岭市的城市建设"
    >>> [text[slice(*span)] for span in find_places(text)]
    ['吉林省', '舒兰市', '云岭市']
    """
    known, unfit = lexicon.words("bulletin/places"), lexicon.words("bulletin/not_places")
    reached = 0
    for match in _ENDING.finditer(text):
        end = match.end()
        lengths = range(min(_LONGEST_PLACE, end - reached), _SHORTEST_PLACE - 1, -1)
        size = next((size for size in lengths if text[end - size : end] in known), 0)
        name = text[max(end - 1 - _UNKNOWN_PLACE, reached) : end - 1]
        if not size and match.group() in "省市县" and len(name) == _UNKNOWN_PLACE and not unfit & {name, *name}:
            size = len(name) + 1 if all("\u4e00" <= char <= "\u9fff" for char in name) else 0
        if size:
            reached = end
            yield Span(end - size, end)


@dataclass(frozen=True)
class Names:
    """What a release says of its place, its issuer, its day and its speakers; each is worked out when asked for."""

    release: Release

    # The generated dataclass has no slots, so that these can be kept.
    @cached_property
    def place(self) -> Place | None:
        """The place the release is of, where it names one clearly."""
        return self.place_ending(self._level)

    def place_ending(self, ending: str | None) -> Place | None:
        """Give the place that a release means by 我市 (`ending` 市), if it names one clearly; None asks for any.

        >>> from zhnews.text import Text
        >>> Names(Release(Text("我市将继续治理。云岭市公安局通报，云岭市平稳。"))).place_ending("市").name
        '云岭市'
        """
        weights: dict[str, float] = defaultdict(float)
        for name, weight in self._mentions:
            if ending is None or name.endswith(ending):
                weights[name] += weight
        if not weights:
            return None
        name, weight = max(weights.items(), key=lambda item: item[1])
        if weight < _ENOUGH or weight <= _LEAST_SHARE * sum(weights.values()):
            return None
        start = self.release.text.value.find(name)
        return Place(name, Span(start, start + len(name)) if start >= 0 else None)

    @cached_property
    def _level(self) -> str | None:
        """How the name of the place ends, as 我市, 全县 and the like tell."""
        rows = {word: ending for word, kind, ending in lexicon.load("bulletin/self_names") if kind != "body"}
        found = Counter(rows[word] for word in self_names().findall(self.release.text.value) if word in rows)
        return found.most_common(1)[0][0] if found else None

    @cached_property
    def _mentions(self) -> list[tuple[str, float]]:
        release = self.release
        found = list(_weighed(release.text.value, 1))
        for line in (release.title, release.issuer, release.dateline):
            found += _weighed(line or "", _IN_TITLE)
        footers = release.text.taken_by("clean.footer")
        if footers:
            found += _weighed(Convert().simplify("\n".join(footers)), _IN_FOOTER)
        return found

    @cached_property
    def issuer(self) -> str | None:
        """The issuing body, with its place: the release's own line, else the body that its first figures are from."""
        stated = self.release.issuer
        if stated and self.place and _OWN_BODY.match(stated) and self.place.name[-1] == stated[0]:
            return self.place.name + stated[1:]
        if stated:
            return stated
        speaker = next((claim.speaker for claim in self._first_claims() if claim.speaker), None)
        if speaker and _ORGANISATION.fullmatch(speaker):
            return speaker
        first = _ISSUES.match(self.release.sentences[0].text) if self.release.sentences else None
        return first["body"] if first else None

    def _first_claims(self) -> Iterator[Claim]:
        """Yield the claims of the first sentence; no others are worked out."""
        figures, sentences = figure_spans(self.release.text.value), self.release.sentences
        if figures and sentences and figures[0].start < sentences[0].at.end:
            yield from takewhile(lambda claim: claim.sentence == 0, self.release.claims)

    def body_ending(self, ending: str) -> str | None:
        """Give the body that a release means by 我局 (`ending` 局), if its issuer or signature names it."""
        for name in (self.issuer, self.release.author):
            if name and name.endswith(ending) and len(name) > len(ending) + 1:
                return name
        lines = [line.strip() for line in self.release.text.value.rstrip().rsplit("\n", 2)[-2:]]
        return next((line for line in lines if line.endswith(ending) and _ORGANISATION.fullmatch(line)), None)

    @cached_property
    def day(self) -> tuple[int, int] | None:
        """Month and day of publication: as stated, else as the first sentence says 今天（7月22日）."""
        if self.release.published:
            return self.release.published.month, self.release.published.day
        first = self.release.sentences[0].text if self.release.sentences else ""
        match = _TODAY.search(first)
        return (int(match["month"] or match["m"]), int(match["day"] or match["d"])) if match else None

    @property
    def date(self) -> str | None:
        """The date of publication, its year where it is known: 2024年9月13日."""
        year = f"{self.release.published.year}年" if self.release.published else ""
        return f"{year}{self.day[0]}月{self.day[1]}日" if self.day else None

    @cached_property
    def people(self) -> dict[str, Person]:
        """Who speaks in the release, by name, each with the post that introduces them."""
        found: dict[str, Person] = {}
        value = self.release.text.value
        for match in introductions().finditer(value) if _introduced().search(value) else ():
            found.setdefault(match["name"], Person(match["post"], Span(*match.span("post"))))
        turns = filter(None, (_turn().match(line.text) for line in self.release.text.lines))
        for name in dict.fromkeys(match["name"] for match in turns):
            if name not in found and (told := _post_of(name).search(self.release.text.value)):
                found[name] = Person(told["post"], Span(*told.span("post")))
        return found

    @property
    def dateline(self) -> str | None:
        """The dateline: 云岭9月13日电（云岭市政府新闻办）; less where the release says less."""
        issuer, day = self.issuer, self.day
        when = f"{day[0]}月{day[1]}日" if day else ""
        if self.place and when:
            return f"{self.place.short}{when}电" + (f"（{issuer}）" if issuer else "")
        if issuer and when:
            return f"{issuer}{when}消息"
        return f"{when}讯" if when else None


def _weighed(text: str, weight: float) -> Iterator[tuple[str, float]]:
    spans = list(find_places(text))
    for span, following in zip(spans, [*spans[1:], None], strict=False):
        # 四川省达州市 is about the city.
        if following is None or following.start != span.end:
            before = text[max(span.start - 1, 0) : span.start]
            # A release that begins with a name is from there.
            own = _IN_TITLE if span.start == 0 else weight
            yield text[slice(*span)], own / 2 if before.endswith(_ELSEWHERE) else own


@cache
def self_names() -> re.Pattern[str]:
    """Give the pattern of 我市, 全县, 我局 and the like."""
    return re.compile("|".join(map(re.escape, lexicon.words("bulletin/self_names"))))


@cache
def introductions() -> re.Pattern[str]:
    """Give the pattern of a post and a name that speaks: 市公安局副局长张三介绍."""
    return re.compile(f"{_post()}{_speaker()}")


@cache
def _introduced() -> re.Pattern[str]:
    """Give the pattern of how such an introduction ends: quick to look for, since few words end a post."""
    return re.compile(lexicon.alternation(lexicon.words("bulletin/posts")) + _speaker())


@cache
def _speaker() -> str:
    verbs = "|".join(sorted(map(re.escape, lexicon.words("claims/reporting")), key=len, reverse=True))
    return rf"(?P<name>(?:{_surnames()})[\u4e00-\u9fff]{{1,2}}?)(?=(?:{verbs}|[，：]))"


@cache
def _post() -> str:
    posts = "|".join(sorted(map(re.escape, lexicon.words("bulletin/posts")), key=len, reverse=True))
    called = r"(?:(?:下面|首先)?有?请|并?与|主持人\s?|(?:今天|今日)?(?:我们)?(?:还|也)?(?:邀请|请)(?:到了?|了)?)?"
    # Behind 林女士、 another begins.
    own = r"(?:(?!女士|先生|同志)[\u4e00-\u9fff、（）“”]){1,39}?"
    return (
        rf"(?:^|[，。；：据\s]”?|(?<=女士、)|(?<=先生、)|(?<=同志、)){called}(?P<post>[\u4e00-\u9fff“]{own}(?:{posts}))"
    )


@cache
def _surnames() -> str:
    return "|".join(sorted(Convert().simplify("\n".join(lexicon.words("convert/surnames"))).split("\n")))


def is_person(text: str) -> bool:
    """Tell whether a text is a post with a name and nothing else.

    >>> is_person("云岭市水利局副局长陈望舒"), is_person("云岭市水利局副局长陈望舒表示满意")
    (True, False)
    """
    return _person().fullmatch(text) is not None


@cache
def _person() -> re.Pattern[str]:
    return re.compile(rf"{_post()}(?:{_surnames()})[\u4e00-\u9fff]{{1,2}}")


@cache
def _turn() -> re.Pattern[str]:
    """Give the pattern of a name that begins an answer: 丁越：……"""
    return re.compile(rf"\s*(?P<name>(?:{_surnames()})[\u4e00-\u9fff]{{1,2}})[：:]")


@lru_cache(maxsize=64)
def _post_of(name: str) -> re.Pattern[str]:
    return re.compile(_post() + re.escape(name))
