"""Read a release, write its bulletin, and show where each sentence came from."""

from pathlib import Path

import zhnews

release = zhnews.read_release(Path(__file__).parent / "releases" / "yunling-antifraud.txt")
bulletin = zhnews.summarize(release, length="weibo")
print(bulletin.text)
for citation in bulletin.citations:
    print(tuple(citation.source), release.text.source[slice(*citation.source)])
