module pairbench/clients/go-nethttp

go 1.26
