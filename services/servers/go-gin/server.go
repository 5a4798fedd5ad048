// The HTTP side: routes, handlers and the counters that /stats shows.
package main

import (
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

const (
	serverName   = "go-gin"
	maxBodyBytes = 65_536
)

type server struct {
	config        config
	readers       sync.Pool // of *orderReader
	totalRequests atomic.Int64
	connections   atomic.Int64
}

func newServer(c config) *server {
	return &server{config: c, readers: sync.Pool{New: func() any { return new(orderReader) }}}
}

func (s *server) handler() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.Use(gin.Recovery())
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.NoMethod(func(c *gin.Context) {
		replyError(c, http.StatusMethodNotAllowed, "this path does not have this method")
	})
	engine.NoRoute(func(c *gin.Context) {
		replyError(c, http.StatusNotFound, "there is nothing at this path")
	})
	engine.POST("/order", s.postOrder)
	engine.GET("/stats", s.getStats)
	return engine
}

func (s *server) postOrder(c *gin.Context) {
	if !strings.EqualFold(c.ContentType(), "application/json") {
		replyError(c, http.StatusUnsupportedMediaType, "Content-Type must be application/json")
		return
	}
	r := s.readers.Get().(*orderReader)
	defer s.readers.Put(r)
	tooLarge, err := r.readBody(c.Request)
	if err != nil {
		replyError(c, http.StatusBadRequest, "the body could not be read: "+err.Error())
		return
	}
	if tooLarge {
		replyError(c, http.StatusRequestEntityTooLarge, "the body must not be longer than 65536 bytes")
		return
	}
	o, err := r.parse()
	if err != nil {
		replyError(c, http.StatusBadRequest, err.Error())
		return
	}
	received := time.Now().UnixNano()
	answer := orderReply{orderID: o.orderID, serverReceiveTime: received, clientSendTime: o.timestamp}
	text, err := answer.appendJSON(r.answer[:0])
	if err != nil {
		replyError(c, http.StatusInternalServerError, err.Error())
		return
	}
	r.answer = text
	s.totalRequests.Add(1)
	c.Render(http.StatusOK, &r.answer)
}

func (s *server) getStats(c *gin.Context) {
	c.JSON(http.StatusOK, statsReply{
		Server:              serverName,
		BuildID:             s.config.buildID,
		Token:               s.config.token,
		PID:                 os.Getpid(),
		Workers:             s.config.workers,
		TotalRequests:       s.totalRequests.Load(),
		ConnectionsAccepted: s.connections.Load(),
	})
}

func replyError(c *gin.Context, status int, message string) {
	c.JSON(status, errorReply{Error: message})
}

// countingListener counts connections where they are accepted: http.Server.ConnState would be
// called several times for each request.
type countingListener struct {
	net.Listener
	accepted *atomic.Int64
}

func (l countingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		l.accepted.Add(1)
	}
	return conn, err
}
