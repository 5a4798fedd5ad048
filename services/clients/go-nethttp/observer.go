// Turns the passing of time, and what the lanes have recorded, into events until the window is over.
package main

import "time"

const intervalLength = 100 * time.Millisecond

type observer struct {
	clock     clock
	window    *window
	recorders []*recorder
	out       printer
}

// observe returns when the window is over and its end has been told.
func (o *observer) observe() error {
	opened := make(chan struct{})
	time.AfterFunc(o.window.opensAt-o.clock.now(), func() { close(opened) })
	if err := o.intervals(phaseWarmup, o.window.origin, opened); err != nil {
		return err
	}
	if err := o.out.print(measuringEvent{"measuring"}); err != nil {
		return err
	}
	if err := o.intervals(phaseWindow, o.window.opensAt, o.window.whenOver(o.clock)); err != nil {
		return err
	}
	// All that completed within the window is recorded by now: see recorder.complete.
	whole := o.progress(phaseWindow)
	elapsed := o.window.closedAt() - o.window.opensAt
	return o.out.print(windowEndEvent{
		"window_end", elapsed.Nanoseconds(), whole.completed, whole.errors})
}

// intervals prints one event each 100 ms until the phase has ended.
func (o *observer) intervals(p phase, began time.Duration, ended <-chan struct{}) error {
	name := map[phase]string{phaseWarmup: "warmup", phaseWindow: "window"}[p]
	var reported progress
	for next := began + intervalLength; ; next += intervalLength {
		timer := time.NewTimer(next - o.clock.now())
		select {
		case <-ended:
			timer.Stop()
			return nil
		case <-timer.C:
		}
		current := o.progress(p)
		err := o.out.print(intervalEvent{
			Event:     "interval",
			Phase:     name,
			ElapsedNS: (o.clock.now() - began).Nanoseconds(),
			Completed: current.completed - reported.completed,
			Errors:    current.errors - reported.errors,
		})
		if err != nil {
			return err
		}
		reported = current
	}
}

func (o *observer) progress(p phase) (sum progress) {
	for _, r := range o.recorders {
		part := r.progressIn(p)
		sum.completed += part.completed
		sum.errors += part.errors
	}
	return sum
}
