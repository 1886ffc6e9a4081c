//go:build unix

package main

import (
	"os"
	"syscall"
)

// lock claims a file for this process, until it is closed; an error means that another one has it.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
