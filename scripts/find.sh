# shellcheck shell=bash
# Finds what the commands need (a JDK, Maven, nats-server), or fetches it, and builds what they run.
# Sourced by run, test and jetbridge, which set $root and $me. Functions print their answer on stdout
# and everything else on stderr; those that fail have said why in one line. Nothing is installed:
# what has to be fetched is unpacked below the user's cache.

: "${root:?}" "${me:?}"

say() { printf '%s: %s\n' "$me" "$*" >&2; }
fail() { say "$@"; exit 1; }

# What these scripts are written in: `wait -n -p` came with 5.1, of December 2020. macOS has 3.2.
# usage: need_bash MAJOR MINOR   the version that this is
need_bash() {
  (($1 > 5 || ($1 == 5 && $2 >= 1))) || fail "bash 5.1 or later is needed, and this is $1.$2: install it, and put it on PATH before the other"
}
need_bash "${BASH_VERSINFO[0]}" "${BASH_VERSINFO[1]}"

# Prefixes the usual places below, so that a search can be tried on a directory made for it.
: "${JETBRIDGE_SEARCH_ROOT:=}"

# Where fetched programs are kept; the tree itself where the home directory cannot be written to.
cache_dir() {
  local cache="${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/jetbridge"
  if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
    cache=$root/.run/cache
    mkdir -p "$cache"
  fi
  printf '%s\n' "$cache"
}

# ---- JDK ----

