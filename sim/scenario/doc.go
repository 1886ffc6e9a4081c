// Package scenario reads scenario files: it turns a TOML text into a checked [Scenario], and a Scenario back into TOML. It
// is the only place in the program that knows TOML.
//
// The way of a text:
//
//  1. scan finds where every key and every value stands, and refuses texts that are too large or too deep;
//  2. the TOML library decodes the text into plain maps, which cannot fail on a type;
//  3. both are joined into a tree of nodes, values with positions;
//  4. overrides (`--set pool.main.pool_size=75`) replace nodes of that tree by path;
//  5. readers take typed values from the tree, section by section, and note every fault on the way;
//  6. the faults are sorted by position and reported all at once, each with its line and a caret.
//
// Distributions, arrival processes and pool dialects are decoded from their own declarations (package param): this
// package names none of them, except for the dialect that a pool has when it names none and the law of a bare duration.
//
// # Defaults
//
// A key of [run] that is left out is duration 30m, warmup 5m, replications 10, seed 1, load 1; with a
// precision, precision_on wait_mean and max_replications 1000. A pool without dialect is
// sqlalchemy-async. Without [app] there is one process. Without [database] connecting is free and unlimited; a database
// with max_connections keeps superuser_reserved_connections 3 of them for itself, as PostgreSQL does.
//
// # Limits
//
// A text has at most 1 MiB, 50,000 values, 16 levels of nesting, and keys of at most 512 bytes in all; a scenario at most
// 256 pools, 1,000 classes, 1,000 steps a class, 10,000 processes, and 64 axes of a sweep.
//
// Names of pools, classes and holders are letters, digits, '_', '-' and inner spaces, at most 64 characters, so that
// they are safe in a CSV file, in an override's path and on a terminal.
package scenario
