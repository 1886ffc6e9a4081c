package scenario

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// load turns the text of a scenario into nodes. A text that is no TOML, or goes beyond the bounds, is one fault; the root
// is nil then.
func load(src *source, faults *collector) *node {
	if len(src.text) > maxText {
		src.text = src.text[:runeStart(src.text, 256)]
		faults.add(place{src, span{0, 1}}, "the scenario is too large: at most 1 MiB is read")
		return nil
	}
	if strings.HasPrefix(src.text, "\xff\xfe") || strings.HasPrefix(src.text, "\xfe\xff") {
		faults.add(place{src, span{0, 2}}, "the file is in UTF-16: save it as UTF-8")
		return nil
	}
	marks, failed := scan(src.text)
	if failed != nil && failed.limit {
		faults.add(place{src, span{failed.at, failed.at + 1}}, failed.message)
		return nil
	}
	text := src.text
	if failed != nil {
		// The library finds the same fault or an earlier one; what lies beyond was not held against the bounds.
		if i := strings.IndexByte(text[failed.at:], '\n'); i >= 0 {
			text = text[:failed.at+i+1]
		}
	}
	values, err := decode(text)
	switch {
	case err != nil:
		at, message := explain(src.text, err)
		faults.add(place{src, at}, message)
		return nil
	case failed != nil:
		faults.add(place{src, span{failed.at, failed.at + 1}}, "this is no TOML: "+failed.message)
		return nil
	}
	return join(src, values, marks)
}

// decode reads TOML into plain maps. A failure of the library itself counts as a text that it cannot read.
func decode(text string) (values map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			values, err = nil, toml.ParseError{Message: "the text cannot be read"}
		}
	}()
	if at := invalidUTF8(text); at >= 0 {
		return nil, toml.ParseError{
			Message:  fmt.Sprintf("byte 0x%02x is no UTF-8: save the file as UTF-8", text[at]),
			Position: toml.Position{Start: at, Len: 1},
		}
	}
	_, err = toml.Decode(text, &values)
	return values, err
}

// invalidUTF8 returns the offset of the first byte that is no UTF-8, or -1.
func invalidUTF8(text string) int {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

// explain returns where a text is no TOML, and in what way.
func explain(text string, err error) (span, string) {
	var p toml.ParseError
	if !errors.As(err, &p) {
		return span{0, 1}, "this is no TOML: " + err.Error()
	}
	from := max(0, min(p.Position.Start, len(text)))
	at := span{from, min(len(text), from+max(1, p.Position.Len))}
	message := p.Message
	if r, n := utf8.DecodeRuneInString(message); unicode.IsUpper(r) && !strings.HasPrefix(message, "TOML") {
		message = string(unicode.ToLower(r)) + message[n:]
	}
	if word, hint := barewordHint(text, from); hint != "" {
		return word, text[word.from:word.to] + " is no TOML value: " + hint
	}
	if key, ok := strings.CutSuffix(message, " has already been defined."); ok {
		message = key + " is given twice"
	}
	return at, "this is no TOML: " + clip(message, 200)
}

// barewordHint returns the value at a syntax error that lacks its quotes, and what to write instead.
func barewordHint(text string, at int) (span, string) {
	begin := strings.LastIndexAny(text[:at], "=,[{\n") + 1
	end := len(text)
	if i := strings.IndexAny(text[at:], ",]}#\n"); i >= 0 {
		end = at + i
	}
	word := text[begin:end]
	trimmed := strings.TrimSpace(word)
	if begin == 0 || text[begin-1] != '=' || trimmed == "" || len(trimmed) > maxSuggestWord {
		return span{}, ""
	}
	begin += strings.Index(word, trimmed)
	where := span{begin, begin + len(trimmed)}
	_, duration := parseDuration(trimmed)
	_, rate := ParseRate(trimmed)
	switch {
	case duration == "", rate == nil:
		return where, fmt.Sprintf("put it in quotes: %q", trimmed)
	case trimmed == "True" || trimmed == "False":
		return where, "write " + strings.ToLower(trimmed)
	case trimmed == "None" || trimmed == "null" || trimmed == "nil":
		return where, `leave the key out, or write "none" where that is a choice`
	case isWord(trimmed):
		return where, fmt.Sprintf("text needs quotes: %q", trimmed)
	}
	return span{}, ""
}

// isWord reports whether s could be a name that lacks its quotes.
func isWord(s string) bool {
	for i, r := range s {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && !strings.ContainsRune("_-./ ", r)) {
			return false
		}
	}
	return s != "true" && s != "false" && s != "inf" && s != "nan"
}
