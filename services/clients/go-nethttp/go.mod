module pairbench/clients/go-nethttp

go 1.26

require (
	github.com/HdrHistogram/hdrhistogram-go v1.4.0
	github.com/go-json-experiment/json v1.27.2
	golang.org/x/sys v0.41.0
)
