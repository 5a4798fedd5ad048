/** Valid texts that mutations begin with. */

export const GOOD_MANIFEST = `title: Gin
language: go
library: gin
tags: [default, "x-1"]
requires:
  - tool: go
    version: ">=1.25"
    apt: golang-go
  - header: sys/socket.h
  - { python_module: ensurepip, apt: python3-venv }
build:
  command: [sh, build.sh] # a comment
  inputs: ["*.go", go.mod, 'src/**/*.rs']
start:
  command: ["{out}/go-gin", "--cache={cache}"]
  env: { GOGC: '400' }
versions:
  command:
    - "{out}/go-gin"
    - >-
      --versions
docker:
  build_args: { RUNTIME_IMAGE: "debian:trixie-slim" }
  tty: false
max_threads: 1
`;

export const CONFIGS = [
  `connections: 100
duration: 2s
servers: [go-gin, "rust-*"]
rate: 500/s
threshold:
  - "go-*:* p99<5ms"
  - errors==0
keep-alive: false
seed: 42
pin: 0-3:4-7
`,
  `{"rounds": 3, "server-url": ["mine=http://127.0.0.1:8000"], "server-pid": "mine=1", precision: 2%}\n`,
  `pairs: go-gin:cpp-cpr,python:rust-reqwest\ndocker-build-arg: A=b\nmax-time: 10m\nlatency: no\n`,
  '',
];
