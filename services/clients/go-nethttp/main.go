// Command go-nethttp is a load generator for the order API on net/http; its contract is in services/README.md.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

const clientName = "go-nethttp"

// The live heap is so small that at the default of 100 the collector would run for every 4 MB of
// garbage, of which each request through net/http leaves some kB.
const gcPercent = 400

func main() {
	s, err := parseSettings(os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Print(usage())
		return
	case err != nil:
		exit(err, 2)
	case s.showVersions:
		exit(json.NewEncoder(os.Stdout).Encode(versions()), 1)
		return
	}
	runtime.GOMAXPROCS(s.threads)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	exit(load(s), 1)
}

// load carries out the run and prints what came of it.
func load(s *settings) error {
	out := printer{format: s.format}
	result, err := run(s, out)
	if err != nil {
		if fault, ok := errors.AsType[*fault](err); ok {
			return errors.Join(err, out.print(fault.event()))
		}
		return err
	}
	if s.format == formatText {
		_, err = os.Stdout.WriteString(result.text())
	}
	return err
}

func exit(err error, code int) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", clientName, err)
		os.Exit(code)
	}
}
