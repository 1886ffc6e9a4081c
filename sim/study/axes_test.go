package study

import (
	"strings"
	"testing"

	"poolsim/sim/scenario"
)

const sweptScenario = `
[[pool]]
name = "main"
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "300/s" }
[[class.step]]
holder = "auth"
hold = "2ms"
[sweep]
vary = [["pool.main.pool_size=20,50,30", "pool.main.max_overflow=30,100,50"], "class.api.rate=100/s:200/s:50/s"]
`

// From the scenario's text to a cell's scenario: every override of every cell is one that the scenario takes.
func TestSweepOfAScenario(t *testing.T) {
	t.Parallel()
	sc, err := scenario.Parse("swept.toml", []byte(sweptScenario), scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	axes, err := Axes(sc.Sweep)
	if err != nil {
		t.Fatal(err)
	}
	g, err := NewGrid(axes...)
	if err != nil || g.Cells() != 9 {
		t.Fatalf("%v, %v", g, err)
	}
	for i := range g.Cells() {
		cell, err := scenario.Parse("swept.toml", []byte(sweptScenario), scenario.Options{Set: g.At(i)})
		if err != nil {
			t.Fatal(err)
		}
		v := cell.Model.Pools[0].Values
		size, overflow, rate := v.Int("pool_size"), v.Int("max_overflow"), cell.Model.Classes[0].Arrivals.MeanRate()
		k := i / 3
		if size != []int64{20, 50, 30}[k] || overflow != []int64{30, 100, 50}[k] || rate != []float64{100, 150, 200}[i%3] {
			t.Errorf("cell %d has pool_size %d, max_overflow %d, rate %g", i, size, overflow, rate)
		}
	}
}

func TestAxesRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sweep [][]string
		want  string
	}{
		{[][]string{{"a"}, {"b=1"}, {"c=1:2:0"}}, "[sweep] vary a: there is no =: " + axisSyntax + "\n[sweep] vary c=1:2:0: a step must not be 0"},
		{[][]string{{"a=", "b=,"}}, "[sweep] vary a=: a value is empty: write values with one comma between two of them, such as 5,10,20\n" +
			"[sweep] vary b=,: a value is empty: write values with one comma between two of them, such as 5,10,20"},
		{[][]string{{"a=1,2", "b=1:3"}}, "[sweep] vary: a has 2 points and b has 3 points: axes that move together need the same number"},
		{[][]string{{"a=1,2", "a=3,4"}}, "[sweep] vary: a is varied twice: every key can be on one axis only"},
		{[][]string{{}}, "[sweep] vary: an element is empty: " + axisSyntax},
	} {
		if _, err := Axes(c.sweep); err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.sweep, err, strings.ReplaceAll(c.want, "\n", "\n     "))
		}
	}
	if axes, err := Axes(nil); len(axes) != 0 || err != nil {
		t.Errorf("%v, %v", axes, err)
	}
}
