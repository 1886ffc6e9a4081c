package sim_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"poolsim/sim"
)

// holder is the hold model of event list benchmarks (Jones 1986, CACM 29:300): each event that fires schedules the next
// one of its slot at an exponential distance.
type holder struct {
	engine *sim.Engine
	rand   *rand.Rand
	kind   sim.Kind
}

func (h *holder) Fire(slot int32) {
	h.engine.Schedule(sim.Slot(slot), h.engine.Now()+1+sim.Time(1e6*h.rand.ExpFloat64()), h.kind, slot)
}

// BenchmarkHold reports the cost of one event of a list with a number of pending events, its random number included.
func BenchmarkHold(b *testing.B) {
	for _, pending := range []int{100, 1000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("pending=%d", pending), func(b *testing.B) {
			e := sim.NewEngine()
			h := &holder{engine: e, rand: rand.New(rand.NewPCG(1, 1))}
			h.kind = e.Handle(h)
			for range pending {
				s := e.NewSlot()
				e.Schedule(s, sim.Time(1e6*h.rand.ExpFloat64()), h.kind, int32(s))
			}
			b.ReportAllocs()
			b.ResetTimer()
			end := e.Now()
			for target := e.Fired() + uint64(b.N); e.Fired() < target; {
				end += sim.Time(1 + 1e6*float64(target-e.Fired())/float64(pending))
				if err := e.RunUntil(end); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkIndexed reports what it costs to find the stream of a closed user's job and to draw one number from it.
func BenchmarkIndexed(b *testing.B) {
	x := sim.Streams{Seed: 1}.Indexed("users", "think")
	sum := 0.0
	b.ReportAllocs()
	for i := range b.N {
		sum += x.At(uint32(i), 1).ExpFloat64()
	}
	if sum < 0 {
		b.Fatal(sum)
	}
}
