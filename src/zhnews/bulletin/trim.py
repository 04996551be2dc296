"""Cuts a sentence down to whole clauses that can stand alone.

Only the end of a sentence is cut, clause by clause, so that no figure loses its subject, comparison or base, and an
opening connective (此外，) that points at what isn't there. Nothing is cut inside quotation marks or brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from zhnews import lexicon
from zhnews.model import Sentence
from zhnews.text import Span

_OPEN, _CLOSE = "“‘「『（(《【〈", "”’」』）)》】〉"
_BRACKET = re.compile(f"[{_OPEN}{_CLOSE}]")
_MARK = re.compile(f"[，,；;{_OPEN}{_CLOSE}]")
# 破获427起 ends in a figure, 自2023年起 and 截至6月底 in a date.
_ENDS_IN_FIGURE = re.compile(r"\d[%万亿余多个]*(?![年月日时点])[\u4e00-\u9fff]{0,3}(?<!相比)(?<!的)$")
# 据港口统计，今年前7个月, 老支书，30多年来 and 5月29日19时20分 say when, and nothing else.
_TIME = re.compile(
    r"(?:截[至止]|从|自|于|在|约|当地时间|北京时间|预[计报测]|未来)*"
    r"(?:[去今前昨明本当上下][年月日天晚晨早周午]|[上下]半年|[第前]?[一二三四\d]+(?:季度|个月)|凌晨|清晨|傍晚|晚间|[中上下]午|[中晚]上?"
    r"|[上中下]旬|\d+[年月日号时点分秒]|[—–~～至到、-]|\d+(?=[—–~～至到、-])|\d+个?小时|年?[初末底]"
    r"|\d+[多余]?(?:年|个月|天)来|许|左右|期间|以来|[（）()])+(?:开始|起)?"
)
# 卫星，顺利进入轨道 and 更多来自山区的孩子，走进校园: what is said of a topic cannot be cut off.
_TOPIC = re.compile(
    r"(?:更多|许多|不少|众多|一批|一些)?(?:于|由|来自|位于)[^，是了：]*的[^，是了：]{2,45}"
    r"|(?:对|就)(?![^，]*(?:给予|开展|进行|实施|予以|作出|提出|实行))[^，是了：]*的[^，是了：]{2,20}"
)
# 班列开行100多天来 only says since when.
_SINCE = re.compile(r"\d[多余]?(?:年|个月|天|周)来$")
# 铁路部门将根据运输能力, and 法检两院针对新形势新特点, decide nothing yet.
_ADVERBIAL = re.compile(
    r"[将会可应要能](?:根据|按照|依据|依照|结合|针对)[^，；：]{2,10}$"
    r"|.(?:针对|围绕|结合|聚焦|立足|根据|按照)[^，；：]{2,24}"
    r"(?:特点|形势|要求|问题|情况|需求|目标|实际|难点|重点|任务|精神|部署|主题|短板|痛点)$"
)
_NAMED = re.compile("的[^，的是了：；]{1,14}$")
_ARTICLE = re.compile(r"(?:第[一二三四五六七八九十百\d]{1,5}条[ \u3000]*)?")
_ANNOUNCED = re.compile(
    r"(?:(?:[两二三四五六七八九十]|\d{1,2})(?:个|大)?(?:方面|项|点|类|种|举措|措施|特点|变化|特征)|以下|如下)[^，；：。]{0,8}："
)
# What asks for the list that follows it.
_LISTING = ("如下", "包括", "是", "为", "有", "分别", "方面", "特点", "措施", "要求", "内容", "情况")
_REACH_OF_POINTER = 12
_SHORTEST_CLAUSE = 4
_SHORTEST_REST = 10
_SHORTEST_KEY_CLAUSE, _LONGEST_KEY_CLAUSE = 8, 45
END = "。！？!?…"
_CLOSED = re.compile(f"[{END}][”’」』]$")


def end_mark(text: str, end: int) -> str:
    """Give the mark that a stretch needs if it ends here: its own, none behind a quotation that ends itself, or 。.

    >>> end_mark("他说：“路通了。”", 9), end_mark("路通了，水来了！", 3), end_mark("路通了，水来了！", 7)
    ('', '。', '！')
    """
    mark = text[end : end + 1]
    if mark and mark in END:
        return mark
    return "" if _CLOSED.search(text, max(end - 2, 0), end) else "。"


def balanced(text: str) -> bool:
    """Tell whether every bracket and quotation mark is closed, in order.

    >>> balanced("“云剑”行动（首期）"), balanced("他说：“会好的")
    (True, False)
    """
    stack: list[str] = []
    for char in _BRACKET.findall(text):
        if char in _OPEN:
            stack.append(_CLOSE[_OPEN.index(char)])
        elif not stack or stack.pop() != char:
            return False
    return not stack


def opening(text: str, start: int = 0) -> int:
    """Give where an opening connective ends that can go, so that the sentence stands alone; `start` without one.

    >>> opening("此外，全市止付账户9023个。")
    3
    """
    match = _connectives().match(text, start)
    return match.end() if match else start


def quoted(text: str, at: int) -> bool:
    """Tell whether a place is inside quotation marks.

    >>> quoted("他说“今天（7日）来”。", 5), quoted("今天（7日）来。", 2)
    (True, False)
    """
    return text.count("“", 0, at) > text.count("”", 0, at)


@cache
def _connectives() -> re.Pattern[str]:
    words = sorted(lexicon.words("bulletin/connectives"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})[，,]")


def leans(text: str) -> bool:
    """Tell whether a sentence leans on the one before it: 其中, 他, 该行, a bare 同比, 增长3.8% of what isn't said.

    >>> leans("其中出口增长11.9%。"), leans("数据二：增长3.8%。"), leans("全市出口增长11.9%。")
    (True, True, False)
    """
    if text.startswith(lexicon.affixes("bulletin/not_leaning")):
        return False
    if text.startswith(lexicon.affixes("bulletin/leaning")) or _bare_figure().match(text):
        return True
    return _pointing().search(text, 0, _REACH_OF_POINTER) is not None


@cache
def _bare_figure() -> re.Pattern[str]:
    """Match what begins with a change in per cent, or is a figure behind a label (数据六：600多名。)."""
    changes = lexicon.alternation(lexicon.words("claims/changes"))
    label = r"[\u4e00-\u9fff\d]{1,6}[：:]"
    return re.compile(
        rf"(?:{label}|从[^，。]{{2,10}}看，|[^，。]{{1,6}}平均，)?(?:{changes})[了约近超至到]?\d[\d.]*(?:%|个百分点|倍)"
        rf"|{label}[约近超逾]?\d[\d.万亿多余]*[\u4e00-\u9fff%]{{0,3}}[{END}]?$"
    )


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, lexicon.words("bulletin/pointing")), key=len, reverse=True)))


def prefixes(text: str, *, loose: bool = False, most: int | None = None) -> Iterator[Span]:
    """Yield the stretches of a sentence that end with a clause it can end with, longest first, end mark excluded.

    `loose` lets a figure be parted from its comparison: 同比…, 占…. `most` leaves out what is longer.

    >>> text = "全市公安机关破获案件427起，抓获1011人，李某表示，将继续严打。"
    >>> [text[slice(*span)] for span in prefixes(text)][1:]
    ['全市公安机关破获案件427起，抓获1011人', '全市公安机关破获案件427起']
    """
    whole = text.rstrip(END + "；;，,")
    most = len(whole) if most is None else most
    plain, grants = _BRACKET.search(whole) is None, _concessions().search(whole) is not None
    if 0 < len(whole) <= most and (plain or balanced(whole)) and not _only_reports(whole):
        yield Span(0, len(whole))
    if (match := _ARTICLE.match(whole)) and match.end() and whole.startswith("为", match.end()):
        # The purpose of a regulation, which all of a sentence is.
        return
    places = breaks(whole)
    # Of three points that are announced three are told.
    if announced := _ANNOUNCED.search(whole):
        places = [place for place in places if place < announced.start()]
    for index in range(bisect_right(places, most) - 1, -1, -1):
        place = places[index]
        if place < _SHORTEST_REST:
            break
        start = places[index - 1] + 1 if index else 0
        if (not plain and not balanced(whole[:place])) or (grants and _grants(whole[:place])):
            continue
        clause, rest = whole[start:place], whole[place + 1 :]
        if (
            can_end(clause, "" if loose else rest)
            and not _is_topic(clause, rest)
            and not _leads_in(whole, places, index)
        ):
            yield Span(0, place)
    if loose and (colon := _announcement(whole)) and colon < min(places, default=len(whole)):
        yield Span(0, colon)


def _leads_in(text: str, places: list[int], index: int) -> bool:
    """Tell whether a clause goes on with a cause or a condition: 由于基数较高，加之企业停产, …."""
    edges = [-1, *places]
    first = index
    while first and text.startswith(lexicon.affixes("bulletin/parallels"), edges[first] + 1):
        first -= 1
    clause = text[edges[first] + 1 : places[first]]
    leads = clause.startswith(lexicon.affixes("bulletin/dangling-starts")) or _condition().search(clause) is not None
    return first < index and leads


def _is_topic(clause: str, rest: str) -> bool:
    """Tell whether a clause ends in what the next one says something of: …的民办学校，由…."""
    return rest.startswith(lexicon.affixes("bulletin/continuing")) and _NAMED.search(clause) is not None


def _announcement(text: str) -> int:
    """Give where a sentence ends that says before a colon what it announces (…发布预警信号：), 0 if it doesn't."""
    place = text.find("：")
    if place < _SHORTEST_REST or text.endswith((*lexicon.words("segment/reporting"), *_LISTING), 0, place):
        return 0
    return place if balanced(text[:place]) and can_end(text[:place], "") else 0


