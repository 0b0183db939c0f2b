# Set-up is done once, into .venv; a second run needs no network.
PYTHON ?= python3
PROMPT ?= Dancing Lemon with Sunglasses
export PROMPT
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help emoji chat bot test check bench bench-training data pretrain evaluate clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /: /'

emoji: .venv/runtime ## paint PROMPT="..." with the bundled model
	@$(BIN)/python -m bot emoji "$$PROMPT"

chat: .venv/runtime ## chat with the bot on a page of your own
	@$(BIN)/python -m bot --open

bot: .venv/runtime ## serve the page, Discord and Telegram (their tokens in the environment)
	@$(BIN)/python -m bot

test: check .venv/chromium ## check style and types, then run all tests
	@$(BIN)/python -m pytest

check: .venv/dev ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: .venv/dev ## where the time goes: a page and JSON in artifacts/
	@OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m tests.benchmarks

bench-training: .venv/dev ## samples a second against the way of diffusers' script, as JSON
	@$(BIN)/python -m tests.benchmarks.training

data: .venv/dev ## make the data set (needs npm once)
	@$(BIN)/python -m training data

pretrain: .venv/dev ## train the bundled model from scratch, or go on with it
	@$(BIN)/python -m training pretrain

evaluate: .venv/dev ## score the bundled model
	@$(BIN)/python -m training evaluate

clean: ## remove the virtual environment
	rm -rf .venv

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python's venv is missing: install it (Debian: apt install python3-venv)." >&2; exit 1; }

# torch and torchvision in one command, so that pip picks versions that fit each other.
.venv/runtime: .venv/bin/pip pyproject.toml
	@echo "Setting up .venv (once)…"
	@$(BIN)/pip install --quiet torch torchvision
	@$(BIN)/pip install --quiet --editable .
	@touch $@

# The tests of the page need a browser; it is looked for once.
.venv/chromium: .venv/dev
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -q && \
	  apt-get install -qy --no-install-recommends chromium fonts-noto-color-emoji; } || \
	  { echo "Chromium is missing: install it (Debian: apt install chromium)." >&2; exit 1; }
	@touch $@

.venv/dev: .venv/runtime pyproject.toml
	@echo "Setting up the tools for tests and training (once)…"
	@$(BIN)/pip install --quiet --editable '.[training,dev]'
	@touch $@
