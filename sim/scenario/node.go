package scenario

import (
	"fmt"
	"strings"
	"time"
)

// kind is what a node holds.
type kind uint8

const (
	scalarNode kind = iota
	tableNode
	arrayNode
)

// node is one value of a scenario with the places of its key and its value.
type node struct {
	src        *source
	key, value span
	kind       kind

	data   any              // of a scalar: string, int64, float64, bool or time.Time
	bare   bool             // a string that an override gave without quotes
	names  []string         // of a table's members, in the order of the text
	fields map[string]*node // of a table
	items  []*node          // of an array
	used   bool             // a reader has taken it
}

// newTable returns an empty table whose key stands at s.
func newTable(src *source, s span) *node {
	return &node{src: src, key: s, value: s, kind: tableNode, fields: make(map[string]*node)}
}

func (n *node) atKey() place   { return place{n.src, n.key} }
func (n *node) atValue() place { return place{n.src, n.value} }

// text returns the value as the source writes it.
func (n *node) text() string { return n.src.text[n.value.from:n.value.to] }

// put sets a member of a table.
func (n *node) put(name string, member *node) {
	if _, ok := n.fields[name]; !ok {
		n.names = append(n.names, name)
	}
	n.fields[name] = member
}

// join makes the tree of nodes from decoded values and the marks of the same text. Where a mark is missing, the one above
// stands in for it: that would be a mistake of scan, and shows as a caret that is too far to the left.
func join(src *source, value any, m *mark) *node {
	n := &node{src: src, key: m.key, value: m.value}
	switch v := value.(type) {
	case map[string]any:
		n.kind = tableNode
		n.fields = make(map[string]*node, len(v))
		for _, name := range m.names {
			if x, ok := v[name]; ok {
				n.put(name, join(src, x, m.members[name]))
			}
		}
		for _, name := range sortedKeys(v) {
			if n.fields[name] == nil {
				n.put(name, join(src, v[name], &mark{key: m.key, value: m.value}))
			}
		}
	case []map[string]any:
		n.kind = arrayNode
		for i, x := range v {
			n.items = append(n.items, join(src, x, itemMark(m, i)))
		}
	case []any:
		n.kind = arrayNode
		for i, x := range v {
			n.items = append(n.items, join(src, x, itemMark(m, i)))
		}
	default:
		n.data = v
	}
	return n
}

func itemMark(m *mark, i int) *mark {
	if i < len(m.items) {
		return m.items[i]
	}
	return &mark{key: m.key, value: m.value}
}

// describe says what the node is, for messages: what was found where something else is due.
func (n *node) describe() string {
	switch n.kind {
	case tableNode:
		return "a table"
	case arrayNode:
		return "an array"
	}
	switch v := n.data.(type) {
	case string:
		return "the text " + quote(v)
	case int64, float64:
		return "the number " + clip(n.text(), 40)
	case bool:
		return fmt.Sprint(v)
	case time.Time:
		return "a date or time of day"
	}
	return "a value"
}

// str returns the text of a string, or of whatever an override wrote where a string is due: `--set title=2026`.
func (n *node) str() (string, bool) {
	if n.kind != scalarNode {
		return "", false
	}
	s, ok := n.data.(string)
	if !ok && n.src.override {
		return strings.TrimSpace(n.text()), true
	}
	return s, ok
}

// number returns the value of an integer or a float.
func (n *node) number() (float64, bool) {
	switch v := n.data.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}
