# Two commands are enough to begin: `make run` and `make test`. Each does all of its own set-up.
.PHONY: setup run test check bench fmt pins
PY := .venv/bin/python

setup:  ## everything run, test and check need; nothing is started
	@config/setup.sh run test

run:  ## the portal with sample data on http://127.0.0.1:8000 (PORT changes it)
	@config/setup.sh run
	@$(PY) -m config.run

test:  ## every test, on SQLite and PostgreSQL, with Redis, a worker and a browser
	@config/setup.sh run test
	@$(PY) tests/dich_vu.py

check:  ## lint, types, contracts between apps, migrations, templates
	@config/setup.sh run test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	.venv/bin/djlint templates --lint --quiet

bench:  ## the portal's work beside the least that could do it, as a table
	@config/setup.sh run test
	@$(PY) -m tests.bench.do_luong

fmt:  ## put the code into the one format
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

pins:  ## write requirements*.txt from requirements*.in
	.venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	.venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt
