package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"poolsim/sim/experiment"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Course is what became of something over time, for a line of blocks: each is as high as the greatest value in its part of
// the time, and as high as a line can be is the greatest of all.
type Course struct {
	Name string
	Y    []float64 // at equal distances, not negative
	Note string    // its scale
}

// onlyCourses reports whether there is nothing else in a section but its heading.
func (s *Section) onlyCourses() bool {
	return len(s.Courses) > 0 && s.Table == nil && len(s.Lines)+len(s.List)+len(s.Notes) == 0
}

// courseSection shows how many connections were in use and how many requests waited over the first replication; nil where
// the result does not say it, and for formats that draw no courses it is nothing too.
func courseSection(r *experiment.Result) *Section {
	s := &Section{}
	for i := range r.Pools {
		p := &r.Pools[i]
		name := ""
		if len(r.Pools) > 1 {
			name = clean(p.Name) + " "
		}
		in := courseOf(r, "in_use_connections", p.Name)
		if in == nil {
			continue
		}
		note := ""
		if p.Limit > 0 {
			note = " of " + Whole(p.Limit*max(1, r.Processes))
		}
		s.Courses = append(s.Courses, Course{name + "in use", in, scaleOf(in, meanInUse(r, p.Name)) + note})
		if line := courseOf(r, "waiting_requests", p.Name); line != nil {
			mean := courseMean(seriesOf(r, "waiting_requests", "mean", p.Name))
			s.Courses = append(s.Courses, Course{name + "waiting", line, scaleOf(line, mean)})
		}
	}
	if len(s.Courses) == 0 {
		return nil
	}
	s.Heading = "Over time, the highest of each part of the first replication"
	if r.Processes > 1 {
		s.Heading += ", all processes together"
	}
	return s
}

// seriesOf returns the points of a level of a pool over time; nil where there are none.
func seriesOf(r *experiment.Result, metric, stat, pool string) []float64 {
	i := slices.IndexFunc(r.Series, func(s experiment.Series) bool {
		return s.Metric == metric && s.Stat == stat && s.Pool == pool && s.Class == "" && s.Holder == ""
	})
	if i < 0 {
		return nil
	}
	return r.Series[i].Y
}

// courseOf returns the greatest values of a level of a pool over time; nil where there are none that can be drawn.
func courseOf(r *experiment.Result, metric, pool string) []float64 {
	y := seriesOf(r, metric, "max", pool)
	if len(y) == 0 || slices.ContainsFunc(y, func(v float64) bool { return !(v >= 0 && v <= math.MaxInt32) }) {
		return nil
	}
	return y
}

// meanInUse is the sum over classes and holders.
func meanInUse(r *experiment.Result, pool string) float64 {
	sum := 0.0
	for i := range r.Series {
		if s := &r.Series[i]; s.Metric == "in_use_connections" && s.Stat == "mean" && s.Pool == pool {
			sum += courseMean(s.Y)
		}
	}
	return sum
}

func courseMean(y []float64) float64 {
	sum := 0.0
	for _, v := range y {
		sum += v / float64(len(y))
	}
	return sum
}

func scaleOf(y []float64, mean float64) string {
	peak := slices.Max(y)
	return fmt.Sprintf("%s mean, %s peak", Value(Count, mean), exact(peak))
}

// blocks are the heights of a column; the blank is for exactly 0.
var blocks = []rune(" ▁▂▃▄▅▆▇█")

// Columns of a course, at most, and at least: below that it is left out.
const (
	mostColumns  = 60
	leastColumns = 10
)

// drawCourses draws courses below each other, all of the same length; nothing where the terminal is too narrow.
func drawCourses(courses []Course, width int) []string {
	names, notes, columns := 0, 0, mostColumns
	for _, c := range courses {
		if slices.Max(c.Y) == 0 {
			c.Note = ""
		}
		names, notes, columns = max(names, text.RuneWidthWithoutEscSequences(c.Name)), max(notes, len(c.Note)), min(columns, len(c.Y))
	}
	columns = min(columns, width-names-notes-4)
	if columns < leastColumns {
		return nil
	}
	var lines []string
	for _, c := range courses {
		line := text.Pad(c.Name, names, ' ') + "  "
		if slices.Max(c.Y) == 0 {
			lines = append(lines, line+"none")
			continue
		}
		lines = append(lines, line+bars(c.Y, columns)+"  "+c.Note)
	}
	return lines
}

// bars draws values in so many columns.
func bars(y []float64, columns int) string {
	peak := slices.Max(y)
	var b strings.Builder
	for i := range columns {
		part := slices.Max(y[i*len(y)/columns : (i+1)*len(y)/columns])
		at := 0
		if part > 0 {
			at = max(1, int(math.Round(part/peak*float64(len(blocks)-1))))
		}
		b.WriteRune(blocks[at])
	}
	return b.String()
}
