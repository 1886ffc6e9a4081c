package model_test

import (
	"fmt"
	"testing"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/workload"
)

// Three jobs at 1 s, two places, holds of 1 s: what is seen at an instant is what holds from it on.
func TestSamples(t *testing.T) {
	t.Parallel()
	s := time.Second
	r, err := model.Replicate(model.Config{
		Seed: 1, Processes: 2, Duration: 5 * s, SampleAt: []time.Duration{0, s / 2, s, 3 * s / 2, 2 * s, 3 * s},
		Pools: []model.Pool{textbookPool(t, param.Values{"size": int64(1), "overflow": int64(1)})},
		Classes: []workload.Class{{
			Name: "burst", Arrivals: &workload.Burst{Jobs: 6, At: s}, Steps: []workload.Step{{Holder: "main", Hold: constant(t, s)}},
		}},
	}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range r.Samples[0] {
		got = append(got, fmt.Sprintf("%v: %d+%d, %d open", x.At, x.Counts.InUse, x.Counts.Waiting, x.Counts.Open))
	}
	want := "[0s: 0+0, 0 open 500ms: 0+0, 0 open 1s: 4+2, 4 open 1.5s: 4+2, 4 open 2s: 2+0, 4 open 3s: 0+0, 2 open]"
	if fmt.Sprint(got) != want {
		t.Errorf("\n got %v\nwant %s", got, want)
	}
}
