package plots

import (
	"errors"
	"strings"
	"testing"

	"poolsim/sim/study"
)

// TestSlices: what a slice holds is the cells at its point, and they have the numbers that they have in the whole.
func TestSlices(t *testing.T) {
	r := makeSweep(sweepMaker{noise: 0.1, between: func(at []string) toy {
		return toy{numberAt(at[3]), numberAt(at[0]) + numberAt(at[1]), 30}
	}}, "pool.main.pool_size=20,30,40,50", "pool.main.max_overflow=0,5", "pool.main.dialect=a,b,c", "class.api.rate=100/s,200/s", "database.round_trip=1ms,2ms,3ms")
	tests := []struct {
		most     int
		at, want string // the settings held
	}{
		{5, "", ""},
		{4, "", "dialect b"},
		{3, "", "max_overflow 0, dialect b"},
		{2, "", "max_overflow 0, dialect b, round_trip 2 ms"},
		{3, "dialect=c", "max_overflow 0, dialect c"},
		{3, "pool.main.pool_size=40; database.round_trip=0.003s", "pool_size 40, round_trip 3 ms"},
		{3, "pool_size=20; rate=200/s; max_overflow=5", "pool_size 20, max_overflow 5, 200 api jobs/s"},
	}
	for _, tt := range tests {
		var at []string
		if tt.at != "" {
			at = strings.Split(tt.at, "; ")
		}
		v, err := viewSlice(r, tt.most, Options{At: at})
		if err != nil {
			t.Errorf("%s: %v", tt.at, err)
			continue
		}
		got := ""
		if v.whole != nil {
			got = plain(v.whole.words(v.held))
		}
		if got != tt.want {
			t.Errorf("%d settings at %q: held are %s, want %s", tt.most, tt.at, got, tt.want)
		}
		n := 0
		v.each(func(at place) {
			s := v.cell(at)
			n++
			for k, a := range v.axes {
				if text := v.grid[a.index].Points[at[k]][0]; s.At[a.index] != text {
					t.Fatalf("%q: the cell at %s is of %v", tt.at, text, s.At)
				}
			}
			if v.whole == nil {
				return
			}
			for i, p := range v.held {
				if text := v.whole.grid[i].Points[p][0]; s.At[i] != text {
					t.Fatalf("%q: the slice at %s has a cell of %v", tt.at, text, s.At)
				}
			}
		})
		if n != len(v.r.Cells) || n != v.r.Planned {
			t.Errorf("%q: %d cells are seen of %d, %d planned", tt.at, n, len(v.r.Cells), v.r.Planned)
		}
	}
	want := "5 settings vary, and charts show 3 at once: drawn at max_overflow 0, dialect b; --at max_overflow=VALUE takes another one"
	if got := plain(SliceWords(r, Options{})); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := SliceWords(r, Options{At: []string{"dialect=a", "pool_size=20"}}); got != "" {
		t.Errorf("a slice that was asked for: %s", got)
	}
	for text, want := range map[string]string{
		"pool_size":     "write KEY=VALUE",
		"pool_size=25":  "there is no such pool_size: choose one of 20, 30, 40, 50",
		"pool_sizes=20": "pool_sizes does not vary: choose one of pool_size, max_overflow, dialect, rate, round_trip",
	} {
		_, err := viewSlice(r, 3, Options{At: []string{text}})
		if !errors.Is(err, ErrNoPoint) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
		if err := CheckAt(study.Grid(r.Axes), []string{text}); err == nil {
			t.Errorf("%s is a point of the grid", text)
		}
	}
}
