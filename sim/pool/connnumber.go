package pool

// nextConn numbers a connect. After 2^31 - 1 of them the numbers begin again at 1, for 0 is no connection: they tell
// connections apart that are there at the same time, and of those there are never as many.
func (e *Env) nextConn() int32 {
	*e.Conns++
	if *e.Conns <= 0 {
		*e.Conns = 1
	}
	return *e.Conns
}
