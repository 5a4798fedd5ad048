# wrk, offering a server of compose.yaml the same orders as the clients do.
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${RUNTIME_IMAGE}
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=tmpfs,target=/var/lib/apt/lists \
    apt-get update \
    && apt-get install --yes --no-install-recommends wrk
COPY wrk.sh order.lua /app/
USER 65532:65532
# As the clients: 137 means that it was ended before its time.
STOPSIGNAL SIGKILL
ENTRYPOINT ["sh", "/app/wrk.sh"]
