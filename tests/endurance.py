"""Holds `zhnews batch` to its word on a larger archive: same bytes whoever works, and whatever is killed meanwhile.

    python tests/endurance.py [--releases 2000] [--seeds 20] [--only local ray cluster]

One worker, two, Ray on this machine, and Ray with two raylets at 127.0.0.1 and 127.0.0.2 in a network of their own
must write the same bytes. Then, from each seed, a worker is killed in mid-run, and in another run the driver, and that
is resumed: the same bytes again, no draft and no process left over. Linux only; needs `ray`, and `unshare` for the
cluster.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from made_releases import made_text, write_jsonl
from zhnews.batch.recorder import Recorder

MARK = "ZHNEWS_ENDURANCE"
# The command, with shards and blocks so small that a kill finds some of them done.
COMMAND = """
from zhnews.batch import plan, runs
plan._LEAST_BYTES, runs._BLOCK_ROWS = 20_000, 20
from zhnews.cli import main
main()
"""
HEAD, PORT = "127.0.0.1", 6391


def make_archive(root: Path, count: int) -> None:
    """Releases in JSON Lines, packed and plain, and as files; a few that can't be read."""
    (root / "files").mkdir(parents=True)
    third = count // 3
    write_jsonl(root / "plain.jsonl", map(made_text, range(third)))
    with gzip.open(root / "packed.jsonl.gz", "wt", encoding="utf-8") as file:
        for seed in range(third, 2 * third):
            file.write(json.dumps({"text": made_text(seed)}, ensure_ascii=False) + "\n")
    for seed in range(2 * third, count):
        (root / "files" / f"{seed:06d}.txt").write_text(made_text(seed), encoding="utf-8")
    (root / "files" / "empty.txt").touch()
    (root / "files" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4)


def digest_of(out: Path) -> str:
    """One hash of all that a run wrote, but for what tells times."""
    digest = hashlib.sha256()
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        if name not in {"_report.json", "_manifest.json"} and not name.startswith("_done/"):
            digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class Trial:
    """Runs of one archive with one engine, each marked so that whatever it starts can be found."""

    def __init__(self, archive: Path, work: Path, *engine: str) -> None:
        self.archive, self.work, self.engine = archive, work, engine
        self.mark = uuid.uuid4().hex
        self.shards = 0

    def start(self, out: Path) -> subprocess.Popen[bytes]:
        """Begin, or go on with, a run."""
        command = [sys.executable, "-c", COMMAND, "batch", str(self.archive), "-o", str(out), "--resume"]
        env = {**os.environ, MARK: self.mark}
        with (self.work / "log").open("ab") as log:
            return subprocess.Popen([*command, *self.engine], env=env, stdout=log, stderr=log)

    def finish(self, out: Path, expected: str | None) -> str:
        """Carry a run to its end and check what it left."""
        code = self.start(out).wait(timeout=1800)
        assert code == 3, f"exit {code}: {(self.work / 'log').read_text(encoding='utf-8')[-4000:]}"
        assert (out / "_SUCCESS.json").is_file(), "no word of success"
        assert not (out / "_drafts").exists(), "drafts are left"
        self.check_orphans()
        digest = digest_of(out)
        assert expected in {None, digest}, f"other bytes in {out}"
        return digest

    def check_orphans(self) -> None:
        """Fail if anything that the run started is still there."""
        end = time.monotonic() + 20
        own_ray = "--ray-address" not in self.engine
        while found := [pid for pid in marked(self.mark) if own_ray or is_worker(pid)]:
            assert time.monotonic() < end, f"left running: {[(pid, command_of(pid)) for pid in found]}"
            time.sleep(0.2)

    def kill(self, out: Path, seed: int, victim: str, expected: str) -> str:
        """Kill a worker or the driver somewhere in a run, see what it left, and carry the run to its end.

        How far the run is by then hangs on the seed: so many of its shards are done, and a little time has passed.
        Gives what was killed, and when.
        """
        rng = Random(f"{victim} {seed}")
        shutil.rmtree(out, ignore_errors=True)
        driver = self.start(out)
        shards = rng.randrange(self.shards - 1)
        while driver.poll() is None and (done_in(out) < shards or not recorded(out)):
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.3))
        victims = [driver.pid]
        if victim == "worker":
            victims = sorted(
                {*recorded(out), *(pid for pid in marked(self.mark) if command_of(pid).startswith("ray::"))}
            )
        hit = killed(rng.choice(victims), driver.pid) if victims else ""
        done = done_in(out)
        code = driver.wait(timeout=1800)
        if victim == "driver":
            assert code == -signal.SIGKILL, f"the driver ended before it was killed: exit {code}"
            self.check_orphans()
        self.finish(out, expected)
        shutil.rmtree(out)
        return f"{hit} with {done} of {self.shards} shards done" if hit else ""


