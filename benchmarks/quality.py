"""How much of human summaries our bulletins say, beside Lead, a hard cut, sumy, SnowNLP, TextRank4ZH and JioNLP.

    pip install --target PEERS sumy textrank4zh "networkx<3" scipy jionlp
    PYTHONPATH=PEERS python benchmarks/quality.py SET.jsonl... [--length 60 140 300]

Takes JSONL files with a `text` and its human `summary` (or `reference`) a line, and a `title` where there is one. Each
row of the table is a way to sum up at equal budgets: character ROUGE-1 F1 (a number or a Latin word counts as one
token), the share of the text's figures that are kept, and texts a second. A peer that gives scores takes its best
sentences that fit, in source order. One that isn't there, or doesn't work with what it is installed with, is named and
skipped.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import zhnews
from zhnews.segment import split_sentences

Record: TypeAlias = Mapping[str, str]
Way: TypeAlias = Callable[[Record, int], str]

LENGTHS = (60, 140, 300)
TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[A-Za-z]+|[\u4e00-\u9fff]")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*(?:[万亿]+|%)?(?![年月日时\d])")


def rouge(summary: str, reference: str) -> float:
    """ROUGE-1 F1 of two texts by characters, in percent."""
    mine, theirs = Counter(TOKEN.findall(summary)), Counter(TOKEN.findall(reference))
    both = mine.total() + theirs.total()
    return 200 * (mine & theirs).total() / both if both else 0.0


def kept(summary: str, text: str) -> float | None:
    """The share of a text's figures that a summary has, in percent; None for a text without any."""
    figures = set(FIGURE.findall(text))
    return 100 * len(figures & set(FIGURE.findall(summary))) / len(figures) if figures else None


def best(sentences: Sequence[str], scores: Sequence[float], room: int) -> str:
    """The sentences with the best scores that fit, in source order; the head of the best where none fits."""
    order = sorted(range(len(sentences)), key=lambda index: -scores[index])
    chosen: list[int] = []
    for index in order:
        if len(sentences[index]) <= room:
            chosen.append(index)
            room -= len(sentences[index])
    return "".join(sentences[index] for index in sorted(chosen)) or sentences[order[0]][:room]


def lead(record: Record, length: int) -> str:
    """Whole sentences from the top while they fit."""
    text = record["text"]
    taken = ""
    for sentence in split_sentences(text):
        if len(taken) + len(sentence.text) > length:
            break
        taken += sentence.text
    return taken or text.strip()[:length]


def ours() -> dict[str, Way]:
    """Our rankers, and the two ways that rank nothing."""
    return {
        "zhnews": lambda record, length: zhnews.summarize(record["text"], length).text,
        "zhnews, ranker snownlp": lambda record, length: (
            zhnews.summarize(record["text"], length, ranker="snownlp").text
        ),
        "zhnews, ranker lead": lambda record, length: zhnews.summarize(record["text"], length, ranker="lead").text,
        "Lead": lead,
        "hard cut (unfit to print)": lambda record, length: record["text"].strip()[:length],
    }


def sumy_lexrank() -> Way:
    """LexRank of sumy, over our sentences."""
    models = importlib.import_module("sumy.models.dom")
    tokenizer = importlib.import_module("sumy.nlp.tokenizers").Tokenizer("chinese")
    summarizer = importlib.import_module("sumy.summarizers.lex_rank").LexRankSummarizer()

    def way(record: Record, length: int) -> str:
        made = [models.Sentence(sentence.text, tokenizer) for sentence in split_sentences(record["text"])]
        document = models.ObjectDocumentModel([models.Paragraph(made)])
        taken = ""
        for count in range(1, len(made) + 1):
            more = "".join(map(str, summarizer(document, count)))
            if len(more) > length:
                return taken or more[:length]
            taken = more
        return taken

    return way


