package workload

import (
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

// maxMeanBatch bounds the mean of random batch sizes: 10 million jobs at once (maxJobs) are 100 times that.
const maxMeanBatch = 100_000

// Batch is a Poisson process of batches: several jobs at one instant, such as the parts of a page that all ask at once.
// The sizes of batches are constant, or independent and geometric.
type Batch struct {
	batches Poisson
	size    int     // of every batch; 0 where sizes are geometric
	mean    float64 // of the size
	spread  float64 // 1/-ln(1-1/mean): mean of an exponential whose whole part is the size minus 1
}

var (
	_ OpenArrivals = (*Batch)(nil)
	_ Scalable     = (*Batch)(nil)
)

var batchSpec = param.Spec{
	Name: "batch",
	Help: "batches at independent instants, each of several jobs that arrive at once",
	Source: "Law, Simulation Modeling and Analysis, 5th ed. 2015, section 8.6.3 (batch arrivals); " +
		"Devroye, Non-Uniform Random Variate Generation, 1986, section X.2 (geometric by inversion)",
	Params: []param.Param{
		{Name: "rate", Kind: param.Rate, Required: true, Help: "batches, not jobs, per unit of time; 0/s never arrives", Max: maxRate},
		{Name: "size", Kind: param.Count, Help: "jobs of every batch", Min: 1, Max: maxJobs},
		{
			Name: "mean_size", Kind: param.Number, Min: 1, Max: maxMeanBatch,
			Help: "mean number of jobs of a batch, whose size is geometric on 1, 2 and so on",
		},
	},
	Forms: [][]string{{"size"}, {"mean_size"}},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: batchSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			if v.Has("size") {
				return process(NewBatch(v.Float("rate"), v.Int("size")))
			}
			return process(NewBatchGeometric(v.Float("rate"), v.Float("mean_size")))
		},
	})
}

// NewBatch returns the process of batches of that rate per second, 0 <= rate <= 1e9, in each of which size jobs arrive,
// 1 <= size <= 1e7.
func NewBatch(rate float64, size int64) (*Batch, error) {
	if err := check(&batchSpec, arg{"rate", rate}, arg{"size", float64(size)}); err != nil {
		return nil, err
	}
	return &Batch{batches: Poisson{rate: rate}, size: int(size), mean: float64(size)}, nil
}

// NewBatchGeometric returns the process of batches of that rate per second, 0 <= rate <= 1e9, whose sizes are geometric on
// 1, 2, ... with that mean, 1 <= mean <= 1e5: P(size > k) = (1-1/mean)^k.
func NewBatchGeometric(rate, mean float64) (*Batch, error) {
	if err := check(&batchSpec, arg{"rate", rate}, arg{"mean_size", mean}); err != nil {
		return nil, err
	}
	return &Batch{batches: Poisson{rate: rate}, mean: mean, spread: -1 / portable.Log1p(-1/mean)}, nil
}

// MeanRate returns the rate in jobs, not batches, per second.
func (b *Batch) MeanRate() float64 { return b.batches.rate * b.mean }

// Scaled multiplies the rate of batches; their sizes stay.
func (b *Batch) Scaled(load float64) (Arrivals, error) {
	rate := b.batches.rate * load
	if err := check(&batchSpec, arg{"rate", rate}); err != nil {
		return nil, err
	}
	out := *b
	out.batches.rate = rate
	return &out, nil
}

// Schedule starts the process anew.
func (b *Batch) Schedule() Schedule {
	return &batchSchedule{batch: b, instants: poissonSchedule{gap: 1e9 / b.batches.rate}}
}

type batchSchedule struct {
	batch    *Batch
	instants poissonSchedule
}

// Next returns the instant of the next batch, and its size.
func (s *batchSchedule) Next(r *rand.Rand) (at time.Duration, jobs int, ok bool) {
	at, _, ok = s.instants.Next(r)
	if !ok {
		return 0, 0, false
	}
	return at, s.batch.draw(r), true
}

// draw draws the size of a batch. The whole part of an exponential is geometric on 0, 1, ... (Devroye 1986, section X.2).
func (b *Batch) draw(r *rand.Rand) int {
	if b.size > 0 {
		return b.size
	}
	return 1 + int(b.spread*portable.Exponential(r))
}
