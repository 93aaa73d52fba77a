# syntax=docker/dockerfile:1
# docker build --build-arg REVISION="$(git rev-parse --short HEAD)" -t copydesk .

ARG RUST_VERSION=1.95

FROM rust:${RUST_VERSION}-bookworm AS build
WORKDIR /src
# Zlib from its source, not the builder's libz.so: the final image has no zlib.
ENV LIBZ_SYS_STATIC=1
COPY . .
ARG REVISION=unknown
ENV COPYDESK_REVISION=${REVISION}
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin copydesk \
    && install -D -m 0755 target/release/copydesk /out/usr/local/bin/copydesk \
    && install -D -m 0644 config/copydesk.toml /out/etc/copydesk/copydesk.toml \
    && install -D -m 0644 -t /out/usr/share/doc/copydesk LICENSE NOTICE

# glibc, libgcc and the CA certificates; no shell, no package manager; user 65532.
FROM gcr.io/distroless/cc-debian12:nonroot
ARG REVISION=unknown
LABEL org.opencontainers.image.title="copydesk" \
      org.opencontainers.image.description="The copy desk of a news pipeline: raw wire dispatches in, enriched records out, through Kafka" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /out/ /
# The OpenSSL that is built along looks for certificates below its own prefix unless told where they are.
# The default address of the metrics is the loopback, which nobody outside the container reaches.
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    COPYDESK_HTTP_LISTEN=0.0.0.0:9464
# A binary that lacks a library fails here and not in the cluster.
RUN ["/usr/local/bin/copydesk", "--version"]
USER 65532:65532
EXPOSE 9464
STOPSIGNAL SIGTERM
# No HEALTHCHECK: the image has no client for one. Let the orchestrator ask /healthz and /readyz.
ENTRYPOINT ["/usr/local/bin/copydesk"]
CMD ["run", "-c", "/etc/copydesk/copydesk.toml"]
