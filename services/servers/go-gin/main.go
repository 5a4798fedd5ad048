// Command go-gin answers orders over HTTP with Gin; its contract is in services/README.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
)

const (
	shutdownTimeout = time.Second
	// The live heap is so small that at the default of 100 the collector runs for every 4 MB of
	// garbage, 70 times a second under load; so it is every 16 MB.
	gcPercent = 400
)

func main() {
	showVersions := flag.Bool("versions", false, "print the libraries' versions and exit")
	flag.Parse()
	if *showVersions {
		exitOn(json.NewEncoder(os.Stdout).Encode(versions()), 1)
		return
	}
	c, err := configFromEnv()
	exitOn(err, 2)
	exitOn(serve(c), 1)
}

func exitOn(err error, code int) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "go-gin:", err)
		os.Exit(code)
	}
}

// serve runs until SIGTERM or SIGINT.
func serve(c config) error {
	stopping, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	tuneRuntime(c.workers)
	listener, err := net.Listen("tcp", c.address())
	if err != nil {
		return err
	}
	s := newServer(c)
	// No IdleTimeout, as in gin.Run: it would set and stop a timer for each request.
	httpServer := &http.Server{Handler: s.handler()}
	served := make(chan error, 1)
	go func() { served <- httpServer.Serve(countingListener{listener, &s.connections}) }()
	fmt.Printf("{\"event\":\"listening\",\"port\":%d,\"pid\":%d}\n",
		listener.Addr().(*net.TCPAddr).Port, os.Getpid())
	select {
	case err = <-served:
		return err
	case <-stopping.Done():
		return shutDown(httpServer)
	}
}

// tuneRuntime leaves alone what the environment has set; the runtime has read that by itself.
func tuneRuntime(workers int) {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(workers)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// shutDown closes idle connections at once and gives requests under way a second.
func shutDown(httpServer *http.Server) error {
	deadline, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	err := httpServer.Shutdown(deadline)
	if errors.Is(err, context.DeadlineExceeded) {
		return httpServer.Close()
	}
	return err
}
