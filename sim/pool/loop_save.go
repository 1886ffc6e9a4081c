package pool

// Save keeps until when the loop is occupied. The function that it returns puts that back. A nil Loop has no state.
func (l *Loop) Save() (restore func()) {
	if l == nil {
		return func() {}
	}
	saved := *l
	return func() { *l = saved }
}
