# make build   the binary, stripped, in dist/ncp
# make test    what the README says passes the tests
# make check   what CI runs on top: lint, vet for other systems, tests with the race detector, real peers
# make e2e     the real peers alone (needs Node.js and Chromium), and the table of pairings
# make conformance   the official conformance suite with ncp as its client, and as its server beside the direct one, after make e2e has installed it
# make stress  many processes at once, at the start, at expiry, and killed while they refresh
# make bench   the numbers, as ratios within one run
# make bench-find  what find is worth on the public sets of tools and queries, beside what it is to reach, and what each part of it is worth
# make fit-find    fits the weights of the ranking anew
# make fuzz    each fuzz target for FUZZTIME
# make usual-find  counts anew how usual words are in tools, after which the weights have to be fitted
GO       ?= go
OUT      ?= dist/ncp
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LINT      = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

FUZZTIME ?= 20s

.PHONY: build test lint vet race size e2e peers conformance stress fuzz bench bench-find fit-find usual-find check

# Without inlining in what no call waits for, the program is 0.5 MB smaller; a TLS handshake takes half a millisecond longer.
PLAIN = crypto/... math/big net/url mime/... text/... html/... log/slog path/... regexp/... io/fs embed/... hash/... container/... compress/... os/exec os/signal os/user \
	encoding/asn1 encoding/pem encoding/hex encoding/base32 unicode/utf16 github.com/... golang.org/x/... vendor/golang.org/x/... \
	ncp/internal/cli ncp/internal/demo ncp/internal/atomicfile ncp/internal/secret ncp/config ncp/oauth ncp/tokenstore
SMALL = $(PLAIN:%='-gcflags=%=-l')

build:
	CGO_ENABLED=0 $(GO) build -trimpath $(SMALL) -ldflags '-s -w -X main.version=$(VERSION)' -o $(OUT) .

test:
	$(GO) test ./...

vet:
	$(GO) vet -tags peers,stress ./...
	GOOS=windows $(GO) vet -tags peers,stress ./...
	GOOS=darwin $(GO) vet -tags peers,stress ./...

lint:
	$(GO) run $(LINT) run ./...

race:
	$(GO) test -race ./...

e2e: SHELL = bash
e2e: peers build
	set -o pipefail; $(GO) test -race -count=1 -run 'TestPairings|TestRawResult' -v ./aggregator ./e2e | grep -vE '^( *--- PASS|=== )'
	$(GO) test -race -tags peers -count=1 ./e2e/...
	$(GO) run ./e2e/conformance -ncp dist/ncp

peers:
	cd e2e/peers && npm ci --no-audit --no-fund --loglevel=error

conformance: build
	$(GO) run ./e2e/conformance -ncp dist/ncp

stress:
	$(GO) test -tags stress -count=1 -timeout 20m -run Stress -v ./e2e

# To make what was found smaller takes a minute each time, in which nothing new is tried, where what a search runs through depends on its pools.
fuzz: SHELL = bash
fuzz:
	set -e; grep -rlE '^func Fuzz' --include=*_test.go aggregator config internal oauth upstream | while read -r file; do \
		for target in $$(grep -oE '^func Fuzz[A-Za-z]+' $$file | cut -c6-); do \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x ./$$(dirname $$file); done; done

bench: build
	$(GO) run ./e2e/bench -ncp dist/ncp

bench-find: build
	$(GO) run ./e2e/benchfind -ncp dist/ncp

fit-find:
	$(GO) run ./e2e/benchfind -fit aggregator/toolindex/fitted.go

usual-find:
	$(GO) run ./e2e/benchfind -usual aggregator/toolindex/usual.go

# The program is one small file: 12 MB at most.
size: build
	test $$(wc -c < dist/ncp) -le 12000000

check: vet lint race size e2e
