# Works with GNU make 3.81 (macOS) and newer. `make` alone lists the targets.
# Values reach the commands through the environment and are never pasted into a
# shell line, so a name may hold spaces, quotes, semicolons and dollar signs.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
PYTEST_ARGS ?= -n 2 --dist loadgroup

# Some systems (WSL) have NAME in the environment: only `make NAME=...` counts.
ifneq ($(origin NAME),command line)
NAME :=
endif
# The same for what else is asked for: other programs have a FORCE, a WAIT or a TO too.
define only_typed
ifneq ($$(origin $(1)),command line)
$(1) :=
endif
endef
$(foreach v,CONFIRM FORCE FROM_STEP ONLY WAIT FORMAT TO PLANS ORGS JOBS SCHEDULER AT,\
  $(eval $(call only_typed,$(v))))
# LANGUAGE=de is SET="language=de". Many systems have a LANGUAGE of their own, which is no wish.
ifeq ($(origin LANGUAGE),command line)
override WORDS := $(value LANGUAGE)
override SET := $(value SET) language=$(value LANGUAGE)
else
override WORDS :=
endif
unexport LANGUAGE
$(foreach v,ORG ORGS JOBS SCHEDULER AT SET FROM DUMP KEY NAME ARCHETYPE ARCHETYPES PYTHON \
  CONFIRM FORCE FROM_STEP ONLY WAIT FORMAT TO PLANS,\
  $(eval override $(v) := $$(value $(v))))
export ORG ORGS JOBS SCHEDULER AT SET FROM DUMP KEY NAME ARCHETYPE ARCHETYPES PYTHON CONFIRM
export FORCE FROM_STEP ONLY WAIT FORMAT TO PLANS WORDS
# What is neither would be taken for one of them.
$(foreach v,CONFIRM FORCE PLANS WAIT,$(if $(filter-out yes no,$(value $(v))),\
  $(error $(v)=$(value $(v)) means nothing: say $(v)=yes or $(v)=no)))

# As NAME: one that is in the environment for another program does not count.
ifeq ($(origin LOG),command line)
export SEQPT_LOG = $(value LOG)
endif

setup = sh scripts/setup.sh || exit
# $(call need,VARIABLE,usage): one line and exit 2 where it is empty.
need = [ -n "$$$(1)" ] || { echo 'Usage: $(2)' >&2; exit 2; }
# make turns every failure into its own 2, so the code is printed.
report = { code=$$?; echo "seqpt: exit code $$code" >&2; exit $$code; }
# SET="key=value key=value" becomes --set key=value --set key=value.
settings = set -f; set --; for pair in $$SET; do set -- "$$@" --set "$$pair"; done
# FORCE=yes becomes --force, FROM_STEP=x becomes --from=x, and so on.
wishes = [ "$$FORCE" != yes ] || set -- "$$@" --force; \
  [ -z "$$FROM_STEP" ] || set -- "$$@" --from="$$FROM_STEP"; \
  [ -z "$$ONLY" ] || set -- "$$@" --only="$$ONLY"; [ "$$WAIT" != no ] || set -- "$$@" --no-wait
# ORGS="a b" becomes a b behind the options.
many = $(settings); set -- --jobs="$$JOBS" --scheduler="$$SCHEDULER" "$$@" --; \
  for org in $$ORGS; do set -- "$$@" "$$org"; done
# What a run or another Python leaves in a notebook; the tag `parameters` stays.
strip_keys = --keep-id --extra-keys \
  'metadata.papermill cell.metadata.papermill metadata.language_info.version'

.PHONY: help run run-all doctor dry-run import load archetype context compare check-data last export \
  schedule unschedule migrate drop-absorbed lab bench eval pictures test kills check fix lock contract \
  dictionary clean clean-database

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

run:  ## learning plans of an organization: make run ORG=demo [LANGUAGE=de] [SET="parameter=value"] [LOG=json] [FORCE=yes | FROM_STEP=step | ONLY=step] [WAIT=no]
	@$(call need,ORG,make run ORG=demo [SET="parameter=value"] [FORCE=yes] [FROM_STEP=step] [ONLY=step] [WAIT=no])
	@$(setup); $(settings); $(wishes); .venv/bin/seqpt run "$$@" -- "$$ORG" || $(report)

