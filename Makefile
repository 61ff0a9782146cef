# Needs Python 3.11 and make; everything else is installed from the lock into .venv.
#   make corpus [CORPUS=folder] [OUTPUTS=folder] [ARGS="--workers 1"]
PYTHON ?= $(shell command -v python3.11 || command -v python3)
CORPUS ?= corpus
OUTPUTS ?= outputs
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin

.PHONY: corpus report test lint bench clean

corpus: $(VENV)/.installed
	$(BIN)/python -m pipeline run "$(CORPUS)" --outputs "$(OUTPUTS)" $(ARGS)

# What people open: OUTPUTS/report/, with the evidence cut out of the pages of CORPUS.
report: corpus
	$(BIN)/python -m pipeline report "$(OUTPUTS)" --corpus "$(CORPUS)"

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n auto $(ARGS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

# Speed and memory against other readers, as ratios: make bench [CORPUS=folder] [ARGS="another-folder --repeats 3"]
bench: $(VENV)/.installed
	$(BIN)/python -m pipeline bench "$(CORPUS)" $(ARGS)

clean:
	rm -rf outputs/* outputs/.cache outputs/.staging build .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

$(VENV)/.installed: requirements.lock pyproject.toml pipeline/readers/pdf_columns.c
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# Invented filings with their truth: make corpus-sample SEED=7 COUNT=50 [OUT=folder]; see corpus/README.md.
SEED ?= 1
COUNT ?= 10
.PHONY: corpus-sample
corpus-sample: $(VENV)/.installed
	$(BIN)/python -W ignore -m corpus.generator --seed $(SEED) --count $(COUNT) $(if $(OUT),--out "$(OUT)")

# How good: make evaluate [GOLD=folder] [CORPUS=folder] [OUTPUTS=folder]; also as build/evaluation.md and .json.
# What changed between two outputs: make diff BASE=outputs-before [OUTPUTS=folder].
GOLD ?= corpus/gold
.PHONY: evaluate diff
evaluate: corpus
	$(BIN)/python -m pipeline evaluate "$(GOLD)" --outputs "$(OUTPUTS)" --corpus "$(CORPUS)" \
		--json build/evaluation.json --markdown build/evaluation.md

diff: $(VENV)/.installed
	@test -n "$(BASE)" || { echo "make diff BASE=<outputs>: 请指明作比较基准的结果目录"; exit 2; }
	$(BIN)/python -m pipeline diff "$(BASE)" --outputs "$(OUTPUTS)" $(ARGS)

# The classifier of causes, from models/cause_classifier/training.csv and what people said in LABELS.
LABELS ?= corpus/labels
.PHONY: models
models: $(VENV)/.installed
	$(BIN)/python -m pipeline train --labels "$(LABELS)"
