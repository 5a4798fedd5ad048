// One of the C connections, which is opened anew when it broke.
package main

import (
	"bytes"
	"context"
	"net/http"
)

type connection struct {
	target  *target
	attempt attempt
	// nil: to be opened for the next request.
	conn      *http.ClientConn
	isOpening bool
	// Order and request belong to the connection: after a failure net/http may still be sending them.
	order   *order
	request *http.Request
	body    *bytes.Reader
	answer  answer
}

func newConnection(t *target) *connection {
	c := &connection{target: t}
	c.discard()
	return c
}

// open opens the connection by a request that is not counted; any answer will do.
func (c *connection) open(clk clock) error {
	c.attempt.begin(clk.now())
	err := c.dial()
	if err == nil {
		_, err = c.exchange(c.target.statsRequest())
	}
	return c.outcome(err)
}

// prepare writes the next order, and gives up a connection that the server has closed.
func (c *connection) prepare(number uint64, timestampNS int64) {
	if c.conn != nil && c.conn.Available() == 0 {
		c.discard()
	}
	c.order.fill(number, timestampNS)
}

// post sends the order that was prepared and checks the answer; it gives its latency_ns.
func (c *connection) post() (int64, error) {
	if c.conn == nil {
		if err := c.dial(); err != nil {
			return 0, err
		}
	}
	c.body.Reset(c.order.text)
	status, err := c.exchange(c.request)
	if err != nil {
		return 0, err
	}
	if status != http.StatusOK {
		return 0, statusError(status)
	}
	return c.answer.latencyNS(c.order.id)
}

func (c *connection) dial() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c.isOpening = true
	c.attempt.abortBy(cancel)
	conn, err := c.target.transport.NewClientConn(ctx, "http", c.target.address)
	if err != nil {
		return openingError{err}
	}
	c.isOpening = false
	c.conn = conn
	c.attempt.abortBy(func() { _ = conn.Close() })
	return nil
}

// exchange reads the whole answer, whatever its status is, so that the connection can be used again.
func (c *connection) exchange(request *http.Request) (status int, err error) {
	response, err := c.conn.RoundTrip(request)
	if err != nil {
		return 0, err
	}
	if err := c.answer.readFrom(response.Body); err != nil {
		return 0, err
	}
	return response.StatusCode, nil
}

// outcome ends the attempt, and is the error that is reported instead of err.
func (c *connection) outcome(err error) error {
	switch {
	case !c.attempt.end():
		return err
	case c.isOpening:
		return timeoutError{kindConnectTimeout}
	default:
		return timeoutError{kindRequestTimeout}
	}
}

// settle is to be called after each request, when its time has been taken.
func (c *connection) settle(err error) {
	if !c.target.keepAlive || !wasAnswered(err) {
		c.discard()
	}
}

// discard closes the connection and leaves its order and request to it.
func (c *connection) discard() {
	if c.conn != nil {
		_ = c.conn.Close() // it has no error to give
		c.conn = nil
	}
	c.isOpening = false
	c.order = newOrder(c.target.payloadBytes)
	c.body = bytes.NewReader(nil)
	c.request = c.target.orderRequest(c.body)
}
