package scenario

import (
	"fmt"
	"strconv"
	"strings"
)

// An override is "path=value". The parts of the path are joined by dots: a member of a table by its key, an element of an
// array of tables by its name (a step by its holder, a fault by its kind, an alert by its metric) or by its number from 0. Tables that do not
// exist are made; elements are not. class.NAME.rate is short for class.NAME.arrivals.rate (shortpath.go).

const (
	overrideFlag = "--set "
	maxOverride  = 64 << 10
)

// listed are the members that are arrays of tables, with the key by which their elements are told apart.
var listed = map[string]string{"pool": "name", "class": "name", "step": "holder", "fault": "kind", "alert": "metric"}

// listedAt returns the key by which the elements of the member that ends the path are told apart; ok is false where it is no
// array of tables. In [slo] the names of pools and classes are keys of tables.
func listedAt(path []pathPart) (key string, ok bool) {
	if len(path) == 0 || path[0].name == "slo" {
		return "", false
	}
	key, ok = listed[path[len(path)-1].name]
	return key, ok
}

// override applies one override to the tree. What is wrong with its path is a fault; what is wrong with its value shows
// when the value is read.
func override(root *node, index int, text string, faults *collector) {
	src := &source{order: 1 + index, name: overrideFlag + text, text: overrideFlag + text, override: true}
	begin := len(overrideFlag)
	if len(text) > maxOverride {
		src.name, src.text = clip(src.name, 80), clip(src.text, 80)
		faults.add(place{src, span{begin, len(src.text)}}, "an override is too long: at most 64 KiB are read")
		return
	}
	equals := strings.IndexByte(src.text, '=')
	if equals < 0 || invalidUTF8(text) >= 0 {
		faults.add(place{src, span{begin, len(src.text)}}, "an override is key=value, such as pool.main.pool_size=75")
		return
	}
	path, wrong := splitPath(src, span{begin, equals})
	if wrong == nil {
		var target *slot
		if target, wrong = findSlot(root, path); wrong == nil {
			target.put(overrideValue(src, path[len(path)-1].span, equals+1))
			return
		}
	}
	faults.add(wrong.at, wrong.message)
}

// overrideValue makes the node of the value that begins at offset at.
func overrideValue(src *source, key span, at int) *node {
	rest := src.text[at:]
	trimmed := strings.TrimSpace(rest)
	from := at + strings.Index(rest, trimmed)
	if m, failed := scanValue(src.text, at); failed == nil {
		if values, err := decode("v = " + src.text[m.value.from:m.value.to]); err == nil && len(values) == 1 {
			m.key = key
			return join(src, values["v"], m)
		}
	}
	return &node{src: src, key: key, value: span{from, from + len(trimmed)}, data: trimmed, bare: true}
}

// pathFault is what is wrong with a path.
type pathFault struct {
	at      place
	message string
}

// pathPart is one part of an override's path.
type pathPart struct {
	keyPart
	src *source
}

func (p pathPart) fault(format string, args ...any) *pathFault {
	return &pathFault{place{p.src, p.span}, fmt.Sprintf(format, args...)}
}

// splitPath takes a path apart.
func splitPath(src *source, s span) ([]pathPart, *pathFault) {
	var out []pathPart
	from := s.from
	for _, raw := range strings.Split(src.text[s.from:s.to], ".") {
		name := strings.TrimSpace(raw)
		at := from + strings.Index(raw, name)
		part := pathPart{keyPart{name, span{at, at + len(name)}}, src}
		from += len(raw) + 1
		switch {
		case name == "":
			part.to = max(part.to, min(part.from+1, len(src.text)))
			return nil, part.fault("a part of the path is empty: write a path such as pool.main.pool_size")
		case len(out) == maxDepth:
			return nil, part.fault("a path has at most 16 parts")
		case len(name) > maxKey:
			return nil, part.fault("a path has at most 512 bytes a part")
		}
		out = append(out, part)
	}
	return out, nil
}

// slot is a place in the tree that a value can be put into: a member of a table, or an element of an array.
type slot struct {
	parent *node
	name   string // of the member
	index  int    // of the element
}

func (s *slot) put(n *node) {
	if s.parent.kind == arrayNode {
		s.parent.items[s.index] = n
		return
	}
	s.parent.put(s.name, n)
}

// get returns what is in the slot, or nil.
func (s *slot) get() *node {
	if s.parent.kind == arrayNode {
		return s.parent.items[s.index]
	}
	return s.parent.fields[s.name]
}

// findSlot walks a path down the tree. Tables that are missing on the way are made.
func findSlot(root *node, path []pathPart) (*slot, *pathFault) {
	path = lengthen(path)
	at := root
	var parent []pathPart // the path to the member that at is; empty for an element
	for i, part := range path {
		s, wrong := step(at, parent, part)
		if wrong != nil || i == len(path)-1 {
			return s, wrong
		}
		next := s.get()
		if next == nil {
			if _, ok := listedAt(path[:i+1]); ok {
				next := path[i+1]
				return nil, next.fault("there is no %s %s: the scenario has no [[%s]] there", part.name, quote(next.name), part.name)
			}
			next = newTable(part.src, part.span)
			s.put(next)
		}
		at, parent = next, nil
		if s.parent.kind == tableNode {
			parent = path[:i+1]
		}
	}
	return nil, nil
}

// step takes one part of a path from a node. parent is the path to the node, empty for an element of an array.
func step(at *node, parent []pathPart, part pathPart) (*slot, *pathFault) {
	what := ""
	if len(parent) > 0 {
		what = parent[len(parent)-1].name
	}
	key, isList := listedAt(parent)
	switch {
	case at.kind == tableNode && isList && at.fields[part.name] == nil && at.fields[key] != nil:
		// [pool] instead of [[pool]]: that fault is enough; its element is the table itself.
		holder := &node{src: at.src, kind: arrayNode, items: []*node{at}}
		return element(holder, what, key, part)
	case at.kind == tableNode:
		return &slot{parent: at, name: part.name}, nil
	case at.kind == arrayNode:
		return element(at, what, key, part)
	}
	return nil, part.fault("%s is %s: it has no %s", quote(what), at.describe(), quote(part.name))
}

// element finds an element of an array by its name, or else by its number.
func element(array *node, what, key string, part pathPart) (*slot, *pathFault) {
	var names []string
	for i, item := range array.items {
		if f := item.fields[key]; f != nil {
			name, _ := f.str()
			if name == part.name {
				return &slot{parent: array, index: i}, nil
			}
			names = append(names, clip(name, maxName))
		}
	}
	if i, err := strconv.Atoi(part.name); err == nil && i >= 0 && i < len(array.items) {
		return &slot{parent: array, index: i}, nil
	}
	if len(names) == 0 {
		return nil, part.fault("%s has no element %s: it has %d, counted from 0", what, quote(part.name), len(array.items))
	}
	return nil, part.fault("there is no %s %s: %s", what, quote(part.name), unknownName(part.name, names))
}
