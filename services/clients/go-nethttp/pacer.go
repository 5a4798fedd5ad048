// The open loop's timetable: when each request is due, and a clock that wakes its lane then.
package main

import (
	"errors"
	"os"
	"sync"
	"time"
)

// timetable says that request i is due at origin + i / rate.
type timetable struct {
	origin   time.Duration
	ratePerS float64
}

func (t timetable) due(index int64) time.Duration {
	return t.origin + time.Duration(float64(index)/t.ratePerS*float64(time.Second))
}

// countDue gives the number of requests that are due from from on and before to.
func (t timetable) countDue(from, to time.Duration) int64 {
	return max(t.countBefore(to)-t.countBefore(from), 0)
}

func (t timetable) countBefore(at time.Duration) int64 {
	// The estimate can be one off by rounding; due decides.
	count := int64(max(at-t.origin, 0).Seconds() * t.ratePerS)
	for count > 0 && t.due(count-1) >= at {
		count--
	}
	for t.due(count) < at {
		count++
	}
	return count
}

// pacer hands out the due times. A free lane takes the next one, so that the first due is the first sent.
type pacer struct {
	timetable timetable
	window    *window
	clock     clock
	timer     *timer

	mu        sync.Mutex
	nextIndex int64
	isOver    bool
	// By due time, because that is how they are handed out.
	waiting []waitingLane
}

type waitingLane struct {
	due  time.Duration
	wake chan<- struct{}
}

func newPacer(t timetable, w *window, c clock) (*pacer, error) {
	timer, err := newTimer()
	if err != nil {
		return nil, err
	}
	return &pacer{timetable: t, window: w, clock: c, timer: timer}, nil
}

// next waits until the next request is due, and is not ok when the window is over. wake is the
// lane's own channel, with room for one.
func (p *pacer) next(wake chan struct{}) (due time.Duration, ok bool) {
	due, mustWait := p.take(wake)
	if mustWait {
		<-wake
	}
	return due, !p.window.isOver(due) && !p.window.isOver(p.clock.now())
}

func (p *pacer) take(wake chan<- struct{}) (due time.Duration, mustWait bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	due = p.timetable.due(p.nextIndex)
	p.nextIndex++
	ahead := due - p.clock.now()
	if ahead <= 0 || p.isOver {
		return due, false
	}
	p.waiting = append(p.waiting, waitingLane{due, wake})
	if len(p.waiting) == 1 {
		p.timer.set(ahead)
	}
	return due, true
}

// tick wakes the lanes at their due times, until the pacer is closed.
func (p *pacer) tick() {
	for {
		switch err := p.timer.wait(); {
		case errors.Is(err, os.ErrClosed):
			return
		case err != nil:
			panic(err) // without its timer the load would not be the one asked for
		}
		p.wakeDue()
	}
}

func (p *pacer) wakeDue() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.waiting) > 0 {
		first := p.waiting[0]
		if ahead := first.due - p.clock.now(); ahead > 0 {
			p.timer.set(ahead)
			return
		}
		first.wake <- struct{}{}
		p.waiting = p.waiting[1:]
	}
}

// close is to be called when the window is over, so that no lane waits for a later due time.
func (p *pacer) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.isOver = true
	for _, lane := range p.waiting {
		lane.wake <- struct{}{}
	}
	p.waiting = nil
	return p.timer.close()
}