def snownlp() -> Way:
    """TextRank of SnowNLP, over its own sentences."""
    made = importlib.import_module("snownlp").SnowNLP

    def way(record: Record, length: int) -> str:
        own = made(record["text"])
        texts, order = own.sentences, own.summary(len(own.sentences))
        rank = {sentence: -place for place, sentence in enumerate(order)}
        return best([one + "。" for one in texts], [rank.get(one, -len(texts)) for one in texts], length)

    return way


def textrank4zh() -> Way:
    """TextRank of TextRank4ZH, over its own sentences."""
    ranker = importlib.import_module("textrank4zh").TextRank4Sentence

    def way(record: Record, length: int) -> str:
        own = ranker()
        own.analyze(record["text"], lower=True)
        ranked = sorted(own.get_key_sentences(len(own.sentences), 1), key=lambda item: item.index)
        return best([f"{item.sentence}。" for item in ranked], [item.weight for item in ranked], length)

    return way


def jionlp() -> Way:
    """The extractive summary of JioNLP, which takes the length."""
    extract = importlib.import_module("jionlp").summary.extract_summary
    return lambda record, length: str(extract(record["text"], summary_length=length))[:length]


PEERS: Mapping[str, Callable[[], Way]] = {
    "sumy LexRank": sumy_lexrank,
    "SnowNLP": snownlp,
    "TextRank4ZH": textrank4zh,
    "JioNLP": jionlp,
}


def ways() -> Iterator[tuple[str, Way]]:
    """All ways to sum up that work here; those that don't are named on stderr."""
    yield from ours().items()
    for name, load in PEERS.items():
        try:
            # Some peers print when they are loaded.
            with contextlib.redirect_stdout(io.StringIO()):
                way = load()
                way({"text": "全市新增就业3万人。市人社局表示，将做好服务。"}, 60)
        except Exception as error:
            # Whatever a peer fails with, the others are measured.
            print(f"{name} skipped: {type(error).__name__}: {str(error)[:80]}", file=sys.stderr)
        else:
            yield name, way


def row(way: Way, records: Sequence[Record], lengths: Sequence[int]) -> str:
    """The cells of one way to sum up: for each length, ROUGE-1 and the figures kept; then texts a second."""
    cells: list[str] = []
    start = time.process_time()
    made = [[way(record, length) for record in records] for length in lengths]
    spent = time.process_time() - start
    for summaries in made:
        scores = [rouge(summary, record["summary"]) for summary, record in zip(summaries, records, strict=True)]
        shares = [
            share
            for summary, record in zip(summaries, records, strict=True)
            if (share := kept(summary, record["text"])) is not None
        ]
        cells.append(f"{sum(scores) / len(scores):.1f} / {sum(shares) / max(len(shares), 1):.0f}")
    return " | ".join([*cells, f"{len(records) * len(lengths) / spent:.0f}"])


def titled(record: Record, length: int) -> str:
    """Our summary with the title to go by."""
    return zhnews.summarize(record["text"], length, title=record.get("title") or None).text


def read(path: Path) -> list[Record]:
    """The texts of a file that have a human summary."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [{**record, "summary": record.get("summary") or record.get("reference")} for record in records]
    return [record for record in found if record.get("text") and record["summary"]]


def main() -> None:
    """Print a table for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="SET.jsonl")
    parser.add_argument("--length", nargs="+", type=int, default=LENGTHS)
    options = parser.parse_args()
    measured = list(ways())
    for path in options.files:
        records = read(path)
        if not records:
            sys.exit(f"{path}: no line has a text and a summary")
        print(f"\n{path.stem}: {len(records)} texts; ROUGE-1 / % of figures kept\n")
        print("| way | " + " | ".join(f"{length} characters" for length in options.length) + " | texts/s |")
        print("|---|" + "---|" * (len(options.length) + 1))
        for name, way in measured:
            print(f"| {name} | {row(way, records, options.length)} |", flush=True)
        if any(record.get("title") for record in records):
            print(f"| zhnews, given the title | {row(titled, records, options.length)} |")


if __name__ == "__main__":
    main()
