package param

import (
	"fmt"
	"slices"
	"strings"
)

// Registry is a table of things by name: each file that adds a thing registers it from its init function. The zero
// Registry is ready to use. It is not safe for concurrent registration.
type Registry[T any] struct {
	entries map[string]T
}

// Register adds a thing. It panics when the name is empty or taken: both are mistakes of a programmer.
func (r *Registry[T]) Register(name string, thing T) {
	if name == "" {
		panic("param: Registry.Register: empty name")
	}
	if _, ok := r.entries[name]; ok {
		panic(fmt.Sprintf("param: Registry.Register: %q registered twice", name))
	}
	if r.entries == nil {
		r.entries = make(map[string]T)
	}
	r.entries[name] = thing
}

// Lookup returns the thing of that name.
func (r *Registry[T]) Lookup(name string) (T, bool) {
	t, ok := r.entries[name]
	return t, ok
}

// Names returns all names, sorted.
func (r *Registry[T]) Names() []string {
	names := make([]string, 0, len(r.entries))
	for n := range r.entries {
		names = append(names, n)
	}
	slices.SortFunc(names, strings.Compare)
	return names
}
