package scenario

import (
	"slices"
)

// The members of [slo] that hold the targets of single pools and classes.
const (
	sloPool  = "pool"
	sloClass = "class"
)

// sloPart is [slo.pool.NAME] or [slo.class.NAME].
type sloPart struct {
	scope
	name string
}

// part finds the tables [slo.what.NAME], in the order of names, and notes names that nothing has. unnamed says that the name of
// some pool or class is at fault: an unknown one may be meant for it.
func (s scope) part(what string, names []string, unnamed bool, out *[]sloPart) {
	n := s.take(what)
	if n == nil {
		return
	}
	if n.kind != tableNode {
		s.fault(n.atValue(), what, "tables [slo.%s.NAME] are due, one for each %s with targets of its own, not %s", what, what, n.describe())
		return
	}
	for _, name := range names {
		member := n.fields[name]
		if member == nil {
			continue
		}
		member.used = true
		in := s.within(member, what+" "+quote(name))
		if member.kind != tableNode {
			in.fault(member.atValue(), "", "a table of targets is due, not %s", member.describe())
			continue
		}
		*out = append(*out, sloPart{in, name})
	}
	for _, name := range n.names {
		if member := n.fields[name]; !member.used && !unnamed && len(names) > 0 {
			s.fault(member.atKey(), "", "there is no %s %s: %s", what, quote(name), unknownName(name, names))
		}
	}
}

// classNames returns the names of the classes; unnamed says that one has none.
func classNames(out *Scenario) (names []string, unnamed bool) {
	for i := range out.Model.Classes {
		if name := out.Model.Classes[i].Name; name == "" {
			unnamed = true
		} else if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, unnamed
}

// speaksOf reports whether a table of targets can bound what has that owner. [slo] itself, for which what is "", can bound
// everything.
func speaksOf(what string, of Owner) bool {
	switch what {
	case sloPool:
		return of == OfPool || of == OfHolder
	case sloClass:
		return of == OfClass || of == OfHolder
	}
	return true
}

// put adds the targets of a pool or a class to the echo of [slo], if there are any.
func put(echo map[string]any, what, name string, targets map[string]any) {
	if len(targets) == 0 {
		return
	}
	all, _ := echo[what].(map[string]any)
	if all == nil {
		all = make(map[string]any)
		echo[what] = all
	}
	all[name] = targets
}
