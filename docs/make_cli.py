"""Write docs/cli.md from the commands themselves: `python docs/make_cli.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from zhnews.cli import app

INTRO = """# Command line

Results go to stdout, everything else to stderr; `-` is stdin. Exit codes: 0 done, 1 findings, 2 usage or unreadable
input, 3 some inputs of many failed. `zhnews --install-completion` sets up completion for your shell.
"""


def commands(command: Any, name: str) -> list[tuple[str, Any]]:
    """Give every command with its full name, groups opened."""
    if hasattr(command, "commands"):
        return [pair for key, inner in command.commands.items() for pair in commands(inner, f"{name} {key}")]
    return [(name, command)]


def describe(name: str, command: Any) -> str:
    """Describe one command: its help, its arguments and options."""
    text, _, example = (command.help or "").partition("Example: ")
    rows = []
    for parameter in command.params:
        if getattr(parameter, "hidden", False) or parameter.name == "help":
            continue
        option = parameter.param_type_name == "option"
        flags = ", ".join(f"`{flag}`" for flag in (*parameter.opts, *parameter.secondary_opts))
        shown = flags if option else f"`{(parameter.metavar or parameter.name).upper()}`"
        rows.append(f"| {shown} | {parameter.help or ''} |")
    table = "\n".join(["| argument or option | |", "|---|---|", *rows]) if rows else ""
    return f"\n## {name}\n\n{text.strip()}\n\n```sh\n{example.strip()}\n```\n\n{table}\n"


def page() -> str:
    """Give the whole page."""
    return INTRO + "".join(describe(*pair) for pair in commands(typer.main.get_command(app), "zhnews"))


if __name__ == "__main__":
    Path(__file__).with_name("cli.md").write_text(page(), encoding="utf-8")
