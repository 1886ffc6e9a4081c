package scenario

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the most characters of a name.
const maxName = 64

// nameFault says what is wrong with the name of a pool, a class or a holder, or returns "". The rule keeps names apart
// from the syntax of CSV, of override paths and of shells.
func nameFault(name string) string {
	switch {
	case name == "":
		return "a name must not be empty"
	case utf8.RuneCountInString(name) > maxName:
		return "a name has at most 64 characters"
	case strings.TrimSpace(name) != name:
		return "a name must not begin or end with a space"
	}
	for _, r := range name {
		if r != '_' && r != '-' && r != ' ' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
			return "a name has no " + quote(string(r)) + ": letters, digits, _, - and inner spaces are allowed"
		}
	}
	return ""
}

// readName returns the name that a member gives, or "" after noting what is wrong with it.
func (s scope) readName(key, help string) (string, *node) {
	s.required(key, help)
	name, n, ok := s.text(key)
	if !ok {
		return "", n
	}
	if fault := nameFault(name); fault != "" {
		s.fault(n.atValue(), key, "%s", fault)
		return "", n
	}
	return name, n
}

// unique holds the names that are taken, with their first places.
type unique map[string]*node

// claim notes a fault when the name is taken.
func (u unique) claim(s scope, name string, n *node) {
	if name == "" {
		return
	}
	if first := u[name]; first != nil {
		s.fault(n.atValue(), "name", "%s is taken since %s: every name must be different", quote(name), lineOf(first))
		return
	}
	u[name] = n
}
