package model_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/workload"
)

// TestAMillionUsersFitIn60MB runs a closed class of a million users, with statistics and bins of time, in a process of its own
// and reads the most memory that this has ever had. (What the system tells a parent about its child counts the parent's
// memory from before the child became another program.)
func TestAMillionUsersFitIn60MB(t *testing.T) {
	const child = "POOLSIM_MILLION_USERS"
	if os.Getenv(child) != "" {
		runMillionUsers(t)
		return
	}
	if testing.Short() {
		t.Skip("takes a second")
	}
	c := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), child+"=1")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	peak := regexp.MustCompile(`VmHWM:\s*(\d+) kB`).FindSubmatch(out)
	if peak == nil {
		t.Fatalf("no peak in %s", out)
	}
	kB, err := strconv.Atoi(string(peak[1]))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%.1f MB", float64(kB)*1024/1e6)
	if kB*1024 > 60e6 {
		t.Errorf("a million users took %d kB, want at most 60 MB", kB)
	}
}

// runMillionUsers is the child.
func runMillionUsers(t *testing.T) {
	cfg := model.Config{
		Seed: 1, Processes: 1, Duration: time.Minute,
		Pools: []model.Pool{queuePool(t, "main", param.Values{"pool_size": int64(150), "max_overflow": int64(0)})},
		Classes: []workload.Class{{
			Name: "users", Arrivals: &workload.Closed{Users: 1_000_000, Think: law(t, "exponential", param.Values{"mean": 739900 * time.Millisecond})},
			Steps: []workload.Step{{Holder: "main", Hold: law(t, "exponential", param.Values{"mean": ms(100)})}},
		}},
	}
	r, err := model.Replicate(cfg, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if n := r.Classes[0].Completed; n < 75_000 { // 1351 a second
		t.Errorf("only %d jobs", n)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(string(status))
}
