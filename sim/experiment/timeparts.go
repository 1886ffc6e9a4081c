package experiment

import "poolsim/sim/model"

// The stats of time_seconds, and of response_time_seconds, which is of jobs: where time goes, on average. The parts add up to
// the total.

// timeOfAcquires adds where the time of an acquire goes from asking until its place is free again. Each part is counted
// when it ends, so that wait is what wait_seconds says.
func (t *table) timeOfAcquires(l *model.LabelResult) {
	wait := l.Wait.Sum() + l.Lost.Sum() + l.Left.Sum()
	t.timeParts(&l.Spent, wait, l.Hold.Sum(), 0, float64(l.Requests()))
}

// timeOfJobs adds where the response time of jobs goes, of their acquires together and between them.
func (t *table) timeOfJobs(r *model.ClassResult) {
	s := &r.Spent
	t.timeParts(&s.Spent, s.Wait.Float(), s.Hold.Float(), s.Between.Float(), float64(r.Response.N()))
}

// timeParts adds the rows of n acquires or jobs, from sums in nanoseconds; between is only of jobs.
func (t *table) timeParts(s *model.Spent, wait, hold, between, n float64) {
	metric, total := "time_seconds", 0.0
	if t.at.pool == "" {
		metric = "response_time_seconds"
	}
	part := func(name string, sum float64) {
		total += sum
		t.ratio(metric, name, sum/1e9, n)
	}
	part("wait", wait)
	part("connect", s.Connect.Float())
	part("ping", s.Ping.Float())
	part("hold", hold)
	part("reset", s.Reset.Float())
	part("close", s.Close.Float())
	if t.at.pool == "" {
		part("between", between)
	}
	t.ratio(metric, "total", total/1e9, n)
}