def killed(pid: int, driver: int) -> str:
    """Kill a process; gives what it was, nothing if it was gone already."""
    ray = command_of(pid).startswith("ray::")
    name = "the driver" if pid == driver else f"a process of Ray's ({pid})" if ray else f"a worker ({pid})"
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return ""
    return name


def done_in(out: Path) -> int:
    """How many shards and blocks of streams a run has done."""
    return len(list((out / "_done").glob("*.json")))


def marked(mark: str) -> list[int]:
    """The processes whose environment bears a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            ended = (folder / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            continue
        if f"{MARK}={mark}".encode() in environment and not ended:
            found.append(int(folder.name))
    return found


def command_of(pid: int) -> str:
    """The command line of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def is_worker(pid: int) -> bool:
    """Whether a process does our work, rather than Ray's own."""
    command = command_of(pid)
    return "do_task" in command or "multiprocessing" in command


def recorded(out: Path) -> list[int]:
    """The workers of a run, by their flight recorders."""
    pids = []
    for path in (out / "_drafts").glob("worker-*"):
        recorder = Recorder(path)
        pids.append(recorder.last().pid)
        recorder.close()
    return [pid for pid in pids if command_of(pid)]


@contextmanager
def cluster(mark: str) -> Iterator[str]:
    """Two raylets in this network; gives the address of the head."""
    env = {**os.environ, MARK: mark}
    base = [sys.executable, "-m", "ray.scripts.scripts", "start", "--num-cpus=1", "--disable-usage-stats", "--block"]
    head = [*base, "--head", f"--node-ip-address={HEAD}", f"--port={PORT}", "--include-dashboard=false"]
    other = [*base, f"--address={HEAD}:{PORT}", "--node-ip-address=127.0.0.2"]
    nodes = [subprocess.Popen(head, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)]
    try:
        time.sleep(8)
        nodes.append(subprocess.Popen(other, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT))
        code = (
            "import ray, time; ray.init(address=%r, log_to_driver=False, logging_level='error')\n"
            "while len([n for n in ray.nodes() if n['Alive']]) < 2: time.sleep(0.5)\n"
        )
        subprocess.run([sys.executable, "-c", code % f"{HEAD}:{PORT}"], check=True, timeout=60, env=env)
        yield f"{HEAD}:{PORT}"
    finally:
        for node in reversed(nodes):
            node.terminate()
        for node in nodes:
            node.wait(timeout=60)


def tried(name: str, trial: Trial, expected: str | None, seeds: int) -> str:
    """Run once undisturbed, then with each seed killing a worker, and the driver; tell what was hit."""
    start = time.monotonic()
    digest = trial.finish(trial.work / name, expected)
    trial.shards = done_in(trial.work / name)
    print(f"{name}: {digest[:16]} in {time.monotonic() - start:.1f} s", flush=True)
    for victim in ("worker", "driver"):
        hits = 0
        for seed in range(seeds):
            hit = trial.kill(trial.work / f"{name}-killed", seed, victim, digest)
            hits += bool(hit)
            print(f"{name}: {victim}, seed {seed}: killed {hit or 'nothing'}: the same bytes", flush=True)
        if seeds:
            print(f"{name}: {hits} of {seeds} runs were hit while a {victim} was at work", flush=True)
            assert 4 * hits >= 3 * seeds, "too few kills hit anything"
    return digest


def main() -> None:
    """Make the archive, or take that of the caller, and try the engines."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--releases", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--only", nargs="+", default=["local", "ray", "cluster"])
    parser.add_argument("--inside", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        # As on any network that others are on: who doesn't know the token is sent away.
        os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": uuid.uuid4().hex * 2}
        archive, work, digest = options.inside
        mark = uuid.uuid4().hex
        with cluster(mark) as address:
            trial = Trial(Path(archive), Path(work), "--engine", "ray", "--ray-address", address)
            trial.mark = mark
            tried("cluster", trial, digest, options.seeds)
        return
    assert importlib.util.find_spec("ray") or options.only == ["local"], "needs the extra test-cluster"
    with tempfile.TemporaryDirectory(prefix="zhnews-endurance-") as folder:
        work, archive = Path(folder), Path(folder) / "archive"
        make_archive(archive, options.releases)
        digest = tried("local-1", Trial(archive, work, "--jobs", "1"), None, 0)
        if "local" in options.only:
            tried("local-2", Trial(archive, work, "--jobs", "2"), digest, options.seeds)
        if "ray" in options.only:
            tried("ray", Trial(archive, work, "--engine", "ray", "--jobs", "2"), digest, options.seeds)
        if "cluster" in options.only:
            command = [
                sys.executable,
                __file__,
                "--seeds",
                str(options.seeds),
                "--inside",
                str(archive),
                str(work),
                digest,
            ]
            subprocess.run(["unshare", "-n", *command], check=True)


if __name__ == "__main__":
    main()
