package experiment

import (
	"bufio"
	"io"
	"strconv"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// acquireLog writes one row of CSV for every request of a replication, when its place is free again or it has failed;
// those that are unfinished at the end come last. Times are seconds since the run began, the warm-up included, exact to
// the nanosecond; released_seconds is the end of the hold.
type acquireLog struct {
	w     *bufio.Writer
	line  []byte
	model *model.Model
	names []model.Label
	cfg   *model.Config
	err   error
}

var _ model.Recorder = (*acquireLog)(nil)

// acquireHeader is the contract of DESIGN.md, section 7.
const acquireHeader = "job,class,step,holder,pool,process,asked_seconds,outcome,wait_seconds,granted_seconds,released_seconds,conn,how\n"

func newAcquireLog(w io.Writer) *acquireLog {
	return &acquireLog{w: bufio.NewWriterSize(w, 1<<16)}
}

// Observer writes rows as requests end.
func (l *acquireLog) Observer() model.Observer {
	return model.Observer{Pool: &pool.Observer{
		Freed: func(r *pool.Request) {
			if r.Outcome == pool.OK {
				l.write(r)
			}
		},
		Failed: l.write,
	}}
}

// Begin writes the header.
func (l *acquireLog) Begin(m *model.Model) {
	l.model, l.names, l.cfg = m, m.Labels(), m.Config()
	_, l.err = l.w.WriteString(acquireHeader)
}

// End writes the requests that are not finished.
func (l *acquireLog) End(m *model.Model) {
	m.Unfinished(l.write)
	if err := l.w.Flush(); l.err == nil {
		l.err = err
	}
}

// write writes the row of a request.
func (l *acquireLog) write(r *pool.Request) {
	if l.err != nil {
		return
	}
	label := l.names[r.Label]
	b := strconv.AppendInt(l.line[:0], l.model.Job(r), 10)
	b = append(append(b, ','), l.cfg.Classes[label.Class].Name...)
	b = strconv.AppendInt(append(b, ','), int64(r.Step), 10)
	b = append(append(b, ','), label.Holder...)
	b = append(append(b, ','), l.cfg.Pools[label.Pool].Name...)
	b = strconv.AppendInt(append(b, ','), int64(r.Process), 10)
	b = appendSeconds(append(b, ','), r.Asked)
	b = append(append(b, ','), r.Outcome.String()...)
	b = append(b, ',')
	switch {
	case r.Placed >= 0:
		b = appendSeconds(b, r.Placed-r.Asked)
	case r.Outcome == pool.TimedOut || r.Outcome == pool.Cancelled:
		b = appendSeconds(b, l.model.Now()-r.Asked)
	}
	b = append(b, ',')
	if r.Outcome == pool.OK {
		b = appendSeconds(b, r.Granted)
	}
	b = append(b, ',')
	if r.Returned >= 0 {
		b = appendSeconds(b, r.Returned)
	}
	b = append(b, ',')
	if r.Outcome == pool.OK {
		b = strconv.AppendInt(b, int64(r.Conn), 10)
	}
	b = append(b, ',')
	if r.Outcome == pool.OK || r.How != 0 {
		b = append(b, r.How.String()...)
	}
	b = append(b, '\n')
	l.line = b
	_, l.err = l.w.Write(b)
}

// appendSeconds writes a time in seconds, exactly, without trailing zeros.
func appendSeconds(b []byte, t sim.Time) []byte {
	b = strconv.AppendInt(b, int64(t/1e9), 10)
	ns := int64(t % 1e9)
	if ns == 0 {
		return b
	}
	digits := strconv.AppendInt(nil, 1e9+ns, 10)[1:]
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return append(append(b, '.'), digits...)
}
