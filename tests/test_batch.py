"""Archives: nothing is lost, nothing is there twice, whoever works and whatever happens to them."""

from __future__ import annotations

import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

pa = pytest.importorskip("pyarrow", reason="batch needs the extra batch")

from pyarrow import parquet  # noqa: E402

import zhnews  # noqa: E402
from made_releases import made_texts, write_jsonl  # noqa: E402
from noise import KINDS, add_noise, write_release  # noqa: E402
from poison import poison  # noqa: E402
from zhnews import batch  # noqa: E402
from zhnews.arrow import CLAIMS_SCHEMA, SCHEMA, Processor, Settings, process  # noqa: E402
from zhnews.batch.recorder import Recorder  # noqa: E402
from zhnews.claims import ExtractClaims  # noqa: E402
from zhnews.cli.progress import progress  # noqa: E402
from zhnews.deferred import Deferred  # noqa: E402
from zhnews.errors import InputError  # noqa: E402
from zhnews.revisions import revisions  # noqa: E402

DOCUMENTS, SHARD_BYTES = 60, 24_000
PAUSE = 0.05


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with JSON Lines and files, one of which can't be read."""
    root = tmp_path_factory.mktemp("archive")
    texts = made_texts(DOCUMENTS)
    write_jsonl(root / "news.jsonl", texts[:-5])
    for number, text in enumerate(texts[-5:]):
        (root / f"{number}.txt").write_text(text, encoding="utf-8")
    (root / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4)
    return root


def plan_of(source: Path, settings: Settings | None = None, form: str = "jsonl", **more: int) -> batch.Plan:
    """A plan with small shards."""
    wanted = {"shard_bytes": SHARD_BYTES, **more}
    return batch.make_plan([str(source)], settings or Settings(), batch.SourceOptions(), form, **wanted)


