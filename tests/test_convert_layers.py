"""Every entry of every layer of conversion does something: a list of probes, one for each layer."""

from __future__ import annotations

from collections.abc import Callable

import jieba
import opencc
import pytest

from zhnews import lexicon
from zhnews.convert import Convert, engine, names, neighbours, tables
from zhnews.convert.detect import script
from zhnews.convert.evidence import _taiwanized, _witnesses, gather
from zhnews.text import Span

LAYERS = sorted(path.stem for path in lexicon.paths() if path.parent.name == "convert")
Row = tuple[str, ...]


def converts(row: Row) -> bool:
    """Alone in Traditional text, the first column comes out as the second."""
    return Convert("t").simplify(row[0]) == row[1]


def is_character(row: Row) -> bool:
    """The character folds to its Simplified form, or words decide about it."""
    return tables.fold(row[0]) == row[1] or row[0] in tables.ambiguous()


def is_word_of_s2twp(row: Row) -> bool:
    """The word is found as a whole, so no longer or other entry shadows it."""
    found = list(engine.regional(row[0], [engine.Detected(Span(0, len(row[0])), "s2twp", 1.0, {})], "auto"))
    return [(start, end, new) for start, end, new, *_ in found] == [(0, len(row[0]), row[1])]


def is_derived(word: str) -> bool:
    """OpenCC or jieba has the word, so scripts/derive_conversion.py would make an entry of it if none held it."""
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    made = opencc.OpenCC("s2tw").convert(word)
    return opencc.OpenCC("tw2sp").convert(made) != word or bool(jieba.get_FREQ(word))


def is_needed(row: Row) -> bool:
    """A reviewed word is found, and without it other entries would give another, or neighbours might."""
    word = row[0]
    table = {**engine.word_table("made"), word: lexicon.mapping("convert/words").get(word, word)}
    inside = {word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1)}
    if any(map(neighbours.words, inside)):
        return is_word_of_s2twp(row)
    without, position = "", 0
    whole = word in lexicon.mapping("convert/words")
    parts = {part: table[part] for part in inside & table.keys() if whole or part != word}
    for start, end, new in tables.Finder(parts).find(word):
        without += word[position:start] + new
        position = end
    return is_word_of_s2twp(row) and (without + word[position:] != row[1] or is_derived(word))


def is_neighbour(row: Row) -> bool:
    """The neighbour is seen where the layer says, and speaks for a word that the other one may have been."""
    word, new, place, neighbour, _ = row
    text = {"before": f"{neighbour}{word}", "behind": f"{word}{neighbour}"}.get(place, f"{neighbour}，{word}")
    if place == "usual":
        return neighbours.choose(word, 0, len(word)) is not None
    start = 0 if place == "behind" else len(text) - len(word)
    heard = neighbours.heard(neighbours._words()[word], text.replace("|", "，"), start, start + len(word))
    return neighbour in {beside for beside, _ in heard} and new in neighbours.words(word)


def is_regional(row: Row) -> bool:
    """The word becomes its mainland counterpart where that is asked for."""
    profile = "hk" if row[2] == "hongkong" else "tw"
    return Convert(profile, "mainland").simplify(row[0]) == row[1]


def is_witness(row: Row) -> bool:
    """The word is looked for in Traditional text, and what it says is heard."""
    word, _, what = tables.fold(row[0]).partition("→")
    if what:
        return what in neighbours.words(word) and row[0] in _taiwanized()
    # The edges of a clause may decide about a word that stands alone.
    return any(word in gather([text])[0].words for text in (row[0], f"丂{row[0]}丂"))


def is_title(row: Row) -> bool:
    """A name is told by what stands on the side of it that the layer says."""
    title, place = tables.fold(row[0]), row[1]
    before = place == "behind" or names.given(f"在{title}高乾", len(title) + 2) is not None
    behind = place == "before" or names.given(f"，高乾{title}", 2) is not None
    return before and behind


def is_given(row: Row) -> bool:
    """In a name the character becomes what the layer says, in genuine text and in a machine's."""
    name = f"张{row[0]}"
    return all(names.given(name, 1, made) == names.Name(0, name, row[1 + made]) for made in (False, True))


PROBES: dict[str, Callable[[Row], bool]] = {
    "after-titles": lambda row: names.surname_at(f"於局长{tables.fold(row[0])}", 0) is None,
    "characters": is_character,
    "corrections": converts,
    "given": is_given,
    "given-names": lambda row: names.surname_at(f"於{tables.fold(row[0])}局长", 0) is not None,
    "names": converts,
    "opencc-phrases": converts,
    "particles": lambda row: Convert("t").simplify(f"{row[0]}著").endswith("着"),
    "phrases": converts,
    "regional": is_regional,
    "simplified": lambda row: script(row[0])[0] == "simplified",
    "surnames": lambda row: names.given(f"，{tables.fold(row[0])}乾，", len(row[0]) + 1) is not None,
    "titles": is_title,
    "witnesses": is_witness,
    "word-contexts": is_needed,
    "word-neighbours": is_neighbour,
    "words": is_word_of_s2twp,
}


def test_no_machines_word_speaks_for_a_genuine_text() -> None:
    """A word that s2twp puts into mainland text says nothing for Taiwan or Hong Kong."""
    made = {word for word, new in engine.word_table("made").items() if word != new}
    assert not {word for word, (side, odds) in _witnesses().items() if side != "mainland" and odds} & made


def test_every_layer_has_a_probe() -> None:
    """A new layer comes with a probe of its own."""
    assert sorted(PROBES) == LAYERS


@pytest.mark.parametrize("layer", LAYERS)
def test_no_entry_is_dead(layer: str) -> None:
    """Each entry is used: taken away, some text would come out otherwise."""
    assert [row for row in lexicon.load(f"convert/{layer}") if not PROBES[layer](row)] == []