def _only_reports(text: str) -> bool:
    """Tell whether a sentence ends in saying that somebody spoke, and what was said stands elsewhere."""
    return text.endswith(lexicon.affixes("segment/reporting")) and "”" not in text and "：" not in text


def breaks(text: str) -> list[int]:
    """Give the places of commas and semicolons outside quotation marks and brackets."""
    found: list[int] = []
    depth = 0
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(depth - 1, 0)
        elif depth == 0 and (mark != "," or not _in_figure(text, match.start())):
            found.append(match.start())
    return found


def _in_figure(text: str, at: int) -> bool:
    """Tell whether a comma parts the digits of a figure: 1,024."""
    return text[max(at - 1, 0) : at + 2].replace(",", "").isdigit()


def last_clause(text: str) -> str:
    """Give the clause that a text ends with, without its end mark.

    >>> last_clause("水位回落，渡口恢复运行。")
    '渡口恢复运行'
    """
    core = text.rstrip(END)
    places = breaks(core)
    return core[places[-1] + 1 :] if places else core


def clause_of(sentence: Sentence, figure: Span) -> Span | None:
    """Give the clause around a figure, as a span of the current text, if it can stand alone; else None.

    It must hold a noun before or behind its figures, and neither lean on another clause nor part a comparison
    from its base.
    """
    start, end = sentence.core
    text = sentence.body.value[start:end].rstrip(END + "；;，,")
    edges = [-1, *breaks(text), len(text)]
    for low, high in pairwise(edges):
        if low < figure.start - start < high:
            clause = text[low + 1 : high]
            skipped = opening(clause)
            clause = clause[skipped:]
            if not _SHORTEST_KEY_CLAUSE <= len(clause) <= _LONGEST_KEY_CLAUSE or not balanced(clause):
                return None
            if leans(clause) or clause.startswith(lexicon.affixes("bulletin/clinging")) or not can_end(clause, ""):
                return None
            return Span(start + low + 1 + skipped, start + high)
    return None


