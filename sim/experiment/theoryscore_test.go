package experiment_test

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// theoryScore is a measure of a case held against its exact value.
type theoryScore struct {
	name, measure       string
	exact, estimate, se float64
	z                   float64
	note                string // why it is not judged, or not by z; else ""
}

// fewest is how many of the events on which a measure rests a run must be expected to have for the measure to be judged by
// a normal law, and fewestAlone the same for events of replications from empty, which do not come in clusters.
const (
	fewest      = 200
	fewestAlone = 30
)

// score judges a measure by the observations of all replications; events is how many of those on which it rests they are
// expected to have, in units of the fewest that are needed.
//
// Under the hypothesis that the exact value q is right, a - q·b has expectation 0 in every replication; so its mean over
// the replications, over its standard error, is a Student t (Fieller, J. Royal Statistical Society B 16, 1954), without
// the bias that a mean of ratios has. To first order its standard error is that of the ratio of sums by the delta method.
// z is the normal deviate of the same probability as t, so that few replications do not look worse than they are.
func (m *theoryMeasure) score(name string, runs [][3]float64, events float64) theoryScore {
	s := theoryScore{name: name, measure: m.name, exact: m.exact}
	if m.kind == indicator {
		return m.scoreIndicator(s, runs)
	}
	rows, target := m.rows(runs)
	n := float64(len(rows))
	sumA, sumB := 0.0, 0.0
	for _, r := range rows {
		sumA += r[0]
		sumB += r[1]
	}
	mean, squares := (sumA-target*sumB)/n, 0.0
	for _, r := range rows {
		squares += sq(r[0] - target*r[1] - mean)
	}
	sd := math.Sqrt(squares / (n - 1))
	s.estimate = sumA / sumB
	s.se = sd / math.Sqrt(n) / (sumB / n)
	if m.kind == deviation {
		s.estimate = math.Sqrt(s.estimate)
		s.se /= 2 * m.exact // of a square root
	}
	switch {
	case m.fixed && sumB > 0:
		s.judgeFixed(mean, target*sumB/n)
	case events < 1:
		s.note = "too rare"
	case !(sumB > 0):
		s.z = math.Inf(1) // nothing was observed
	case sd == 0 && mean != 0:
		s.z = math.Inf(1) // stuck at a wrong value
	case sd == 0:
		s.note = "fixed"
	default:
		s.z = deviate(mean/(sd/math.Sqrt(n)), n-1)
	}
	if m.kind == atMost {
		s.note, s.z = "at most", max(s.z, 0)
	}
	return s
}

func sq(x float64) float64 { return x * x }

// judgeFixed judges what is the same in every replication: it must be right to the one event that the ends of the run may
// cut off.
func (s *theoryScore) judgeFixed(difference, size float64) {
	s.note = "fixed"
	if math.Abs(difference) > 1+1e-9*math.Abs(size) {
		s.z = math.Copysign(math.Inf(1), difference)
	}
}

// rows returns the observations as a and b, and what a/b is compared with. The standard deviation is compared as a
// variance about the mean of all replications, to whose own error it is not sensitive.
func (m *theoryMeasure) rows(runs [][3]float64) (rows [][3]float64, target float64) {
	if m.kind != deviation {
		return runs, m.exact
	}
	n, sum := 0.0, 0.0
	for _, r := range runs {
		n += r[0]
		sum += r[1]
	}
	mean := sum / n
	for _, r := range runs {
		rows = append(rows, [3]float64{r[2] - 2*mean*r[1] + mean*mean*r[0], r[0]})
	}
	return rows, m.exact * m.exact
}

// scoreIndicator judges the number of replications in which something was so: binomial, by its mid-p value, which is
// right however rare it is.
func (m *theoryMeasure) scoreIndicator(s theoryScore, runs [][3]float64) theoryScore {
	n, k := float64(len(runs)), 0.0
	for _, r := range runs {
		k += r[0]
	}
	s.estimate = k / n
	s.se = math.Sqrt(m.exact * (1 - m.exact) / n)
	law := distuv.Binomial{N: n, P: m.exact}
	half := law.Prob(k) / 2
	below := law.CDF(k) - half
	if k == 0 {
		below = half
	}
	s.z = quantile(below)
	if below > 0.5 {
		above := distuv.Binomial{N: n, P: 1 - m.exact}
		s.z = -quantile(above.CDF(n-k) - half)
	}
	return s
}

// deviate returns the normal deviate that is as improbable as t with those degrees of freedom.
func deviate(t, degrees float64) float64 {
	p := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: degrees}.CDF(-math.Abs(t))
	return math.Copysign(-quantile(p), t)
}

// quantile returns the normal quantile of p, kept finite.
func quantile(p float64) float64 { return distuv.UnitNormal.Quantile(min(max(p, 1e-300), 1-1e-16)) }

// limitZ returns the limit that the largest |z| of n measures exceeds with probability 0.001 if all are right (Šidák,
// J. American Statistical Association 62, 1967: independent measures; with dependent ones it is exceeded less often).
func limitZ(n int) float64 {
	each := -math.Expm1(math.Log1p(-0.001) / float64(max(n, 1)))
	return -distuv.UnitNormal.Quantile(each / 2)
}
