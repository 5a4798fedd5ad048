// The versions that went into the binary, read from its build information.
package main

import (
	"runtime"
	"runtime/debug"
	"strings"
)

var libraryNames = map[string]string{
	"github.com/HdrHistogram/hdrhistogram-go": "hdrhistogram-go",
	"github.com/go-json-experiment/json":      "go-json-experiment",
}

func versions() map[string]string {
	found := map[string]string{"go": strings.TrimPrefix(runtime.Version(), "go")}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if name, wanted := libraryNames[module.Path]; wanted {
				found[name] = module.Version
			}
		}
	}
	return found
}
