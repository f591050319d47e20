# make demo [DOCS=folder] [QUERY=name]   build the graph of the sample articles (or of your own), and ask it a question
# make test                 run the tests            make check   read-only checks       make fix   mend what can be mended
# make train [DATA=../shared]   train the language model anew (installs PyTorch; hours on one core)
# make train-test           run the tests of the training recipe (installs PyTorch)
# make site                 build the docs as a site, into build/site
# make fuzz [INPUTS=1000000]  feed the readers, the RDF and the endpoint broken inputs; goes on where it was stopped
# make crashes [KILLS=200]  kill builds at random points, and see that nothing is lost
# make bench                measure, and write bench/RESULTS.md
# make baseline             write today's scores on tests/gold to its baseline, unless one fell (FORCE=--force: even so)

PYTHON ?= python3
DOCS   ?= data/raw
OUT    ?= data/graph
QUERY  ?= $(if $(filter data/raw,$(DOCS)),conflicting-figures,timeline)
DATA   ?= ../shared
INPUTS ?= 1000000
KILLS  ?= 200
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt

.PHONY: demo test train train-test check fix bench fuzz crashes baseline docs site clean
.DEFAULT_GOAL := demo

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "citegraph needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11 ..."; exit 2; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "python3 cannot make a virtual environment (on Debian and Ubuntu: apt-get install python3-venv)"; exit 2; }

.venv/.run: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing citegraph into .venv ..."
	@$(PIP) -e .
	@touch $@

.venv/.dev: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing citegraph with its test and development tools into .venv ..."
	@$(PIP) -e '.[test,dev,docs]'
	@touch $@ .venv/.run

.venv/.bench: .venv/.dev
	@echo "Installing what the benchmarks compare with into .venv ..."
	@$(PIP) -e '.[test,bench]'
	@touch $@

.venv/.train: .venv/.dev
	@echo "Installing what training needs into .venv (PyTorch: some two gigabytes) ..."
	@$(PIP) -e '.[test,train]'
	@touch $@

demo: .venv/.run
	@$(BIN)/citegraph build "$(DOCS)" --out "$(OUT)"; status=$$?; [ $$status -le 1 ] || exit $$status; \
	  echo; echo "citegraph query $(QUERY) --limit 5"; \
	  $(BIN)/citegraph query $(QUERY) --graph "$(OUT)" --limit 5 && \
	  echo && echo "The whole graph as Turtle: $(OUT)/citegraph.ttl" && exit $$status

test: .venv/.dev
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered --cov-fail-under=85

train: .venv/.train
	@$(BIN)/python -m training.encoder --shared "$(DATA)" --out build/encoder --model build/model

train-test: .venv/.train
	@$(BIN)/python -m pytest training/encoder/tests

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/reference.py --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

fix: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python docs/reference.py

docs: .venv/.run
	$(BIN)/python docs/reference.py

site: .venv/.dev docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "The site of the docs: build/site/index.html"

bench: .venv/.bench
	$(BIN)/python bench/run.py
	$(BIN)/python bench/scale.py
	$(BIN)/python bench/cluster.py
	$(BIN)/citegraph build data/raw --out build/bench --quiet
	$(BIN)/python bench/export.py --graph build/bench
	$(BIN)/python bench/serve.py
	$(BIN)/python bench/parsing.py --write
	$(BIN)/python bench/crashes.py --write
	$(BIN)/python bench/explorer.py
	$(BIN)/python bench/queries.py --write
	$(BIN)/python bench/alternatives.py --write

fuzz: .venv/.dev
	nice -n 19 $(BIN)/python bench/fuzz.py --inputs $(INPUTS)

crashes: .venv/.dev
	$(BIN)/python bench/crashes.py --kills $(KILLS)

baseline: .venv/.dev
	@$(BIN)/citegraph evaluate tests/gold --baseline tests/gold/baseline.json --keep $(FORCE)

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