run-all:  ## learning plans of all organizations: make run-all [ORGS="a b c"] [JOBS=n] [SCHEDULER=tcp://host:8786] [LOG=json]
	@$(setup); $(many); .venv/bin/seqpt run-all "$$@" || $(report)

doctor:  ## ready to run? what a run needs, with the remedy; changes nothing: make doctor ORG=demo
	@$(call need,ORG,make doctor ORG=demo)
	@$(setup); $(settings); .venv/bin/seqpt doctor "$$@" -- "$$ORG" || $(report)

dry-run:  ## show what a run would change, change nothing: make dry-run ORG=demo
	@$(call need,ORG,make dry-run ORG=demo [SET="parameter=value"])
	@$(setup); $(settings); .venv/bin/seqpt dry-run "$$@" -- "$$ORG" || $(report)

import:  ## load a survey: make import FROM=folder KEY=short-name NAME="Full Name" ARCHETYPE="..."
	@[ -n "$$FROM" ] && [ -n "$$KEY" ] && [ -n "$$NAME" ] && [ -n "$$ARCHETYPE" ] || { \
	  echo 'Usage: make import FROM=folder KEY=short-name NAME="Full Name" ARCHETYPE="..."' >&2; exit 2; }
	@$(setup); .venv/bin/seqpt import --key="$$KEY" --name="$$NAME" --archetype="$$ARCHETYPE" \
	  -- "$$FROM" || $(report)

load:  ## restore a dump of the survey app: make load DUMP=file.sql KEY=organization
	@[ -n "$$DUMP" ] && [ -n "$$KEY" ] || { \
	  echo 'Usage: make load DUMP=file.sql KEY=organization' >&2; exit 2; }
	@$(setup); .venv/bin/seqpt load --key="$$KEY" -- "$$DUMP" || $(report)

archetype:  ## choose how an organization learns: make archetype ORG=demo ARCHETYPES="first; second"
	@[ -n "$$ORG" ] && [ -n "$$ARCHETYPES" ] || { \
	  echo 'Usage: make archetype ORG=demo ARCHETYPES="first; second"' >&2; exit 2; }
	@$(setup); .venv/bin/seqpt archetype -- "$$ORG" "$$ARCHETYPES" || $(report)

context:  ## tell what an organization works with: make context ORG=demo FROM=folder
	@[ -n "$$ORG" ] && [ -n "$$FROM" ] || { \
	  echo 'Usage: make context ORG=demo FROM=folder' >&2; exit 2; }
	@$(setup); .venv/bin/seqpt context -- "$$ORG" "$$FROM" || $(report)

compare:  ## what other archetypes would change: make compare ORG=demo ARCHETYPES="A; B | C"
	@[ -n "$$ORG" ] && [ -n "$$ARCHETYPES" ] || { \
	  echo 'Usage: make compare ORG=demo ARCHETYPES="first; second | another choice"' >&2; exit 2; }
	@$(setup); $(settings); .venv/bin/seqpt compare "$$@" -- "$$ORG" "$$ARCHETYPES" || $(report)

check-data:  ## what is wrong with the data: make check-data ORG=demo, or ORG=all
	@$(call need,ORG,make check-data ORG=demo)
	@$(setup); .venv/bin/seqpt check-data -- "$$ORG" || $(report)

last:  ## the last run of every organization: make last, or the last ten of one: make last ORG=demo
	@$(setup); .venv/bin/seqpt last -- "$$ORG" || $(report)

export:  ## results as files: make export ORG=demo FORMAT=csv [TO=folder] [PLANS=yes] [LANGUAGE=de]
	@[ -n "$$ORG" ] && [ -n "$$FORMAT" ] || { \
	  echo 'Usage: make export ORG=demo FORMAT=xlsx|csv|json [TO=folder] [PLANS=yes] [LANGUAGE=de]' >&2; exit 2; }
	@$(setup); set --; [ "$$PLANS" != yes ] || set -- --plans; \
	  .venv/bin/seqpt export "$$@" --format="$$FORMAT" --to="$$TO" --language="$${WORDS:-en}" \
	  -- "$$ORG" || $(report)

