//go:build unix

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sweep200 is a sweep of 200 cells.
var sweep200 = []string{
	"sweep", "rare.toml", "--duration", "20s", "--warmup", "2s", "--replications", "2", "--set", "slo.wait_p99=1s", "--max-replications", "8",
	"--vary", "pool.main.pool_size=1:20", "--vary", "class.api.rate=10/s:100/s:10/s",
}

// TestKilledSweepGoesOn kills a sweep of 200 cells at random moments, as often as it takes until one run comes to its end,
// and compares what it wrote with an uninterrupted sweep; then the same in seven shards that are merged in any order.
func TestKilledSweepGoesOn(t *testing.T) {
	dir := t.TempDir()
	whole, part := filepath.Join(dir, "whole.json"), filepath.Join(dir, "part.json")
	begun := time.Now()
	c, stderr := start(t, nil, append(sweep200, "-o", whole)...)
	if err := c.Wait(); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	took := time.Since(begun)
	rng := rand.New(rand.NewPCG(uint64(os.Getpid()), 0))
	kills := 0
	for n := 0; ; n++ {
		if n == 50 {
			t.Fatal("it does not come to an end")
		}
		c, stderr := start(t, nil, append(sweep200, "-o", part)...)
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%v: %s", err, stderr.String())
			}
		case <-time.After(time.Duration((0.1 + 0.5*rng.Float64()) * float64(took))):
			kills++
			_ = c.Process.Kill() // it may just have ended
			<-ended
		}
		if _, err := os.Stat(part); err == nil {
			break
		}
	}
	if kills == 0 {
		t.Error("it was never killed")
	}
	want, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(part)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("after %d kills it wrote other bytes", kills)
	}
	if n := strings.Count(string(got), "\n    {\"cell\":"); n != 200 {
		t.Errorf("%d cells", n)
	}
	for _, name := range names(t, dir) {
		if strings.HasSuffix(name, ".journal") {
			t.Errorf("it leaves %s behind", name)
		}
	}
	merge := []string{"merge", "-o", filepath.Join(dir, "merged.json")}
	for _, i := range rng.Perm(7) {
		shard := filepath.Join(dir, fmt.Sprintf("shard-%d.json", i+1))
		c, stderr := start(t, nil, append(sweep200, "--shard", fmt.Sprintf("%d/7", i+1), "-o", shard)...)
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %s", err, stderr.String())
		}
		merge = append(merge, shard)
	}
	if c, stderr := start(t, nil, merge...); c.Wait() != nil {
		t.Fatal(stderr.String())
	}
	if merged, err := os.ReadFile(filepath.Join(dir, "merged.json")); err != nil || !bytes.Equal(merged, want) {
		t.Errorf("seven shards merge to other bytes (%v)", err)
	}
	t.Logf("killed %d times", kills)
}

// TestTwoSweepsDoNotShareAJournal: the second one to write the same output is refused while the first one runs.
func TestTwoSweepsDoNotShareAJournal(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out.json")
	c, _ := start(t, nil, append(sweep200, "--duration", "10m", "-o", out)...)
	defer func() {
		_ = c.Process.Kill() // it has served
		_ = c.Wait()
	}()
	for n := 0; ; n++ {
		if info, err := os.Stat(out + ".journal"); err == nil && info.Size() > 0 {
			break
		}
		if n == 3000 {
			t.Fatal("it does not begin")
		}
		time.Sleep(10 * time.Millisecond)
	}
	second := exec.Command("poolsim", append(sweep200, "--duration", "10m", "-o", out)...)
	text, err := second.CombinedOutput()
	want := "poolsim: " + out + ".journal: another poolsim is writing it\n"
	if err == nil || string(text) != want {
		t.Errorf("it says %q (%v), want %q", text, err, want)
	}
}
