// What is done on one connection: a request, its answer, the next request, until the window is over.
package main

import (
	"errors"
	"sync/atomic"
	"time"
)

const pauseAfterFailedOpening = 10 * time.Millisecond

// work is what the lanes have in common.
type work struct {
	clock  clock
	window *window
	// nil: closed loop.
	pacer   *pacer
	numbers atomic.Uint64
}

type lane struct {
	work       *work
	connection *connection
	// Shared with other lanes.
	recorder *recorder
	// The pacer sends on it when the request that the lane waits for is due.
	wake chan struct{}
}

func (l *lane) run() {
	for {
		var due time.Duration
		if l.work.pacer != nil {
			var ok bool
			if due, ok = l.work.pacer.next(l.wake); !ok {
				return
			}
		}
		if !l.send(due) {
			return
		}
	}
}

// send carries out one request, unless the window is over; due counts in the open loop only.
func (l *lane) send(due time.Duration) bool {
	w := l.work
	// The numbers begin with 0.
	l.connection.prepare(w.numbers.Add(1)-1, time.Now().UnixNano())
	sent := w.clock.now()
	if w.window.isOver(sent) {
		return false
	}
	done := completion{from: sent}
	if w.pacer != nil {
		delay := sent - due
		done.from, done.sendDelay = due, &delay
		if due >= w.window.opensAt {
			l.recorder.sentWhatWasDue()
		}
	}
	l.connection.attempt.begin(sent)
	done.serverLatencyNS, done.err = l.connection.post()
	done.err = l.connection.outcome(done.err)
	l.recorder.complete(w.window, w.clock, &done)
	l.connection.settle(done.err)
	if wasNotOpened(done.err) {
		time.Sleep(pauseAfterFailedOpening)
	}
	return true
}

func wasNotOpened(err error) bool {
	if timeout, ok := errors.AsType[timeoutError](err); ok {
		return timeout.kind == kindConnectTimeout
	}
	_, ok := errors.AsType[openingError](err)
	return ok
}
