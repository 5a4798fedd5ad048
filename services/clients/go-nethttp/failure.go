// The kinds of failures, how they are recognised in net/http's errors, and their counts.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

type kind string

const (
	kindRefused        kind = "refused"
	kindReset          kind = "reset"
	kindConnectTimeout kind = "connect_timeout"
	kindRequestTimeout kind = "request_timeout"
	kindEOF            kind = "eof"
	kindBadBody        kind = "bad_body"
	kindFDLimit        kind = "fd_limit"
	kindPortExhausted  kind = "port_exhausted"
	kindOther          kind = "other"
	kindHTTPStatus     kind = "http_status"
)

// failure is a kind; for kindHTTPStatus with the status.
type failure struct {
	kind   kind
	status int
}

// statusError is an answer with another status than 200.
type statusError int

func (e statusError) Error() string { return "the server answered with status " + strconv.Itoa(int(e)) }

// openingError is the fault of a connection that could not be opened.
type openingError struct{ cause error }

func (e openingError) Error() string { return "a connection could not be opened: " + e.cause.Error() }
func (e openingError) Unwrap() error { return e.cause }

// timeoutError is a connection that was not opened in time, or a request not answered in time.
type timeoutError struct{ kind kind }

func (e timeoutError) Error() string {
	if e.kind == kindConnectTimeout {
		return "a connection could not be opened within the time-out"
	}
	return "a request was not answered within the time-out"
}

func failureOf(err error) failure {
	if status, ok := errors.AsType[statusError](err); ok {
		return failure{kind: kindHTTPStatus, status: int(status)}
	}
	if timeout, ok := errors.AsType[timeoutError](err); ok {
		return failure{kind: timeout.kind}
	}
	return failure{kind: kindOf(err)}
}

// wasAnswered tells whether the whole answer was read, so that the connection can be used again.
func wasAnswered(err error) bool {
	_, isStatus := errors.AsType[statusError](err)
	return err == nil || isStatus || errors.Is(err, errBadBody)
}

func kindOf(err error) kind {
	is := func(targets ...error) bool {
		return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
	}
	switch {
	case is(errBadBody):
		return kindBadBody
	case is(syscall.ECONNREFUSED):
		return kindRefused
	case is(syscall.ECONNRESET, syscall.EPIPE, syscall.ECONNABORTED):
		return kindReset
	case is(syscall.EMFILE, syscall.ENFILE):
		return kindFDLimit
	case is(syscall.EADDRNOTAVAIL):
		return kindPortExhausted
	case is(syscall.ETIMEDOUT):
		// The kernel gave up on a SYN before our own limit was reached.
		return kindConnectTimeout
	case is(io.EOF, io.ErrUnexpectedEOF), closedWhileIdle(err):
		return kindEOF
	default:
		return kindOther
	}
}

// closedWhileIdle recognises an error that net/http keeps to itself: the server closed the
// connection just when the request was to be sent.
func closedWhileIdle(err error) bool {
	return strings.Contains(err.Error(), "server closed idle connection")
}

// failureCounts counts failures by kind.
type failureCounts map[failure]int64

func (c failureCounts) add(other failureCounts) {
	for f, count := range other {
		c[f] += count
	}
}

func (c failureCounts) total() (sum int64) {
	for _, count := range c {
		sum += count
	}
	return sum
}

// MarshalJSON writes {"refused":3,"http_status":{"503":12}}.
func (c failureCounts) MarshalJSON() ([]byte, error) {
	byKind := map[kind]any{}
	byStatus := map[string]int64{}
	for f, count := range c {
		if f.kind == kindHTTPStatus {
			byStatus[strconv.Itoa(f.status)] = count
			byKind[kindHTTPStatus] = byStatus
		} else {
			byKind[f.kind] = count
		}
	}
	return json.Marshal(byKind)
}

func (c failureCounts) String() string {
	var parts []string
	for f, count := range c {
		name := string(f.kind)
		if f.kind == kindHTTPStatus {
			name = fmt.Sprintf("%s %d", f.kind, f.status)
		}
		parts = append(parts, fmt.Sprintf("%s: %d", name, count))
	}
	return strings.Join(slices.Sorted(slices.Values(parts)), ", ")
}
