package scenario

// Bounds on [sweep].
const (
	maxAxes   = 64 // elements of vary
	maxZipped = 64 // texts in one of them
)

// sweep reads [sweep]: which settings a study varies. It is not for this package to know what the texts mean: they are held to
// be texts, and kept as they are. Nothing that is simulated depends on them.
func (s scope) sweep(out *Scenario) {
	in, ok := s.table("sweep")
	if !ok {
		return
	}
	const key = "vary"
	in.required(key, `which settings take which values, such as vary = ["pool.main.pool_size=10:100:10"]`)
	if n := in.take(key); n != nil {
		var shown []any
		out.Sweep, shown = in.axes(n, key)
		out.Echo["sweep"] = map[string]any{key: shown}
	}
	in.finish([]string{key})
}

const axisExample = `such as "pool.main.pool_size=10:100:10"`

// axes reads vary: an array of texts, or of arrays of texts that go together.
func (s scope) axes(n *node, key string) (axes [][]string, echo []any) {
	switch {
	case n.kind != arrayNode:
		s.fault(n.atValue(), key, "an array of texts is due, such as [\"pool.main.pool_size=10:100:10\"], not %s", n.describe())
		return nil, nil
	case len(n.items) == 0:
		s.fault(n.atValue(), key, "must not be empty: give a text, %s, or leave [sweep] out", axisExample)
		return nil, nil
	case len(n.items) > maxAxes:
		s.fault(n.items[maxAxes].atValue(), key, "must have at most %d elements, has %d", maxAxes, len(n.items))
		return nil, nil
	}
	for _, item := range n.items {
		if item.kind != arrayNode {
			if text, ok := s.axis(item, key, ", or an array of texts whose settings change together"); ok {
				axes, echo = append(axes, []string{text}), append(echo, text)
			}
			continue
		}
		zipped, shown := s.zipped(item, key)
		axes, echo = append(axes, zipped), append(echo, shown)
	}
	return axes, echo
}

// zipped reads an element of vary that is an array of texts.
func (s scope) zipped(n *node, key string) (texts []string, echo []any) {
	switch {
	case len(n.items) == 0:
		s.fault(n.atValue(), key, "an array within it must not be empty: give a text, %s", axisExample)
	case len(n.items) > maxZipped:
		s.fault(n.items[maxZipped].atValue(), key, "an array within it must have at most %d elements, has %d", maxZipped, len(n.items))
		return nil, nil
	}
	for _, item := range n.items {
		if text, ok := s.axis(item, key, ""); ok {
			texts, echo = append(texts, text), append(echo, text)
		}
	}
	return texts, echo
}

// axis reads one text. or is what else could stand there.
func (s scope) axis(n *node, key, or string) (string, bool) {
	text, ok := n.data.(string)
	switch {
	case !ok:
		s.fault(n.atValue(), key, "a text is due, %s%s, not %s", axisExample, or, n.describe())
	case text == "":
		s.fault(n.atValue(), key, "a text must not be empty: write KEY=VALUES, %s", axisExample)
	case len(text) > maxOverride:
		s.fault(n.atValue(), key, "a text is too long: at most 64 KiB are read")
	case containsControl(text):
		s.fault(n.atValue(), key, "a text has no control characters: write KEY=VALUES, %s", axisExample)
	default:
		return text, true
	}
	return "", false
}