schedule:  ## run-all at set times: make schedule AT="Mon 06:00", AT="daily 06:00" or AT="06:00"
	@$(call need,AT,make schedule AT="Mon 06:00" [ORGS="a b c"] [JOBS=n] [SCHEDULER=tcp://host:8786])
	@$(setup); $(many); .venv/bin/seqpt schedule --at="$$AT" "$$@" || $(report)

unschedule:  ## run-all at set times no more
	@$(setup); .venv/bin/seqpt unschedule || $(report)

migrate:  ## bring the database to the newest schema
	@$(setup); .venv/bin/seqpt migrate || $(report)

drop-absorbed:  ## drop the older tables that were absorbed; asks, or CONFIRM=yes
	@$(setup); set --; [ "$$CONFIRM" != yes ] || set -- --yes; \
	  .venv/bin/seqpt drop-absorbed "$$@" || $(report)

lab:  ## open the notebooks in JupyterLab
	@$(setup); .venv/bin/seqpt lab || $(report)

bench:  ## measure the steps for 1,000 to 1,000,000 people, and 200 organizations
	@$(setup); .venv/bin/python -m benchmarks || $(report)

eval:  ## measure retrieval and the checks on objectives by labelled sets
	@$(setup); .venv/bin/python -m evaluation || $(report)

pictures:  ## take the figures of the last demo run into docs/images
	@$(setup); .venv/bin/python scripts/pictures.py || $(report)

test: check  ## check, then run every test [PYTEST_ARGS="-n 2 -k name"] [CHROMIUM=/path]
	@sh scripts/browser.sh
	@# Kept compiled, whatever the system says: tests begin a hundred processes.
	PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest $(PYTEST_ARGS)

kills:  ## kill -9 of runner, kernel and server at 20 random moments of real runs: about six minutes
	@$(setup)
	.venv/bin/python -m pytest tests/e2e/test_kills.py -m kills -n 0

check:  ## the checks that take seconds: style, types, imports, dependencies, notebooks, spelling
	@$(setup)
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/deptry .
	@find notebooks -name '*.ipynb' ! -path '*/.ipynb_checkpoints/*' \
	  -exec .venv/bin/nbstripout --verify $(strip_keys) {} + || { \
	  echo 'seqpt: the notebooks above carry outputs: say make fix' >&2; exit 1; }
	.venv/bin/codespell

fix:  ## repair what can be repaired: style, format, outputs in notebooks
	@$(setup)
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	find notebooks -name '*.ipynb' ! -path '*/.ipynb_checkpoints/*' \
	  -exec .venv/bin/nbstripout $(strip_keys) {} +

lock:  ## remake requirements.lock with the newest versions
	@$(setup); sh scripts/lock.sh

contract:  ## remake migrations/contract.csv, the parts of a freshly migrated database
	@$(setup); home=$$(mktemp -d); SEQPT_HOME=$$home DATABASE_URL= PYTHONPATH=. \
	  .venv/bin/python scripts/contract.py || $(report); rm -rf "$$home"

dictionary:  ## remake docs/data-dictionary.md, every table and column and what it means
	@$(setup); PYTHONPATH=. .venv/bin/python scripts/data_dictionary.py || $(report)

clean:  ## delete caches, build output and the results of runs (data/runs, data/exports)
	rm -rf data/runs data/exports build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache \
	  .pytest_cache .ruff_cache .venv-install.log
	@find . \( -path ./.venv -o -path ./.seqpt -o -path ./.git \) -prune -o \
	  \( -name __pycache__ -o -name .ipynb_checkpoints \) -type d -prune -exec rm -rf {} +

clean-database:  ## delete the embedded database (.seqpt): surveys, gaps, plans; needs CONFIRM=yes
	@sh scripts/clean_database.sh
