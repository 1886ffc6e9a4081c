package study_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"poolsim/sim/study"
)

// shardsOf runs a sweep in so many shards and returns what each wrote.
func shardsOf(t testing.TB, of int) []string {
	t.Helper()
	var out []string
	for i := 1; i <= of; i++ {
		s := newSweep(t, small, "pool.main.pool_size=2:4")
		s.Shard = study.Shard{Index: i, Of: of}
		r, err := s.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

// TestMergeNamesFewShards: a file that says it is one of a billion shards costs no more than others.
func TestMergeNamesFewShards(t *testing.T) {
	t.Parallel()
	text := strings.Replace(shardsOf(t, 2)[0], `"shard":{"index":1,"of":2}`, `"shard":{"index":1,"of":1000000000}`, 1)
	r, err := study.ReadSweep([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	_, err = study.Merge([]*study.SweepResult{r}, []string{"a.json"})
	if err == nil || !strings.HasSuffix(err.Error(), "shard 2/1000000000, 3/1000000000, 4/1000000000, 5/1000000000, 6/1000000000, ... was not given") {
		t.Errorf("%v", err)
	}
}

// FuzzMerge demands that reading and joining two files does not panic, that an error is a line of text, and that what is
// joined in one order is what is joined in the other.
func FuzzMerge(f *testing.F) {
	shards := shardsOf(f, 2)
	for i := range shards {
		shards[i] = string(trimmed(f, shards[i]))
		if _, err := study.ReadSweep([]byte(shards[i])); err != nil {
			f.Fatal(err)
		}
	}
	f.Add([]byte(shards[0]), []byte(shards[1]))
	f.Add([]byte(shards[0]), []byte(shards[0]))
	f.Add([]byte(shards[0]), []byte(strings.Replace(shards[1], `"of":2`, `"of":3`, 1)))
	f.Add([]byte(shards[0]), []byte(strings.Replace(shards[1], `"cell":1`, `"cell":2`, 1)))
	f.Add([]byte(shards[1]), []byte(`{"study":"sweep"}`))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		read := func() []*study.SweepResult {
			var out []*study.SweepResult
			for _, text := range [][]byte{first, second} {
				r, err := study.ReadSweep(text)
				if err != nil {
					if strings.ContainsAny(err.Error(), "\x1b\n\x00") {
						t.Errorf("an error that is not one line of text: %q", err)
					}
					return nil
				}
				out = append(out, r)
			}
			return out
		}
		one := read()
		if one == nil {
			return
		}
		names := []string{"a", "b"}
		merged, err := study.Merge(one, names)
		if err != nil {
			if len(err.Error()) > 10_000 || strings.ContainsAny(err.Error(), "\x1b\n\x00") {
				t.Errorf("an error that is not one line of text: %.300q", err)
			}
			return
		}
		other := read()
		other[0], other[1] = other[1], other[0]
		turned, err := study.Merge(other, names)
		if err != nil {
			t.Fatalf("joined in one order, but in the other: %v", err)
		}
		a, errA := json.Marshal(merged.Cells)
		b, errB := json.Marshal(turned.Cells)
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("the order of the files changes the cells (%v, %v)", errA, errB)
		}
	})
}