# Major version of the JDK in a directory; fails where there is none (a JRE does not build).
jdk_major() {
  local version=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  [ ! -r "$1/release" ] || version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release")
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
  version=${version#1.}
  version=${version%%[!0-9]*}
  [ -n "$version" ] && printf '%s\n' "$version"
}

is_jdk_21() { local major; major=$(jdk_major "$1") && [ "$major" -ge 21 ]; }

# Home of a JDK 21 or later: JAVA_HOME, then java on PATH, then the usual places, where the newest up
# to 25 is preferred (that is what this is built and tested with), then the oldest above.
find_jdk() {
  local home found
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_21 "$JAVA_HOME"; then
    printf '%s\n' "$JAVA_HOME"
    return
  fi
  if home=$(command -v java) && home=$(readlink -f "$home") && home=${home%/bin/java} && is_jdk_21 "$home"; then
    printf '%s\n' "$home"
    return
  fi
  found=$(for home in "$JETBRIDGE_SEARCH_ROOT"/usr/lib/jvm/* "$JETBRIDGE_SEARCH_ROOT"/usr/lib64/jvm/* \
    "$JETBRIDGE_SEARCH_ROOT"/usr/java/* "$JETBRIDGE_SEARCH_ROOT"/opt/* "$JETBRIDGE_SEARCH_ROOT"/opt/*/* \
    "$JETBRIDGE_SEARCH_ROOT"/usr/local/* "$JETBRIDGE_SEARCH_ROOT"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.asdf/installs/java/* "${HOME:-}"/.local/share/mise/installs/java/*; do
    if is_jdk_21 "$home"; then printf '%s %s\n' "$(jdk_major "$home")" "$home"; fi
  done | sort -k1,1n | awk '$1 <= 25 || !seen { pick = $0; seen = 1 } END { print pick }')
  [ -n "$found" ] || fail "no JDK 21 or later found (looked in JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks): install one, or set JAVA_HOME"
  printf '%s\n' "${found#* }"
}

# ---- building ----

app="$root/cli/target/jetbridge"

# Whether the packaged application is there and no source is newer. Directories count: a deleted
# source changes only the time of its directory.
app_is_fresh() {
  [ -f "$app/app/jetbridge-cli.jar" ] || return 1
  [ -z "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$app" -print -quit)" ]
}

need_maven() { command -v mvn >/dev/null || fail 'no Maven found on PATH, which the build needs: install it (Debian: apt-get install maven)'; }

# Runs Maven on a JDK, as the only build of this tree.
# usage: maven JDK ARGUMENT...
maven() {
  local jdk=$1 options='' home started status=0
  shift
  # Maven's own libraries would warn about Unsafe and native access on these.
  [ "$(jdk_major "$jdk")" -lt 24 ] || options='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
  # Java takes the home directory from the user's entry, not from HOME; Maven must be able to write there.
  if [ ! -w "$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)" ]; then
    home=${HOME:-/nonexistent}
    [ -w "$home" ] || home=$(cache_dir)
    options+=" -Duser.home=$home"
  fi
  started=$(mktemp)
  (cd "$root" && JAVA_HOME=$jdk MAVEN_OPTS="$options ${MAVEN_OPTS:-}" exec mvn -B -ntp "$@" 8<&-) || status=$?
  # As old as the start of the build that made it: a source edited meanwhile is newer.
  [ ! "$app" -nt "$started" ] || touch -r "$started" "$app"
  rm -f "$started"
  return "$status"
}

# Lets a build of this tree wait until no other is under way.
# usage: alone COMMAND...
alone() {
  local status=0
  exec 8<"$root/pom.xml"
  if command -v flock >/dev/null && ! flock -n 8; then
    say 'waiting for another build of this tree'
    flock 8
  fi
  "$@" || status=$?
  exec 8<&-
  return "$status"
}

# Builds the application if it is missing or older than its sources; all output is on stderr.
build_if_needed() {
  app_is_fresh && return
  need_maven
  alone build_unless_fresh "$1" >&2 || fail 'the build failed'
}

build_unless_fresh() {
  app_is_fresh && return
  say 'building (the first time this downloads its libraries)'
  maven "$1" -q -Dstyle.color=never -pl cli -am -Dmaven.test.skip=true package
}

# Compiles the bridge, what it is made of and all their tests, and leaves the path of the libraries
# that they need in a file.
# usage: compile_tests JDK FILE
compile_tests() {
  need_maven
  alone maven "$1" -q -pl bridge -am test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -Dmdep.outputFile="$2" >&2
}

# Becomes a class of the bridge's tests that measures something, with a nats-server at hand.
# usage: measure CLASS [JVM_OPTION...]
measure() {
  local class=$1 jdk libraries=$root/bridge/target/tests.classpath
  shift
  jdk=$(find_jdk)
  JETBRIDGE_NATS_SERVER=$(find_nats_server)
  export JETBRIDGE_NATS_SERVER
  compile_tests "$jdk" "$libraries"
  cd "$root/bridge/target" || exit
  exec "$jdk/bin/java" --enable-native-access=ALL-UNNAMED "$@" -cp "classes:test-classes:$(<"$libraries")" "$class"
}

# ---- programs of others ----

# Unpacks a Debian package into the cache and prints the path of a file in it. The lists of the
# system serve if it has any; else own ones are fetched, which needs no privilege either.
unpack_debian() {
  local package=$1 file=$2 packages lists work
  packages=$(cache_dir)/packages
  if [ -e "$packages/$package/$file" ]; then
    printf '%s\n' "$packages/$package/$file"
    return
  fi
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
  say "unpacking Debian's $package into $packages"
  mkdir -p "$packages" && work=$(mktemp -d "$packages/.$package.XXXXXX") || return 1
  lists=(-o "Dir::State::Lists=$packages/.lists" -o "Dir::Cache=$packages/.apt" -o APT::Sandbox::User=root)
  if (cd "$work" && {
    timeout 300 apt-get -o APT::Sandbox::User=root download "$package" || {
      mkdir -p "$packages/.lists/partial" "$packages/.apt/archives/partial"
      timeout 300 apt-get "${lists[@]}" update && timeout 300 apt-get "${lists[@]}" download "$package"
    }
  } && dpkg -x "$package"_*.deb unpacked) >"$packages/$package.log" 2>&1 </dev/null && [ -e "$work/unpacked/$file" ]; then
    # Where another command was faster its copy stays.
    mv -T "$work/unpacked" "$packages/$package" 2>/dev/null || true
    rm -rf "$work"
    printf '%s\n' "$packages/$package/$file"
  else
    rm -rf "$work"
    return 1
  fi
}

# Version of a nats-server; fails where the file is none.
nats_version() { "$1" --version 2>/dev/null | sed -n 's/^nats-server: v//p' | grep . ; }

# Copies nats-server out of its official image, where a container engine is at hand: it is one static
# file, and runs without the container.
nats_from_image() {
  local image=${JETBRIDGE_NATS_IMAGE:-nats:2} engine container copy
  copy=$(cache_dir)/nats-server
  if nats_version "$copy" >/dev/null; then
    printf '%s\n' "$copy"
    return
  fi
  [ "$(uname -s)" = Linux ] || return 1
  for engine in docker podman; do
    timeout 20 "$engine" info >/dev/null 2>&1 || continue
    say "copying nats-server out of the image $image with $engine"
    container=$(timeout 300 "$engine" create "$image" 2>/dev/null </dev/null) || continue
    "$engine" cp "$container:/nats-server" "$copy.$$" >/dev/null 2>&1 || true
    "$engine" rm "$container" >/dev/null 2>&1 || true
    if nats_version "$copy.$$" >/dev/null; then
      mv "$copy.$$" "$copy"
      printf '%s\n' "$copy"
      return
    fi
    rm -f "$copy.$$"
  done
  return 1
}

# A nats-server: JETBRIDGE_NATS_SERVER, PATH (and the places that an ordinary user's PATH lacks), a
# container engine, the distribution's package.
find_nats_server() {
  local candidate
  if [ -n "${JETBRIDGE_NATS_SERVER:-}" ]; then
    nats_version "$JETBRIDGE_NATS_SERVER" >/dev/null || fail "JETBRIDGE_NATS_SERVER=$JETBRIDGE_NATS_SERVER is not a nats-server that runs here"
    printf '%s\n' "$JETBRIDGE_NATS_SERVER"
    return
  fi
  for candidate in "$(command -v nats-server || true)" "$JETBRIDGE_SEARCH_ROOT"/usr/sbin/nats-server \
    "$JETBRIDGE_SEARCH_ROOT"/usr/local/sbin/nats-server "$JETBRIDGE_SEARCH_ROOT"/usr/local/bin/nats-server \
    "$JETBRIDGE_SEARCH_ROOT"/opt/homebrew/bin/nats-server; do
    if [ -n "$candidate" ] && nats_version "$candidate" >/dev/null; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  nats_from_image || unpack_debian nats-server usr/sbin/nats-server \
    || fail 'no nats-server to be had (neither on PATH, nor from a container engine, nor as a Debian package): install one from https://nats.io/download, or set JETBRIDGE_NATS_SERVER to its path'
}

# promtool, prometheus, nginx, shellcheck and HAProxy, which some tests use: by environment, on PATH,
# from Debian's package.
find_prometheus() { command -v "${JETBRIDGE_PROMETHEUS:-prometheus}" || unpack_debian prometheus usr/bin/prometheus; }
find_promtool() { command -v "${JETBRIDGE_PROMTOOL:-promtool}" || unpack_debian prometheus usr/bin/promtool; }
find_nginx() { command -v "${JETBRIDGE_NGINX:-nginx}" || unpack_debian nginx usr/sbin/nginx; }
find_shellcheck() { command -v shellcheck || unpack_debian shellcheck usr/bin/shellcheck; }

# Unpacked it finds its libraries in their packages by a wrapper.
find_haproxy() {
  local package program wrapper libraries=
  command -v "${JETBRIDGE_HAPROXY:-haproxy}" && return
  program=$(unpack_debian haproxy usr/sbin/haproxy) || return 1
  wrapper=$(cache_dir)/haproxy
  if ! "$wrapper" -v >/dev/null 2>&1; then
    for package in liblua5.3-0 libopentracing-c-wrapper0 libopentracing1; do
      unpack_debian "$package" "usr/share/doc/$package/copyright" >/dev/null || return 1
      libraries+="${libraries:+:}$(echo "$(cache_dir)/packages/$package"/usr/lib/*-linux-gnu)"
    done
    printf '#!/usr/bin/env bash\nLD_LIBRARY_PATH=%q exec %q "$@"\n' "$libraries" "$program" >"$wrapper.$$"
    chmod +x "$wrapper.$$"
    mv "$wrapper.$$" "$wrapper"
  fi
  "$wrapper" -v >/dev/null 2>&1 && printf '%s\n' "$wrapper"
}

# Whether there is a Node that the web folder is built and tested with, 20 or later, and npm.
has_node() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; }

# Chromium or Chrome, which the tests in a browser use: by environment, or on PATH.
find_chromium() { command -v "${JETBRIDGE_CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome; }

# Fetches the packages that the web folder is built and tested with, where they are not those of its lock file.
web_packages() {
  local web=$root/web
  [ "$web/node_modules/.package-lock.json" -nt "$web/package-lock.json" ] && return
  say 'fetching the packages of web/'
  (cd "$web" && npm ci --no-progress --loglevel=error >&2)
}
