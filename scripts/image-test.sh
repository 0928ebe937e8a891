# shellcheck shell=bash
# Runs the tests that want a container against the image. Sourced by image.sh.

: "${root:?}" "${run_engine:?}" "${engine:?}" "${image:?}" "${jdk:?}"

socket=${DOCKER_HOST:-}
if [ "$engine" = podman ]; then
  # Testcontainers speaks Docker's interface, which podman serves while it is asked to.
  work=$(mktemp -d)
  socket=unix://$work/podman.sock
  "${run_engine[@]}" system service --time=0 "$socket" >"$work/service.log" 2>&1 &
  service=$!
  trap 'kill "$service" 2>/dev/null || :; rm -rf "$work"' EXIT
  for _ in $(seq 100); do
    [ ! -S "${socket#unix://}" ] || break
    sleep 0.1
  done
fi
JETBRIDGE_NATS_SERVER=$(find_nats_server)
export JETBRIDGE_NATS_SERVER JETBRIDGE_IMAGE=$image
# Testcontainers' own container, which removes forgotten ones, comes from a registry.
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true
[ -z "$socket" ] || export DOCKER_HOST=$socket
alone maven "$jdk" -q -pl deploy -am verify -Dtest=NONE -Dit.test=ImageIT -Dsurefire.failIfNoSpecifiedTests=false \
  -Dfailsafe.failIfNoSpecifiedTests=false || fail 'a test failed'
say 'the tests of the container passed'
