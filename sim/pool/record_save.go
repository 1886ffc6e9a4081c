package pool

// savedRecord is a record and what it was.
type savedRecord struct {
	record *record
	value  record
}

func (s *savedRecord) restore() { *s.record = s.value }

// saveRecords keeps a pool's records that are idle or that requests have, and others; nil is none. What a free one holds does
// not matter.
func saveRecords(p Pool, idle *idleQueue, requests *Requests, others ...*record) []savedRecord {
	var out []savedRecord
	keep := func(r *record) {
		if r != nil {
			out = append(out, savedRecord{r, *r})
		}
	}
	for _, r := range idle.ring {
		keep(r)
	}
	for _, r := range requests.all {
		if r.Of == p {
			keep(r.record)
		}
	}
	for _, r := range others {
		keep(r)
	}
	return out
}
