#!/usr/bin/env bash
# Builds the container image, and tests and measures it.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=image
. "$root/scripts/find.sh"
. "$root/scripts/engine.sh"

usage() {
  cat <<'END'
usage: scripts/image.sh [--import] [--test | --starts N | --twice]

Builds the image of the Dockerfile under the name jetbridge:latest.

  --import     from bases made here, of Debian's packages and the JDK found, not of a registry's
  --test       then runs the tests that want a container (deploy, ImageIT)
  --starts N   then starts N containers before a nats-server, one after the other, and prints how
               long each took from its start to its first 200 of /readyz
  --twice      builds it once more, from nothing, and compares the layers (podman)

The engine is the docker or podman that runs here. Where there is none, root on Debian gets podman
out of its packages, unpacked into the cache, and --import is implied.

Environment:
  JETBRIDGE_NATS_SERVER   path of the nats-server to train, test and measure with (default: found or fetched)
  JAVA_HOME               a JDK 25 or later for the bases, 21 or later for the tests (default: found)

Exit codes: 0 done; 1 something failed; 2 wrong usage; 3 there is no container engine to be had.
END
}

wrong() { say "$1 (scripts/image.sh --help says what there is)"; exit 2; }

image=jetbridge:latest import=no job='' starts=0
while (($#)); do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --import) import=yes; shift ;;
    --test | --twice) job=${1#--}; shift ;;
    --starts) job=starts starts=${2:-}; [[ $starts =~ ^[1-9][0-9]?$ ]] || wrong "--starts is '$starts', expected 1 to 99"; shift 2 ;;
    *) wrong "unknown argument '$1'" ;;
  esac
done

find_engine || exit 3
[ "$import" = no ] || imports=yes
# What podman builds has no other name, and Testcontainers asks by the whole of it.
[ "$engine" = docker ] || image=localhost/$image
[ "$job" != twice ] || [ "$engine" = podman ] || fail '--twice wants podman, which dates the layers that it makes'
jdk=$(find_jdk)
revision=$(git -C "$root" describe --always --dirty=-modified 2>/dev/null) || revision=unknown
epoch=$(sed -n 's/^ARG SOURCE_DATE_EPOCH=//p' "$root/Dockerfile")

# usage: build NAME ARGUMENT...
build() {
  local name=$1 arguments
  shift
  arguments=(-t "$name" --build-arg "REVISION=$revision" "$@")
  if [ "$imports" = yes ]; then
    arguments+=(--build-arg "BASE=$base" --build-arg "NATS_BASE=$nats_base" --build-arg "BUILD_BASE=$build_base"
      --network host)
  fi
  # What an OCI image cannot say, such as its health check, podman leaves out of it.
  [ "$engine" = docker ] || arguments+=(--format docker --timestamp "$epoch")
  say "building $name with $engine (the first time it downloads the build's libraries)"
  "${run_engine[@]}" build "${arguments[@]}" "$root" >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "the image was not built: see $log"; }
}

layers() { "${run_engine[@]}" image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "$1" | grep .; }

log=$root/cli/target/image.log
mkdir -p "${log%/*}"
if [ "$imports" = yes ]; then
  [ "$(jdk_major "$jdk")" -ge 25 ] || fail "the image is built with JDK 25 or later, and $jdk is $(jdk_major "$jdk"): set JAVA_HOME"
  import_bases "$jdk" || fail 'the bases of the image could not be made'
fi
build "$image"
say "$image: $(("$("${run_engine[@]}" image inspect --format '{{.Size}}' "$image")" / 1000000)) MB in $(layers "$image" | wc -l) layers"

case $job in
  test) . "$root/scripts/image-test.sh" ;;
  starts) . "$root/scripts/image-starts.sh" ;;
  twice)
    build "$image-again" --no-cache
    paste <(layers "$image") <(layers "$image-again") | awk '
      { same = $1 == $2; print (same ? "same   " : "DIFFERS"), $1 }
      !same && NR != last { wrong = 1 } END { exit wrong }' "last=$(layers "$image" | wc -l)" \
      || fail 'a layer below that of the cache of classes differs'
    "${run_engine[@]}" rmi "$image-again" >/dev/null
    ;;
esac
