// The settings that a server gets through its environment.
package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
)

type config struct {
	host    string
	port    int
	workers int
	token   string
	buildID string
}

func configFromEnv() (config, error) {
	port, err := intFromEnv("PORT", 8000, 0, 65535)
	if err != nil {
		return config{}, err
	}
	workers, err := intFromEnv("WORKERS", 1, 1, 1024)
	if err != nil {
		return config{}, err
	}
	host := os.Getenv("HOST")
	if host == "" {
		host = "127.0.0.1"
	}
	return config{
		host:    host,
		port:    port,
		workers: workers,
		token:   os.Getenv("PAIRBENCH_TOKEN"),
		buildID: os.Getenv("PAIRBENCH_BUILD_ID"),
	}, nil
}

func (c config) address() string {
	return net.JoinHostPort(c.host, strconv.Itoa(c.port))
}

func intFromEnv(name string, absent, lowest, highest int) (int, error) {
	text := os.Getenv(name)
	if text == "" {
		return absent, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < lowest || n > highest {
		return 0, fmt.Errorf("%s must be an integer from %d to %d, not %q", name, lowest, highest, text)
	}
	return n, nil
}
