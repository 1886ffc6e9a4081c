package workload

import "reflect"

// SaveSchedule keeps where a run of an arrival process is. The function that it returns puts that back. What a Schedule
// remembers is in the fields of the struct that it points to, and copying them copies it: it changes nothing that a
// pointer or a slice among them leads to, other than by replacing it. A nil Schedule has no state.
func SaveSchedule(s Schedule) (restore func()) {
	if s == nil {
		return func() {}
	}
	now := reflect.ValueOf(s).Elem()
	saved := reflect.New(now.Type()).Elem()
	saved.Set(now)
	return func() { now.Set(saved) }
}
