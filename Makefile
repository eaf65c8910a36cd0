# Two commands set up a fresh machine: `make chat` and `make test`. The second run of either installs nothing.
# For GNU make 3.81 and later with any POSIX shell. Goals run one after the other, also under `make -j`.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help chat test check eval clean browser

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# There while pip works; holds the process that does. One that was left behind means an installation was cut off.
MARK := $(VENV)/installing
# Constraints given this way hold for the build back end too.
INSTALL := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
  $(RUN) -m pip install -qq --no-input --editable

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

chat: $(VENV)/core.stamp  ## set up, index seeds/, serve the chat at http://127.0.0.1:7860
	@$(working_python)
	@$(RUN) -m indexer build --if-changed --out "$${WENZHENG_INDEX:-index}" || [ $$? -eq 1 ]  # 1: some reports refused
	@exec $(RUN) -m chat_app serve

test: $(VENV)/dev.stamp browser  ## set up, run every test, in a real browser too (ARGS="-k name": some)
	@$(working_python)
	@$(RUN) -m pytest -n auto --dist loadfile $(ARGS)

check: $(VENV)/dev.stamp  ## set up, check format, lint, types and import contracts
	@$(working_python)
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -c 'import importlinter.cli; importlinter.cli.lint_imports_command(["--no-logo"])'

eval: $(VENV)/dev.stamp  ## set up, measure the answers; scorecard/scorecard.html (ARGS="--split dev": some)
	@$(working_python)
	@$(RUN) -m eval run $(ARGS)

clean:  ## remove the index, packages built and caches; keeps .venv/, seeds/ and data/
	rm -rf index scorecard bench build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find . -name $(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# dev.stamp covers core.stamp. A stamp is written last and removed first, so one that is there can be trusted.
$(VENV)/core.stamp: pyproject.toml constraints.txt
	@$(free_venv)
	@echo "Installing the packages: a minute or several, about 1.8 GB on disk (more with CUDA, see README) ..."
	@$(begin); if $(INSTALL) .; then $(end); touch $@; else $(failed); fi

$(VENV)/dev.stamp: pyproject.toml constraints.txt
	@$(free_venv)
	@echo "Installing the packages, with those for tests and checks: a minute or several, about 2 GB on disk ..."
	@$(begin); if $(INSTALL) '.[check,eval,test,train]'; then $(end); touch $(VENV)/core.stamp $@; else $(failed); fi

begin = rm -f $(VENV)/*.stamp; echo $$$$ > $(MARK)
end = rm -f $(MARK)
failed = $(end); echo "error: the packages could not be installed (reason above); mend that and run make again" >&2; exit 1

# An environment that works, made if there is none, or if the last installation into it was cut off.
define free_venv
set -e; \
if [ -e $(MARK) ]; then \
  if kill -0 `cat $(MARK)` 2>/dev/null; then \
    echo "error: another make is installing into $(VENV); wait for it (if there is none: rm -rf $(VENV))" >&2; exit 1; \
  fi; \
  echo "The last installation was cut off; starting over."; rm -rf $(VENV); \
fi; \
if [ ! -e $(VENV) ]; then \
  command -v $(PYTHON) >/dev/null || { echo "error: no $(PYTHON) here; install Python 3.11 or newer" >&2; exit 1; }; \
  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
    echo "error: $(PYTHON) is older than 3.11; name a newer one, such as: make chat PYTHON=python3.12" >&2; exit 1; }; \
  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
    echo "error: $(PYTHON) has no venv module; on Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }; \
  echo "Creating $(VENV) with `$(PYTHON) -V` ..."; \
  mkdir $(VENV); echo $$$$ > $(MARK); $(PYTHON) -m venv $(VENV); rm -f $(MARK); \
fi; \
$(working_python)
endef

define working_python
$(RUN) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
  echo "error: $(VENV) does not work: its Python is gone or older than 3.11, or it lacks pip." >&2; \
  echo "       Remove it and run make again: rm -rf $(VENV)" >&2; exit 1; }
endef

PACKAGES := chromium fonts-noto-cjk
APT := apt-get install -y --no-install-recommends $(PACKAGES)

browser:
	@for name in "$$WENZHENG_CHROMIUM" chromium chromium-browser google-chrome; do \
	  if command -v "$$name" >/dev/null; then exit 0; fi; \
	done; \
	if ! command -v apt-get >/dev/null; then \
	  echo "error: the tests drive a real browser; install Chromium so that 'chromium' is found on PATH" >&2; exit 1; \
	elif [ "`id -u`" = 0 ]; then as=; \
	elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then as=sudo; \
	else \
	  echo "error: the tests drive a real browser; an administrator installs it with: apt-get update && $(APT)" >&2; exit 1; \
	fi; \
	echo "Installing Chromium and a Chinese font for the browser tests, a minute or two: $$as $(APT)"; \
	export DEBIAN_FRONTEND=noninteractive; \
	{ $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive $(APT) -qq; } </dev/null >/dev/null || { \
	  echo "error: the browser could not be installed (reason above); by hand: sudo $(APT)" >&2; exit 1; }
