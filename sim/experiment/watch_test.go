package experiment

import (
	"math/rand/v2"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
	"poolsim/sim/scenario"
)

func TestLooks(t *testing.T) {
	t.Parallel()
	cfg := &model.Config{Warmup: time.Minute, Duration: time.Hour, Processes: 3}
	a := scenario.Alert{Scrape: 15 * time.Second}
	var tenths [10]int
	for r := range 20 {
		for p := range 3 {
			l := newLooks(a, cfg, r, p)
			phase := l.next - sim.Time(time.Minute)
			if phase < 0 || phase >= sim.Time(a.Scrape) {
				t.Fatalf("the first look is %v after the beginning", time.Duration(phase))
			}
			tenths[10*phase/sim.Time(a.Scrape)]++
			first := l.next
			if n := l.until(first); n != 0 {
				t.Errorf("%d looks before the first", n)
			}
			if n := l.until(first + 1); n != 1 || l.next != first.Add(a.Scrape) {
				t.Errorf("%d looks up to the first, the next %v", n, l.next)
			}
			if n := l.until(sim.Never); n != 239 {
				t.Errorf("%d looks in the rest of an hour, want 239", n)
			}
		}
	}
	for i, n := range tenths {
		if n < 5 || n > 7 {
			t.Errorf("%d of 60 phases in tenth %d", n, i)
		}
	}
}

// A level is beyond its threshold for 3 s, for 40 s that begin in the warm-up, and for 1 s at the end.
func TestLevelWatch(t *testing.T) {
	t.Parallel()
	cfg := &model.Config{Warmup: 100 * time.Second, Duration: 100 * time.Second, Processes: 1}
	w := newLevelWatch(scenario.Alert{Scrape: 10 * time.Second}, watchedLevel{level: open, above: 4.5}, cfg, 0)
	w.copies[0].next = sim.Time(103 * time.Second) // looks at 103, 113, ... 193
	at, q := sim.Time(0), quietUntil(sim.Time(cfg.Warmup))
	for _, x := range []struct {
		until time.Duration
		n     int32
	}{{90, 9}, {95, 4}, {99, 5}, {107, 7}, {107 + 20, 5}, {128, 4}, {130, 9}, {131, 6}, {143, 4}, {143, 9}, {199, 4}, {200, 5}} {
		until := sim.Time(x.until * time.Second)
		if c := (pool.Counts{Open: x.n, InUse: 99}); until > at && !q.has(until, &c) {
			q = loud([]*levelWatch{w}, 0, at, until, &c)
		}
		at = until
	}
	got := w.told()
	want := watchTold{hours: 100.0 / 3600, stretches: 3, longest: 27 * time.Second, scrapes: 10, beyond: 3, happened: 3, unseen: 2}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	never := newLevelWatch(scenario.Alert{Scrape: time.Second}, watchedLevel{never: true}, cfg, 0)
	loud([]*levelWatch{never}, 0, 0, sim.Time(200*time.Second), &pool.Counts{InUse: 1 << 20})
	if got := never.told(); got.stretches != 0 || got.scrapes != 100 {
		t.Errorf("of a limit that does not exist: %+v", got)
	}
}

func TestLengthWatch(t *testing.T) {
	t.Parallel()
	cfg := &model.Config{Warmup: 100 * time.Second, Duration: 100 * time.Second, Processes: 1}
	w := newLengthWatch(scenario.Alert{Scrape: 10 * time.Second, Above: 2}, cfg, 0)
	w.next = sim.Time(103 * time.Second)
	for _, x := range []struct{ at, d time.Duration }{
		{99, 50},                     // within the warm-up
		{101, 3},                     // look at 103: beyond
		{104, 5}, {113, 1}, {113, 1}, // at 113: beyond, one of three
		{114, 3}, {115, 1}, // at 123: the mean is not beyond; nothing at 133
		{134, 2}, {135, 2}, // at 143: not beyond
		{150, 9}, // at 153, the last before a pause
		{190, 9}, // at 193
		{195, 9}, // never seen
	} {
		w.observe(sim.Time(x.at*time.Second), x.d*time.Second)
	}
	got := w.told()
	want := watchTold{hours: 100.0 / 3600, stretches: 3, longest: 20 * time.Second, scrapes: 10, beyond: 4, happened: 5, unseen: 1}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestQuietIsQuiet: alerts that look only at what is not quiet find the same as those that look at everything.
func TestQuietIsQuiet(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		cfg := &model.Config{Warmup: time.Duration(r.IntN(20)) * time.Second, Duration: 200 * time.Second, Processes: 1}
		var lazy, eager []*levelWatch
		for range 4 {
			l := watchedLevel{level: level(r.IntN(4)), above: float64(r.IntN(8)) - 1}
			a := scenario.Alert{Scrape: time.Duration(1+r.IntN(20)) * time.Second}
			lazy, eager = append(lazy, newLevelWatch(a, l, cfg, 0)), append(eager, newLevelWatch(a, l, cfg, 0))
		}
		q, end := quietUntil(sim.Time(cfg.Warmup)), sim.Time(cfg.Warmup+cfg.Duration)
		for at := sim.Time(0); at < end; {
			until := min(at.Add(time.Duration(1+r.IntN(9))*time.Second/2), end)
			if begin := sim.Time(cfg.Warmup); at < begin {
				until = min(until, begin) // as the model does
			}
			c := pool.Counts{InUse: r.Int32N(8), Idle: r.Int32N(8), Open: r.Int32N(8), Waiting: r.Int32N(8)}
			if !q.has(until, &c) {
				q = loud(lazy, 0, at, until, &c)
			}
			if until > sim.Time(cfg.Warmup) {
				loud(eager, 0, at, until, &c)
			}
			at = until
		}
		for i := range lazy {
			if got, want := lazy[i].told(), eager[i].told(); got != want {
				t.Fatalf("%+v, want %+v", got, want)
			}
		}
	}
}
