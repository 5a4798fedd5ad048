// A run: opens the connections, lets the lanes loose on them, reports what happens, sums up.
package main

import (
	"fmt"
	"sync"
	"time"
)

// fault is why a run could not be carried out.
type fault struct {
	kind    kind
	message string
}

func (f *fault) Error() string { return f.message }

func (f *fault) event() failedEvent { return failedEvent{"failed", f.kind, f.message} }

func newFault(err error) *fault { return &fault{failureOf(err).kind, err.Error()} }

type summary struct {
	recorder          *recorder
	window            time.Duration
	connectionsOpened int64
	openLoop          *openLoopResult
}

func run(s *settings, out printer) (*summary, error) {
	if err := out.print(hello(s)); err != nil {
		return nil, err
	}
	t, err := resolve(s)
	if err != nil {
		return nil, newFault(err)
	}
	clk := newClock()
	connections, attempts := newConnections(s.connections, t)
	stop := make(chan struct{})
	defer close(stop)
	go sweep(attempts, clk, s.timeout, stop)

	if t.keepAlive {
		if err := openAll(connections, clk); err != nil {
			return nil, newFault(err)
		}
	}
	connected := connectedEvent{"connected", t.opened.Load(), clk.now().Nanoseconds()}
	if err := out.print(connected); err != nil {
		return nil, err
	}
	result, err := carryOut(s, connections, clk, out)
	if err != nil {
		return nil, newFault(err)
	}
	result.connectionsOpened = t.opened.Load()
	return result, out.print(result.event())
}

func newConnections(count int, t *target) (connections []*connection, attempts []*attempt) {
	for range count {
		c := newConnection(t)
		connections = append(connections, c)
		attempts = append(attempts, &c.attempt)
	}
	return connections, attempts
}

// openAll gives the first error, if there is one.
func openAll(connections []*connection, clk clock) error {
	errs := make(chan error, len(connections))
	for _, c := range connections {
		go func() { errs <- c.open(clk) }()
	}
	for range connections {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// carryOut drives the connections through warm-up, window and what is in flight at its end.
func carryOut(s *settings, connections []*connection, clk clock, out printer) (*summary, error) {
	w := &work{clock: clk, window: newWindow(clk.now(), s)}
	times := timetable{origin: w.window.origin, ratePerS: s.ratePerS}
	if s.ratePerS > 0 {
		var err error
		if w.pacer, err = newPacer(times, w.window, clk); err != nil {
			return nil, err
		}
		go w.pacer.tick()
	}
	// One for each thread, so that few lanes ever wait for each other.
	recorders := make([]*recorder, s.threads)
	for i := range recorders {
		recorders[i] = newRecorder()
	}
	var lanes sync.WaitGroup
	for i, c := range connections {
		l := &lane{w, c, recorders[i%len(recorders)], make(chan struct{}, 1)}
		lanes.Go(l.run)
	}
	o := &observer{clk, w.window, recorders, out}
	if err := o.observe(); err != nil {
		return nil, err
	}
	if w.pacer != nil {
		if err := w.pacer.close(); err != nil {
			return nil, fmt.Errorf("the timer cannot be closed: %w", err)
		}
	}
	lanes.Wait()
	return sumUp(recorders, w, times), nil
}

func sumUp(recorders []*recorder, w *work, times timetable) *summary {
	whole := newRecorder()
	for _, r := range recorders {
		whole.merge(r)
	}
	closedAt := w.window.closedAt()
	result := &summary{recorder: whole, window: closedAt - w.window.opensAt}
	if w.pacer != nil {
		due := times.countDue(w.window.opensAt, closedAt)
		result.openLoop = &openLoopResult{
			RatePerS: times.ratePerS,
			Due:      due,
			// Requests that are sent at the very moment when a window of N requests ends are not due.
			Unsent:    max(due-whole.dueAndSent, 0),
			SendDelay: whole.sendDelay,
		}
	}
	return result
}

func (s *summary) event() resultEvent {
	r := s.recorder
	return resultEvent{
		Event:               "result",
		WindowNS:            s.window.Nanoseconds(),
		Requests:            r.requests(),
		RTT:                 r.rtt,
		ServerLatency:       r.serverLatency,
		Errors:              r.errors,
		ErrorsOutsideWindow: r.errorsOutsideWindow,
		FailureRTT:          r.failureRTT,
		ConnectionsOpened:   s.connectionsOpened,
		OpenLoop:            s.openLoop,
	}
}
