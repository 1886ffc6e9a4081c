package scenario

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// positions lists every path of a tree with the texts at its key and at its value.
func positions(src string, n *node, path string, out map[string][2]string) {
	if path != "" {
		out[path] = [2]string{src[n.key.from:n.key.to], src[n.value.from:n.value.to]}
	}
	for _, name := range n.names {
		positions(src, n.fields[name], path+"/"+name, out)
	}
	for i, item := range n.items {
		positions(src, item, fmt.Sprintf("%s/%d", path, i), out)
	}
}

func TestPositions(t *testing.T) {
	text := readTestdata(t, "nasty.toml")
	faults := &collector{}
	root := load(&source{name: "nasty.toml", text: text}, faults)
	if root == nil {
		t.Fatal(faults.faults().Long())
	}
	got := make(map[string][2]string)
	positions(text, root, "", got)
	want := map[string][2]string{
		"/bare_key-1":       {"bare_key-1", `"x = [1] # no comment"`},
		"/a.b":              {`"a.b"`, `'C:\new'`},
		"/lit]\"":           {`'lit]"'`, `3`},
		"/é\"":              {`"\u00e9\""`, `1_000`},
		"/dot":              {"dot", "dot"},
		"/dot/ted":          {"ted", "ted"},
		"/dot/ted/key":      {`"key"`, `true`},
		"/dot/ted/other":    {"other", `-1e3`},
		"/long":             {"long", "\"\"\"\nfirst \"\" ]\n\\\"\"\" still # no = comment\n\\\\\"\"\"\"\""},
		"/raw":              {"raw", "'''\n[not] = a\\ table ''''"},
		"/date":             {"date", "1979-05-27 07:32:00Z"},
		"/when":             {"when", "[07:32:00, 1979-05-27]"},
		"/when/0":           {"07:32:00", "07:32:00"},
		"/when/1":           {"1979-05-27", "1979-05-27"},
		"/deep":             {"deep", "[ # comment ]\r\n  [1, 2,], # ,\n  [\"]\", '#'],\n  { a.b = 1, \"c\" = [ { d = \"}\" } ] },\n]"},
		"/deep/0":           {"[1, 2,]", "[1, 2,]"},
		"/deep/0/0":         {"1", "1"},
		"/deep/0/1":         {"2", "2"},
		"/deep/1":           {`["]", '#']`, `["]", '#']`},
		"/deep/1/0":         {`"]"`, `"]"`},
		"/deep/1/1":         {`'#'`, `'#'`},
		"/deep/2":           {`{ a.b = 1, "c" = [ { d = "}" } ] }`, `{ a.b = 1, "c" = [ { d = "}" } ] }`},
		"/deep/2/a":         {"a", "a"},
		"/deep/2/a/b":       {"b", "1"},
		"/deep/2/c":         {`"c"`, `[ { d = "}" } ]`},
		"/deep/2/c/0":       {`{ d = "}" }`, `{ d = "}" }`},
		"/deep/2/c/0/d":     {"d", `"}"`},
		"/t":                {"t", "t"},
		"/t/u":              {"u", "[ t . u ]"},
		"/t/u/k":            {"k", "inf"},
		"/arr":              {"arr", "[[arr]]"},
		"/arr/0":            {"arr", "[[arr]]"},
		"/arr/0/n":          {"n", "1"},
		"/arr/0/sub":        {"sub", "[[arr.sub]]"},
		"/arr/0/sub/0":      {"sub", "[[arr.sub]]"},
		"/arr/0/sub/0/x":    {"x", "1"},
		"/arr/0/sub/1":      {"sub", "[[arr.sub]]"},
		"/arr/0/sub/1/x":    {"x", "2"},
		"/arr/0/tab":        {"tab", "[arr.tab]"},
		"/arr/0/tab/y":      {"y", "0x1F"},
		"/arr/1":            {`"arr"`, `[["arr"]]`},
		"/arr/1/sub":        {"sub", "[[arr.sub]]"},
		"/arr/1/sub/0":      {"sub", "[[arr.sub]]"},
		"/arr/1/sub/0/tail": {"tail", "{}"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("positions differ (-want +got):\n%s", diff)
	}
}

// checkMarks demands a mark of its own for every value, and that the text at it reads as the value.
func checkMarks(t *testing.T, text string, v any, m *mark) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		if len(v) != len(m.names) {
			t.Fatalf("%d members, %d marks %q", len(v), len(m.names), m.names)
		}
		for _, name := range m.names {
			x, ok := v[name]
			if !ok {
				t.Fatalf("mark %q has no value", name)
			}
			checkMarks(t, text, x, m.members[name])
		}
	case []map[string]any:
		if len(v) != len(m.items) {
			t.Fatalf("%d elements, %d marks", len(v), len(m.items))
		}
		for i, x := range v {
			checkMarks(t, text, x, m.items[i])
		}
	case []any:
		if len(v) != len(m.items) {
			t.Fatalf("%d elements, %d marks", len(v), len(m.items))
		}
		for i, x := range v {
			checkMarks(t, text, x, m.items[i])
		}
	default:
		again, err := decode("v = " + text[m.value.from:m.value.to])
		if err != nil || !same(again["v"], v) {
			t.Fatalf("the text at the mark is %q (%v), want %v", text[m.value.from:m.value.to], err, v)
		}
	}
}

func same(a, b any) bool {
	if x, ok := a.(float64); ok && x != x {
		y, ok := b.(float64)
		return ok && y != y
	}
	return reflect.DeepEqual(a, b)
}

// FuzzScan holds the scanner against the library: whatever the one accepts, the other finds.
func FuzzScan(f *testing.F) {
	f.Add(readFile(f, "testdata/nasty.toml"))
	f.Add(readFile(f, "testdata/lcfs.toml"))
	f.Add("a={b.c=1,b.d=[{},{e=2}]}\n[a.x]\n")
	f.Add("a = '''x'''\n[[b]]\n[b.c]\n[[b]]\n[b.c]\nd=\"\"\"\"\"\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, failed := scan(text)
		if failed != nil && (failed.limit || failed.at < 0 || failed.at > len(text)) {
			if failed.at < 0 || failed.at > len(text) {
				t.Fatalf("failure at %d of %d", failed.at, len(text))
			}
			return
		}
		v, err := decode(text)
		if err != nil || text != "" && text[0] >= 0xef {
			return
		}
		if failed != nil {
			t.Fatalf("scan: %s at %d in %q", failed.message, failed.at, text)
		}
		checkMarks(t, text, v, m)
	})
}
