package plots

import (
	"fmt"
	"strings"
)

// title states where the pool is saturated.
func (s *saturation) title() string {
	name := "Pool " + shorten(s.pool, 24)
	if len(s.courses) > 1 {
		return name + s.severalSentence()
	}
	return name + s.sentence(s.courses[0])
}

// sentence states it of one course.
func (s *saturation) sentence(c *loadCourse) string {
	a := s.x()
	n := len(a.order)
	switch {
	case c.scattered():
		return " is saturated at " + count(float64(c.times)) + " of " + count(float64(n)) + noBreak + "points"
	case c.saturated == 0:
		return " is saturated " + s.everywhere() + "; at " + a.bare(a.last()) + ", " + c.reason
	case c.saturated == n-1:
		return " saturates " + a.between(a.order[n-2], a.order[n-1]) + ", where " + c.reason
	case c.saturated < n:
		return " saturates " + a.between(a.order[c.saturated-1], a.order[c.saturated]) + "; at " + a.bare(a.last()) + ", " + c.reason
	}
	s0 := " does not saturate up to " + a.at(a.last())
	if !a.numeric() {
		s0 = " does not saturate " + a.every()
	}
	if e := c.use.e[n-1]; e.known() {
		if s.ratio {
			return s0 + ", where utilisation is " + percent(e.value, 2)
		}
		return s0 + ", where " + amount(e.value, 3) + " connections are in use"
	}
	return s0
}

func (s *saturation) everywhere() string {
	a := s.x()
	if a.numeric() {
		return a.through(a.first(), a.last())
	}
	return a.every()
}

// severalSentence states it of the courses of a second setting: of those at its ends.
func (s *saturation) severalSentence() string {
	a, by := s.x(), s.by()
	times, points := 0, 0
	scattered := false
	for _, c := range s.courses {
		times, points, scattered = times+c.times, points+len(a.order), scattered || c.scattered()
	}
	switch {
	case scattered || !a.numeric() && times > 0:
		return " is saturated at " + count(float64(times)) + " of " + count(float64(points)) + noBreak + "points drawn"
	case times == 0 && a.numeric():
		return " does not saturate up to " + a.at(a.last()) + ", " + by.every()
	case times == 0:
		return " does not saturate " + a.every() + ", " + by.every()
	}
	clause := func(k int, named bool) string {
		c := s.courses[k]
		f := family{by: by, point: s.shown[k]}
		with, at := f.with(), a.at
		if named {
			with, at = f.again(), a.bare
		}
		switch {
		case c.saturated == 0:
			return with + " at " + at(a.first()) + " already"
		case c.saturated == len(a.order):
			return with + " not up to " + at(a.last())
		case named:
			return with + " between " + a.bare(a.order[c.saturated-1]) + " and " + a.bare(a.order[c.saturated])
		}
		return with + " " + a.between(a.order[c.saturated-1], a.order[c.saturated])
	}
	return " saturates " + clause(0, false) + ", " + clause(len(s.courses)-1, true)
}

// subtitle says what is drawn.
func (s *saturation) subtitle() string {
	said := "Share of the limit in use"
	if !s.ratio {
		said = "Connections in use in one process; the pool has no limit"
	}
	if s.rates {
		said += " (above) and jobs " + s.classes() + " (below)"
	}
	said += ", over " + s.x().subject()
	if by := s.by(); by != nil {
		said += ", by " + by.subject() + leftOut(by, s.shown)
	}
	if f := s.v.fixed(); f != "" {
		said += ", at " + f
	}
	var lines []*sweepLine
	for _, c := range s.courses {
		lines = append(lines, c.use, c.complete)
	}
	if v := intervalsOf(lines); v.some && s.x().numeric() {
		said += "; bands: 95" + noBreak + "% intervals"
	} else if v.some {
		said += "; whiskers: 95" + noBreak + "% intervals"
	}
	return said
}

// classes names the classes whose jobs are counted.
func (s *saturation) classes() string {
	if s.class != "" {
		return "of class " + shorten(s.class, 20)
	}
	for _, key := range s.v.grid[s.x().index].Keys {
		if name, ok := classOfKey(key); ok {
			return "of class " + shorten(name, 20)
		}
	}
	return "of all classes"
}

// classOfKey returns the class that a setting is of.
func classOfKey(key string) (string, bool) {
	parts := strings.Split(key, ".")
	if len(parts) < 3 || parts[0] != "class" {
		return "", false
	}
	return parts[1], true
}

// rateCaption names the lower panel.
func (s *saturation) rateCaption() string {
	caption := "jobs per second"
	if len(s.courses) > 1 {
		return caption + " that are completed; the broad line: that arrive"
	}
	if s.timesOut() {
		return caption + ", and acquires that time out"
	}
	return caption
}

// legend names the curves of a second setting. Those of a single course have their names beside them.
func (s *saturation) legend() []key {
	if len(s.courses) == 1 {
		return s.x().letterKeys()
	}
	keys := []key{{name: s.by().name + ":", soft: true}}
	for _, c := range s.courses {
		k := key{name: c.name, mark: &marker{shape: c.use.shape, radius: 2.2, fill: onPaper(c.use.color)}}
		if s.x().numeric() {
			k.line = line(c.use.width(), onPaper(c.use.color), c.use.dashes...)
		}
		keys = append(keys, k)
	}
	if s.rates {
		keys = append(keys, key{name: "arrive", line: line(5, idleColor), soft: true})
	}
	return append(keys, s.x().letterKeys()...)
}

// description is the picture in words.
func (s *saturation) description() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Use of pool %s over %s", s.pool, s.x().subject())
	for _, c := range s.courses {
		if c.name != "" {
			fmt.Fprintf(&b, ". %s %s", s.by().name, c.name)
		}
		for k, i := range s.x().order {
			if k > 0 && k < len(s.x().order)-1 && len(s.x().order) > 12 {
				continue
			}
			e := c.use.e[k]
			switch {
			case !e.known():
			case s.ratio:
				fmt.Fprintf(&b, "; %s at %s", percent(e.value, 3), s.x().labels[i])
			default:
				fmt.Fprintf(&b, "; %s at %s", amount(e.value, 3), s.x().labels[i])
			}
		}
	}
	b.WriteString(".")
	return b.String()
}
