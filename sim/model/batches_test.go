package model_test

import (
	"reflect"
	"testing"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/stat"
)

// TestBatchesChangeNothing: batches joined are the replication, number for number.
func TestBatchesChangeNothing(t *testing.T) {
	t.Parallel()
	cfg := lcfs(t, time.Minute+7)
	cfg.Warmup, cfg.Processes = 10*time.Second, 2
	whole, err := model.Replicate(cfg, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	batches, err := model.Batched(cfg, stat.Batches, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	all := model.Join(batches)
	for i := range whole.Pools {
		for k, q := range all.Pools[i].Quarters {
			if want := whole.Pools[i].Quarters[k]; q.InUse/want.InUse-1 > 1e-6 || want.InUse/q.InUse-1 > 1e-6 {
				t.Errorf("quarter %d: %v in use, want %v", k, q.InUse, want.InUse)
			}
		}
		all.Pools[i].Quarters = whole.Pools[i].Quarters // rounded otherwise
	}
	all.Seconds = whole.Seconds
	if !reflect.DeepEqual(all, whole) {
		t.Errorf("batches joined are not the whole")
	}
	if n := len(batches); n != stat.Batches {
		t.Errorf("%d batches", n)
	}
	if _, err := model.Batched(cfg, 10, 0); err == nil {
		t.Error("10 batches, which do not make quarters, are no error")
	}
	cfg.Duration = 3
	if _, err := model.Batched(cfg, 20, 0); err != nil {
		t.Errorf("three nanoseconds: %v", err)
	}
}

// TestJoinAddsEveryCount: no count of a label or a class is forgotten.
func TestJoinAddsEveryCount(t *testing.T) {
	t.Parallel()
	ones := func(x any) {
		for v, i := reflect.ValueOf(x).Elem(), 0; i < v.NumField(); i++ {
			if f := v.Field(i); f.Kind() == reflect.Uint64 {
				f.SetUint(1)
			}
		}
	}
	batches := make([]*model.Result, 4)
	for i := range batches {
		batches[i] = &model.Result{Labels: make([]model.LabelResult, 1), Classes: make([]model.ClassResult, 1)}
		ones(&batches[i].Labels[0])
		ones(&batches[i].Classes[0])
	}
	all := model.Join(batches)
	for _, x := range []any{all.Labels[0], all.Classes[0]} {
		for v, i := reflect.ValueOf(x), 0; i < v.NumField(); i++ {
			if f := v.Field(i); f.Kind() == reflect.Uint64 && f.Uint() != 4 {
				t.Errorf("%s.%s of four batches with 1 each is %d", v.Type(), v.Type().Field(i).Name, f.Uint())
			}
		}
	}
}

// TestPilot: the bins' averages are those of a replication without warm-up.
func TestPilot(t *testing.T) {
	t.Parallel()
	cfg := lcfs(t, time.Minute)
	bins, err := model.Pilot(cfg, 500)
	if err != nil {
		t.Fatal(err)
	}
	r, err := model.Replicate(cfg, 0)
	if err != nil {
		t.Fatal(err)
	}
	got, want := stat.Mean(bins).Value, r.Pools[0].InUse.Mean()+r.Pools[0].Waiting.Mean()
	if len(bins) != 500 || got/want-1 > 1e-9 || want/got-1 > 1e-9 {
		t.Errorf("%d bins with a mean of %v, want 500 with %v", len(bins), got, want)
	}
}
