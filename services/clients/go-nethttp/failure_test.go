// How failures are told apart, and written.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
)

func TestErrorsAreToldApart(t *testing.T) {
	system := func(errno syscall.Errno) error {
		return openingError{&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", errno)}}
	}
	for _, one := range []struct {
		err  error
		want failure
	}{
		{system(syscall.ECONNREFUSED), failure{kind: kindRefused}},
		{system(syscall.ECONNRESET), failure{kind: kindReset}},
		{system(syscall.EPIPE), failure{kind: kindReset}},
		{system(syscall.ETIMEDOUT), failure{kind: kindConnectTimeout}},
		{system(syscall.EMFILE), failure{kind: kindFDLimit}},
		{system(syscall.ENFILE), failure{kind: kindFDLimit}},
		{system(syscall.EADDRNOTAVAIL), failure{kind: kindPortExhausted}},
		{system(syscall.EPERM), failure{kind: kindOther}},
		{fmt.Errorf("broken: %w", io.ErrUnexpectedEOF), failure{kind: kindEOF}},
		{errors.New("http: server closed idle connection"), failure{kind: kindEOF}},
		{errBadBody, failure{kind: kindBadBody}},
		{statusError(503), failure{kind: kindHTTPStatus, status: 503}},
		{timeoutError{kindRequestTimeout}, failure{kind: kindRequestTimeout}},
	} {
		if got := failureOf(one.err); got != one.want {
			t.Errorf("%v: got %+v", one.err, got)
		}
	}
}

func TestCountsAreWrittenByKindAndStatusesInAMapOfTheirOwn(t *testing.T) {
	counts := failureCounts{{kind: kindEOF}: 1, {kindHTTPStatus, 503}: 2}
	counts.add(failureCounts{{kindHTTPStatus, 400}: 1})
	want := `{"eof":1,"http_status":{"400":1,"503":2}}`
	if got, err := json.Marshal(counts); err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	if got := counts.String(); got != "eof: 1, http_status 400: 1, http_status 503: 2" {
		t.Errorf("got %s", got)
	}
	if got, err := json.Marshal(failureCounts{}); err != nil || string(got) != "{}" {
		t.Errorf("got %s, %v", got, err)
	}
}
