package plots

import "cmp"

// owner is whose a duration is: of acquires of a holder in a pool by a class, or of jobs of a class.
type owner struct{ pool, class, holder string }

// ownerNames are short names of owners that appear together: the holder, with its class and its pool in so far as they are
// needed to tell them apart. Owners without a pool are classes.
func ownerNames(all []owner) []string {
	names := make([]string, len(all))
	for i, o := range all {
		if o.pool == "" {
			names[i] = cmp.Or(o.class, "all classes")
			continue
		}
		names[i] = cmp.Or(o.holder, "all holders")
		classes, pools := false, false
		for _, p := range all {
			classes = classes || p.holder == o.holder && p.class != o.class
			pools = pools || p.holder == o.holder && p.class == o.class && p.pool != o.pool
		}
		if classes {
			names[i] += " (" + cmp.Or(o.class, "all classes") + ")"
		}
		if pools {
			names[i] = o.pool + " / " + names[i]
		}
	}
	return names
}
