// The flags.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const defaultRequests = 5000

type format string

const (
	formatText format = "text"
	formatJSON format = "json"
)

type settings struct {
	url          string
	connections  int
	threads      int
	warmup       time.Duration
	duration     time.Duration // 0: the window is so many requests long
	requests     int64
	ratePerS     float64 // 0: closed loop
	payloadBytes int
	timeout      time.Duration
	noKeepAlive  bool
	format       format
	showVersions bool
}

func newSettings() *settings {
	return &settings{
		url:          "http://127.0.0.1:8000",
		connections:  100,
		threads:      1,
		warmup:       time.Second,
		requests:     defaultRequests,
		payloadBytes: 200,
		timeout:      30 * time.Second,
		format:       formatText,
	}
}

// flags gives the flags that set s.
func (s *settings) flags() *flag.FlagSet {
	f := flag.NewFlagSet(clientName, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Func("url", "base `URL` of the server (default http://127.0.0.1:8000)", into(&s.url, baseURL))
	f.Func("connections", "connections, each with one request in flight (default 100)",
		into(&s.connections, intBetween(1, math.MaxInt32)))
	f.Func("threads", "threads that run Go code, over which the connections are spread (default 1)",
		into(&s.threads, intBetween(1, 1024)))
	f.Func("warmup", "warm-up before the window (default 1s)", into(&s.warmup, duration))
	f.Func("duration", "length of the window in time", into(&s.duration, positiveDuration))
	f.Func("requests", "length of the window in requests (default 5000)", into(&s.requests, count))
	f.Func("rate", "open loop at so many requests per second, instead of the closed loop",
		into(&s.ratePerS, rate))
	f.Func("payload-bytes", "exact length of the body (default 200)",
		into(&s.payloadBytes, intBetween(100, 65_536)))
	f.Func("timeout", "limit for one request, and for opening a connection (default 30s)",
		into(&s.timeout, positiveDuration))
	f.BoolVar(&s.noKeepAlive, "no-keep-alive", false, "open a new connection for each request")
	f.Func("format", "text: a block for people, json: events for the tool (default text)",
		into(&s.format, outputFormat))
	f.BoolVar(&s.showVersions, "versions", false, "print the versions of the libraries and exit")
	return f
}

func parseSettings(words []string) (*settings, error) {
	s := newSettings()
	f := s.flags()
	if err := f.Parse(words); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	given := map[string]bool{}
	f.Visit(func(one *flag.Flag) { given[one.Name] = true })
	if given["duration"] && given["requests"] {
		return nil, errors.New("--duration and --requests exclude each other")
	}
	if s.threads > s.connections {
		return nil, errors.New("--threads must not be greater than --connections")
	}
	return s, nil
}

func usage() string {
	var text strings.Builder
	f := newSettings().flags()
	f.SetOutput(&text)
	f.PrintDefaults()
	return text.String()
}

// into makes a setter for a flag out of a reader of its text.
func into[T any](place *T, read func(string) (T, error)) func(string) error {
	return func(text string) error {
		value, err := read(text)
		if err == nil {
			*place = value
		}
		return err
	}
}

func baseURL(text string) (string, error) {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "http" || parsed.Hostname() == "" {
		return "", errors.New("must be an http:// URL")
	}
	return strings.TrimRight(text, "/"), nil
}

func intBetween(lowest, highest int) func(string) (int, error) {
	return func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < lowest || n > highest {
			return 0, fmt.Errorf("must be an integer from %d to %d", lowest, highest)
		}
		return n, nil
	}
}

func count(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, errors.New("must be 1 or more")
	}
	return n, nil
}

func rate(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) || x <= 0 {
		return 0, errors.New("must be a number above 0")
	}
	return x, nil
}

func positiveDuration(text string) (time.Duration, error) {
	d, err := duration(text)
	if err == nil && d == 0 {
		err = errors.New("must be longer than 0")
	}
	return d, err
}

// Of what Go takes for a duration, that which the contract has.
var durationText = regexp.MustCompile(`^\d+(\.\d+)?(ms|s|m)$`)

func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || !durationText.MatchString(text) {
		return 0, errors.New("must be a duration such as 250ms, 2s, 1.5s or 3m")
	}
	return d, nil
}

func outputFormat(text string) (format, error) {
	switch chosen := format(text); chosen {
	case formatText, formatJSON:
		return chosen, nil
	default:
		return "", errors.New("must be text or json")
	}
}
