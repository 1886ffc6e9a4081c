package scenario

import "strings"

// Bounds on what a text may hold, so that a hostile file is refused instead of taking for ever.
const (
	maxText   = 1 << 20
	maxValues = 50_000
	maxDepth  = 16  // of nested values, and of the parts of a key
	maxKey    = 512 // bytes of one path of keys
)

// mark says where the key and the value of a path stand. Marks form the same tree as the decoded values.
type mark struct {
	key, value span
	names      []string // of the members, in the order of their first appearance
	members    map[string]*mark
	items      []*mark
}

// member returns the member of that name, and makes it where there is none.
func (m *mark) member(name string, key span) *mark {
	if c := m.members[name]; c != nil {
		return c
	}
	if m.members == nil {
		m.members = make(map[string]*mark)
	}
	c := &mark{key: key, value: key}
	m.members[name] = c
	m.names = append(m.names, name)
	return c
}

// last returns the newest element of an array of tables, or the mark itself.
func (m *mark) last() *mark {
	if n := len(m.items); n > 0 {
		return m.items[n-1]
	}
	return m
}

// scanner finds the positions of keys and values in a TOML text. It accepts everything that TOML accepts and more: whether
// the text is right is for the TOML library to say.
type scanner struct {
	text   string
	at     int
	values int
	depth  int
	err    *scanError
}

// scanError says that the scanner could not go on.
type scanError struct {
	at      int
	message string
	limit   bool // the text may be right, but it goes beyond a bound
}

// scan returns the positions of everything in the text.
func scan(text string) (*mark, *scanError) {
	s := &scanner{text: text}
	root := &mark{}
	current := root
	for {
		s.skipBlank()
		if s.err != nil || s.at >= len(text) {
			return root, s.err
		}
		if s.text[s.at] == '[' {
			current = s.header(root)
		} else {
			s.pair(current)
		}
		s.endLine()
	}
}

// scanValue returns the positions of the one value that the text holds from offset at to its end.
func scanValue(text string, at int) (*mark, *scanError) {
	s := &scanner{text: text, at: at}
	m := &mark{}
	s.skipSpace()
	m.value = s.value(m)
	s.skipSpace()
	if s.err == nil && s.at < len(text) {
		s.fail("expected the end of the value")
	}
	return m, s.err
}

func (s *scanner) fail(message string) {
	if s.err == nil {
		s.err = &scanError{at: s.at, message: message}
	}
}

func (s *scanner) exceed(message string) {
	if s.err == nil {
		s.err = &scanError{at: s.at, message: message, limit: true}
	}
}

// peek returns the byte at the scanner, 0 at the end or after a failure.
func (s *scanner) peek() byte {
	if s.err != nil || s.at >= len(s.text) {
		return 0
	}
	return s.text[s.at]
}

func (s *scanner) has(prefix string) bool { return strings.HasPrefix(s.text[s.at:], prefix) }

func (s *scanner) skipSpace() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t') {
		s.at++
	}
}

func (s *scanner) skipComment() {
	if s.peek() == '#' {
		if i := strings.IndexByte(s.text[s.at:], '\n'); i >= 0 {
			s.at += i
		} else {
			s.at = len(s.text)
		}
	}
}

// skipBlank skips spaces, comments and line breaks.
func (s *scanner) skipBlank() {
	for {
		s.skipSpace()
		s.skipComment()
		if c := s.peek(); c != '\n' && c != '\r' {
			return
		}
		s.at++
	}
}

// endLine demands that nothing but a comment follows on the line.
func (s *scanner) endLine() {
	s.skipSpace()
	s.skipComment()
	if c := s.peek(); c != 0 && c != '\n' && c != '\r' {
		s.fail("expected the end of the line")
	}
}

// header reads [a.b] or [[a.b]] and returns the mark of the table that it opens.
func (s *scanner) header(root *mark) *mark {
	begin := s.at
	array := s.has("[[")
	s.at++
	if array {
		s.at++
	}
	parts := s.path()
	s.count()
	closing := "]"
	if array {
		closing = "]]"
	}
	if s.err == nil && !s.has(closing) {
		s.fail("expected " + closing)
	}
	if s.err != nil {
		return root
	}
	s.at += len(closing)
	t := root
	for _, p := range parts[:len(parts)-1] {
		t = t.member(p.name, p.span).last()
	}
	p := parts[len(parts)-1]
	whole := span{begin, s.at}
	m := t.member(p.name, p.span)
	if array {
		item := &mark{key: p.span, value: whole}
		m.items = append(m.items, item)
		if len(m.items) == 1 {
			m.key, m.value = p.span, whole
		}
		return item
	}
	m.key, m.value = p.span, whole
	return m.last()
}

// pair reads `a.b = value` into table. Where the scanner fails the pair is left out.
func (s *scanner) pair(table *mark) {
	parts := s.path()
	s.count()
	s.skipSpace()
	if s.peek() != '=' {
		s.fail("expected =")
		return
	}
	s.at++
	s.skipSpace()
	t := table
	for _, p := range parts[:len(parts)-1] {
		t = t.member(p.name, p.span).last()
	}
	p := parts[len(parts)-1]
	m := t.member(p.name, p.span)
	m.key = p.span
	m.value = s.value(m)
}

// count notes one more value.
func (s *scanner) count() {
	if s.values++; s.values > maxValues {
		s.exceed("the scenario has too many values: at most 50,000 are read")
	}
}
