"""A stage of one's own: drop what holds no figure, in ten lines."""

from pathlib import Path

from zhnews import DropRelease, Pipeline, Release, default_stages, read_release


def with_figures(release: Release) -> Release:
    """Drop a release without claims."""
    if not release.claims:
        raise DropRelease("no_figures")
    return release


with_figures.needs = {"claims"}
*before, summarize = default_stages(length=60)
pipeline = Pipeline([*before, with_figures, summarize])

for path in sorted((Path(__file__).parent / "releases").glob("*.txt")):
    try:
        print(path.stem, pipeline(read_release(path)).bulletin.text)
    except DropRelease as drop:
        print(path.stem, drop)
