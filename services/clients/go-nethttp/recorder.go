// What is recorded of the requests of one share of the lanes, and the sum of that over all shares.
package main

import (
	"sync"
	"time"
)

// completion is a request that has come to its end.
type completion struct {
	// When it was to be sent: its due time in the open loop, else when it was sent.
	from time.Duration
	// From due to sent; only in the open loop.
	sendDelay *time.Duration
	// The latency_ns of the answer, if err is nil.
	serverLatencyNS int64
	err             error
}

type requestCounts struct {
	Warmup  int64 `json:"warmup"`
	Window  int64 `json:"window"`
	Drained int64 `json:"drained"`
}

type failureRTT struct {
	Count int64 `json:"count"`
	Sum   exact `json:"sum"`
	Max   int64 `json:"max"`
}

// progress is the number of successes and failures.
type progress struct{ completed, errors int64 }

type recorder struct {
	mu sync.Mutex
	// By phase.
	progress            [phaseCount]progress
	rtt                 *distribution
	serverLatency       *distribution
	sendDelay           *distribution
	errors              failureCounts
	errorsOutsideWindow failureCounts
	failureRTT          failureRTT
	// Requests that were due within the window and sent before its end; only in the open loop.
	dueAndSent int64
}

func newRecorder() *recorder {
	return &recorder{
		rtt:                 newDistribution(),
		serverLatency:       newDistribution(),
		sendDelay:           newDistribution(),
		errors:              failureCounts{},
		errorsOutsideWindow: failureCounts{},
	}
}

// complete takes the time and records the request. Both are done under the lock: who locks it after
// the end of the window finds all that completed within the window.
func (r *recorder) complete(w *window, c clock, done *completion) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := c.now()
	r.record(w.phaseOfCompletion(now), now-done.from, done)
}

func (r *recorder) record(p phase, rtt time.Duration, done *completion) {
	if done.err != nil {
		r.recordFailure(p, rtt, failureOf(done.err))
		return
	}
	r.progress[p].completed++
	if p != phaseWindow {
		return
	}
	r.rtt.record(rtt.Nanoseconds())
	r.serverLatency.record(done.serverLatencyNS)
	if done.sendDelay != nil {
		r.sendDelay.record(done.sendDelay.Nanoseconds())
	}
}

func (r *recorder) recordFailure(p phase, rtt time.Duration, f failure) {
	r.progress[p].errors++
	if p != phaseWindow {
		r.errorsOutsideWindow[f]++
		return
	}
	r.errors[f]++
	r.failureRTT.Count++
	r.failureRTT.Sum += exact(rtt)
	r.failureRTT.Max = max(r.failureRTT.Max, rtt.Nanoseconds())
}

func (r *recorder) sentWhatWasDue() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dueAndSent++
}

func (r *recorder) progressIn(p phase) progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.progress[p]
}

// merge adds what another recorder has, on which no lane works any more.
func (r *recorder) merge(other *recorder) {
	for p := range r.progress {
		r.progress[p].completed += other.progress[p].completed
		r.progress[p].errors += other.progress[p].errors
	}
	r.rtt.merge(other.rtt)
	r.serverLatency.merge(other.serverLatency)
	r.sendDelay.merge(other.sendDelay)
	r.errors.add(other.errors)
	r.errorsOutsideWindow.add(other.errorsOutsideWindow)
	r.failureRTT.Count += other.failureRTT.Count
	r.failureRTT.Sum += other.failureRTT.Sum
	r.failureRTT.Max = max(r.failureRTT.Max, other.failureRTT.Max)
	r.dueAndSent += other.dueAndSent
}

func (r *recorder) requests() requestCounts {
	return requestCounts{
		Warmup:  r.progress[phaseWarmup].completed,
		Window:  r.progress[phaseWindow].completed,
		Drained: r.progress[phaseDrain].completed,
	}
}
