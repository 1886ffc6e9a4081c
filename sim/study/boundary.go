package study

// row is candidates of one key, from the hardest to the easiest: of a pool's size the smallest comes first, of a load the
// largest. A search supposes that once the targets are met they are met from there on.
type row struct {
	n   int                        // positions
	met func(at int) (bool, error) // simulates and judges
}

// first returns the first position at which the targets are met, n if there is none: by steps from a guess that double
// until the boundary lies between two of them, then by halves.
func (r *row) first(guess, step int) (int, error) {
	return r.between(-1, r.n, min(max(guess, 0), r.n-1), max(step, 1))
}

// between is first where it is known, or supposed, that the targets are not met at lo and are met at hi; -1 and n are
// beyond the ends.
func (r *row) between(lo, hi, at, step int) (int, error) {
	for lo+1 < hi {
		met, err := r.met(at)
		if err != nil {
			return 0, err
		}
		if met {
			hi = at
		} else {
			lo = at
		}
		switch {
		case lo == -1:
			at = max(0, hi-step)
			step *= 2
		case hi == r.n:
			at = min(r.n-1, lo+step)
			step *= 2
		default:
			at = lo + (hi-lo)/2
		}
	}
	return hi, nil
}
