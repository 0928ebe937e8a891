#!/usr/bin/env bash
# Runs the JMH benchmarks of core and of the snapshot.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=bench
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/bench.sh [JMH-ARGUMENT...]

Builds core and snapshot and runs their benchmarks: all of them, or those that match a regular expression, with
further options for JMH, such as FoldBench -f 1 -prof gc. On a busy machine compare the best
intervals, not the averages: -i 40 -r 100ms -rf json.
EOF
}

case ${1:-} in --help) usage; exit 0 ;; esac

jdk=$(find_jdk)
need_maven
# Runs in each module up to snapshot, whose class path is left, since it comes last.
classpath=$root/snapshot/target/bench.classpath
alone maven "$jdk" -q -pl snapshot -am test-compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
  -Dmdep.outputFile="$classpath" >&2
cd "$root/snapshot/target"
# The annotation processor leaves each module a list of its own.
list=META-INF/BenchmarkList
rm -rf benches && mkdir -p benches/META-INF
cat test-classes/$list ../../core/target/test-classes/$list >benches/$list
exec "$jdk/bin/java" -cp "benches:classes:test-classes:../../core/target/test-classes:$(<"$classpath")" \
  org.openjdk.jmh.Main "$@"
