# Every gate is a target here, and .ci/run calls them: what passes for you
# passes there. "make" alone lists them.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GO ?= go
# golangci-lint is pinned here and kept out of go.mod, which it would swamp.
GOLANGCI_VERSION := v2.12.2
TOOLS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/stackmatch/golangci-lint-$(GOLANGCI_VERSION)
# Its cache names files by absolute path: two checkouts never share one, or
# the issues of the other would come back under paths that no exclusion knows.
GOLANGCI := GOLANGCI_LINT_CACHE=$(TOOLS)/cache$(CURDIR) $(TOOLS)/golangci-lint
GENERATED := ent/db graph
NPM := internal/auth/oidctest internal/server/audit scripts/npm scripts/interop scripts/sockets
BENCH_EARNERS ?= 20543 100000 1000000
FUZZTIME ?= 60s

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Build and test

.PHONY: build
build: ## bin/stackmatch
	$(GO) build -o bin/stackmatch ./cmd/stackmatch

.PHONY: test
test: ## all tests, on SQLite
	$(GO) test ./...

.PHONY: test-race
test-race: ## all tests, shuffled, with the race detector; the killed process is without it, so few rounds do
	STACKMATCH_KILL_ROUNDS=5 $(GO) test -race -shuffle=on -timeout 30m ./...

.PHONY: test-postgres
test-postgres: ## the tests that know a database, on a PostgreSQL of their own
	scripts/postgres.sh $(GO) test -count=1 ./internal/... ./graph/... ./seed/...

.PHONY: arch
arch: ## who may import whom, and what the docs say of it
	$(GO) test ./internal/arch ./docs

.PHONY: demo
demo: ## boot the demo, do what the README says, check the answers
	scripts/with-demo.sh node scripts/demo.mjs

.PHONY: page
page: ## open the demo in headless Chromium as each kind of viewer, and read the page
	scripts/with-demo.sh node scripts/page.mjs

.PHONY: audit
audit: internal/server/audit/node_modules ## GraphQL over HTTP: graphql-http's audits against the demo
	scripts/with-demo.sh node internal/server/audit/audit.mjs

.PHONY: interop
interop: scripts/interop/node_modules ## what a running server issues, verified by software that is not ours
	scripts/with-demo.sh node scripts/interop/interop.mjs

.PHONY: sockets
sockets: scripts/sockets/node_modules ## subscriptions of the demo, followed by graphql-ws and graphql-sse; from a posting to a hire and back
	scripts/with-demo.sh bash -c 'node scripts/sockets/sockets.mjs && node scripts/sockets/journey.mjs'

.PHONY: fuzz
fuzz: ## every fuzz target in turn: make fuzz FUZZTIME=60s
	scripts/fuzz.sh $(FUZZTIME)

.PHONY: bench
bench: ## measure ranking, write docs/performance.md (BENCH_EARNERS="20543 100000")
	node scripts/bench.mjs $(BENCH_EARNERS)

.PHONY: search-quality
search-quality: ## measure how well skills are found, write docs/search-quality.md; needs the judged sets beside the repository
	node scripts/search-quality.mjs

.PHONY: bench-alerts
bench-alerts: ## fail where 10,000 saved searches keep up with fewer than 100 changes a second
	$(GO) test -run '^$$' -bench '^BenchmarkAlerts$$' -benchtime 1x -count 1 ./internal/app

.PHONY: bench-plans
bench-plans: ## measure plans, their alternatives and frontiers, what-ifs and ways, with growth to 5,000 micro-credentials
	$(GO) test -run '^$$' -bench . -benchtime 1x -count 1 ./internal/planner
	$(GO) test -run '^$$' -bench '^BenchmarkWhatIfOfACaseload$$' -benchtime 5x -count 1 ./internal/coaching
	$(GO) test -run '^$$' -bench '^BenchmarkWays$$' -benchtime 5x -count 1 ./internal/catalog

.PHONY: bench-queue
bench-queue: ## fail where a page of 10,000 submissions takes 3 times a bare query of it
	$(GO) test -run '^$$' -bench '^BenchmarkQueue$$' -benchtime 1x -count 1 ./internal/assessment

.PHONY: npm
npm: $(addsuffix /node_modules,$(NPM)) ## what tests and gates take from npm: an OpenID provider, audits, a schema differ

##@ Style

.PHONY: fmt
fmt: $(TOOLS)/golangci-lint ## gofumpt and import order
	$(GOLANGCI) fmt

.PHONY: fmt-check
fmt-check: $(TOOLS)/golangci-lint ## fail where fmt would change something
	$(GOLANGCI) fmt --diff

.PHONY: lint
lint: $(TOOLS)/golangci-lint ## golangci-lint, as .golangci.yml says
	$(GOLANGCI) run

$(TOOLS)/golangci-lint:
	GOFLAGS= GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)

.PHONY: vuln
vuln: ## known vulnerabilities, where govulncheck and its database can be reached
	@if command -v govulncheck >/dev/null; then govulncheck ./...; \
	else echo "govulncheck is not installed: nothing was checked"; fi

##@ Generated code and contracts

.PHONY: generate
generate: ## ent/db from ent/schema, graph/generated from graph/schema
	$(GO) generate ./ent
	$(GO) tool gqlgen generate

.PHONY: generate-check
generate-check: generate ## fail where the committed generated code is not current
	@changed=$$(git status --porcelain -- $(GENERATED)); \
	if [[ -n $$changed ]]; then echo "run make generate and commit:"; echo "$$changed"; git diff --stat -- $(GENERATED); exit 1; fi

.PHONY: migrate-check
migrate-check: ## fail where the migrations do not make what ent/schema says
	scripts/postgres.sh $(GO) test -count=1 -run 'Migrat|Dialect|Rebuild|NewerRelease' ./internal/store

.PHONY: migration
migration: ## write the next migration, for both databases: make migration NAME=award_note
	scripts/postgres.sh $(GO) run ./internal/store/newmigration $(NAME)

.PHONY: schema-check
schema-check: scripts/npm/node_modules ## fail where the API breaks clients of the released one
	cd scripts/npm && node --test --test-reporter=dot . && node schema-check.mjs ../../graph/schema.released.graphql ../../graph/schema

.PHONY: schema-release
schema-release: scripts/npm/node_modules ## at a release: what schema-check compares with from now on
	cd scripts/npm && node schema-check.mjs ../../graph/schema.released.graphql ../../graph/schema --release

.PHONY: graphiql
graphiql: internal/server/graphiql/node_modules ## bundle GraphiQL anew
	cd internal/server/graphiql && npm run build

%/node_modules: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund && touch node_modules

.PHONY: ci
ci: ## everything, as CI does
	.ci/run
