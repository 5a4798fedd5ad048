// Where the connections go to, and the requests that are sent there.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
)

// What net/http puts before a body takes less than that.
const headBytes = 1024

type target struct {
	transport *http.Transport
	// Looked up once: a look-up per connection would be measured as the server's time.
	address   string
	orderURL  *url.URL
	statsURL  *url.URL
	keepAlive bool
	// The length of a body.
	payloadBytes int
	// Counts the connections that came to be.
	opened atomic.Int64
}

func resolve(s *settings) (*target, error) {
	base, err := url.Parse(s.url)
	if err != nil {
		return nil, err
	}
	port := base.Port()
	if port == "" {
		port = "80"
	}
	address, err := net.ResolveTCPAddr("tcp", net.JoinHostPort(base.Hostname(), port))
	if err != nil {
		return nil, fmt.Errorf("cannot resolve %s: %w", base.Host, err)
	}
	orderURL, orderErr := url.Parse(s.url + "/order")
	statsURL, statsErr := url.Parse(s.url + "/stats")
	if err := errors.Join(orderErr, statsErr); err != nil {
		return nil, err
	}
	t := &target{
		address:      address.String(),
		orderURL:     orderURL,
		statsURL:     statsURL,
		keepAlive:    !s.noKeepAlive,
		payloadBytes: s.payloadBytes,
	}
	t.transport = &http.Transport{
		// Without Proxy, the variables of the environment are not looked at.
		DialContext:        t.dial,
		DisableCompression: true,
		// The whole request leaves in one system call.
		WriteBufferSize: max(4<<10, headBytes+s.payloadBytes),
	}
	return t, nil
}

func (t *target) dial(ctx context.Context, network, address string) (net.Conn, error) {
	// No probes on an idle connection: they cost four system calls for each that is opened.
	dialer := net.Dialer{KeepAlive: -1}
	conn, err := dialer.DialContext(ctx, network, address)
	if err == nil {
		t.opened.Add(1)
	}
	return conn, err
}

// orderHeader is only read. The empty User-Agent keeps net/http from sending its own.
var orderHeader = http.Header{"Content-Type": {"application/json"}, "User-Agent": {""}}

// orderRequest may be used again when the answer has been read.
func (t *target) orderRequest(body io.Reader) *http.Request {
	return &http.Request{
		Method: http.MethodPost,
		URL:    t.orderURL,
		Header: orderHeader,
		// net/http sees through NopCloser that the body is in memory, and sends it with the head.
		Body:          io.NopCloser(body),
		ContentLength: int64(t.payloadBytes),
		Close:         !t.keepAlive,
	}
}

func (t *target) statsRequest() *http.Request {
	return &http.Request{Method: http.MethodGet, URL: t.statsURL, Header: http.Header{"User-Agent": {""}}}
}
