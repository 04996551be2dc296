"""Conversion: who wrote it so, what was changed and why, and the laws that every conversion keeps."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhnews
from zhnews import lexicon
from zhnews.convert import Convert, changed, diff, side_by_side
from zhnews.errors import LexiconError
from zhnews.model import Release
from zhnews.text import Text, replay

ROOT = Path(__file__).parent.parent
RELEASES = sorted((ROOT / "examples" / "releases").glob("*.txt"))
# Words of every layer, and what stands around them.
PIECES = ["統計數據", "乾隆", "乾淨", "隨著", "著作", "於局長", "甚麼", "軟體", "支援", "記憶體", "标准", "什么", "，"]
PIECES += ["\n", "“", "「", "A1"]
PIECES += ["著", "著作权", "对", "借", "幺麼", "資料", "资料", "群眾", "立法會", "行政院", "馀", "係統", "記", "体"]
# Both sides of every layer of words: what conversion looks for, and what it leaves behind.
ENTRIES = [
    form
    for layer in (
        "phrases",
        "opencc-phrases",
        "names",
        "corrections",
        "words",
        "word-contexts",
        "word-neighbours",
        "regional",
    )
    for row in lexicon.load(f"convert/{layer}")
    for form in row[:2]
]
PROFILES = ["auto", "machine", "tw", "hk", "t", "none"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
ANY_TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(ENTRIES)), max_size=14).map("".join)
# Words of the pieces and parts of them, of other layers' words, and what none of them holds.
GLOSSARIES = st.dictionaries(
    st.sampled_from(["記憶體", "乾隆", "隨著", "著", "資料", "标准", "軟體", "於局長", "甚麼", "支援", "“"]),
    st.sampled_from(["高宗", "存储器", "標準", "Ω", "", "裡", "囉哩"]),
    max_size=4,
)
MAINLAND = (
    "云岭市公安局召开发布会，通报打击治理电信网络诈骗工作情况。今年以来，全市破获案件427起，抓获犯罪嫌疑人1011人，"
    "为群众挽回损失3000余万元。“断卡”行动持续推进，各部门落实监管责任，加强宣传教育，群众防范意识显著提高。"
)


@settings(max_examples=500, deadline=None)
@given(
    ANY_TEXTS,
    st.sampled_from(PROFILES),
    st.sampled_from(["auto", "mainland", "keep"]),
    st.sampled_from([None, {"記憶體": "存储器", "乾隆": "高宗", "标准": "標準"}]),
)
def test_converting_twice_equals_once(text: str, profile: str, words: str, glossary: dict[str, str] | None) -> None:
    """What was converted stays as it is, in text of any script or of many, under every setting."""
    convert = Convert(profile, words, glossary)  # type: ignore[arg-type]
    once = convert.simplify(text)
    assert convert.simplify(once) == once


@pytest.mark.parametrize(
    "glossary", [{"甲方": "乙方", "乙方": "甲方"}, {"借": "發展", "發展": "捷運"}], ids=["swapped", "in a chain"]
)
def test_a_word_that_becomes_another_which_becomes_a_third(glossary: dict[str, str], tmp_path: Path) -> None:
    """Such a glossary would change what it has made, so it is refused by the entry, in a file by its line."""
    with pytest.raises(LexiconError, match="converting twice would not equal converting once"):
        Convert(glossary=glossary)
    path = tmp_path / "mine.tsv"
    path.write_text("# ours\n滑鼠\t鼠标\n" + "".join(f"{old}\t{new}\n" for old, new in glossary.items()), "utf-8")
    with pytest.raises(LexiconError, match=rf"{path.name}:3: .*two glossaries"):
        Convert(glossary=str(path))


@pytest.mark.parametrize(
    ("glossary", "text", "wanted"),
    [
        ({"电信": "中国电信"}, "电信与中国电信", "中国电信与中国电信"),
        ({"甲": "乙", "乙丙": "丁"}, "甲丙", "丁"),
        ({"甲": "乙乙", "乙乙": "乙乙"}, "甲乙", "乙乙乙"),
    ],
    ids=["holds the word", "makes another beside it", "stays"],
)
def test_what_a_glossary_made_is_at_rest(glossary: dict[str, str], text: str, wanted: str) -> None:
    """What the glossary put in stays; a word that it makes with what stands beside is a word like any other."""
    convert = Convert(glossary=glossary)
    assert convert.simplify(text) == wanted
    assert convert.simplify(wanted) == wanted


@pytest.mark.parametrize("glossary", [{"甲": None}, {3: "甲"}, {"": "甲"}, 5, [("甲", "乙")]], ids=repr)
def test_what_is_no_glossary(glossary: Any) -> None:
    """Whatever is no mapping of words is refused in one line, before any text is touched."""
    with pytest.raises(LexiconError, match="glossary"):
        zhnews.simplify("甲", glossary=glossary)


def test_a_stage_with_a_glossary_can_be_sent_to_another_process() -> None:
    """A stage that has converted can be pickled, and converts there as it did here."""
    convert = Convert(glossary={"滑鼠": "鼠标器"})
    assert convert.simplify("滑鼠") == pickle.loads(pickle.dumps(convert)).simplify("滑鼠") == "鼠标器"


@settings(max_examples=300, deadline=None)
@given(ANY_TEXTS, st.sampled_from(PROFILES), st.sampled_from(["auto", "mainland", "keep"]), GLOSSARIES)
def test_the_fast_path_gives_the_same_text(text: str, profile: str, words: str, glossary: dict[str, str]) -> None:
    """A string converted without a record of changes equals the text converted with one, under every setting."""
    convert = Convert(profile, words, glossary)  # type: ignore[arg-type]
    assert convert.simplify(text) == convert.convert(Text(text)).value


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_changes_lead_back(text: str) -> None:
    """Changes replay to the text, and the origin never goes backwards."""
    converted = Convert(words="mainland", profile="tw").convert(Text(text))
    assert replay(text, converted.changes).value == converted.value
    starts = [converted.origin((i, i + 1)).start for i in range(len(converted))]
    assert starts == sorted(starts)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXTS, st.sampled_from(PROFILES), st.sampled_from(["auto", "mainland", "keep"]), GLOSSARIES)
def test_the_glossary_wins(text: str, profile: str, words: str, glossary: dict[str, str]) -> None:
    """What the user asked for stands where his word stood, whatever the other layers would have made of it."""
    converted = Convert(profile, words, glossary).convert(Text(text))  # type: ignore[arg-type]
    origins = [converted.origin((i, i + 1)) for i in range(len(converted))]
    longest = "|".join(sorted(map(re.escape, glossary), key=len, reverse=True))
    for match in re.finditer(longest, text) if glossary else ():
        here = [
            c for c, at in zip(converted.value, origins, strict=True) if at[0] < match.end() and match.start() < at[1]
        ]
        assert "".join(here) == glossary[match.group()]


def test_a_glossary_file(tmp_path: Path) -> None:
    """A plain list of two columns is read, however its lines end; whatever is no such list is told by file and line."""
    path = tmp_path / "mine.tsv"
    path.write_bytes("\ufeff# ours\r\n記憶體\t内存条\r\n\r\n滑鼠\t滑鼠\r\n".encode())
    assert Convert("tw", "mainland", path).simplify("記憶體與滑鼠") == "内存条与滑鼠"
    path.write_text("記憶體 内存条\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"mine\.tsv:1: .*tab"):
        Convert(glossary=path)
    with pytest.raises(LexiconError, match="no such glossary"):
        Convert(glossary=tmp_path / "none.tsv")
    with pytest.raises(LexiconError, match="not empty"):
        Convert(glossary={"": "甲"})


def test_a_large_glossary_takes_no_longer_than_the_text() -> None:
    """Every place of a common word is found and kept in one pass over a text of many."""
    glossary = {"的": "地"} | {f"字{chr(0x4E00 + i)}{chr(0x4E00 + j)}": "词" for i in range(60) for j in range(60)}
    made = Convert(glossary=glossary).simplify("隨著的發展" * 5000)
    assert made == "随着地发展" * 5000


@pytest.mark.parametrize("setting", [{"profile": "taiwan"}, {"words": "china"}])
def test_settings_that_there_are_not(setting: dict[str, str]) -> None:
    """A profile or a choice of words that there is not is refused, and those that there are are named."""
    with pytest.raises(ValueError, match="give one of auto, "):
        Convert(**setting)  # type: ignore[arg-type]


@pytest.mark.parametrize("machine", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize("text", [MAINLAND, *(p.read_text(encoding="utf-8") for p in RELEASES)], ids=lambda t: t[:8])
def test_machine_made_text_comes_back(machine: str, text: str) -> None:
    """Mainland text that a machine made Traditional is restored, character by character."""
    simplified = Convert().simplify(text)
    assert Convert().simplify(opencc.OpenCC(machine).convert(simplified)) == simplified


def test_words_of_s2twp_come_back() -> None:
    """A machine that also put in Taiwan's words is found out by them."""
    made = opencc.OpenCC("s2twp").convert(
        MAINLAND * 2 + "信息平台支持实时监测，网络信息安全软件质量优化，打印机默认设置。"
    )
    assert {found.kind for found in zhnews.detect_script(made)} == {"s2twp"}
    assert "信息平台支持实时监测，网络信息安全软件质量" in zhnews.simplify(made)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("统计数据显示，经济运行平稳。", "simplified"),
        ("行政院長於立法院表示，總統府已透過部會召開記者會，「全力支援」民眾。", "tw"),
        ("特區政府發言人表示，立法會議員質詢，「的士」司機與巴士公司巿民均歡迎，食物環境衞生署跟進。", "hk"),
        (opencc.OpenCC("s2t").convert(MAINLAND), "s2t"),
        ("ABC 123", "none"),
    ],
    ids=["simplified", "taiwan", "hong kong", "machine", "no script"],
)
def test_detection(text: str, kind: str) -> None:
    """Script and origin are told, with how sure that is."""
    found = zhnews.detect_script(text)
    assert [one.kind for one in found] == [kind] or (kind == "none" and not found) or found[0].kind == kind
    assert all(0.5 <= one.sure <= 1 for one in found)


