# The tools are run by version, so that nothing needs to be installed but Go.
GOFUMPT     = go run mvdan.cc/gofumpt@v0.12.0
STATICCHECK = go run honnef.co/go/tools/cmd/staticcheck@v0.8.2
GREMLINS    = go run github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0

.PHONY: check build lint test race mutations mutants theory pages bench works profile gallery notebooks hard fuzz

check: build lint test

build:
	go build ./...

lint:
	@out=$$($(GOFUMPT) -l .); if [ -n "$$out" ]; then echo "gofumpt would change:"; echo "$$out"; exit 1; fi
	go vet ./...
	$(STATICCHECK) ./...

test:
	go test ./...

race:
	go test -race -short -run 'SameBytes|Interrupted' ./sim/experiment
	go test -race -short -run 'SweepIsTheSame|InterruptedSweep' ./sim/study
	go test -race -short -run 'SignalEnds' ./cmd/poolsim

# Thirty mistakes that a pool written from memory would make: a test must notice each.
mutations:
	go test -tags mutations -run TestMutations ./sim/pool

# Every operator changed, one at a time, in the packages named: `make mutants PACKAGES=sim/stat`. A quarter of an hour or so for
# each; what may live is in notebooks/hard-to-break.md.
PACKAGES ?= workload sim/stat sim/queueing
mutants:
	for package in $(PACKAGES); do GOFLAGS="-short -vet=off -ldflags=-s" $(GREMLINS) unleash ./$$package || exit 1; done

# Exact cases at the lengths that they hint at, ten minutes or so; CI runs a twelfth of them, with every commit the next. POOLSIM_THEORY_SEED=N takes other random numbers.
theory:
	POOLSIM_FULL=1 go test -count=1 -timeout 6h -v -run TestTheoryCases ./sim/experiment

# What notebooks/hard-to-break.md tells of, but for the fuzzing: half an hour or so.
hard:
	POOLSIM_SCENARIOS=3000 go test -count=1 -timeout 2h -v -run TestInvariants ./sim/model
	POOLSIM_SCENARIOS=1000 go test -count=1 -timeout 2h -v -run TestRelation ./sim/experiment
	POOLSIM_FAULTS=280 go test -count=1 -timeout 2h -v -run 'TestFilesAreWhole|TestTwoRuns|TestPipe|TestFolder|TestFullDisk|TestReadOnly' ./cmd/poolsim
	POOLSIM_FULL=1 go test -count=1 -timeout 2h -v -run TestLongRuns ./sim/experiment

# Every fuzz target for ten minutes.
fuzz:
	.ci/fuzz 10

# The commands of notebooks/what-ifs.md: two minutes.
pages:
	POOLSIM_FULL=1 go test -count=1 ./cmd/poolsim -run TestPages

# To compare with an earlier revision: .ci/bench-against REVISION
bench:
	go test -run '^$$' -bench . ./sim ./sim/stat ./sim/model ./workload ./plots

# How fast poolsim is, against the recursion that is its limit: five minutes on a quiet machine, and only there worth anything.
works:
	.ci/bench-works

# The profile that the program is built with, of the works. Results do not depend on it.
profile:
	cd sim/limit && go test -pgo=off -run '^$$' -cpu 1 -bench 'Work/work=(w1|w2|w3a|lcfs)/by=(run|queue)' -benchtime 1500000x \
		-o /dev/null -cpuprofile ../../cmd/poolsim/default.pgo

# The pictures of the README, by the README's own commands.
gallery:
	go test ./cmd/poolsim -run "TestREADME|TestGallery" -update

# Executes the notebooks from scratch and compares them with what is committed: a few minutes. notebooks/execute --write keeps what comes out.
notebooks:
	notebooks/execute