@pytest.fixture(scope="module")
def expected(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one worker writes that nothing happens to."""
    out = tmp_path_factory.mktemp("expected")
    report = batch.run(plan_of(archive), out, batch.Local(1))
    assert report.complete
    assert len(plan_of(archive).shards) > 4
    return contents(out)


def contents(out: Path) -> dict[str, bytes]:
    """The files of a run, by name, but for those that tell times."""
    timed = {"_report.json", "_manifest.json"}
    files = (path for path in out.rglob("*") if path.is_file())
    named = {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    return {name: data for name, data in named.items() if name not in timed and not name.startswith("_done/")}


def rows_of(out: Path, table: str = "releases") -> list[dict[str, object]]:
    """The rows of a table, in the order of its files."""
    rows = []
    for path in sorted((out / table).glob("*.jsonl.zst")):
        with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
            rows += [json.loads(line) for line in stream.read().decode().splitlines()]
    return rows


def quarantined(out: Path) -> list[dict[str, str]]:
    """What is in quarantine."""
    files = sorted((out / "_quarantine").glob("*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def begun(archive: Path, out: Path, *more: str, dwell: float = 0.3) -> subprocess.Popen[str]:
    """The command, in a process of its own, whose driver dwells so many seconds on each shard."""
    command = [sys.executable, "-m", "zhnews.cli", "batch", str(archive), "-o", str(out), "--jobs", "2", *more]
    # So that a busy machine still interrupts it in mid-run, and a shell that starts tests in the background does too.
    code = (
        "import signal, time; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"from zhnews.batch import plan; plan._LEAST_BYTES = {SHARD_BYTES}\n"
        f"from zhnews.cli import main, progress; progress.Meter.__call__ = lambda meter, totals: time.sleep({dwell})\n"
        "main()"
    )
    command[1:3] = ["-c", code]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def workers(out: Path) -> list[int]:
    """The processes at work on a run, by their flight recorders."""
    pids = []
    for path in (out / "_drafts").glob("worker-*"):
        recorder = Recorder(path)
        pids.append(recorder.last().pid)
        recorder.close()
    return [pid for pid in pids if pid]


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(PAUSE)


def is_running(pid: int) -> bool:
    """Whether there is such a process, and it is not just waiting to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def run_process() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Begin runs that are ended when the test ends."""
    processes: list[subprocess.Popen[str]] = []

    def start(*args: str | Path, dwell: float = 0.3) -> subprocess.Popen[str]:
        processes.append(begun(*args, dwell=dwell))  # type: ignore[arg-type]
        return processes[-1]

    yield start
    for process_ in processes:
        process_.kill()
        process_.communicate()


def test_two_workers_write_what_one_does(archive: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    """The number of workers changes no byte."""
    report = batch.run(plan_of(archive), tmp_path / "out", batch.Local(2))
    assert contents(tmp_path / "out") == expected
    assert (report.totals.documents, report.totals.done) == (DOCUMENTS + 1, DOCUMENTS)
    assert len(rows_of(tmp_path / "out")) == DOCUMENTS
    (entry,) = quarantined(tmp_path / "out")
    assert "a PNG image" in entry["error"]


def test_rows_are_what_the_library_gives(archive: Path, tmp_path: Path) -> None:
    """A row holds the release's own body, bulletin and claims; claims are a flat table too."""
    batch.run(plan_of(archive, limit=3), tmp_path / "out", batch.Local(1))
    rows = rows_of(tmp_path / "out")
    assert len(rows) == 3
    release = zhnews.Pipeline(zhnews.default_stages())(zhnews.read_release(archive / "0.txt"))
    assert rows[0]["text"] == str(release.text)
    assert rows[0]["bulletin"] == release.bulletin.text  # type: ignore[union-attr]
    flat = [row for row in rows_of(tmp_path / "out", "claims") if row["release"] == rows[0]["id"]]
    assert [row["surface"] for row in flat] == [claim.surface for claim in release.claims]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("seed", [1])
def test_a_killed_worker_costs_nothing(
    archive: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    seed: int,
    run_process: Callable[..., subprocess.Popen[str]],
) -> None:
    """kill -9 of workers while they work: others take their place, and no byte differs."""
    rng = Random(seed)
    driver = run_process(archive, tmp_path / "out")
    for _ in range(2):
        until(lambda: bool(workers(tmp_path / "out")) or driver.poll() is not None)
        time.sleep(rng.uniform(0, 0.5))
        for pid in workers(tmp_path / "out")[:1]:
            os.kill(pid, signal.SIGKILL)
    _, told = driver.communicate(timeout=60)
    assert driver.returncode == 3, told
    assert contents(tmp_path / "out") == expected


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_worker_killed_between_two_shards_costs_nothing(
    archive: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """A worker that ends while it has nothing to do is replaced before the next shard."""
    out = tmp_path / "out"
    killed: list[int] = []

    def kill_idle(_: object) -> None:
        if not killed:
            killed.extend(workers(out))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
            until(lambda: not any(map(is_running, killed)))
            time.sleep(0.2)

    report = batch.run(plan_of(archive), out, batch.Local(1), watch=kill_idle)
    assert killed
    assert report.complete
    assert contents(out) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_goes_on_after_its_driver_ended(
    archive: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    how: signal.Signals,
    run_process: Callable[..., subprocess.Popen[str]],
) -> None:
    """No worker outlives its driver, and a resumed run ends as one that was never interrupted."""
    out = tmp_path / "out"
    driver = run_process(archive, out, dwell=2.0)
    until(lambda: any((out / "_done").glob("*")) or driver.poll() is not None)
    pids = workers(out)
    driver.send_signal(how)
    _, told = driver.communicate(timeout=30)
    assert not (out / "_SUCCESS.json").exists()
    if how != signal.SIGKILL:
        assert (driver.returncode, "--resume" in told, "Traceback" in told) == (130, True, False), told
        assert not (out / "_drafts").exists()
    until(lambda: not any(map(is_running, pids)))
    done = len(list((out / "_done").glob("*")))
    report = batch.run(plan_of(archive), out, batch.Local(1), resume=True)
    assert 0 < done < report.shards
    assert contents(out) == expected
    assert report.totals.documents == DOCUMENTS + 1


def test_a_bad_row_costs_itself_alone(tmp_path: Path) -> None:
    """A row that kills its worker, has no end, or raises is quarantined with its stage; its neighbours are done."""
    texts = made_texts(12)
    bad = {1: "HANG", 2: "KILL", 5: "HANG", 7: "RAISE", 9: "DROP"}
    poisoned = [f"{bad[n]}:\n{text}" if n in bad else text for n, text in enumerate(texts)]
    write_jsonl(tmp_path / "news.jsonl", poisoned)
    plan = plan_of(tmp_path / "news.jsonl", Settings(stages=(poison,)), shard_bytes=1 << 20)
    assert len(plan.shards) == 1
    report = batch.run(plan, tmp_path / "out", batch.Local(1), timeout=2)
    assert report.complete
    assert report.totals.done == 7
    assert dict(report.totals.dropped) == {"poison: unwanted": 1}
    held = [
        (entry["text"].partition(":")[0], entry["stage"], entry["error"]) for entry in quarantined(tmp_path / "out")
    ]
    hung = ("HANG", "poison", "took longer than 2 s: raise --timeout and run 'zhnews batch retry'")
    killed = ("KILL", "poison", "ended its process each time it was tried")
    # The first that hung did so in the worker, the second in a process apart.
    assert held == [hung, killed, hung, ("RAISE", "poison", "ValueError: poisoned")]
    statuses = [row["status"] for row in rows_of(tmp_path / "out")]
    assert (statuses.count("done"), statuses.count("dropped")) == (7, 1)


def test_retry_takes_what_can_now_be_done(tmp_path: Path) -> None:
    """What succeeds leaves the quarantine and is added once; what fails again stays."""
    flag = tmp_path / "flag"
    write_jsonl(
        tmp_path / "news.jsonl", [f"UNLESS:{flag}\n{made_texts(1)[0]}", "RAISE:\n云岭市召开会议。", "江陵市增长5%。"]
    )
    out, settings = tmp_path / "out", Settings(stages=(poison,))
    first = batch.run(plan_of(tmp_path / "news.jsonl", settings), out, batch.Local(1))
    assert (first.totals.done, first.totals.quarantined.total()) == (1, 2)
    with pytest.raises(InputError, match="stages of your own"):
        batch.retry(out, batch.Local(1))
    flag.touch()
    again = batch.retry(out, batch.Local(1), stages=(poison,))
    assert (again.totals.documents, again.totals.done, again.totals.quarantined.total()) == (3, 2, 1)
    assert [entry["stage"] for entry in quarantined(out)] == ["poison"]
    assert len(rows_of(out)) == 2
    same = batch.run(plan_of(tmp_path / "news.jsonl", settings), out, batch.Local(1), resume=True)
    assert (same.totals.done, same.totals.quarantined.total()) == (2, 1)


def test_retry_reads_again_what_could_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was out of reach and a stream that was cut are read again, without what they gave before."""
    monkeypatch.setattr("zhnews.batch.runs._BLOCK_ROWS", 4)
    news, out, texts = tmp_path / "news", tmp_path / "out", made_texts(14)
    news.mkdir()
    (news / "a.txt").write_text(texts[0], encoding="utf-8")
    (news / "b.txt").symlink_to(tmp_path / "later.txt")
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts[2:])
    packed = gzip.compress(lines.encode())
    (news / "c.jsonl.gz").write_bytes(packed[: len(packed) * 2 // 3])
    settings = Settings(fields=("text",))
    first = batch.run(plan_of(news, settings, shard_bytes=2_000), out, batch.Local(1))
    assert (first.totals.failed, first.totals.quarantined.total()) == (0, 2)
    still = batch.retry(out, batch.Local(1))
    assert (still.totals.documents, still.totals.quarantined.total()) == (first.totals.documents, 2)
    (tmp_path / "later.txt").write_text(texts[1], encoding="utf-8")
    (news / "c.jsonl.gz").write_bytes(packed)
    again = batch.retry(out, batch.Local(1))
    assert (again.totals.documents, again.totals.done, again.totals.held) == (14, 14, {})
    assert sorted(row["text"] for row in rows_of(out)) == sorted(
        row["text"] for row in process(pa.RecordBatch.from_pydict({"data": texts}), settings).to_pylist()
    )


def test_ids_that_are_there_twice_are_counted(tmp_path: Path) -> None:
    """Two tables that count their rows alike give ids that tell nothing; the report says so."""
    for name, texts in (("a", made_texts(3)), ("b", made_texts(5)[3:])):
        rows = [f"{number},{text.encode().hex()}" for number, text in enumerate(texts)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["id,text", *rows]), encoding="utf-8")
    options = batch.SourceOptions(id_column="id")
    plan = batch.make_plan([str(tmp_path / "*.csv")], Settings(fields=("text",)), options, shard_bytes=1)
    report = batch.run(plan, tmp_path / "out", batch.Local(1))
    assert (report.totals.documents, report.repeated) == (5, 2)
    assert "2 documents have an id that another has too" in str(report)


def test_bytes_are_those_of_the_text(tmp_path: Path) -> None:
    """Text that comes as characters is counted in the bytes that it takes."""
    write_jsonl(tmp_path / "news.jsonl", ["全市新增就业3万人。"])
    report = batch.run(plan_of(tmp_path, Settings(fields=("text",))), tmp_path / "out", batch.Local(1))
    assert report.totals.bytes == len("全市新增就业3万人。".encode())


def test_a_full_disk_is_one_line(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last words of a run find no room, that is told without a traceback, and the run can go on."""

    def full(results: object, target: Path, record: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    plan, out = plan_of(archive / "0.txt", Settings(fields=("text",))), tmp_path / "out"
    monkeypatch.setattr("zhnews.batch.results.Results.write", full)
    with pytest.raises(InputError, match=r"No space left on device.*--resume"):
        batch.run(plan, out, batch.Local(1))
    monkeypatch.undo()
    assert batch.run(plan, out, batch.Local(1), resume=True).complete


def test_a_stream_is_read_once_for_all_workers(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be split is handed out in blocks; a run that lost some of them does those again."""
    monkeypatch.setattr("zhnews.batch.runs._BLOCK_ROWS", 8)
    texts = made_texts(30)
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    plan, out = plan_of(tmp_path / "news.jsonl.gz", shard_bytes=2_000), tmp_path / "out"
    assert [shard.stream for shard in plan.shards] == [True]
    report = batch.run(plan, out, batch.Local(2))
    assert (report.shards, report.totals.done, len(list((out / "releases").iterdir()))) == (1, 30, 4)
    whole = contents(out)
    next((out / "releases").glob("*-00001.jsonl.zst")).unlink()
    again = batch.run(plan, out, batch.Local(1), resume=True)
    assert (again.totals.documents, again.earlier) == (30, 22)
    next((out / "_done").glob("*-00002.json")).write_text("{", encoding="utf-8")
    again = batch.run(plan, out, batch.Local(1), resume=True)
    assert (again.totals.documents, again.earlier) == (30, 22)
    assert contents(out) == whole


def test_another_plan_is_refused(archive: Path, tmp_path: Path) -> None:
    """A folder is for one plan; the refusal says what differs. A folder with other things in it is left alone."""
    out = tmp_path / "out"
    batch.run(plan_of(archive, limit=1), out, batch.Local(1))
    with pytest.raises(InputError, match="--resume"):
        batch.run(plan_of(archive, limit=1), out, batch.Local(1))
    with pytest.raises(InputError, match='length was "brief", is "weibo"'):
        batch.run(plan_of(archive, Settings(length="weibo"), limit=1), out, batch.Local(1), resume=True)
    with pytest.raises(InputError, match="limit was 1, is 2"):
        batch.run(plan_of(archive, limit=2), out, batch.Local(1), resume=True)
    with pytest.raises(InputError, match="choose an empty folder"):
        batch.run(plan_of(archive, limit=1), archive, batch.Local(1))


def test_the_refusal_names_the_file_that_is_new(archive: Path, tmp_path: Path) -> None:
    """A folder that grew is another plan; names of files needn't be UTF-8."""
    folder = tmp_path / "news"
    folder.mkdir()
    name = os.fsdecode("公报.txt".encode("gbk"))
    (folder / name).write_text("全市新增就业3万人。", encoding="utf-8")
    report = batch.run(plan_of(folder), tmp_path / "out", batch.Local(1))
    assert report.totals.done == 1
    assert rows_of(tmp_path / "out")[0]["source"] == f"{folder}/公报.txt"
    assert batch.run(plan_of(folder), tmp_path / "out", batch.Local(1), resume=True).complete
    (folder / "late.txt").write_text("全市破获案件427起。", encoding="utf-8")
    with pytest.raises(InputError, match=r"late\.txt is new"):
        batch.run(plan_of(folder), tmp_path / "out", batch.Local(1), resume=True)


def test_parquet_holds_the_schema(archive: Path, tmp_path: Path) -> None:
    """Parquet holds the fields asked for, with their types; the claims are a table of their own."""
    settings = Settings(fields=("title", "published", "claims", "edits"))
    batch.run(plan_of(archive, settings, "parquet", limit=4), tmp_path / "out", batch.Local(1))
    releases = parquet.read_table(tmp_path / "out" / "releases").schema
    names = ["id", "source", "status", "stage", "reason", "title", "published", "claims", "edits"]
    assert releases.names == names
    assert [releases.field(name).type for name in names] == [SCHEMA.field(name).type for name in names]
    assert parquet.read_table(tmp_path / "out" / "claims").schema.equals(CLAIMS_SCHEMA)


def test_edits_lead_from_the_text_to_the_source() -> None:
    """The column `edits` has the changes of normalize's JSON, row for row, and leads both ways."""
    texts = [add_noise(write_release(Random(seed)), Random(seed), list(KINDS)).text for seed in range(4)]
    texts += ["甚麼時候，於局長說資訊網路。", "全市新增就业3万人。"]
    settings = Settings(fields=("text", "edits"), words="mainland")
    rows = process(pa.RecordBatch.from_pydict({"data": texts}), settings).to_pylist()
    for source, row in zip(texts, rows, strict=True):
        wanted = [one.to_dict() for one in revisions(zhnews.normalize(source, words="mainland"))]
        listed = [
            {**edit, "span": [edit["start"], edit["end"]], "place": [edit["place_start"], edit["place_end"]]}
            for edit in row["edits"]
        ]
        assert [{name: edit[name] for name in one} for edit, one in zip(listed, wanted, strict=True)] == wanted
        back = row["text"]
        for edit in reversed(row["edits"]):
            back = back[: edit["place_start"]] + edit["old"] + back[edit["place_end"] :]
        assert back == source
    assert rows[-1]["edits"] == []


def test_claims_name_their_release(tmp_path: Path) -> None:
    """The flat table of claims has title and day of the release, whatever fields the releases keep."""
    row = {"title": "就业情况", "published": "2023-07-20", "text": "全市新增就业3万人。"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    batch.run(plan_of(tmp_path / "a.jsonl", Settings(fields=("claims",))), tmp_path / "out", batch.Local(1))
    assert set(rows_of(tmp_path / "out")[0]) == {"id", "source", "status", "stage", "reason", "claims"}
    assert [(row["title"], row["published"]) for row in rows_of(tmp_path / "out", "claims")] == [
        ("就业情况", "2023-07-20")
    ]


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="only Linux tells a process's peak")
def test_what_is_held_is_written_as_it_comes(tmp_path: Path) -> None:
    """A hostile archive may be all quarantine, unpacked to far more than memory holds: it is not kept there."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}.txt", b"\x89PNG\r\n\x1a\n" + bytes(7_000_000))
    code = (
        "import sys; from pathlib import Path; from zhnews import batch; from zhnews.arrow import Settings\n"
        "from zhnews.batch.engines import worker; from zhnews.batch.shards import Job\n"
        "from zhnews.batch.results import Results\n"
        "settings, options = Settings(fields=('text',)), batch.SourceOptions()\n"
        "plan = batch.make_plan([sys.argv[1]], settings, options, shard_bytes=1 << 20)\n"
        "results = Results(Path(sys.argv[2])); results.drafts.mkdir(parents=True)\n"
        "job = Job(results, plan.settings, plan.form, Path.cwd(), 60)\n"
        "task = worker.Task('0', parts=plan.shards[0].parts)\n"
        "print(worker.work(job, task, results.drafts / 'worker')['quarantined'])\n"
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    run = [sys.executable, "-c", code, str(tmp_path / "a.zip"), str(tmp_path / "out")]
    told, peak = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told == "{'read': 40}"
    assert int(peak) < 350_000
    assert len(quarantined(tmp_path / "out")) == 40


def test_progress_counts_documents(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A line tells now and then how many documents are through, those of unfinished shards too; never fewer."""
    monkeypatch.setattr("zhnews.cli.progress._SECONDS_BETWEEN_LINES", 0.01)
    in_work = [3, 3, 7]
    with progress(9, 1000, lambda: in_work.pop() if len(in_work) > 1 else 3) as watch:
        watch(batch.Totals(shards=2, documents=100))
        until(lambda: len(in_work) == 1)
        time.sleep(PAUSE)
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("2 of 9 shards, 107 documents, ")


def test_the_schema_knows_every_field_of_a_claim() -> None:
    """What a claim holds is in its columns, spans and periods as two columns each."""
    (claim,) = zhnews.extract_claims("全市破获案件427起。")
    known = {field.name for field in SCHEMA.field("claims").type.value_type}
    assert set(claim.to_dict()) - {"span"} <= known


@pytest.mark.parametrize(
    ("data", "status", "stage"),
    [
        ("全市破获案件427起。", "done", None),
        ("首页 > 要闻", "dropped", "DropShort"),
        ("全市新增就业3万人。" * 25_000, "dropped", "DropLong"),
        ("", "failed", "read"),
        (None, "failed", "read"),
    ],
    ids=["good", "nothing left", "too long", "empty", "null"],
)
def test_a_row_never_raises(data: str | None, status: str, stage: str | None) -> None:
    """Each row says what became of it; its neighbours are not touched."""
    given = pa.RecordBatch.from_pydict({"id": ["a", "b"], "data": pa.array([data, "全市新增就业3万人。"], pa.string())})
    rows = process(given).to_pylist()
    assert [(row["id"], row["status"]) for row in rows] == [("a", status), ("b", "done")]
    assert rows[0]["stage"] == stage


def test_claims_are_laid_to_the_stage_that_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims are worked out when a later stage looks at them; their time, and their faults, are not that stage's."""
    data = pa.RecordBatch.from_pydict({"data": made_texts(2)})
    processor = Processor(Settings(fields=("bulletin",)))
    assert processor(data).column("status").to_pylist() == ["done", "done"]
    assert processor.seconds["ExtractClaims"] > processor.seconds["DropShort"]

    def broken(release: zhnews.Release) -> zhnews.Release:
        return release.with_(claims=Deferred(lambda: [1 / 0]))

    monkeypatch.setattr(ExtractClaims, "__call__", lambda self, release: broken(release))
    (row, _) = Processor(Settings(fields=("claims",)))(data).to_pylist()
    assert (row["status"], row["stage"]) == ("failed", "ExtractClaims")


def test_without_pyarrow_one_line_tells_what_to_install(tmp_path: Path) -> None:
    """The command says which extra helps."""
    code = "import sys; sys.modules['pyarrow'] = None; from zhnews.cli import main; main()"
    command = [sys.executable, "-c", code, "batch", str(tmp_path), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (2, "zhnews: batch needs pyarrow: pip install 'zhnews[batch]'\n")


def test_a_dry_run_writes_nothing(archive: Path, tmp_path: Path) -> None:
    """It prints the plan on stdout."""
    command = [sys.executable, "-m", "zhnews.cli", "batch", str(archive), "-o", str(tmp_path / "out"), "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "shards" in done.stdout.splitlines()[0]
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_started_for_a_run_ends_with_it(how: signal.Signals) -> None:
    """Whatever belongs to a Ray of our own ends when its driver does, even by kill -9, and its folder is removed."""
    code = (
        "import subprocess, time\n"
        "from zhnews.batch.engines.reaper import reaped\n"
        "with reaped() as folder:\n"
        "    child = subprocess.Popen(['sleep', '60'], start_new_session=True)\n"
        "    print(child.pid, folder, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as driver:
        assert driver.stdout
        pid, folder = driver.stdout.readline().split()
        assert is_running(int(pid))
        driver.send_signal(how)
    until(lambda: not is_running(int(pid)) and not Path(folder).exists())
