# Two commands do everything: `make run` and `make test`. `make help` lists the rest.

CITY   ?= cities/yunze
REPORT ?= samples/云泽市2026年政府工作报告.txt
DATA   ?= youwei-data
YEAR   ?= youwei-year
SEED   ?= 2026
# The day of November that is shown, and the last that was lived before it.
TODAY  ?= 2026-11-20
LIVED  ?= 2026-11-19
PORT   ?= 8080
SHARED ?= ../shared
KILLS  ?= 2000
YOUWEI  = target/release/youwei

.PHONY: help run year build browser test rust-test differential crash browser-test verifiers api-test open-data-test lint bench bench-ledger bench-decision bench-system bench-year scores train clean

help: ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# A report of one's own is taken in on the day that it is; the sample's year is lived first
# and shown on a day of November.
ifeq ($(origin REPORT),file)
run: build ## Build, live a year of the sample city once and serve it on a day of November (REPORT=path: that report, today)
	@test -e "$(YEAR)/ledger.sqlite3" || $(YOUWEI) rehearse --year $(SEED) --through $(LIVED) --data "$(YEAR)"
	@$(YOUWEI) serve --data "$(YEAR)" --port $(PORT) --today $(TODAY)
else
run: build
	@$(YOUWEI) serve --city "$(CITY)" --data "$(DATA)" --port $(PORT) "$(REPORT)"
endif

year: build ## Live a whole year of the sample city (SEED=n) in a folder of its own, and say what came of it
	@$(YOUWEI) rehearse --year $(SEED) --data "$(YEAR)-$(SEED)"

build: browser
	@scripts/need cargo
	@cargo build --release --package youwei

# Charts need a browser library; without Node the pages show tables instead.
browser:
	@scripts/browser-libraries

test: lint rust-test differential crash browser-test verifiers api-test open-data-test ## Everything that must hold

lint: browser
	@scripts/need cargo
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings

rust-test: browser
	cargo test --workspace --quiet
	python3 scripts/check_docs.py

# A failure prints the seed that replays it (DIFFERENTIAL_SEED; DIFFERENTIAL_COUNT for more).
differential: ## Decide thousands of expressions and tables with another engine too, and compare
	@scripts/need cargo
	cd tests/decision-peers && cargo test --locked --quiet

# Programs that append are killed with SIGKILL, on SQLite and on PostgreSQL; a failure
# prints the seed that replays it (LEDGER_SEED).
crash: ## Kill 2,000 programs at their work on each store; nothing answered may be gone
	@scripts/need cargo
	LEDGER_KILLS=$(KILLS) cargo test -p youwei-ledger --test it --quiet -- --nocapture crash::no_answered

browser-test: build
	@scripts/browser-test

verifiers: build ## Have logs checked by Go's x/mod, OpenSSL, the CloudEvents SDK and the auditors' script
	@scripts/verifiers

api-test: build ## Have schemathesis ask the JSON API of a served sample, with input that fits and that does not
	@scripts/api-test

open-data-test: build ## Have open data judged by libcoveoc4ids, pySHACL, csvw, icalendar and feedparser
	@SHARED="$(SHARED)" scripts/open-data-test

scores: build ## Score the reader on the labelled reports in ../shared
	@scripts/scores "$(SHARED)"

train: ## Train the reader's models on the labelled reports and say how well they judge unseen ones
	@scripts/train "$(SHARED)"

bench: build ## Side by side with what else people would use
	@YOUWEI="$(CURDIR)/$(YOUWEI)" bench/reader/run.sh "$(SHARED)/reports"

bench-ledger: ## The ledger beside plain tables and eventsourcing, and a log of ten million (about 5 minutes)
	@scripts/need cargo
	@bench/ledger/run.sh

bench-decision: ## Deciding beside dsntk, zen-engine, SpiffWorkflow and OpenFisca
	@scripts/need cargo
	@bench/decision/run.sh "$(SHARED)"

bench-system: ## Declared systems beside SpiffWorkflow and bpmn-engine, and the pages of a large city (15 minutes, 8 GB)
	@bench/system/run.sh

bench-year: build ## A whole rehearsed year on each store: entries a second, bytes an entry, how long a start takes (4 minutes)
	@YOUWEI="$(CURDIR)/$(YOUWEI)" bench/year/with-postgres.sh bench/year/run.sh

clean: ## Remove what was built (the data folder stays)
	cargo clean
	rm -rf crates/web/browser/node_modules tests/browser/node_modules
