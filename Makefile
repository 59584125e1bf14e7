# The only door. Each target sets up what is missing first.
.PHONY: run test check fix docs bench bars capabilities setup ocr lock

run:            ## start Heed with the demo partnership
	@scripts/setup run
	@.venv/bin/heed serve --demo

test:           ## every test: both databases, and a real browser
	@scripts/setup test
	@scripts/test

check:          ## style, types, the order of the rooms, documents in step
	@scripts/setup test
	@scripts/check

fix:            ## mend style where a machine can
	@scripts/setup test
	@.venv/bin/ruff check -q --fix src tests bench demo
	@.venv/bin/ruff format -q src tests bench demo

docs:           ## write docs/reference again
	@scripts/setup test
	@.venv/bin/python -m scripts.reference

bench:          ## speed, each figure beside a limit or a peer: ONLY="registers memory" for some
	@scripts/setup test
	@DATABASES="$(DATABASES)" scripts/bench $(ONLY)

bars:           ## reliability bars: SIZE=full for all counts, BARS="1 11" for some
	@scripts/setup test
	@SIZE=$(SIZE) scripts/bars $(BARS)

capabilities:   ## catalogue rows proven by a test
	@scripts/setup test
	@.venv/bin/python -m scripts.capabilities

setup:          ## everything, for running and testing
	@scripts/setup test

ocr:            ## the optional part that reads scans: text recognition on this machine
	@scripts/setup ocr

lock:           ## write the locks again from requirements/*.in
	@scripts/setup run
	@.venv/bin/uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install -q --require-hashes -r requirements/lock.txt
	@for each in app dev node ocr lock; do .venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-strip-extras --python-version 3.11 requirements/$$each.in -o requirements/$$each.txt; done
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-deps --python-version 3.11 requirements/model.in -o requirements/model.txt
