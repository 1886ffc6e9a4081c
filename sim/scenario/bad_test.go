package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"poolsim/sim/database"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// Every testdata/NAME.bad.toml has its faults in full beside it, in NAME.bad.txt; -update rewrites them. Lines of the
// form "# set: KEY=VALUE" are overrides.
func TestBadScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.bad.toml")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d bad scenarios, %v; want at least 10", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text := readTestdata(t, filepath.Base(file))
			var opts Options
			for line := range strings.Lines(text) {
				if set, ok := strings.CutPrefix(line, "# set: "); ok {
					opts.Set = append(opts.Set, strings.TrimSpace(set))
				}
			}
			_, err := Parse(filepath.Base(file), []byte(text), opts)
			faults, ok := err.(*Faults)
			if !ok {
				t.Fatalf("Parse gave %v, want *Faults", err)
			}
			golden := strings.TrimSuffix(file, ".toml") + ".txt"
			got := generic(faults.Long())
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(readTestdata(t, filepath.Base(golden)), got); diff != "" {
				t.Errorf("faults differ (-want +got):\n%s", diff)
			}
		})
	}
}

// generic replaces the lists of what is registered, which grow with every law, process and dialect.
func generic(s string) string {
	return strings.NewReplacer(
		list(workload.Distributions.Names()), "<distributions>",
		list(workload.Processes.Names()), "<processes>",
		list(pool.Dialects.Names()), "<dialects>",
		list(faultNames()), "<faults>",
		list(database.Contentions.Names()), "<contentions>",
	).Replace(s)
}
