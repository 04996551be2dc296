"""Runs the command line as `python -m zhnews.cli`."""

from zhnews.cli import main

main()
