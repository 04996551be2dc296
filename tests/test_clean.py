"""Cleaning, held against noise that we add ourselves, and the laws that every cleaning keeps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhnews
from noise import KINDS, SPAM_PHRASES, Noised, add_noise, write_release
from zhnews.clean import PARTS, RULES, Clean
from zhnews.errors import InputError
from zhnews.model import Release
from zhnews.read import release_from_str
from zhnews.segment import Segment
from zhnews.text import Text, replay

ROOT = Path(__file__).parent.parent
RELEASES = sorted((ROOT / "examples" / "releases").glob("*.txt"))
COUNT = 1000


def cleaned(text: str) -> Release:
    """A release that was read, cleaned and parted into sentences."""
    return Segment()(Clean()(release_from_str(text)))


def gone(piece: str, text: str) -> bool:
    """Nothing of a piece is left: neither how it begins nor how it ends."""
    return piece[:4] not in text and piece[-4:] not in text


def test_generated_noise() -> None:
    """Over a thousand noised releases: pinyin and blocks are gone, and what was not destroyed comes back."""
    made: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for seed in range(COUNT):
        rng = Random(seed)
        noised = add_noise(write_release(rng), rng)
        release = cleaned(noised.text)
        text = str(release.text)
        for kind, pieces in (("pinyin", noised.notes), ("blocks", noised.blocks)):
            made[kind] += len(pieces)
            kept[kind] += sum(piece in text for piece in pieces)
        made["phrases"] += len(noised.phrases)
        kept["phrases"] += sum(not gone(phrase, text) for phrase in noised.phrases)
        made["damage"] += len(noised.damaged)
        kept["damage"] += sum(not is_marked(release, noised, damage) for damage in noised.damaged)
        if noised.intact:
            made["bodies"] += 1
            kept["bodies"] += text != noised.body
    assert min(made.values()) > COUNT / 5
    assert kept["pinyin"] == kept["blocks"] == 0
    assert kept["phrases"] <= 0.05 * made["phrases"]
    assert kept["damage"] <= 0.05 * made["damage"]
    assert kept["bodies"] <= 0.02 * made["bodies"]


def is_marked(release: Release, noised: Noised, damage: str) -> bool:
    """The sentence that holds a damaged place is marked."""
    at = noised.text.index(damage)
    return any(s.damaged and s.span.start < at + len(damage) and at < s.span.end for s in release.sentences)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_of_noise(kind: str) -> None:
    """Each kind of noise by itself changes the text, and is taken out again."""
    changed = 0
    for seed in range(20):
        rng = Random(seed)
        paragraphs = write_release(rng)
        noised = add_noise(paragraphs, rng, [kind])
        changed += noised.text != "\n".join(paragraphs)
        if noised.intact:
            assert str(cleaned(noised.text).text) == noised.body
    assert changed > 10


def test_damage_is_never_quoted() -> None:
    """A sentence that lost characters is in no bulletin, and its figures carry the mark."""
    damaged = "全市共苹竦缧磐缯┢讣\ufffd27起，返还资金201万元。"
    text = f"云岭市召开发布会通报上半年工作。{damaged}全市新增就业3万人，同比增长5.2%。"
    assert "201" not in zhnews.summarize(text, length=60).text
    assert {claim.damaged for claim in zhnews.extract_claims(text)} == {True, False}
    assert all(claim.damaged == (claim.surface in damaged) for claim in zhnews.extract_claims(text))


@pytest.mark.parametrize("rule", [*RULES, *(part for parts in PARTS.values() for part in parts), "damage"])
def test_rule_can_be_switched_off(rule: str) -> None:
    """A rule that is skipped leaves no change under its name, nor under those of its parts."""
    noised = add_noise(write_release(Random(5)), Random(5), list(KINDS))
    release = Clean(skip=frozenset({rule}))(release_from_str(noised.text))
    names = {f"clean.{name}" for name in (rule, *PARTS.get(rule, ()))}
    assert names.isdisjoint(change.rule for change in release.text.changes)
    assert rule != "damage" or not release.damaged


def test_every_change_has_a_rule_that_can_be_switched_off() -> None:
    """No edit goes under a name that nobody could skip."""
    known = {f"clean.{name}" for name in (*RULES, *(part for parts in PARTS.values() for part in parts))}
    seen = set()
    for seed in range(40):
        noised = add_noise(write_release(Random(seed)), Random(seed), list(KINDS))
        seen |= {change.rule for change in cleaned(noised.text).text.changes}
    assert seen <= known
    assert len(seen) > 12


def test_unknown_rule_is_refused() -> None:
    """A rule that doesn't exist is named, with those that do."""
    with pytest.raises(ValueError, match=r"no cleaning rule pinyins: choose from .*pinyin"):
        Clean(skip=frozenset({"pinyins"}))


