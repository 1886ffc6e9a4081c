package scenario

// alerts reads every [[alert]].
func (s scope) alerts(out *Scenario) {
	nodes := s.tables("alert", "alert")
	var echoes []map[string]any
	for i, n := range nodes {
		in := s.within(n, label("alert", "metric", n, i))
		if a, echo, ok := in.alert(); ok {
			out.Alerts = append(out.Alerts, a)
			echoes = append(echoes, echo)
		}
	}
	if len(echoes) > 0 {
		out.Echo["alert"] = echoes
	}
}

// alert reads one [[alert]].
func (s scope) alert() (Alert, map[string]any, bool) {
	var names []string
	var watched *Quantity
	s.required("metric", "what to watch, such as in_use")
	s.required("above", "the threshold")
	name, n, ok := s.text("metric")
	for i, q := range quantities {
		if q.Alert {
			names = append(names, q.Name)
			if q.Name == name {
				watched = &quantities[i]
			}
		}
	}
	above := s.take("above")
	s.finish([]string{"metric", "above"})
	if watched == nil {
		if ok {
			s.fault(n.atValue(), "metric", "%s cannot be watched: %s", quote(name), unknown(name, names))
		}
		return Alert{}, nil, false
	}
	if above == nil {
		return Alert{}, nil, false
	}
	limit, shown, ok := s.bound(above, "above", *watched)
	return Alert{Metric: watched.Metric, Above: limit}, map[string]any{"metric": name, "above": shown}, ok
}
