package stat

// At returns the interval at another level of confidence, more than 0 and less than 1: its half-width is that of Student's
// t for as many values (Law, Simulation Modeling and Analysis, 5th ed., equation 4.12).
func (v Interval) At(confidence float64) Interval {
	if v.N < 2 {
		return v
	}
	h := v.Half() * TQuantile(v.N-1, 1-(1-confidence)/2) / tFactor(v.N)
	v.Lo, v.Hi = v.Value-h, v.Value+h
	return v
}
