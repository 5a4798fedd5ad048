// The window that is measured: when it opens, when it closes, and which phase a request completes in.
package main

import (
	"sync/atomic"
	"time"
)

type phase int

const (
	phaseWarmup phase = iota
	phaseWindow
	phaseDrain // behind the window: in flight when it closed
	phaseCount
)

// clock counts on the monotonic clock from when it was made; all times of a run are its times.
type clock struct{ start time.Time }

func newClock() clock { return clock{time.Now()} }

func (c clock) now() time.Duration { return time.Since(c.start) }

// window is one for all lanes, so that they begin and end together.
type window struct {
	origin  time.Duration // begin of the warm-up
	opensAt time.Duration
	// When it closes, unless it is so many requests long.
	closesAt time.Duration
	wanted   int64
	// Of a window of so many requests: those completed, when the last of them was, and that it was.
	completed atomic.Int64
	lastAt    time.Duration
	filled    chan struct{}
}

func newWindow(origin time.Duration, s *settings) *window {
	opensAt := origin + s.warmup
	if s.duration > 0 {
		return &window{origin: origin, opensAt: opensAt, closesAt: opensAt + s.duration}
	}
	return &window{origin: origin, opensAt: opensAt, wanted: s.requests, filled: make(chan struct{})}
}

// phaseOfCompletion is to be called once for each completion, as it counts them.
func (w *window) phaseOfCompletion(now time.Duration) phase {
	switch {
	case now < w.opensAt:
		return phaseWarmup
	case w.wanted == 0 && now < w.closesAt:
		return phaseWindow
	case w.wanted == 0:
		return phaseDrain
	}
	number := w.completed.Add(1)
	if number == w.wanted {
		w.lastAt = now
		close(w.filled)
	}
	if number > w.wanted {
		return phaseDrain
	}
	return phaseWindow
}

func (w *window) isOver(now time.Duration) bool {
	if w.wanted > 0 {
		return w.completed.Load() >= w.wanted
	}
	return now >= w.closesAt
}

// whenOver gives a channel that is closed when the window is over, or soon after.
func (w *window) whenOver(c clock) <-chan struct{} {
	if w.wanted > 0 {
		return w.filled
	}
	over := make(chan struct{})
	time.AfterFunc(w.closesAt-c.now(), func() { close(over) })
	return over
}

// closedAt is valid once the window is over.
func (w *window) closedAt() time.Duration {
	if w.wanted > 0 {
		return w.lastAt
	}
	return w.closesAt
}
