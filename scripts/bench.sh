#!/usr/bin/env bash
# Runs the JMH benchmarks of all modules.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=bench
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: ./jetbridge bench [JMH-ARGUMENT...]

Builds the modules that have benchmarks and runs all of them, or those that match a regular
expression, with further options for JMH, such as

  ./jetbridge bench FanoutBench -f 1 -prof gc
  ./jetbridge bench -l              lists them
  ./jetbridge bench -h              JMH's own help

On a busy machine compare the best intervals, not the averages: -i 40 -r 100ms -rf json.
EOF
}

case ${1:-} in --help) usage; exit 0 ;; esac

jdk=$(find_jdk)
classpath=$root/bridge/target/bench.classpath
compile_tests "$jdk" "$classpath"
flags=(--enable-native-access=ALL-UNNAMED)
# JMH and Netty reach for Unsafe; from 24 on the JVM would warn of it.
[ "$(jdk_major "$jdk")" -lt 24 ] || flags+=(--sun-misc-unsafe-memory-access=allow)
# The annotation processor leaves each module a list of its own.
list=META-INF/BenchmarkList
benches=$root/bridge/target/benches
rm -rf "$benches" && mkdir -p "$benches/META-INF"
cat "$root"/{core,snapshot,bridge}/target/test-classes/$list >"$benches/$list"
tests=$root/bridge/target/test-classes:$root/snapshot/target/test-classes:$root/core/target/test-classes
exec "$jdk/bin/java" "${flags[@]}" -cp "$benches:$root/bridge/target/classes:$tests:$(<"$classpath")" org.openjdk.jmh.Main "$@"
