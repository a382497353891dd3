# Everything a person does with a checkout. `make help` lists it.
# Needs: git make python3 python3-venv (Debian 12). No root, nothing outside this folder.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
COMPILE := $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
TESTS ?= tests
SITE ?= kakuu
REPORT = build/proof-tests.md
RED = build/proof-red
# The tier that needs only Python; the others are `make rehearse` and `make proof`.
TIER ?= not programs and not rehearsal and not browser and not proof

##@ 使う / Use

.PHONY: help
help: ## この一覧を表示します / show this list
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo

.PHONY: setup
setup: $(VENV)/.run $(VENV)/.test ## 道具を .venv に入れます / put everything needed into .venv

.PHONY: up
up: $(VENV)/.run ## 試用サイトをこの端末だけで動かします（Ctrl-C で終了） / run a demo site on this machine alone
	@$(BIN)/guideline up

.PHONY: down
down: $(VENV)/.run ## 試用サイトを止めます / stop the demo site
	@$(BIN)/guideline up --stop

##@ 確かめる / Check

.PHONY: test
test: $(VENV)/.test lint types ## すべての検査と試験（管理者権限は不要） / every check and test that needs no root
	$(BIN)/python -m pytest -m "$(TIER)" --numprocesses auto --dist loadfile $(TESTS)

.PHONY: lint
lint: $(VENV)/.test ## 書き方と階層の検査 / style and floors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

.PHONY: types
types: $(VENV)/.test ## 型の検査 / types
	$(BIN)/mypy

.PHONY: format
format: $(VENV)/.test ## 書き方をそろえます / put the code in shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: accuracy
accuracy: $(VENV)/.test ## 判定の正確さを測ります / measure how right the judging is
	$(call there,bench/accuracy.py)
	$(BIN)/python bench/accuracy.py

.PHONY: bench
bench: $(VENV)/.test ## 速さを測ります / measure speed
	$(call there,bench/speed.py)
	$(BIN)/python bench/speed.py

.PHONY: bench-sites
bench-sites: $(VENV)/.test ## 拠点の検査の伸びを測ります / measure how the validation of a site grows
	$(BIN)/python bench/sites.py

.PHONY: rehearse
rehearse: $(VENV)/.test ## 仮のホストで通し稽古をします（要 root） / rehearse a site on throw-away hosts (root)
	$(BIN)/guideline rehearse $(SITE)

.PHONY: proof
proof: $(VENV)/.test $(VENV)/judges/.stamp lint types ## すべてを試し、数字を docs/proof/ に残します（要 root、数時間） / try everything and keep the figures (root, hours)
	@mkdir -p build docs/proof
	@rm -f $(RED)
	$(BIN)/coverage erase
	{ echo "# $$(date +%F) $$(git rev-parse --short HEAD)"; echo; echo '```'; } > $(REPORT)
	$(call proven,$(TIER),tests)
	$(call proven,programs,tests)
	$(call proven,browser,tests)
	$(call proven,proof and not rehearsal,tests)
	$(call proven,rehearsal,tests/rehearsal tests/hosts/test_ground.py)
	$(call proven,rehearsal and not proof,tests/deploys)
	$(call proven,rehearsal,tests/hosts/whole)
	$(call proven,rehearsal and proof,tests/deploys)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report | tee -a $(REPORT)
	echo '```' >> $(REPORT)
	mv $(REPORT) docs/proof/tests.md
	$(BIN)/python bench/broken.py
	$(BIN)/python bench/killed.py
	$(BIN)/python bench/rehearsed.py
	@test ! -s $(RED) || { echo "通らなかった試験があります。 / Red:"; cat $(RED); exit 1; } >&2

##@ 手入れ / Maintain

.PHONY: package
package: $(VENV)/.test ## 配布物（wheel と sdist）を dist/ に作ります / build what is handed out
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist

.PHONY: compiled
compiled: $(VENV)/.test ## 判定をコンパイルした配布物を dist/ に作ります（C コンパイラと Python のヘッダーが要ります） / the same with judging compiled: for one platform; needs a C compiler and Python's headers
	rm -rf dist
	HATCH_BUILD_HOOK_ENABLE_MYPYC=true $(BIN)/python -m build --no-isolation --outdir dist

.PHONY: docs
docs: $(VENV)/.test ## コードと指針から手引きのページを書き直します / write the manual's pages that follow from the code
	$(BIN)/python docs/generate.py

.PHONY: requirements
requirements: $(VENV)/.test ## 依存の版とハッシュを固め直します / pin the newest versions by their hashes
	$(COMPILE) --output-file requirements/run.txt requirements/run.in
	$(COMPILE) --output-file requirements/test.txt requirements/test.in
	$(COMPILE) --output-file requirements/judges.txt requirements/judges.in
	$(COMPILE) --output-file bench/requirements.txt bench/requirements.in

.PHONY: clean
clean: ## 作ったものを消します（.venv と試用サイトは残ります） / remove what was built; .venv and the demo site stay
	rm -rf build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# ------------------------------------------------------------------ how the tools get there
# A stamp says what .venv holds; it is remade when the pins or the package's description change.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 以上が必要です。 / Python 3.11 or newer is needed." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "apt-get install python3-venv を実行してください。 / Please run: apt-get install python3-venv" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "必要な道具を $(VENV) に入れています（初回は数分）。 / Filling $(VENV); a few minutes the first time." >&2
	$(PIP) install --quiet --require-hashes --requirement requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	$(PIP) install --quiet --require-hashes --requirement requirements/test.txt
	@touch $@

# Programs of others that judge rehearsed hosts, and those that benches compare with. They don't go with the
# versions that the kit itself needs, and have environments of their own.
$(VENV)/judges/.stamp: requirements/judges.txt | $(BIN)/python
$(VENV)/bench/.stamp: bench/requirements.txt | $(BIN)/python
$(VENV)/judges/.stamp $(VENV)/bench/.stamp:
	$(BIN)/python -m venv $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --requirement $<
	@touch $@

# One part of the proof: the tests of a mark in a process of their own, whose hosts go down before the next begins.
# A red one makes the proof red, and the others are tried all the same: they take two hours.
define proven
	$(BIN)/coverage run --parallel-mode -m pytest -m "$(1)" $(2) | tee -a $(REPORT) || echo "$(1): $(2)" >> $(RED)
endef

# Say plainly that this version has no such thing, instead of a path error.
define there
	@test -e $(1) || { echo "この版にはまだありません: $(1) / not in this version yet" >&2; exit 2; }
endef
