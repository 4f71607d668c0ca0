# `make` lists the targets. Needs Python 3.11 to 3.13, git and make; everything else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# The interpreter to make .venv with: `make serve PYTHON=python3.12`. The first suitable one if not given.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c '$(SUPPORTED)' 2>/dev/null && echo $$name && break; done)
# More words for the command of a target: `make test ARGS="-k frame"`.
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help serve test check bench-speed bench-accuracy requirements docker

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(VENV)/.serve ## Install what serving needs and start the service on port 8000
	$(BIN)/blockletter serve $(ARGS)

test: $(VENV)/.test ## Install what training and tests need and run the whole suite
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.test ## Lint, check types, check who imports whom
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench-speed: $(VENV)/.test ## Measure speed and memory (ARGS="--parts network,stages,pages,http,memory,growth")
	$(BIN)/python -m benchmarks.speed $(ARGS)

bench-accuracy: $(VENV)/.test ## Measure accuracy on the corpora, beside the peers that are installed
	$(BIN)/python -m benchmarks.accuracy $(ARGS)

requirements: $(VENV)/.uv ## Pin requirements/*.txt anew (ARGS=--upgrade for newer versions)
	$(COMPILE) requirements/serve.in -o requirements/serve.txt
	$(COMPILE) -c requirements/serve.txt requirements/lines.in -o requirements/lines.txt
	$(COMPILE) -c requirements/serve.txt -c requirements/lines.txt requirements/cluster.in -o requirements/cluster.txt
	$(COMPILE) -c requirements/serve.txt requirements/train.in -o requirements/train.txt
	$(COMPILE) -c requirements/serve.txt -c requirements/lines.txt -c requirements/cluster.txt requirements/test.in -o requirements/test.txt

docker: ## Build the container image
	docker build -t blockletter .

COMPILE = $(VENV)/.uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate --quiet $(ARGS)

# pip is the last thing that venv installs, so a venv that was interrupted is made again.
$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Blockletter needs Python 3.11, 3.12 or 3.13 and found none." \
		"Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c '$(SUPPORTED)' || { echo "Blockletter needs Python 3.11, 3.12 or 3.13;" \
		"$(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments." \
		"On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Both stamps may stand in one .venv: the pins of test.txt are those of serve.txt, lines.txt and more.
$(VENV)/.serve: $(BIN)/pip requirements/serve.txt requirements/lines.txt pyproject.toml
	@echo "Installing what serving needs into $(VENV); this takes a minute the first time."
	$(PIP) --require-hashes -r requirements/serve.txt
	$(PIP) --require-hashes -r requirements/lines.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.serve requirements/test.txt
	@echo "Installing what training and tests need into $(VENV); this takes some minutes the first time."
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.uv: $(BIN)/pip
	$(BIN)/python -m venv $@
	$@/bin/python -m pip --disable-pip-version-check install --quiet uv
