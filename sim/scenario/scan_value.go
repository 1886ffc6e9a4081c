package scenario

import (
	"strconv"
	"strings"
)

// value reads one value into m and returns where it stands.
func (s *scanner) value(m *mark) span {
	begin := s.at
	switch s.peek() {
	case '[':
		s.nested(func() { s.array(m) })
	case '{':
		s.nested(func() { s.inlineTable(m) })
	case '"', '\'':
		s.str()
	default:
		s.word()
	}
	return span{begin, s.at}
}

// nested reads a value that holds others.
func (s *scanner) nested(read func()) {
	if s.depth++; s.depth > maxDepth {
		s.exceed("values are nested too deeply: at most 16 levels are read")
		return
	}
	read()
	s.depth--
}

func (s *scanner) array(m *mark) {
	s.at++
	for {
		s.skipBlank()
		switch s.peek() {
		case ']':
			s.at++
			return
		case 0:
			s.fail("expected ]")
			return
		}
		s.count()
		item := &mark{}
		item.value = s.value(item)
		item.key = item.value
		m.items = append(m.items, item)
		if !s.separator(']') {
			return
		}
	}
}

func (s *scanner) inlineTable(m *mark) {
	s.at++
	for {
		s.skipBlank()
		switch s.peek() {
		case '}':
			s.at++
			return
		case 0:
			s.fail("expected }")
			return
		}
		s.pair(m)
		if !s.separator('}') {
			return
		}
	}
}

// separator reads a comma, or nothing before the closing bracket.
func (s *scanner) separator(closing byte) bool {
	s.skipBlank()
	switch s.peek() {
	case ',':
		s.at++
		return true
	case closing:
		return true
	}
	s.fail("expected a comma or " + string(closing))
	return false
}

// word reads a number, a date, true or false: up to what cannot be part of one.
func (s *scanner) word() {
	begin := s.at
	end := len(s.text)
	if i := strings.IndexAny(s.text[s.at:], ",]}#\r\n"); i >= 0 {
		end = s.at + i
	}
	for end > begin && (s.text[end-1] == ' ' || s.text[end-1] == '\t') {
		end--
	}
	s.at = end
	if end == begin {
		s.fail("expected a value")
	}
}

// str reads a string of any of the four kinds, with its quotes.
func (s *scanner) str() {
	q := s.peek()
	long := strings.Repeat(string(q), 3)
	if s.has(long) {
		s.longString(q, long)
		return
	}
	for s.at++; ; s.at++ {
		switch c := s.peek(); {
		case c == q:
			s.at++
			return
		case c == '\\' && q == '"' && s.at+1 < len(s.text) && s.text[s.at+1] != '\n':
			s.at++
		case c == '\n' || s.at >= len(s.text):
			s.fail("expected the string's closing quote")
			return
		}
	}
}

// longString reads a string in triple quotes; up to two quotes may stand before the closing ones.
func (s *scanner) longString(q byte, closing string) {
	for s.at += 3; s.at < len(s.text); s.at++ {
		if s.text[s.at] == '\\' && q == '"' {
			s.at++
			continue
		}
		if s.has(closing) {
			s.at += 3
			for range 2 {
				if s.peek() == q {
					s.at++
				}
			}
			return
		}
	}
	s.at = len(s.text)
	s.fail("expected the string's closing quotes")
}

// keyPart is one part of a dotted key.
type keyPart struct {
	name string
	span
}

// path reads a dotted key. It returns at least one part.
func (s *scanner) path() []keyPart {
	var parts []keyPart
	bytes := 0
	for {
		s.skipSpace()
		begin := s.at
		name := s.keyName()
		parts = append(parts, keyPart{name, span{begin, s.at}})
		bytes += len(name)
		switch {
		case bytes > maxKey:
			s.at = begin
			s.exceed("a key is too long: at most 512 bytes are read")
		case len(parts) > maxDepth:
			s.exceed("a key has too many parts: at most 16 are read")
		}
		s.skipSpace()
		if s.peek() != '.' {
			return parts
		}
		s.at++
	}
}

// keyName reads one bare or quoted key.
func (s *scanner) keyName() string {
	begin := s.at
	switch s.peek() {
	case '"':
		s.str()
		return unescape(s.text[begin+1 : max(begin+1, s.at-1)])
	case '\'':
		s.str()
		return s.text[begin+1 : max(begin+1, s.at-1)]
	}
	for s.at < len(s.text) && isBare(s.text[s.at]) {
		s.at++
	}
	if s.at == begin {
		s.fail("expected a key")
	}
	return s.text[begin:s.at]
}

func isBare(c byte) bool {
	return c == '_' || c == '-' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c >= 0x80
}

// escapes are the one-letter escapes of TOML and what they stand for.
const escapes = "b\bt\tn\nf\fr\re\x1b\"\"\\\\"

// unescape returns what the inside of a basic string stands for. What is no escape is kept: the TOML library refuses it.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if j := strings.IndexByte(escapes, s[i]); j >= 0 && j%2 == 0 {
			b.WriteByte(escapes[j+1])
			continue
		}
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[i]]
		end := min(i+1+digits, len(s))
		n, err := strconv.ParseUint(s[i+1:end], 16, 32)
		if digits == 0 || err != nil {
			b.WriteByte(s[i])
			continue
		}
		b.WriteRune(rune(n))
		i = end - 1
	}
	return b.String()
}
