package experiment_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/stat"
)

// TestVarianceOfTimeAverages: the width of intervals for averages over a long time follows from the exact asymptotic
// variance of M/M/5 at a load of 0.8 and of M/M/1 at 0.5 (sim/stat/testdata/anchors.json.gz, asymptotic_variance_time_average).
// A variance estimated from n values has a relative standard error of sqrt(2/(n-1)).
func TestVarianceOfTimeAverages(t *testing.T) {
	t.Parallel()
	type level struct {
		Mean float64 `json:"mean"`
		SD   float64 `json:"sd_of_time_average_over_1e4_s"`
	}
	var anchors struct {
		Models []struct {
			Name    string `json:"model"`
			Waiting level  `json:"queue_mean"`
			InUse   level  `json:"out_mean"`
		} `json:"asymptotic_variance_time_average"`
	}
	f, err := os.Open("../stat/testdata/anchors.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(zip).Decode(&anchors); err != nil {
		t.Fatal(err)
	}
	runs := 30
	if long() {
		runs = 1000
	}
	for _, m := range []struct {
		anchor, servers int
		rate            float64
		slower          float64 // holds are 1 s here, so many times as long as the anchor's: so much greater is the variance
	}{{0, 5, 4, 10}, {2, 1, 0.5, 1}} {
		a := anchors.Models[m.anchor]
		r := run(t, parse(t, plain, fmt.Sprintf("pool.main.pool_size=%d", m.servers), fmt.Sprintf("class.api.arrivals.rate=%v/s", m.rate),
			`class.api.step.main.hold={ dist = "exponential", mean = "1s" }`,
			"run.warmup=200s", "run.duration=10000s", fmt.Sprintf("run.replications=%d", runs)), experiment.Options{Workers: 2})
		for name, want := range map[string]level{"waiting_requests": a.Waiting, "in_use_connections": a.InUse} {
			want.SD *= math.Sqrt(m.slower)
			v := metric(t, r, name, "mean", "main", "", "")
			sd := float64(v.Hi-v.Lo) / 2 / stat.TQuantile(runs-1, 0.975) * math.Sqrt(float64(runs))
			t.Logf("%s, %s: mean %.4f (%.4f), standard deviation %.4f (%.4f)", a.Name, name, v.Value, want.Mean, sd, want.SD)
			if math.Abs(sd*sd/want.SD/want.SD-1) > 3.29*math.Sqrt(2/float64(runs-1)) {
				t.Errorf("%s, %s: standard deviation %v over 1e4 s, want %v", a.Name, name, sd, want.SD)
			}
			if math.Abs(float64(v.Value)-want.Mean) > 3.29*want.SD/math.Sqrt(float64(runs)) {
				t.Errorf("%s, %s: mean %v, want %v", a.Name, name, v.Value, want.Mean)
			}
		}
	}
}
