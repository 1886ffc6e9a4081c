package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// TestStartIsLight: what the packages of poolsim set up before the program begins is little, whatever the command needs.
// Allocations are counted, as the runtime tells them, for times say nothing on a machine that has other work. A template,
// a table of fonts or an expression that is compiled in a package variable shows here.
func TestStartIsLight(t *testing.T) {
	c := exec.Command("poolsim", "check", "lcfs.toml")
	c.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var stderr strings.Builder
	c.Stderr = &stderr
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	packages, sum := 0, 0
	for line := range strings.Lines(stderr.String()) {
		// init poolsim/workload @2.4 ms, 0.024 ms clock, 6320 bytes, 10 allocs
		fields := strings.Fields(line)
		if len(fields) != 11 || fields[0] != "init" || !strings.HasPrefix(fields[1], "poolsim/") && fields[1] != "main" {
			continue
		}
		n, err := strconv.Atoi(fields[9])
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		packages++
		sum += n
		if n > 600 {
			t.Errorf("%s makes %d allocations before the program begins", fields[1], n)
		}
	}
	t.Logf("%d packages, %d allocations", packages, sum)
	if packages < 5 || sum > 1200 {
		t.Errorf("%d packages make %d allocations before the program begins", packages, sum)
	}
}
