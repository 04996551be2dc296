"""A summary held against its release: faithful ones pass, altered ones don't."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import zhnews
from made_alterations import KINDS, alter
from zhnews.bulletin import Length
from zhnews.bulletin.pair import Pair
from zhnews.bulletin.proof import proven
from zhnews.bulletin.sides import Side
from zhnews.model import Cut, Release
from zhnews.text import Span

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "releases").iterdir())
SEED, ROUNDS, FLOOR = 20260301, 4, 0.98


@pytest.fixture(scope="module")
def releases() -> list[Release]:
    """Our examples, with their claims."""
    return [prepared(path) for path in EXAMPLES]


def prepared(path: Path) -> Release:
    """A release on which every stage has run."""
    return zhnews.Pipeline(zhnews.default_stages("brief"))(zhnews.read_release(path))


def conflicts(summary: str | zhnews.Bulletin, release: str | Release) -> list[zhnews.Finding]:
    """What is wrong with a summary."""
    return [finding for finding in zhnews.verify(summary, release) if finding.result == "conflict"]


def extracts(release: Release, lengths: Sequence[Length] = (140, 300, 600)) -> list[str]:
    """Faithful summaries of a release: its bulletins and its sentences."""
    bulletins = [zhnews.summarize(release, length).text for length in lengths]
    return bulletins + [sentence.text for sentence in release.sentences]


def test_faithful_extracts_raise_no_alarm(releases: list[Release]) -> None:
    """Neither bulletins nor sentences of a release conflict with it, and their figures are supported."""
    supported = 0
    for release in releases:
        for text in extracts(release, ("weibo", "brief", "digest", 140)):
            found = zhnews.verify(text, release)
            assert [f.message for f in found if f.result == "conflict"] == []
            supported += sum(f.kind == "supported" for f in found)
    assert supported > 200


def test_alterations_are_caught(releases: list[Release]) -> None:
    """At least 98 of 100 alterations of faithful extracts conflict with the release."""
    rng = random.Random(SEED)
    missed, made = [], 0
    for release in releases:
        for text in extracts(release) * ROUNDS:
            for kind in KINDS:
                altered = alter(text, kind, rng)
                if altered is None or altered in release.text.value or rng.random() > 0.5:
                    continue
                made += 1
                if not conflicts(altered, release):
                    missed.append((kind, altered))
    assert made > 250
    assert len(missed) <= (1 - FLOOR) * made, missed


RELEASE = (
    "今年上半年，云岭市公安机关破获案件412起，同比上升9.5%，抓获嫌疑人1,036人；返还群众资金1400余万元。"
    "全市出口31.5亿元，进口21.2亿元，分别增长8.1%和2.4%。失业率5.2%，比上月下降0.3个百分点。"
    "云岭市水务局表示：“全部工程已通过验收。”三百二十名志愿者参加。"
)


@pytest.mark.parametrize(
    ("summary", "altered"),
    [
        ("今年上半年，破获案件421起。", ("value",)),
        ("上半年抓获嫌疑人1,063人。", ("value",)),
        ("上半年抓获嫌疑人1036人。", None),
        ("上半年破获案件412件。", None),
        ("返还群众资金1400万元。", ("qualifier",)),
        ("返还群众资金1400余亿元。", ("magnitude",)),
        ("破获案件412起，同比下降9.5%。", ("direction",)),
        ("破获案件412起，环比上升9.5%。", ("basis",)),
        ("全市进口31.5亿元，出口21.2亿元。", ("subject",)),
        ("失业率5.2%，比上月下降0.3%。", ("unit",)),
        ("失业率5.2%，比上月下降至0.3个百分点。", ("change",)),
        ("全市未破获案件412起。", ("negation",)),
        ("三百五十名志愿者参加。", ("value",)),
        ("320名志愿者参加。", None),
        ("去年上半年，破获案件412起。", ("period",)),
        ("全省出口31.5亿元。", ("scope",)),
        ("出口约32亿元。", None),
    ],
)
def test_what_is_altered_is_named(summary: str, altered: tuple[str, ...] | None) -> None:
    """Each finding says in what the summary departs from the release; fair rewriting is left alone."""
    found = conflicts(summary, RELEASE)
    if altered is None:
        assert found == []
    else:
        assert altered[0] in {name for finding in found for name in finding.altered}


REWRITTEN = (
    "2024年6月20日\n"
    "记者从青峰县了解到，截至六月底，共受理案件640件、审结案件557件，结案率87.03%，其中批准逮捕盗窃案件52件，提起公诉61件。"
    "养老基金总收入4.28亿元、总支出3.96亿元。1至5月份，消费价格涨幅由上月的0.3%扩大至1.4%。"
    "云岭市占全县外贸总值的15.4%，海湾省占12.1%。第三十一届书市登记观众42871人，最高气温超过39摄氏度。"
    "对河北省、北京市分别出口5.12亿元、4.37亿元，同比分别增长15.5%、7.2%。"
)


@pytest.mark.parametrize(
    ("summary", "altered"),
    [
        ("结案率近九成。", None),
        ("结案率超过八成五。", None),
        ("结案率超九成。", "value"),
        ("书市登记观众约4.3万人。", None),
        ("书市登记观众4.3万人。", None),
        ("书市登记观众超4万人。", None),
        ("书市登记观众4.4万人。", "value"),
        ("书市登记观众四万二千八百七十一人。", None),
        ("书市登记观众４２８７１人。", None),
        ("第31届书市登记观众42871人。", None),
        ("第32届书市登记观众42871人。", "unsupported"),
        ("截至6月底受理案件640件，审结557件。", None),
        ("截至5月底受理案件640件，审结557件。", "period"),
        ("1—5月消费价格上涨1.4%。", None),
        ("1—4月消费价格上涨1.4%。", "period"),
        ("消费价格下降1.4%。", "direction"),
        ("最高气温超过39℃。", None),
        ("检察机关批准逮捕61件，提起公诉52件。", "subject"),
        ("检察机关批准逮捕52件，提起公诉61件。", None),
        ("养老基金总支出4.28亿元，总收入3.96亿元。", "subject"),
        ("养老基金总支出3.96亿元，总收入4.28亿元。", None),
        ("对河北省出口5.12亿元，增长15.5%；对北京市出口4.37亿元，增长7.2%。", None),
        ("对河北省出口4.37亿元，对北京市出口5.12亿元。", "subject"),
    ],
)
def test_fair_rewriting_is_told_from_alteration(summary: str, altered: str | None) -> None:
    """Rounding, bounds, other numerals, shorter names, split lists are fair; what goes too far or astray is not."""
    found = conflicts(summary, REWRITTEN)
    if altered is None:
        assert [finding.message for finding in found] == []
    else:
        assert altered in {name for finding in found for name in finding.altered or (finding.kind,)}


def test_today_is_any_day_without_a_date_of_publication() -> None:
    """The summary's 今天（8月2日） can't be held against a release that has no date; a dated one decides."""
    summary, release = "记者今天（8月2日）从云岭市获悉，新增就业3万人。", "云岭市新增就业3万人。"
    assert [finding.result for finding in zhnews.verify(summary, release)] == ["unresolved", "consistent"]
    assert conflicts(summary, "2023年8月1日\n云岭市新增就业3万人。\n（云岭日报 2023年8月1日）") != []


def test_a_list_without_commas_is_fair() -> None:
    """What the release parts by a comma may be listed; a swap within the list is caught all the same."""
    release = "今年前四个月，甲川市出口200.5亿元，进口120亿元。"
    assert conflicts("甲川市前四个月出口200.5亿元、进口120亿元。", release) == []
    assert conflicts("甲川市前四个月进口200.5亿元、出口120亿元。", release)


def test_a_prepared_release_is_a_summary_too() -> None:
    """A summary that was cleaned and segmented already is taken as it is."""
    assert [finding.altered for finding in zhnews.verify(zhnews.with_claims("破获案件421起。"), RELEASE)] == [
        ("value",)
    ]


def test_many_equal_figures_are_held_against_few() -> None:
    """Of thousands of the same figure only a bounded number are looked at: work grows with the text, not its square."""
    looked = []
    for count in (200, 800):
        release = zhnews.with_claims("，".join(f"第{place}组破获案件427起" for place in range(count)))
        pair = Pair(Side(release), Side(release))
        looked.append(sum(len(pair.equal(one)) + len(pair.others(one)) for one in pair.mine.mentions) / count)
    assert looked[1] < 1.2 * looked[0] < 120


def test_unsupported_figures_and_quotations() -> None:
    """What the release has nothing of is unsupported; a quotation must stand in it word for word."""
    found = conflicts("云岭市投入资金77亿元。水务局表示：“全部工程均未通过验收。”", RELEASE)
    assert {finding.kind for finding in found} >= {"unsupported", "quotation"}


def test_traditional_summary_of_simplified_release() -> None:
    """Both sides are normalised, and spans are those of their sources."""
    summary = "破獲案件 412 起；返還羣衆資金1400余萬元，失業率5.3%。"
    found = zhnews.verify(summary, RELEASE)
    assert [finding.kind for finding in found] == ["supported", "supported", "altered"]
    assert summary[slice(*found[0].place or (0, 0))] == "412 起"
    assert RELEASE[slice(*found[0].spans[0])] == "412起"


def test_simplified_summary_of_traditional_release() -> None:
    """The other way round."""
    found = zhnews.verify("破获案件412起，返还资金1400万元。", "破獲案件412起；返還資金1400餘萬元。")
    assert [(finding.kind, finding.altered) for finding in found] == [("supported", ()), ("altered", ("qualifier",))]


def test_a_bulletin_is_verified(releases: list[Release]) -> None:
    """A bulletin is taken as it is, with title and dateline."""
    for release in releases:
        assert conflicts(zhnews.summarize(release, "brief"), release) == []


SURVEY = (
    "截至六月底，全流域已动工加固堤防4.26万处，护住村民742万户。"
    "分河段看，云岭、青峰、海湾11个河段动工率达到95%及以上。"
    "7月份冷藏仓储活跃度指数为50.9%，较上月降低0.3个百分点。分门类看，入库货量指数为50.9%，环比降低0.4个百分点。"
    "“协定（ABCD）的红利得到兑现，贸易有较大提升。”副校长周文介绍。"
)


@pytest.mark.parametrize("label", ["", "一是", "（二）", "3、", "第四，", "五、", "①"])
def test_what_stands_word_for_word_is_no_alteration(label: str) -> None:
    """A sentence of the release is itself, also behind the label of a list, and with all that only it says."""
    for sentence in SURVEY.split("。")[:4]:
        assert conflicts(f"截至六月底，全流域已动工加固堤防4.26万处。\n{label}{sentence}。", SURVEY) == []
    altered = f"{label}分河段看，云岭、青峰、海湾11个河段动工率达到96%及以上。"
    assert conflicts(altered, SURVEY)


def test_a_title_is_a_sentence_of_its_own() -> None:
    """A title in the line of the report lends the sentence behind it nothing, and takes nothing from it."""
    title = "【7月份冷藏仓储活跃度指数为50.9%】"
    assert conflicts(f"{title}分门类看，入库货量指数为50.9%，环比降低0.4个百分点。", SURVEY) == []
    (wrong,) = conflicts(
        "【7月份冷藏仓储活跃度指数为51.9%】分门类看，入库货量指数为50.9%，环比降低0.4个百分点。", SURVEY
    )
    assert wrong.altered == ("value",)
    prepared = zhnews.with_claims(f"{title}分门类看，入库货量指数为50.9%，环比降低0.4个百分点。")
    assert [finding for finding in zhnews.verify(prepared, SURVEY) if finding.result == "conflict"] == []


def test_brackets_of_a_quotation_may_be_of_any_width() -> None:
    """The words of a quotation count, not the width of its brackets."""
    assert conflicts("“协定(ABCD)的红利得到兑现，贸易有较大提升。”", SURVEY) == []


def test_what_is_proven_from_its_cuts_passes_the_check(releases: list[Release]) -> None:
    """The proof that spares a sentence the check never says yes where the check finds a conflict."""
    lengths: tuple[zhnews.bulletin.Length, ...] = ("weibo", "brief", "digest", *range(30, 600, 60))
    for length in lengths:
        bulletins = [(zhnews.summarize(release, length), release) for release in releases]
        spared = [(bulletin, release, span) for bulletin, release in bulletins for span in proven(bulletin)]
        assert len(spared) >= sum(len(bulletin.sentences) for bulletin, _ in bulletins) / 2
        assert [
            bulletin.text[slice(*span)]
            for bulletin, release, span in spared
            for conflict in conflicts(bulletin, release)
            if conflict.place and span.start <= conflict.place.start < span.end
        ] == []


def test_what_is_reworded_is_not_proven() -> None:
    """Words of our own, a cut with a figure or a denial: all of these are held against the release."""
    text = "青峰县水利局通报，全县新修水渠41公里，未占用耕地3亩。我县投资2100万元，同比增长5.2%。"
    release = zhnews.read_release(text.encode())
    whole = zhnews.summarize(release, 200, verbatim=True)
    assert proven(whole) == [Span(0, 28), Span(28, 48)]
    assert proven(zhnews.summarize(release, 200)) == [], "全县 and 我县 become 青峰县"
    brief = zhnews.summarize(release, "brief")
    title = brief.blocks[0].span
    assert all(span.start >= title.end for span in proven(brief))
    aside = Cut(Span(9, 9), Span(9, 14), "新修41条", "", "compress.formula")
    denial = Cut(Span(19, 20), Span(19, 28), "，未占用耕地3亩", "", "compress.tail")
    assert all(proven(replace(whole, cuts=(cut,))) == [Span(28, 48)] for cut in (aside, denial))


@pytest.mark.parametrize(
    ("head", "printed"),
    [
        ("记者21日从青峰县水利局获悉，", "据青峰县水利局消息，"),
        ("记者从青峰县水利局了解到，", "据青峰县水利局消息，"),
        ("青峰县水利局副局长　陈望：", "青峰县水利局副局长陈望表示，"),
    ],
)
def test_who_a_report_is_from_needs_no_check(head: str, printed: str) -> None:
    """A head that says in fewer words who the report is from changes no figure."""
    news = "青峰县新修水渠41公里，同比增长5.2%。"
    release = zhnews.with_claims(f"{head}{news}")
    bulletin = zhnews.summarize(release, 140)
    assert bulletin.text == printed + news
    assert proven(bulletin) == [Span(0, bulletin.length)]
    assert conflicts(bulletin, release) == []


@pytest.mark.parametrize(
    ("summary", "altered"),
    [("云岭市破获案件427起。", True), ("全省破获案件427起。", False), ("警方破获案件427起。", False)],
)
def test_a_whole_made_a_part_is_altered(summary: str, altered: bool) -> None:
    """What a release says of all a province may not be said of one city."""
    found = conflicts(summary, "今年上半年，全省公安机关破获案件427起，抓获嫌疑人80人。")
    assert [finding.altered for finding in found] == ([("scope",)] if altered else [])


PROVINCE = (
    "2024年7月18日\n云岭省统计局今天公布，上半年全省地区生产总值1.24万亿元，同比增长5.3%，居全国第3位，占全国的3.9%。"
    "分季度看，一季度增长5.6%，二季度增长5.0%。全省规模以上工业增加值比2019年增长31.2%，为近三年来最高。"
    "制造业投资增速由上年的4.1%升至9.8%，失业率与上月持平。粮食、油料产量分别增长1.3%、2.7%。"
    "全省共有8市46县实现正增长，21.6%的企业扩大用工。一般贸易进出口912亿元，平均接警用时7分30秒，受影响的40多条公交线路恢复运营。"
    "云岭市、海湾市分别出口31亿元、27亿元，第三批次加开列车46列。昨晚8时，省防总将防汛Ⅲ级应急响应提升至Ⅱ级。"
    "云溪县完成播种40万亩，石门县完成播种32万亩。对850万户进行非柜面业务限制。"
)


@pytest.mark.parametrize(
    ("summary", "altered"),
    [
        ("分季度看，一季度增长5.0%，二季度增长5.6%。", "period"),
        ("全省一季度增长5.0%。", "period"),
        ("全省一季度增长5.6%。", None),
        ("规模以上工业增加值比2020年增长31.2%。", "period"),
        ("上半年地区生产总值1.24万亿元，居全国第二位。", "value"),
        ("上半年地区生产总值1.24万亿元，居全国第三位。", None),
        ("全省地区生产总值占全省的3.9%。", "scope"),
        ("制造业投资增速由上年的4.1%降至9.8%。", "direction"),
        ("制造业投资增速降至9.8%。", "direction"),
        ("制造业投资增速升至9.8%。", None),
        ("全省规模以上工业增加值比2019年增长31.2%，为近五年来最高。", "period"),
        ("全省规模以上工业增加值比2019年增长31.2%，为近三年来最低。", "subject"),
        ("制造业投资增速升至9.8%，失业率比上月下降。", "direction"),
        ("粮食产量增长1.3%，油料产量增长2.7%。", None),
        ("粮食产量增长2.7%，油料产量增长1.3%。", "subject"),
        ("粮食、油料产量分别增长2.7%、1.3%。", "subject"),
        ("云溪县、石门县分别完成播种40万亩、32万亩。", None),
        ("云溪县、石门县分别完成播种32万亩、40万亩。", "subject"),
        ("全省共有8个市46个县实现正增长。", None),
        ("全省共有8市45县实现正增长。", "value"),
        ("超两成企业扩大用工。", None),
        ("超过五分之一的企业扩大用工。", None),
        ("超三成企业扩大用工。", "value"),
        ("加工贸易进出口912亿元。", "subject"),
        ("平均接警用时7分20秒。", "value"),
        ("受影响的40多条地铁线路恢复运营。", "subject"),
        ("受影响的40多条公交线路停止运营。", "subject"),
        ("海湾市、云岭市分别出口31亿元、27亿元。", "subject"),
        ("第四批次加开列车46列。", "value"),
        ("昨晚9时，省防总将防汛Ⅲ级应急响应提升至Ⅱ级。", "period"),
        ("省防总将防汛Ⅱ级应急响应提升至Ⅲ级。", "value"),
        ("对850万户进行柜面业务限制。", "negation"),
        ("有关部门对850万户实行非柜面业务限制。", None),
    ],
)
def test_what_stands_for_something_else_is_told(summary: str, altered: str | None) -> None:
    """Quarters, ranks, wholes, ways, lists, kinds and levels exchanged are altered; folding and rounding are fair."""
    found = conflicts(summary, PROVINCE)
    if altered is None:
        assert [finding.message for finding in found] == []
    else:
        assert altered in {name for finding in found for name in finding.altered}


def test_a_rounded_figure_is_supported_with_a_note() -> None:
    """Who reads the report sees that the release is more exact."""
    (found,) = zhnews.verify("超两成企业扩大用工。", PROVINCE)
    assert (found.kind, found.message) == ("supported", "超两成 rounds what the release says: 21.6%的企业扩大用工")
