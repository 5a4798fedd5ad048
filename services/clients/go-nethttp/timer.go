// A timer of the kernel: those of Go's runtime are up to 1 ms late when there is nothing else to do.
package main

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

type timer struct {
	fd int
	// The same descriptor, as Go's poller knows it.
	file *os.File
}

func newTimer() (*timer, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("a timer cannot be made: %w", err)
	}
	return &timer{fd: fd, file: os.NewFile(uintptr(fd), "timerfd")}, nil
}

// set lets the timer expire once; ahead is above 0, which would stop it.
func (t *timer) set(ahead time.Duration) {
	once := unix.ItimerSpec{Value: unix.NsecToTimespec(ahead.Nanoseconds())}
	if err := unix.TimerfdSettime(t.fd, 0, &once, nil); err != nil {
		panic(err) // cannot be: the timer and its time are valid
	}
}

// wait returns when the timer has expired, or with os.ErrClosed.
func (t *timer) wait() error {
	var expirations [8]byte
	_, err := t.file.Read(expirations[:])
	return err
}

func (t *timer) close() error { return t.file.Close() }
