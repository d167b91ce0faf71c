# Two commands: "make run" sets everything up and serves; "make test" sets everything up and tests.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python

.PHONY: run test check cheats format setup messages lock clean

run: $(VENV)/ready
	@exec $(PY) manage.py up

setup: $(VENV)/ready
	@$(PY) manage.py setup

test: $(VENV)/ready
	@$(PY) -m pytest $(ARGS)

cheats: $(VENV)/ready
	@$(PY) -m tests.cheats.tuning.table $(ARGS)

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
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links -o requirements.lock

clean:
	rm -rf var frontend/dist frontend/node_modules