def test_a_page_of_both_scripts() -> None:
    """Paragraphs are judged one by one; Simplified ones stay."""
    text = "统计数据显示，显著增长。\n據統計，隨著發展，顯著增長。"
    assert zhnews.simplify(text) == "统计数据显示，显著增长。\n据统计，随着发展，显著增长。"


@pytest.mark.parametrize(
    "word", ["执行死刑", "宣传资料", "核心", "建立文件", "注册用户", "什么", "老么", "显著", "著作"]
)
def test_words_that_blind_tables_break(word: str) -> None:
    """Words that tw2sp turns into others survive the way to Traditional and back."""
    text = f"云岭市人民法院依法审理案件，{word}。“断卡”行动取得成效，群众满意。"
    assert zhnews.simplify(text) == text
    assert zhnews.simplify(opencc.OpenCC("s2t").convert(text)) == text


def test_mainland_words_only_on_request() -> None:
    """Genuine Taiwan text keeps its words unless mainland words are asked for; lengths may differ."""
    text = "「軟體工程師」透過網路下載程式，記憶體不足，行政院官員與立委討論。"
    assert "软体工程师" in str(zhnews.normalize(text, profile="tw"))
    mainland = zhnews.normalize(text, profile="tw", words="mainland")
    assert "内存不足" in str(mainland)
    at = str(mainland).index("内存")
    assert text[slice(*mainland.origin((at, at + 2)))] == "記憶體"


