# Everything is installed into .venv once; after that no network is needed.
PYTHON ?= python3
PROMPT ?= Dancing Lemon with Sunglasses
# As it was typed: make would expand a $ in it.
override PROMPT := $(value PROMPT)
export PROMPT
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help emoji chat bot test quick check translations fuzz bench bench-training check-gpu data pretrain evaluate clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /: /'

emoji: .venv/runtime ## paint PROMPT="..." with the bundled model
	@$(BIN)/python -m bot emoji "$$PROMPT"

chat: .venv/runtime ## chat with the bot on a local page
	@$(BIN)/python -m bot --open

bot: .venv/runtime ## serve the page, Discord and Telegram (tokens in the environment)
	@$(BIN)/python -m bot

test: check .venv/chromium ## check style and types, then run all tests in two processes
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

quick: .venv/dev ## run the fastest tests, in less than a minute
	@$(BIN)/python -m pytest --quick --numprocesses 2 --dist worksteal

check: .venv/dev ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

translations: .venv/dev ## bring the catalogues of all languages up to date with the code's texts
	@$(BIN)/python -m bot.language

fuzz: .venv/dev ## try thousands of generated inputs, for ten minutes at the most
	@$(BIN)/python -m tests.fuzz

bench: .venv/dev ## measure speed: a page and JSON in artifacts/
	@OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m tests.benchmarks

# On a machine without a network, name a Python that has the packages: make check-gpu GPU_PYTHON=python3
GPU_PYTHON ?= $(BIN)/python
check-gpu: $(if $(filter $(BIN)/python,$(GPU_PYTHON)),.venv/dev) ## measure this machine's GPU in eight minutes at most: JSON and a page in artifacts/
	@$(GPU_PYTHON) -m tests.benchmarks.gpu

bench-training: .venv/dev ## compare training speed with diffusers' script, as JSON
	@$(BIN)/python -m tests.benchmarks.training

data: .venv/dev ## build the data set (needs npm once)
	@$(BIN)/python -m training data

pretrain: .venv/dev ## train the bundled model from scratch, or resume it
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

# The locked versions where they exist for this machine, else the newest in pyproject.toml's ranges.
INSTALL := install() { $(BIN)/pip install --quiet --constraint constraints.txt "$$@" || \
  { echo "The locked versions cannot be installed here: taking the newest that can." >&2; \
    $(BIN)/pip install --quiet "$$@"; }; }; install

# PyTorch's wheel for Linux brings 3 GB of CUDA. Without an NVIDIA GPU its CPU build of 0.2 GB is taken
# if its index answers within five seconds. macOS has CPU wheels only.
CPU_WHEELS := https://download.pytorch.org/whl/cpu
PROBE := import urllib.request as r; r.urlopen("$(CPU_WHEELS)/torch/", timeout=4)
FIND_CPU_BUILD := from=; if [ "$$(uname)" = Linux ] && ! command -v nvidia-smi >/dev/null && \
  timeout 5 $(BIN)/python -c '$(PROBE)' 2>/dev/null; then from="--extra-index-url $(CPU_WHEELS)"; \
  echo "There is no NVIDIA GPU: taking PyTorch's CPU build."; fi

# torch and torchvision in one command, so that pip picks versions that fit each other.
.venv/runtime: .venv/bin/pip pyproject.toml constraints.txt
	@echo "Setting up .venv (once)…"
	@$(FIND_CPU_BUILD); $(INSTALL) $$from torch torchvision || \
	  { [ -n "$$from" ] && install torch torchvision; }
	@$(INSTALL) --editable .
	@touch $@

# The tests of the page need Chromium.
.venv/chromium: .venv/dev
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -q && \
	  apt-get install -qy --no-install-recommends chromium fonts-noto-color-emoji; } || \
	  { echo "Chromium is missing: install it (Debian: apt install chromium)." >&2; exit 1; }
	@touch $@

.venv/dev: .venv/runtime
	@echo "Setting up the tools for tests and training (once)…"
	@$(INSTALL) --editable '.[cluster,training,dev]'
	@touch $@