@pytest.mark.parametrize("path", RELEASES, ids=lambda p: p.stem)
def test_cleaning_twice_changes_nothing(path: Path) -> None:
    """What is clean stays as it is."""
    once = str(zhnews.extract(path).text)
    assert str(Clean()(Release(Text(once))).text) == once


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["全市", "网(wǎng)", " ", "１", "<p>", "&nbsp;", "，，", *SPAM_PHRASES[:4], "\n", "|", "?"])
    )
)
def test_changes_replay(pieces: list[str]) -> None:
    """Whatever was cleaned can be replayed from its changes, and every kept character equals its source."""
    text = Clean()(Release(Text("".join(pieces)))).text
    assert replay(text.source, text.changes).value == text.value
    for at, origin in text.kept():
        assert text.value[slice(*at)] == text.source[slice(*origin)] or len(text.changes) > 0


def test_keywords_side_by_side_at_the_head_of_a_line_go() -> None:
    """Two that share a joint, before a headline, are two removals that don't meet."""
    first, second = SPAM_PHRASES[:2]
    assert str(cleaned(f"{first}|{second}|云岭市召开经济工作会议").text) == "云岭市召开经济工作会议"


def test_rows_of_a_form_may_come_again() -> None:
    """Short rows that stand under several names are each one's own; doubled prose goes."""
    form = "城东区\n本周进度：完成\n下周进度：推进\n下周任务：1200户\n责任单位：住建局\n"
    other = form.replace("城东", "城西")
    text = f"各区工作进展如下，全市共排查房屋12万户。\n{form}{other}"
    assert str(Clean()(release_from_str(text)).text) == text.rstrip()


def test_refrain_in_a_doubled_article() -> None:
    """A short paragraph that an article holds twice goes with the second copy of the article, and only then."""
    lines = ["云岭市召开会议，通报上半年就业工作情况。", "王小明参加会见。", "全市新增就业4.2万人，增长3.1%。"]
    article = "\n".join([*lines, "王小明参加会见。"])
    assert str(Clean()(release_from_str(f"{article}\n{article}")).text) == article


@pytest.mark.parametrize("piece", ["久久综合", "云 "])
def test_a_line_longer_than_any_release_is_left(piece: str) -> None:
    """A line of megabytes of keywords or of spaced characters is not judged piece by piece."""
    text = piece * 600_000
    assert str(Clean()(release_from_str(text)).text) == text.strip()


