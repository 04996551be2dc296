"""Hostile input is answered in bounded memory and time: read in a process of its own, which tells its peak."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import zhnews

MOST = 500_000_000
# Of the processor; what is linear takes a few.
SECONDS = 20
MEGABYTE = 1_000_000
DECLARED = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def docx(*chunks: bytes, repeat: int = 1) -> bytes:
    """A DOCX whose body is given in chunks, none of which is held more than once."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            part.write(DECLARED)
            for chunk in chunks:
                for _ in range(repeat):
                    part.write(chunk)
    return file.getvalue()


def entities() -> bytes:
    """A DOCX whose entities grow tenfold nine times over."""
    steps = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE a [<!ENTITY e0 "lol">{steps}]><a>&e9;</a>')
    return file.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip bomb": lambda: docx(b" " * MEGABYTE, repeat=100),
    "entity bomb": entities,
    "nested document": lambda: docx(b"<w:p>" * 100_000),
    "nested page": lambda: b"<html><body>" + b"<div>" * 100_000 + "全市新增就业3万人。".encode(),
    "one line": lambda: ("全市新增就业3万人，" * 2_000_000).encode()[: 50 * MEGABYTE],
    "NUL bytes": lambda: bytes(20 * MEGABYTE),
    "pinyin notes": lambda: ("网(wǎng)络(luò)" * 250_000).encode(),
    "zero-width characters": lambda: ("全\u200b市\u200b新\u200b增" * 700_000).encode(),
    "full-width digits": lambda: ("１，全２。３人" * 700_000).encode(),
    "doubled marks": lambda: ("新增，，就业。。" * 600_000).encode(),
    "left-over tags": lambda: ("<p>新增就业</p>" * 400_000).encode(),
    "signs of damage": lambda: ("鄢崴?馄" * 600_000).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_answered_in_bounds(name: str) -> None:
    """A text, or one line that says why there is none; never more than half a gigabyte, nor many seconds."""
    done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr[-2000:]
    answer, seconds, most = done.stdout.splitlines()
    assert answer
    assert float(seconds) < SECONDS
    assert int(most) < MOST


def peak() -> int:
    """The most bytes this process ever held; the usage of a child begins at what its parent held."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return 1024 * int(status.partition("VmHWM:")[2].split()[0])
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    data = HOSTILE[sys.argv[1]]()
    began = time.process_time()
    try:
        text = zhnews.extract(data).text
        print(len(str(text)), len(text.changes))
    except zhnews.InputError as error:
        print(error)
    print(time.process_time() - began)
    print(peak())
