# Two commands: "make run" sets everything up and serves; "make test" sets everything up and tests.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python

FUZZ   := tests/sandbox/test_fuzz.py tests/sandbox/supervisor/test_fuzz.py tests/runners/test_fuzz.py

.PHONY: run test check cheats attacks fuzz drill bench format setup messages lock lock-images clean

run: $(VENV)/ready
	@exec $(PY) manage.py up

setup: $(VENV)/ready
	@$(PY) manage.py setup

test: $(VENV)/ready
	@$(PY) -m pytest $(ARGS)

cheats: $(VENV)/ready
	@$(PY) -m tests.cheats.table $(ARGS)

fuzz: $(VENV)/ready
	@$(PY) -m pytest $(FUZZ) --hypothesis-profile=fuzz --hypothesis-show-statistics -o timeout=0 $(ARGS)

# Kills and pauses every part of a site of its own under load, by fixed seeds; ARGS="--submissions 50 --seed 2".
drill: $(VENV)/ready
	@$(PY) -m tests.drill.drill $(ARGS)

# What a candidate waits for, and what could take our place, on a machine that does nothing else; five minutes.
bench: $(VENV)/ready
	@$(PY) -m benchmarks.bench $(ARGS)

attacks: $(VENV)/ready
	@$(PY) -m tests.attacks.table $(ARGS)

check: $(VENV)/ready
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m djlint --check --lint templates runners --quiet
	$(PY) manage.py makemigrations --check --dry-run

format: $(VENV)/ready
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	$(PY) -m djlint --reformat templates runners --quiet

# The environment is made from the lock alone, and anew only when the lock changes.
$(VENV)/ready: requirements.lock pyproject.toml
	@echo "Python environment (first time: a minute)"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

lock:
	uv pip compile pyproject.toml --extra dev --extra server --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links -o requirements.lock

# Of the CUDA image alone: that of torch needs an index of CPU wheels, see its requirements.in. Only metadata is read.
lock-images:
	grep -E '^[a-z0-9.-]+==' sandbox/images/torch/requirements.txt | grep -v '^torch==' | tr -d '\\' | \
	uv pip compile sandbox/images/torch-cuda/requirements.in --constraints - \
		--python-version 3.11 --python-platform x86_64-manylinux_2_28 --only-binary :all: --generate-hashes \
		--no-header --no-annotate --no-emit-package numpy --no-emit-index-url --no-emit-find-links \
		-o sandbox/images/torch-cuda/requirements.txt

clean:
	rm -rf var frontend/dist frontend/node_modules
