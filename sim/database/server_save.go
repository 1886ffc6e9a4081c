package database

// Save keeps the state of the server. The function that it returns puts it back.
func (s *Server) Save() (restore func()) {
	saved := *s
	return func() { *s = saved }
}
