package workload

import "testing"

// TestParetoCap: a share (min/cap)^alpha of the samples lasts exactly as long as the cap, and none is shorter than min.
func TestParetoCap(t *testing.T) {
	t.Parallel()
	p := must(NewParetoCapped(0.5, 10*ms, 1000*ms)) // P(X > cap) = 0.1
	r := fixed(5)
	const n = 20_000
	at := 0
	for range n {
		x := p.Sample(r)
		if x < 10*ms || x > 1000*ms {
			t.Fatalf("sample %v is outside 10ms to 1s", x)
		}
		if x == 1000*ms {
			at++
		}
	}
	if at < 1830 || at > 2170 { // 2000 ± 4 standard deviations
		t.Errorf("%d of %d samples at the cap, want about a tenth", at, n)
	}
}

// TestParetoFarCap: a cap that is practically never reached changes nothing.
func TestParetoFarCap(t *testing.T) {
	t.Parallel()
	free, far := must(NewPareto(5, 10*ms)), must(NewParetoCapped(5, 10*ms, maxSeconds*1e9))
	near(t, "mean", far.Mean(), free.Mean(), 1e-12)
	near(t, "cv", far.CV(), free.CV(), 1e-9)
	a, b := fixed(1), fixed(1)
	for range 1000 {
		if x, y := free.Sample(a), far.Sample(b); x != y {
			t.Fatalf("samples differ: %v and %v", x, y)
		}
	}
}
