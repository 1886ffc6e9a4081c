package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// Streams hands out the random number streams of one replication. Each stream is known by names (its class and its
// purpose, say), and depends on nothing but seed, replication and names: adding a class or a pool disturbs no other
// stream, so that two settings see the very same jobs (common random numbers; Law, Simulation Modeling and Analysis, 5th
// ed., section 11.2).
type Streams struct {
	Seed        uint64
	Replication int

	renewal *Renewal // notes the streams that are handed out; nil if nobody wants to begin them anew
}

// key hashes seed, replication and names. Lengths are hashed too, so that {"ab", "c"} and {"a", "bc"} differ.
func (s Streams) key(names []string) (hi, lo uint64) {
	b := make([]byte, 0, 128)
	b = binary.BigEndian.AppendUint64(b, s.Seed)
	b = binary.BigEndian.AppendUint64(b, uint64(s.Replication))
	for _, n := range names {
		b = binary.BigEndian.AppendUint64(b, uint64(len(n)))
		b = append(b, n...)
	}
	sum := sha256.Sum256(b)
	return binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])
}

// Stream returns the stream of that name at its beginning: PCG-DXSM (O'Neill 2014), seeded with a SHA-256 hash.
func (s Streams) Stream(names ...string) *rand.Rand {
	hi, lo := s.key(names)
	pcg := rand.NewPCG(hi, lo)
	if s.renewal != nil {
		s.renewal.streams = append(s.renewal.streams, keptStream{hi, lo, pcg})
	}
	return rand.New(pcg)
}

// Indexed returns the stream of that name whose numbers are drawn at an index, see Indexed.At.
func (s Streams) Indexed(names ...string) *Indexed {
	x := &Indexed{}
	x.hi, x.lo = s.key(names)
	x.rand = rand.New(&x.pcg)
	if s.renewal != nil {
		s.renewal.indexed = append(s.renewal.indexed, keptIndexed{x.hi, x.lo, x})
	}
	return x
}

// Indexed is a family of streams, one for each pair of numbers: for a closed class, the user and the number of its job.
// So what a user's n-th job does is the same in whatever order the pool serves the users.
type Indexed struct {
	hi, lo uint64
	pcg    rand.PCG
	rand   *rand.Rand
}

// At returns the stream of the pair, at its beginning. It is valid until the next call.
func (x *Indexed) At(i, n uint32) *rand.Rand {
	k := uint64(i)<<32 | uint64(n)
	x.pcg.Seed(mix(x.hi^k), mix(x.lo+k))
	return x.rand
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014):
// a bijection in which every bit of the input affects every bit of the output.
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
