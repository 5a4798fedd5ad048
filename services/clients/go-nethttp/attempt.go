// Time-outs without a timer per request: one sweep looks at all requests in flight from time to time.
package main

import (
	"sync"
	"time"
)

// attempt is what one lane is waiting for.
type attempt struct {
	mu        sync.Mutex
	isWaiting bool
	since     time.Duration
	expired   bool
	abort     func()
}

func (a *attempt) begin(now time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.isWaiting, a.since, a.expired = true, now, false
}

// abortBy says how the waiting is brought to an end from here on.
func (a *attempt) abortBy(abort func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.abort = abort
	if a.isWaiting && a.expired {
		abort()
	}
}

// end tells whether it took too long, and was aborted.
func (a *attempt) end() (expired bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.isWaiting = false
	return a.expired
}

func (a *attempt) expire(now, timeout time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.isWaiting || a.expired || now-a.since < timeout {
		return
	}
	a.expired = true
	if a.abort != nil {
		a.abort()
	}
}

// sweep runs until stop is closed.
func sweep(attempts []*attempt, c clock, timeout time.Duration, stop <-chan struct{}) {
	period := min(max(timeout/20, time.Millisecond), 100*time.Millisecond)
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			now := c.now()
			for _, a := range attempts {
				a.expire(now, timeout)
			}
		}
	}
}
