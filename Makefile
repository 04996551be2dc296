# Two commands do all set-up: `make run` and `make test`. They need Python 3.11 or newer and make.
PYTHON ?= $(firstword $(foreach name,python3.14 python3.13 python3.12 python3.11 python3,$(shell $(name) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(name))))
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint docs bench clean

run: $(VENV)/.installed
	$(BIN)/zhnews summarize examples/releases/yunling-antifraud.txt

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.installed-test
	$(BIN)/mkdocs build --strict --quiet

bench: $(VENV)/.installed-test
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/conversion.py
	$(BIN)/python benchmarks/encodings.py

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "zhnews needs Python 3.11 or newer: install it, or name it with PYTHON=" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
