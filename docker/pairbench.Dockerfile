# pairbench itself, measuring services in containers of the engine whose socket is mounted.
# How it is run, and why so, is told in docker/README.md.
ARG BUILD_IMAGE=node:20-bookworm-slim
ARG RUNTIME_IMAGE=node:20-bookworm-slim

FROM ${BUILD_IMAGE} AS packages
WORKDIR /pairbench
COPY package.json package-lock.json ./
# No dependency needs its install script.
RUN --mount=type=cache,target=/root/.npm,sharing=locked \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${BUILD_IMAGE} AS program
WORKDIR /pairbench
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm,sharing=locked \
    npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY scripts/bundle.js scripts/
RUN node_modules/.bin/tsc -p tsconfig.build.json && node scripts/bundle.js

FROM ${RUNTIME_IMAGE}
WORKDIR /pairbench
COPY --from=packages /pairbench ./
COPY services services
COPY sysctl sysctl
COPY bin bin
COPY scripts scripts
COPY docker docker
COPY --from=program /pairbench/dist dist
# Each user has a folder of his own in the cache, see pairbench.sh.
RUN mkdir --mode=1777 /cache && mkdir /data
WORKDIR /data
ENV NODE_ENV=production PAIRBENCH_RUNTIME=docker
ENTRYPOINT ["sh", "/pairbench/docker/pairbench.sh"]
