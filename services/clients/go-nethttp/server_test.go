// A server for the tests of the client, with answers as a test wants them.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

type reply int

const (
	replyRight     reply = iota
	replyLateBody        // the body comes some time after the head
	replyStatus503       // with an empty body
	replyWrongID
	replyCut     // the connection is closed in the middle of the answer
	replySilence // no answer at all
	replyLast    // right, but the connection is closed after it
)

type seen struct {
	connections, orders, closing int
	ids                          map[string]bool
	lengths                      map[int]bool
	userAgents                   int
}

type orderServer struct {
	url   string
	reply func(number int) reply
	mu    sync.Mutex
	seen  seen
}

func startServer(t *testing.T, replies func(number int) reply) *orderServer {
	s := &orderServer{reply: replies}
	s.takeSeen()
	server := httptest.NewUnstartedServer(s)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.seen.connections++
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func alwaysRight(int) reply { return replyRight }

// takeSeen gives what was seen so far; the counts start afresh.
func (s *orderServer) takeSeen() seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.seen
	s.seen = seen{ids: map[string]bool{}, lengths: map[int]bool{}}
	return taken
}

func (s *orderServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.URL.Path != "/order" {
		fmt.Fprint(w, "{}")
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client has gone
	}
	id, number := s.note(r, body)
	switch s.reply(number) {
	case replyRight:
		answerOrder(w, id, 0)
	case replyLateBody:
		answerOrder(w, id, time.Millisecond)
	case replyStatus503:
		w.WriteHeader(http.StatusServiceUnavailable)
	case replyWrongID:
		answerOrder(w, "x", 0)
	case replyLast:
		w.Header().Set("Connection", "close")
		answerOrder(w, id, 0)
	case replyCut:
		w.Header().Set("Content-Length", "99")
		fmt.Fprint(w, "{")
		panic(http.ErrAbortHandler)
	case replySilence:
		<-r.Context().Done()
	}
}

func (s *orderServer) note(r *http.Request, body []byte) (id string, number int) {
	var order struct {
		ID string `json:"order_id"`
	}
	if err := json.Unmarshal(body, &order); err != nil {
		panic(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen.ids[order.ID] = true
	s.seen.lengths[len(body)] = true
	if r.Close {
		s.seen.closing++
	}
	if r.UserAgent() != "" {
		s.seen.userAgents++
	}
	s.seen.orders++
	return order.ID, s.seen.orders - 1
}

func answerOrder(w http.ResponseWriter, id string, bodyDelay time.Duration) {
	text := fmt.Sprintf(`{"status":"success","order_id":%q,"latency_ns":5}`, id)
	w.Header().Set("Content-Length", fmt.Sprint(len(text)))
	w.WriteHeader(http.StatusOK)
	if bodyDelay > 0 {
		w.(http.Flusher).Flush()
		time.Sleep(bodyDelay)
	}
	fmt.Fprint(w, text)
}
