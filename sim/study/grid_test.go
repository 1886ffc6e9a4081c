package study

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

func axes(t *testing.T, texts ...string) []Axis {
	t.Helper()
	var out []Axis
	for _, text := range texts {
		a, err := ParseAxis(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// huge returns four axes that are as long as can be.
func huge() []Axis {
	points := make([][]string, MaxPoints)
	for i := range points {
		points[i] = []string{strconv.Itoa(i)}
	}
	var out []Axis
	for _, key := range []string{"a", "b", "c", "d"} {
		out = append(out, Axis{Keys: []string{key}, Points: points})
	}
	return out
}

func TestGrid(t *testing.T) {
	t.Parallel()
	list := axes(t, "pool.main.pool_size=10:20:10", "pool.main.max_overflow=1,2", "class.api.rate=100/s:300/s:100/s", `run.warmup="auto",5m`)
	zipped, err := list[0].With(list[1])
	if err != nil {
		t.Fatal(err)
	}
	g, err := NewGrid(zipped, list[2], list[3])
	if err != nil || g.Cells() != 12 {
		t.Fatalf("%v, %v", g, err)
	}
	for i, want := range map[int]string{
		0:  `pool.main.pool_size=10 pool.main.max_overflow=1 class.api.rate=100/s run.warmup="auto"`,
		1:  `pool.main.pool_size=10 pool.main.max_overflow=1 class.api.rate=100/s run.warmup=5m`,
		2:  `pool.main.pool_size=10 pool.main.max_overflow=1 class.api.rate=200/s run.warmup="auto"`,
		6:  `pool.main.pool_size=20 pool.main.max_overflow=2 class.api.rate=100/s run.warmup="auto"`,
		11: `pool.main.pool_size=20 pool.main.max_overflow=2 class.api.rate=300/s run.warmup=5m`,
	} {
		if got := strings.Join(g.At(i), " "); got != want {
			t.Errorf("cell %d is %s, want %s", i, got, want)
		}
	}
	if got := strings.Join(g.Labels(8), " "); got != "20 2 200/s auto" {
		t.Errorf("labels are %s", got)
	}
	if c := g.Coordinates(8); len(c) != 3 || c[0] != 1 || c[1] != 1 || c[2] != 0 {
		t.Errorf("cell 8 is at %v", c)
	}
	seen := make(map[string]bool)
	for i := range g.Cells() {
		seen[strings.Join(g.At(i), " ")] = true
	}
	if len(seen) != 12 {
		t.Errorf("%d different cells, want 12", len(seen))
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ keys, want string }{
		{"pool.main.pool_size", "pool_size"},
		{"pool.main.pool_size class.api.rate", "pool_size rate"},
		{"pool.main.pool_size pool.spare.pool_size run.load", "main.pool_size spare.pool_size load"},
		{"class.a.step.x.hold class.b.step.x.hold class.b.step.y.hold", "a.step.x.hold b.step.x.hold y.hold"},
		{"title run.title", "title run.title"},
		{"", ""},
	} {
		var g Grid
		for _, key := range strings.Fields(c.keys) {
			g = append(g, axes(t, key+"=1")...)
		}
		if got := strings.Join(g.Names(), " "); got != c.want {
			t.Errorf("%s are called %s, want %s", c.keys, got, c.want)
		}
	}
}

func TestNewGridRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		axes []Axis
		want string
	}{
		{axes(t, "run.seed=1:2", "run.seed=3"), "run.seed is varied twice: every key can be on one axis only"},
		{axes(t, "run.seed=1:2", "run . seed=3"), "run.seed is varied twice: every key can be on one axis only"},
		{axes(t, "a=1:10000", "b=1:1001"), "10000 x 1001 points make 10010000 cells: at most 10000000; leave out axes or points"},
		{
			huge(),
			"100000 x 100000 x 100000 x 100000 points make more cells than can be counted: at most 10000000; leave out axes or points",
		},
		{axes(t, "a=1,2,1"), "a: point 3 is the same as point 1 (1): every point can be there once"},
		{[]Axis{{}}, ": an axis has no key"},
		{[]Axis{{Keys: []string{"a"}}}, "a: an axis has no point"},
		{[]Axis{{Keys: []string{"a", "b"}, Points: [][]string{{"1"}}}}, "a, b: point 1 has 1 values for 2 keys"},
		{[]Axis{{Keys: []string{"a"}, Points: make([][]string, MaxPoints+1)}}, "a: 100001 points are too many: at most 100000"},
	} {
		if _, err := NewGrid(c.axes...); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
	g, err := NewGrid(axes(t, "a=1:10000", "b=1:1000")...)
	if err != nil || g.Cells() != MaxCells {
		t.Errorf("%d cells, %v", g.Cells(), err)
	}
	g, err = NewGrid()
	if err != nil || g.Cells() != 1 || len(g.At(0)) != 0 {
		t.Errorf("without axes: %d cells, %v", g.Cells(), err)
	}
	if n := Grid(huge()).Cells(); n != math.MaxInt {
		t.Errorf("%d cells", n)
	}
}