def test_prologue_of_xml_is_no_text() -> None:
    """Of a file of XML, its declaration, style, type with entities and borders of CDATA go; what is compared stays."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet href="a.xsl"?>\n<!DOCTYPE d [<!ENTITY a "b">]>\n'
    body = "云岭市召开防汛会议，气温<20度的乡镇有3个。"
    release = Clean()(Release(Text(f"{head}<d><![CDATA[<p>{body}</p>]]></d>")))
    assert str(release.text).strip() == body


def test_edits_have_a_limit() -> None:
    """A text that takes more edits than are allowed is refused in one line; at the limit it is cleaned."""
    release = Release(Text("新增１人，１人，１人。"), source="a.txt")
    assert str(Clean(most_edits=3)(release).text) == "新增1人，1人，1人。"
    with pytest.raises(InputError, match=r"^a\.txt: cleaning takes more than 2 edits: split it, or raise Clean"):
        Clean(most_edits=2)(release)


def test_the_second_copy_has_a_dateline_of_its_own() -> None:
    """An article that comes twice, each time from the wire, is kept once."""
    body = "云岭市今天发布就业数据，全市新增就业3.2万人，同比增长5.1%。\n市人社局介绍，稳岗返还政策惠及企业1.2万户。"
    wired = f"新华社云岭9月3日电（记者方若澄）{body}"
    release = zhnews.extract(f"{wired}\n{wired}".encode())
    assert str(release.text) == body
    assert release.dateline == "新华社云岭9月3日电（记者方若澄）"


def test_a_dateline_broken_at_the_end_of_its_line() -> None:
    """The name goes on in the next line, and nothing of the release goes with it."""
    lines = ("　　新华社云岭9月3日电（记者方", "若澄）云岭市今天发布就业数据，", "全市新增就业3.2万人，同比增长")
    text = "\n".join((*lines, "5.1%。市人社局介绍，今年落实稳", "岗返还政策，惠及企业1.2万户。还", "将开展培训。"))
    release = zhnews.extract(text.encode())
    assert (release.dateline, release.author) == ("新华社云岭9月3日电（记者方若澄）", "方若澄")
    assert str(release.text) == (
        "云岭市今天发布就业数据，全市新增就业3.2万人，同比增长5.1%。"
        "市人社局介绍，今年落实稳岗返还政策，惠及企业1.2万户。还将开展培训。"
    )


def test_columns_with_narrow_marks_are_joined() -> None:
    """Texts typed with the marks of Latin letters were broken at a width as well."""
    item = (
        "截至{0}月底,全市新增就业{0}.5万人,下岗人员再就业{0}千人,发放补贴{0}百万元,惠及企业{0}百户,完成全年任务过半。"
    )
    text = "".join(item.format(month) for month in range(1, 9))
    lines = [text[at : at + 25] for at in range(0, len(text), 25)]
    # Behind a full line that ends a sentence, a paragraph may begin.
    assert str(cleaned("\n".join(lines)).text).count("\n") <= 1


def test_headlines_of_one_width_stay_lines() -> None:
    """A list of headlines as long as each other has no full stops."""
    text = "\n".join(
        f"云岭市{place}新建泵站，守护一方平安好家园" for place in ("城东", "城西", "城南", "城北", "河东", "河西")
    )
    assert str(cleaned(text).text) == text


@pytest.mark.parametrize(
    "text",
    ["比去年增长?.5%，居全省第一。", "失业率为5?.3%，保持稳定。", "占比达 ?3.1%，略有上升。", "晔侵形慕ń??5周年。"],
)
def test_a_mark_in_a_figure_is_damage(text: str) -> None:
    """Where a digit was, the sentence is marked."""
    assert cleaned(text).sentences[0].damaged


def test_a_lost_byte_is_no_question() -> None:
    """A sentence goes on behind the mark of a lost byte, and all of it is damaged."""
    text = "扣除期间??鄢陂g后年均投资收益率??1.6%。全年新增投资345亿元，同比增长?5.3%。全市平稳吗?平稳。"
    sentences = cleaned(text).sentences
    assert [(s.damaged, s.text[-4:]) for s in sentences] == [
        (True, ".6%。"),
        (True, ".3%。"),
        (False, "平稳吗?"),
        (False, "平稳。"),
    ]
    assert "1.6" not in zhnews.summarize(text, length=60).text
    assert all(claim.damaged for claim in zhnews.extract_claims(text))


@pytest.mark.parametrize("wire", ["云岭7月20日电（记者林岚）", "中新网云岭7月20日电 (记者 林岚)", "本报讯（记者林岚）"])
def test_a_dateline_goes_below_a_headline_and_over_a_break(wire: str) -> None:
    """What stands above a dateline, and where its line breaks, take nothing of the release with it."""
    said = "今年上半年，全市新增就业3.2万人，同比增长5.2%。"
    assert str(cleaned(f"云岭就业稳定\n副题在此\n{wire}{said}").text) == f"云岭就业稳定\n副题在此\n{said}"
    apart = " ".join(f"{wire}{said}").replace(" 月 ", "月").replace("2 0", "20").replace("7月 2", "7月2")
    assert str(cleaned(f"云岭就业稳定\n{apart}").text).startswith("云岭就业稳定\n今年上半年，")
    for at in (len(wire) - 3, len(wire), len(wire) + 2, len(wire) + 5):
        broken = f"{wire}{said}"[:at] + "<br>" + f"{wire}{said}"[at:]
        page = f"<html><body><h1>云岭就业稳定</h1><p>{broken}</p><p>下一步将组织招聘会，岗位8万个。</p></body></html>"
        text = str(zhnews.extract(page.encode()).text).replace("\n", "")
        assert text.startswith("今年上半年"), broken


def test_rules_are_left_out_by_either_name() -> None:
    """`pinyin` and, as the changes have it, `clean.pinyin`."""
    text = "網(wǎng)絡(luò)安全。"
    assert (
        str(zhnews.normalize(text, skip=["clean.pinyin"]))
        == str(zhnews.normalize(text, skip=["pinyin"]))
        != str(zhnews.normalize(text))
    )
