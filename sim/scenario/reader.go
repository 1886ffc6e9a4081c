package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// reader takes typed values from the nodes of a scenario and notes what is wrong with them.
type reader struct {
	faults   *collector
	readFile func(path string) ([]byte, error)
	pools    *poolTable // those that a step or a fault can name, once they are read
}

// scope is a table that is being read, and what faults call it.
type scope struct {
	*reader
	node *node
	name string // `pool "main"`, or "" at the top
}

// fault notes that something is wrong. key is the member that it is about, or "".
func (s scope) fault(at place, key, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if key != "" {
		message = key + ": " + message
	}
	if s.name != "" {
		message = s.name + ": " + message
	}
	s.faults.add(at, message)
}

// within returns the scope of a part of this one.
func (s scope) within(n *node, name string) scope {
	if s.name != "" {
		name = s.name + ": " + name
	}
	return scope{s.reader, n, name}
}

// take returns a member and marks it as read, or nil.
func (s scope) take(key string) *node {
	n := s.node.fields[key]
	if n != nil {
		n.used = true
	}
	return n
}

// finish notes every member that nobody has read. allowed are the keys to choose from.
func (s scope) finish(allowed []string) {
	for _, key := range s.node.names {
		n := s.node.fields[key]
		if n.used {
			continue
		}
		help := ""
		if !s.faults.crowded() {
			help = ": " + unknown(key, allowed)
		}
		s.fault(n.atKey(), "", "unknown key %s%s", quote(key), help)
	}
}

// table returns the scope of a member that is a table, [key] in the text. ok is false when it is absent or no table.
func (s scope) table(key string) (scope, bool) {
	n := s.take(key)
	if n == nil {
		return scope{}, false
	}
	if n.kind == arrayNode && len(n.items) > 0 && n.items[0].kind == tableNode {
		s.fault(n.items[0].atValue(), key, "there is only one: write [%s] with single brackets", key)
		return scope{}, false
	}
	if n.kind != tableNode {
		s.fault(n.atValue(), key, "a table [%s] is due, not %s", key, n.describe())
		return scope{}, false
	}
	return s.within(n, key), true
}

// tables returns the elements of a member that is an array of tables, [[key]] in the text. path is how the text writes it
// ("class.step"). A plain table is a fault, and is read on as the only element.
func (s scope) tables(key, path string) []*node {
	n := s.take(key)
	if n == nil {
		return nil
	}
	switch n.kind {
	case tableNode:
		s.fault(n.atValue(), key, "there can be several: write [[%s]] with double brackets", path)
		return []*node{n}
	case scalarNode:
		s.fault(n.atValue(), key, "a table is due, not %s: begin it with [[%s]]", n.describe(), path)
		return nil
	}
	var out []*node
	for _, item := range n.items {
		if item.kind != tableNode {
			s.fault(item.atValue(), key, "a table is due, not %s: begin it with [[%s]]", item.describe(), path)
			continue
		}
		out = append(out, item)
	}
	return out
}

// text returns a member that is a string; ok is false when it is absent or something else.
func (s scope) text(key string) (value string, n *node, ok bool) {
	n = s.take(key)
	if n == nil {
		return "", nil, false
	}
	value, ok = n.str()
	if !ok {
		s.fault(n.atValue(), key, "a text in quotes is due, not %s", n.describe())
	}
	return value, n, ok
}

// required notes that a member is missing, unless it is there.
func (s scope) required(key, help string) {
	if s.node.fields[key] == nil {
		s.fault(s.node.atValue(), "", "%s is missing: %s", key, help)
	}
}

// label returns how faults call an element of an array of tables: by its name if it has one, else by its number.
func label(what, key string, n *node, index int) string {
	if f := n.fields[key]; f != nil {
		if name, ok := f.str(); ok && name != "" {
			return what + " " + quote(name)
		}
	}
	return fmt.Sprintf("%s number %d", what, index+1)
}

// lineOf says where a node stands, for messages that point at a second place.
func lineOf(n *node) string {
	if n.src.override {
		return clip(n.src.name, 80)
	}
	return fmt.Sprintf("line %d", 1+strings.Count(n.src.text[:n.key.from], "\n"))
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