def test_choices_are_shown() -> None:
    """Where a rule had to choose, the alternatives and the reason are told."""
    _, choices = zhnews.explain_conversion("乾隆年間隨著")
    assert [(c.old, c.taken, c.alternatives) for c in choices] == [("乾", "乾", ("干",)), ("著", "着", ("著",))]
    assert all(choice.reason for choice in choices)


@settings(max_examples=200, deadline=None)
@given(
    ANY_TEXTS,
    st.sampled_from(PROFILES),
    st.sampled_from(["auto", "mainland"]),
)
def test_choices_agree_with_the_text(text: str, profile: str, words: str) -> None:
    """What a choice took stands where it was made, however many rounds conversion went."""
    convert = Convert(profile, words)  # type: ignore[arg-type]
    converted = convert.convert(Text(text))
    origins = [converted.origin((i, i + 1)) for i in range(len(converted))]
    for choice in convert.choices(Text(text)):
        start, end = choice.span
        assert text[start:end] == choice.old
        assert choice.taken in "".join(
            c for c, at in zip(converted.value, origins, strict=True) if at[0] < end and start < at[1]
        )


def test_choices_of_later_rounds() -> None:
    """A word that one round leaves and the next one changes is listed as it comes out; what stays is listed too."""
    convert = Convert("tw", "mainland")
    assert [(c.old, c.taken) for c in convert.choices(Text("乾隆"))] == [("乾", "乾")]
    made = Convert(glossary={"甲": "乾隆"}).choices(Text("甲與餅乾"))
    assert [(c.old, c.taken) for c in made] == [("乾", "干")]


