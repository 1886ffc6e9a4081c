package experiment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Decode reads one JSON value that poolsim wrote into v, a pointer. It is stricter than encoding/json, which takes null for
// 0, leaves out what it does not know and tells of types of Go: here every value must be of its field's kind and finite,
// every field must be known, and the error says where in the file something else stands ("series[3].x[17] is null, not a
// number"). Null is allowed where a result can lack something: for a Number, for what is optional, for an empty list.
func Decode(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return syntaxError(text, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows after the end of the JSON value")
	}
	if err := fits(tree, reflect.TypeOf(v).Elem(), ""); err != nil {
		return err
	}
	d = json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // the scenario's numbers stay as they are written
	return d.Decode(v)
}

// syntaxError says where a text stops being JSON.
func syntaxError(text []byte, err error) error {
	var at *json.SyntaxError
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return errors.New("is empty")
	case err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("is no whole JSON: it ends too early")
	case errors.As(err, &at):
		before := text[:min(int(at.Offset), len(text))]
		return fmt.Errorf("is no JSON: line %d: %w", 1+bytes.Count(before, []byte("\n")), err)
	}
	return fmt.Errorf("is no JSON: %w", err)
}

// UnknownField is the error for a field that this version does not know.
type UnknownField struct{ Path string }

// Error names the field.
func (u *UnknownField) Error() string { return "has a field that is not known: " + u.Path }

// numberType is a number that may be null.
var numberType = reflect.TypeFor[Number]()

// fits says what is wrong with a value for a type; path is where it stands, "" for the whole.
func fits(v any, t reflect.Type, path string) error {
	if t.Kind() == reflect.Pointer {
		if v == nil {
			return nil
		}
		return fits(v, t.Elem(), path)
	}
	switch t.Kind() {
	case reflect.Struct:
		m, ok := v.(map[string]any)
		if !ok {
			return misfit(v, "an object", path)
		}
		return fieldsFit(m, t, path)
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok && v != nil {
			return misfit(v, "a list", path)
		}
		for i, x := range list {
			if err := fits(x, t.Elem(), path+"["+strconv.Itoa(i)+"]"); err != nil {
				return err
			}
		}
		return nil
	case reflect.Map:
		if _, ok := v.(map[string]any); !ok && v != nil {
			return misfit(v, "an object", path)
		}
		return nil
	case reflect.String:
		if _, ok := v.(string); !ok {
			return misfit(v, "text", path)
		}
		return nil
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			return misfit(v, "true or false", path)
		}
		return nil
	case reflect.Interface:
		return nil
	}
	return numberFits(v, t, path)
}

// fieldsFit checks the members of an object.
func fieldsFit(m map[string]any, t reflect.Type, path string) error {
	for i := range t.NumField() { // in the order of the type: of several faults it is always the same one
		name, embedded := jsonName(t.Field(i))
		if embedded || name == "" {
			continue
		}
		if v, ok := m[name]; ok {
			if err := fits(v, t.Field(i).Type, join(path, name)); err != nil {
				return err
			}
		}
	}
	known := map[string]bool{}
	namesOf(t, known)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !known[name] {
			return &UnknownField{join(path, clip(name))}
		}
	}
	for i := range t.NumField() {
		if _, embedded := jsonName(t.Field(i)); embedded {
			own := map[string]bool{}
			namesOf(t.Field(i).Type, own)
			part := maps.Clone(m)
			maps.DeleteFunc(part, func(name string, _ any) bool { return !own[name] })
			if err := fieldsFit(part, t.Field(i).Type, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// namesOf gathers the names of a type's fields, those of embedded types too.
func namesOf(t reflect.Type, names map[string]bool) {
	for i := range t.NumField() {
		name, embedded := jsonName(t.Field(i))
		switch {
		case embedded:
			namesOf(t.Field(i).Type, names)
		case name != "":
			names[name] = true
		}
	}
}

// jsonName returns the name of a field in JSON, "" for one that has none, or that its fields are those of the object around it.
func jsonName(f reflect.StructField) (name string, embedded bool) {
	tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	switch {
	case f.Anonymous && tag == "":
		return "", true
	case !f.IsExported() || tag == "-":
		return "", false
	case tag == "":
		return f.Name, false
	}
	return tag, false
}

// numberFits checks a number of any kind.
func numberFits(v any, t reflect.Type, path string) error {
	if v == nil && t == numberType {
		return nil
	}
	n, ok := v.(json.Number)
	if !ok {
		return misfit(v, "a number", path)
	}
	var err error
	switch t.Kind() {
	case reflect.Float64:
		var x float64
		if x, err = strconv.ParseFloat(n.String(), 64); err == nil && math.Abs(x) > mostNumber {
			return fmt.Errorf("%s is %s, more than anything that is simulated", whole(path), clip(n.String()))
		}
	case reflect.Uint64:
		_, err = strconv.ParseUint(n.String(), 10, 64)
	case reflect.Int:
		_, err = strconv.ParseInt(n.String(), 10, strconv.IntSize)
	default:
		return fmt.Errorf("%s: no result has a %s", whole(path), t) // a mistake in this program
	}
	if err != nil {
		return fmt.Errorf("%s is %s, which is no number that can stand there", whole(path), clip(n.String()))
	}
	return nil
}

// mostNumber is beyond all counts, times and rates that a simulation can come to, and far from where sums of them overflow.
const mostNumber = 1e20

// misfit says what stands in a place, and what should.
func misfit(v any, want, path string) error {
	what := "something else"
	switch v := v.(type) {
	case nil:
		what = "null"
	case string:
		what = "the text " + strconv.Quote(clip(v))
	case bool:
		what = strconv.FormatBool(v)
	case json.Number:
		what = "the number " + clip(v.String())
	case []any:
		what = "a list"
	case map[string]any:
		what = "an object"
	}
	return fmt.Errorf("%s is %s, not %s", whole(path), what, want)
}

// whole names a place, or the whole.
func whole(path string) string {
	if path == "" {
		return "it"
	}
	return path
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// clip makes a piece of a file fit for one line of a message.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most-1]) + "…"
	}
	return strings.Trim(strconv.Quote(s), `"`)
}
