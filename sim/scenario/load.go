package scenario

import "poolsim/workload"

// loadKey is the member of [run] that multiplies what arrives.
const loadKey = "load"

// load multiplies the arrivals of every class by [run] load. What the scenario says of them stays in Echo as it is.
func (s scope) load(out *Scenario) {
	if out.Load == 1 {
		return
	}
	in := s.within(s.node.fields["run"], "run")
	n := in.node.fields[loadKey]
	for i := range out.Model.Classes {
		c := &out.Model.Classes[i]
		if c.Arrivals == nil {
			continue // a fault is noted already
		}
		process, ok := c.Arrivals.(workload.Scalable)
		if !ok {
			in.fault(n.atValue(), loadKey, "the arrivals of class %s cannot be multiplied: leave load out", quote(c.Name))
			continue
		}
		scaled, err := process.Scaled(out.Load)
		if err != nil {
			in.fault(n.atValue(), loadKey, "the arrivals of class %s, multiplied: %v", quote(c.Name), err)
			continue
		}
		c.Arrivals = scaled
	}
}
