package experiment

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"math"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// Observation is what a study keeps of one replication: the numbers of the metrics of whole pools, classes and the
// database, and the histograms of durations, whose quantiles are taken over all replications together. Its text form has all
// of it, so that a replication need not be run again. Its size does not grow with how long the replication is.
type Observation struct {
	metrics   []pair // by column; that of a quantile of durations is the replication's own
	durations []*stat.Histogram
	quarters  [][4]model.Quarter // by pool
	waited    []uint64           // by label: requests
}

// shape is what all observations of a scenario have in common.
type shape struct {
	columns   []column
	durations int
	labels    []model.Label
	pools     int
}

// shapeOf finds the shape without running anything, from a result in which nothing happened.
func shapeOf(sc *scenario.Scenario) (*shape, error) {
	m, err := model.New(sc.Model)
	if err != nil {
		return nil, err
	}
	r := &model.Result{
		Seconds: 1, Pools: make([]model.PoolResult, len(sc.Model.Pools)), Classes: make([]model.ClassResult, len(sc.Model.Classes)),
	}
	for _, l := range m.Labels() {
		r.Labels = append(r.Labels, model.LabelResult{Label: l})
	}
	if n := len(sc.Model.SampleAt); n > 0 {
		for range r.Pools {
			var samples []model.Sample
			for _, at := range sc.Model.SampleAt {
				samples = append(samples, model.Sample{At: at})
			}
			r.Samples = append(r.Samples, samples)
		}
	}
	t := measure(sc, r).whole()
	columns, _ := split(t.rows)
	return &shape{columns: columns, durations: len(t.durations), labels: m.Labels(), pools: len(r.Pools)}, nil
}

// observe reduces the raw result of a replication.
func observe(sc *scenario.Scenario, r *model.Result) *Observation {
	t := measure(sc, r).whole()
	o := &Observation{durations: t.durations}
	var columns []column
	columns, o.metrics = split(t.rows)
	for i, c := range columns {
		if c.kind == quantile {
			o.metrics[i].y = t.durations[c.of].Quantile(c.p) / 1e9
		}
	}
	for i := range r.Pools {
		o.quarters = append(o.quarters, r.Pools[i].Quarters)
	}
	for i := range r.Labels {
		o.waited = append(o.waited, waits(&r.Labels[i]).N())
	}
	return o
}

// whole leaves out the rows of single holders, with the durations that only they need.
func (t *table) whole() *table {
	out := &table{}
	place := make(map[int]int)
	for _, r := range t.rows {
		if r.holder != "" {
			continue
		}
		if r.kind == quantile {
			to, ok := place[r.of]
			if !ok {
				to = len(out.durations)
				place[r.of] = to
				out.durations = append(out.durations, t.durations[r.of])
			}
			r.of = to
		}
		out.rows = append(out.rows, r)
	}
	return out
}

// fits reports whether an observation can be one of the scenario.
func (o *Observation) fits(s *shape) bool {
	return len(o.metrics) == len(s.columns) && len(o.durations) == s.durations && len(o.quarters) == s.pools && len(o.waited) == len(s.labels)
}

var errObservation = errors.New("is no replication of this scenario")

// MarshalText returns the text form: little-endian numbers and histograms (stat.Histogram.AppendBytes), compressed (RFC 1951),
// in base 64 (RFC 4648). Floating-point numbers are exact.
func (o *Observation) MarshalText() ([]byte, error) {
	var b []byte
	for _, n := range []int{len(o.metrics), len(o.durations), len(o.quarters), len(o.waited)} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for _, x := range o.floats() {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(*x))
	}
	for _, n := range o.waited {
		b = binary.AppendUvarint(b, n)
	}
	for _, h := range o.durations {
		b = h.AppendBytes(b)
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return base64.RawStdEncoding.AppendEncode(nil, packed.Bytes()), nil
}

// floats are the places of all floating-point numbers.
func (o *Observation) floats() []*float64 {
	var out []*float64
	for i := range o.metrics {
		out = append(out, &o.metrics[i].y, &o.metrics[i].x)
	}
	for i := range o.quarters {
		for k := range o.quarters[i] {
			out = append(out, &o.quarters[i][k].Waiting, &o.quarters[i][k].InUse)
		}
	}
	return out
}

// UnmarshalText reads the text form. It is an error when it is none.
func (o *Observation) UnmarshalText(text []byte) error {
	packed, err := base64.RawStdEncoding.AppendDecode(nil, text)
	if err != nil {
		return errObservation
	}
	b, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return errObservation
	}
	varint := func() uint64 {
		x, n := binary.Uvarint(b)
		if n <= 0 {
			err, n = errObservation, 0
		}
		b = b[n:]
		return x
	}
	var count [4]int
	for i := range count {
		n := varint()
		if n > uint64(len(b)) { // each takes at least a byte
			return errObservation
		}
		count[i] = int(n)
	}
	*o = Observation{metrics: make([]pair, count[0]), quarters: make([][4]model.Quarter, count[2])}
	for _, x := range o.floats() {
		if len(b) < 8 {
			return errObservation
		}
		*x, b = math.Float64frombits(binary.LittleEndian.Uint64(b)), b[8:]
	}
	for range count[3] {
		o.waited = append(o.waited, varint())
	}
	for range count[1] {
		var h *stat.Histogram
		if h, b, err = stat.ReadHistogram(b); err != nil {
			return errObservation
		}
		o.durations = append(o.durations, h)
	}
	if err != nil || len(b) > 0 {
		return errObservation
	}
	return nil
}