def _grants(text: str) -> bool:
    """Tell whether a text grants something (尽管…) and stops before it is answered (但…)."""
    return any(not _answers().search(text, granted.end()) for granted in _concessions().finditer(text))


@cache
def _concessions() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, lexicon.words("bulletin/concessions")), key=len, reverse=True)))


@cache
def _joiners() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, lexicon.words("bulletin/joiners")), key=len, reverse=True)))


@cache
def _frame() -> re.Pattern[str]:
    """Give the pattern of what a clause may not end with: 从…开始, 会同…部, with no more than a name between."""
    ends: dict[str, list[str]] = {}
    for start, end in lexicon.load("bulletin/frames"):
        ends.setdefault(start, []).append(re.escape(end))
    rows = (f"{re.escape(start)}[^，；：]{{1,24}}?(?:{'|'.join(own)})" for start, own in ends.items())
    return re.compile(f"(?<![可所予加用得足难借是])(?:{'|'.join(rows)})$")


@cache
def _answers() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, lexicon.words("bulletin/answers")), key=len, reverse=True)))


@cache
def _condition() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, lexicon.words("bulletin/conditions")), key=len, reverse=True)))


def can_end(clause: str, rest: str) -> bool:
    """Tell whether a sentence may end with a clause, `rest` following it: it isn't a lead-in to that.

    >>> can_end("全市水位回落", ""), can_end("行动启动后", ""), can_end("抓获1011人", "分别上升")
    (True, False, False)
    >>> can_end("市水利局将会同市财政局", "开展检查"), can_end("5月29日19时20分", "列车进站")
    (False, False)
    """
    if len(clause) < _SHORTEST_CLAUSE:
        return False
    if clause.endswith(lexicon.affixes("bulletin/dangling-ends")) and not _ENDS_IN_FIGURE.search(clause):
        return False
    # What is told behind a colon (据悉：根据…) begins there.
    clause = clause[max(clause.rfind("："), clause.rfind(":")) + 1 :]
    # 但随着… only leads in to the next clause, as 随着… does.
    joined = _joiners().match(clause)
    start = joined.end() if joined else 0
    if clause.startswith(lexicon.affixes("bulletin/dangling-starts"), start) or _condition().search(clause):
        return False
    if _TIME.fullmatch(clause) or _TOPIC.fullmatch(clause):
        return False
    if _SINCE.search(clause) or _ADVERBIAL.search(clause) or _frame().search(clause):
        return False
    return not rest.startswith(lexicon.affixes("bulletin/clinging"))
