package database

// Save keeps the state of the server and of its shares. The function that it returns puts it back.
func (s *Server) Save() (restore func()) {
	saved := *s
	shares := make([]Share, len(s.shares))
	for i, c := range s.shares {
		shares[i] = *c
	}
	return func() {
		*s = saved
		for i, c := range s.shares {
			*c = shares[i]
		}
	}
}
