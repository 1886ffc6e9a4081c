// Package database models the server behind the pools: what connecting costs, and how many connections it allows.
package database
