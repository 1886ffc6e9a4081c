package study

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MaxCells is the most cells of a grid.
const MaxCells = 10_000_000

// Grid is the product of axes: each cell is one combination of their points. [NewGrid] makes one that is checked.
type Grid []Axis

// NewGrid returns the grid of these axes; without any it has one cell, without overrides. It is an error when an axis has no point,
// when a key is on two axes, when a point is twice on its axis, or when there are more than MaxCells cells.
func NewGrid(axes ...Axis) (Grid, error) {
	g := Grid(axes)
	for _, a := range axes {
		if err := a.check(); err != nil {
			return nil, fmt.Errorf("%s: %w", a.names(), err)
		}
	}
	if err := distinct(g.Keys()); err != nil {
		return nil, err
	}
	if n := g.Cells(); n > MaxCells {
		return nil, fmt.Errorf("%s make %s: at most %d; leave out axes or points", g.product(), cells(n), MaxCells)
	}
	return g, nil
}

// check says what is wrong with an axis that a program made.
func (a Axis) check() error {
	switch {
	case len(a.Keys) == 0:
		return fmt.Errorf("an axis has no key")
	case len(a.Points) == 0:
		return fmt.Errorf("an axis has no point")
	case len(a.Points) > MaxPoints:
		return tooMany(strconv.Itoa(len(a.Points)))
	}
	seen := make(map[string]int)
	for i, p := range a.Points {
		if len(p) != len(a.Keys) {
			return fmt.Errorf("point %d has %d values for %d keys", i+1, len(p), len(a.Keys))
		}
		text := strings.Join(p, "\x00")
		if first, ok := seen[text]; ok {
			return fmt.Errorf("point %d is the same as point %d (%s): every point can be there once", i+1, first+1, shown(strings.Join(p, ", ")))
		}
		seen[text] = i
	}
	return nil
}

// product writes the numbers of points, for a message: "100 x 200 points".
func (g Grid) product() string {
	var out []string
	for _, a := range g {
		out = append(out, strconv.Itoa(len(a.Points)))
	}
	return strings.Join(out, " x ") + " points"
}

// cells writes a number of cells, for a message.
func cells(n int) string {
	if n == math.MaxInt {
		return "more cells than can be counted"
	}
	return fmt.Sprintf("%d cells", n)
}

// Cells returns the number of cells, at least 1 for a checked grid; math.MaxInt where it is beyond that.
func (g Grid) Cells() int {
	n := 1
	for _, a := range g {
		if len(a.Points) > 0 && n > math.MaxInt/len(a.Points) {
			return math.MaxInt
		}
		n *= len(a.Points)
	}
	return n
}

// Coordinates returns which point of each axis cell i is at, 0 <= i < Cells(). The last axis varies fastest.
func (g Grid) Coordinates(i int) []int {
	out := make([]int, len(g))
	for k := len(g) - 1; k >= 0; k-- {
		n := len(g[k].Points)
		out[k], i = i%n, i/n
	}
	return out
}

// At returns the overrides of cell i, 0 <= i < Cells(), each "key=value", in the order of Keys.
func (g Grid) At(i int) []string {
	var out []string
	values := g.Values(i)
	for k, key := range g.Keys() {
		out = append(out, key+"="+values[k])
	}
	return out
}

// Keys returns the keys of all axes, axis by axis.
func (g Grid) Keys() []string {
	var out []string
	for _, a := range g {
		out = append(out, a.Keys...)
	}
	return out
}

// Values returns the values of cell i, 0 <= i < Cells(), in the order of Keys, as overrides have them.
func (g Grid) Values(i int) []string {
	var out []string
	for k, at := range g.Coordinates(i) {
		out = append(out, g[k].Points[at]...)
	}
	return out
}

// Labels returns the values of cell i, 0 <= i < Cells(), for people, in the order of Keys: without quotes around a text.
func (g Grid) Labels(i int) []string {
	out := g.Values(i)
	for k := range out {
		out[k] = unquoted(out[k])
	}
	return out
}

// unquoted returns a text in quotes without them, and everything else as it is.
func unquoted(s string) string {
	if len(s) >= 2 && s[0] == '\'' && s[len(s)-1] == '\'' {
		return s[1 : len(s)-1]
	}
	if text, err := strconv.Unquote(s); err == nil && s[0] == '"' {
		return text
	}
	return s
}

// Names returns the shortest ends of the keys that still tell them apart, in the order of Keys: "pool_size" for
// "pool.main.pool_size", and "main.pool_size" beside "spare.pool_size".
func (g Grid) Names() []string {
	keys := g.Keys()
	out := make([]string, len(keys))
	parts := make([]int, len(keys))
	for {
		taken := make(map[string]int)
		for i, key := range keys {
			out[i] = lastParts(key, 1+parts[i])
			taken[out[i]]++
		}
		longer := false
		for i, key := range keys {
			if taken[out[i]] > 1 && out[i] != key {
				parts[i]++
				longer = true
			}
		}
		if !longer {
			return out
		}
	}
}

// lastParts returns the last n parts of a path.
func lastParts(key string, n int) string {
	at := len(key)
	for range n {
		if at = strings.LastIndexByte(key[:at], '.'); at < 0 {
			return key
		}
	}
	return key[at+1:]
}
