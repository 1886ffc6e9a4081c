package sim

import "math/rand/v2"

// Renewal knows the streams that a Streams has handed out, and can begin all of them anew: what follows from one and the
// same state is then another, independent future.
type Renewal struct {
	streams []keptStream
	indexed []keptIndexed
}

type keptStream struct {
	hi, lo uint64 // of its name
	pcg    *rand.PCG
}

type keptIndexed struct {
	hi, lo uint64
	x      *Indexed
}

// Renewable lets s, and copies of it that are made from now on, note every stream that they hand out.
func (s *Streams) Renewable() *Renewal {
	s.renewal = &Renewal{}
	return s.renewal
}

// Renew begins every stream anew, as the n-th of its name, n from 1. The same n is the same stream again; different ones
// are independent of each other and of the streams as they were handed out, as far as Indexed's are.
func (r *Renewal) Renew(n uint64) {
	k := mix(n)
	for i := range r.streams {
		s := &r.streams[i]
		s.pcg.Seed(mix(s.hi^k), mix(s.lo+k))
	}
	for i := range r.indexed {
		s := &r.indexed[i]
		s.x.hi, s.x.lo = mix(s.hi^k), mix(s.lo+k)
	}
}
