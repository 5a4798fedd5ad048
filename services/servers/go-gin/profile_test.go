// The load that profile.sh takes default.pgo from: orders over kept connections, as in the matrix.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

const (
	benchConnections = 32
	benchBodyBytes   = 200
)

func BenchmarkOrders(b *testing.B) {
	service := httptest.NewServer(newServer(config{workers: 1}).handler())
	defer service.Close()
	body := `{` + fields + `,"padding":""}`
	body = strings.Replace(body, `""`, `"`+strings.Repeat("x", benchBodyBytes-len(body))+`"`, 1)
	request := fmt.Sprintf("POST /order HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\n\r\n%s", service.Listener.Addr(), len(body), body)
	orders := make(chan struct{}, benchConnections)
	var connections sync.WaitGroup
	for range benchConnections {
		connections.Go(func() {
			if err := sendOrders(service.Listener.Addr().String(), request, orders); err != nil {
				b.Error(err)
			}
		})
	}
	b.ResetTimer()
	for range b.N {
		orders <- struct{}{}
	}
	close(orders)
	connections.Wait()
}

// sendOrders sends a request for each entry of orders, and takes any answer but 200 for an error.
func sendOrders(address, request string, orders <-chan struct{}) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	var failure error
	for range orders { // to its end, also after a failure, or the others would wait for ever
		if failure == nil {
			failure = sendOrder(conn, answers, request)
		}
	}
	return failure
}

func sendOrder(conn net.Conn, answers *bufio.Reader, request string) error {
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	response, err := http.ReadResponse(answers, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