def test_proof() -> None:
    """The page is self-contained and shows source and result; the diff has both; nothing to change is no change."""
    text = zhnews.normalize("統計數據(jù)顯示，乾隆。")
    page = side_by_side(text, *zhnews.explain_conversion("統計數據(jù)顯示，乾隆。"))
    assert page.lower().startswith("<!doctype html>")
    assert "http" not in page.replace("http-equiv", "")
    assert "<mark" in page
    shown = diff(text, "a.txt")
    assert "-統計數據(jù)顯示，乾隆。" in shown
    assert "+统计数据显示，乾隆。" in shown
    assert changed(text)
    assert not changed(zhnews.normalize("统计数据显示。"))


def run(*args: str, given: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on standard input."""
    command = [sys.executable, "-m", "zhnews.cli", *args, "-"]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )


def test_command_line() -> None:
    """--check exits 1 where anything would change; JSON has the edits, the paragraphs and the choices."""
    assert run("normalize", "--check", given="统计数据显示。").returncode == 0
    done = run("normalize", "--check", given="統計數據顯示。")
    assert (done.returncode, done.stdout) == (1, "")
    record = json.loads(run("normalize", "--json", given="乾隆年間，統計數據。").stdout)
    assert record["text"] == "乾隆年间，统计数据。"
    assert {"changes", "paragraphs", "choices"} <= record.keys()
    assert run("normalize", "--words", "mainland", "--profile", "tw", given="滑鼠與記憶體").stdout == "鼠标与内存\n"


def test_a_title_is_judged_with_its_body() -> None:
    """A title of few words becomes what the body shows it to be, a word of s2twp or a genuine one."""
    made = opencc.OpenCC("s2twp").convert(f"{MAINLAND * 2}信息平台支持实时监测，网络信息安全软件质量优化。")
    release = Convert()(Release(Text(made), title="位於城市中心的資訊平台"))
    assert release.title == "位于城市中心的信息平台"
    genuine = "行政院表示，「立法院質詢時，部會應提出資訊」，民眾可於網路申請，總統府與縣市政府將全力配合。"
    assert Convert()(Release(Text(genuine), title="資訊平台\n上線")).title == "资讯平台\n上线"


REPORT_ON_THE_MAINLAND = (
    "大陸公安機關昨日通報，陸媒稱雲嶺市抓獲犯罪嫌疑人三百餘名，群眾損失慘重。專家說，中共落實網路監管，"
    "透過資訊平台蒐集資料，台商須留意。"
)


def test_a_report_on_the_mainland_is_left_its_words() -> None:
    """What is written elsewhere about the mainland has its words, which are its subject: no machine put in others."""
    (found,) = zhnews.detect_script(REPORT_ON_THE_MAINLAND)
    assert found.kind in {"tw", "traditional"}
    assert "网路" in zhnews.simplify(REPORT_ON_THE_MAINLAND)


def test_each_paragraph_is_as_sure_as_its_own_evidence_makes_it() -> None:
    """Genuine paragraphs among a machine's are told by their own words; evidence and sureness are the paragraph's."""
    taiwan = "國防部表示，共軍機艦昨日擾台，相關資訊請以網站公布為準。"
    hongkong = "本報訊　教育局公布，全港中小學須加強網絡安全，視像教學亦會保留。"
    silent = "明日天氣轉涼，請多加衣。"
    more = "市委、市政府通过互联网发布信息，干部群众用手机软件上传数据，乡镇党委组织党员民警核查，用户信息项目投产。"
    machines = opencc.OpenCC("s2twp").convert(MAINLAND + more)
    made = opencc.OpenCC("s2hk").convert("为此，记者说：这里的数据与服务器里面的都要核实，税务部门着手。")
    page = "\n".join([machines, taiwan, hongkong, silent, made])
    found = zhnews.detect_script(page)
    assert [one.kind for one in found] == ["s2twp", "tw", "hk", "s2twp", "s2hk"]
    assert found[3].sure < found[0].sure
    assert found[3].evidence["mainland"] == 0 < found[0].evidence["mainland"]
    assert "相关资讯" in zhnews.simplify(page)
