package sim_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// house lists the packages of the project from the ground up, and which of the project's packages each may import. What
// is not listed may not exist: a new package is a decision (ARCHITECTURE.md).
var house = map[string][]string{
	"sim/param":                   {},
	"sim/portable":                {},
	"sim/portable/cephes":         {"sim/portable"},
	"sim":                         {},
	"sim/stat":                    {"sim/portable", "sim/portable/cephes"},
	"sim/queueing":                {"sim/portable"},
	"workload":                    {"sim/param", "sim/portable"},
	"sim/pool":                    {"sim", "sim/param", "workload"},
	"sim/database":                {"sim", "sim/param", "workload"},
	"sim/model":                   {"sim", "sim/param", "sim/stat", "sim/pool", "sim/database", "workload"},
	"sim/limit":                   {"sim", "sim/model", "workload"},
	"sim/scenario":                {"sim/param", "sim/model", "sim/pool", "sim/database", "workload"},
	"sim/scenario/scenariotest":   {"sim/scenario"},
	"sim/experiment":              {"sim", "sim/portable", "sim/stat", "sim/queueing", "sim/pool", "sim/database", "sim/model", "sim/scenario", "workload"},
	"sim/study":                   {"sim", "sim/param", "sim/portable", "sim/stat", "sim/queueing", "sim/pool", "sim/database", "sim/model", "sim/scenario", "sim/experiment", "workload"},
	"plots":                       {"sim/param", "sim/experiment", "sim/study"},
	"configs":                     {},
	"cmd/poolsim/internal/report": {"sim/param", "sim/scenario", "sim/experiment", "sim/study"},
	"cmd/poolsim":                 {"*"},
}

// forbidden are what library packages must not touch: the operating system, the wall clock, goroutines' timing, printing.
var forbidden = map[string]string{
	"os": "files, environment and exit belong to cmd/poolsim", "log": "nothing is printed", "flag": "flags belong to cmd/poolsim",
	"math/rand": "all randomness comes from named streams", "net": "there is no network", "net/http": "there is no network",
}

// helpers are packages that only tests import: flags and environment are how tests are told what to do.
var helpers = []string{"sim/scenario/scenariotest"}

// concurrent are the library packages that may start goroutines.
var concurrent = []string{"sim/experiment"}

func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}}: {{join .Imports \" \"}}", "poolsim/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		name, imports, _ := strings.Cut(line, ": ")
		name = strings.TrimPrefix(name, "poolsim/")
		allowed, ok := house[name]
		if !ok {
			t.Errorf("package %s is not in the house", name)
			continue
		}
		for _, i := range strings.Fields(imports) {
			own, isOwn := strings.CutPrefix(i, "poolsim/")
			switch {
			case slices.Contains(helpers, own):
				t.Errorf("%s imports %s, which is for tests", name, own)
			case slices.Contains(allowed, "*"):
			case isOwn && !slices.Contains(allowed, own):
				t.Errorf("%s imports %s: allowed are %v", name, own, allowed)
			case forbidden[i] != "" && !slices.Contains(helpers, name):
				t.Errorf("%s imports %s: %s", name, i, forbidden[i])
			case strings.Contains(i, "BurntSushi") && name != "sim/scenario":
				t.Errorf("%s imports %s: only sim/scenario knows TOML", name, i)
			case strings.HasPrefix(i, "gonum.org/v1/plot") && name != "plots":
				t.Errorf("%s imports %s: only plots knows gonum/plot", name, i)
			}
		}
	}
}

// unportable are functions whose last bit, or in rare cases more, depends on the processor: sim/portable has others. Charts
// may use them, for coordinates are rounded.
var unportable = map[string][]string{
	"math": {
		"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "Cosh", "Erf", "Erfc", "Erfcinv", "Erfinv", "Exp", "Exp2", "Expm1", "Gamma",
		"Hypot", "J0", "J1", "Jn", "Lgamma", "Log", "Log10", "Log1p", "Log2", "Pow", "Sin", "Sincos", "Sinh", "Tan", "Tanh", "Y0", "Y1", "Yn",
	},
	"r": {"ExpFloat64", "NormFloat64"},
}

// TestNumbersArePortable reads the source of what makes numbers.
func TestNumbersArePortable(t *testing.T) {
	t.Parallel()
	for name := range house {
		if strings.HasPrefix(name, "sim/portable") || name == "plots" || slices.Contains(helpers, name) {
			continue
		}
		eachFile(t, name, func(fset *token.FileSet, f *ast.File) {
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && slices.Contains(unportable[x.Name], s.Sel.Name) {
						t.Errorf("%s: %s.%s is not the same on all processors: take that of sim/portable", fset.Position(n.Pos()), x.Name, s.Sel.Name)
					}
				}
				return true
			})
		})
	}
}

// eachFile parses the files of a package that are no tests.
func eachFile(t *testing.T, name string, look func(*token.FileSet, *ast.File)) {
	t.Helper()
	fset := token.NewFileSet()
	files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(name), "*.go"))
	if err != nil || len(files) == 0 {
		t.Errorf("%s: no Go files: %v", name, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		look(fset, f)
	}
}

// TestLibraryPackagesAreQuiet reads the library's source: no wall clock, no printing, no global random numbers, no
// goroutines outside the replications' workers.
func TestLibraryPackagesAreQuiet(t *testing.T) {
	t.Parallel()
	banned := map[string][]string{
		"time": {"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"},
		"fmt":  {"Print", "Printf", "Println"},
		"rand": {"Int", "IntN", "Int64", "Int64N", "Uint64", "Float64", "ExpFloat64", "NormFloat64", "Perm", "Shuffle", "N"},
	}
	for name := range house {
		if name == "cmd/poolsim" {
			continue
		}
		eachFile(t, name, func(fset *token.FileSet, f *ast.File) {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.SelectorExpr:
					if x, ok := n.X.(*ast.Ident); ok && x.Obj == nil && slices.Contains(banned[x.Name], n.Sel.Name) {
						t.Errorf("%s: %s.%s", fset.Position(n.Pos()), x.Name, n.Sel.Name)
					}
				case *ast.GoStmt:
					if !slices.Contains(concurrent, name) {
						t.Errorf("%s: a goroutine", fset.Position(n.Pos()))
					}
				}
				return true
			})
		})
	}
}
