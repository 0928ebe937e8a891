package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.measure.Processes;
import dev.jetbridge.loadtest.measure.Processes.Usage;
import dev.jetbridge.loadtest.plan.Plan;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** The processes of a run whose CPU and memory are sampled, by their role. One thread. */
final class ProcessWatch {
  static final String BRIDGE = "bridge";
  static final String BROKER = "broker";
  static final String GENERATOR = "generator";

  private final Map<String, List<Long>> pids = new LinkedHashMap<>();

  private ProcessWatch() {}

  /** Those that a plan names, or that can be found by the ports they listen on. */
  static ProcessWatch of(Plan plan, List<Long> workers) {
    ProcessWatch watch = new ProcessWatch();
    watch.add(BRIDGE, plan.generator().bridgePid(), plan.target().urls());
    String natsUrl = plan.target().natsUrl();
    watch.add(BROKER, plan.generator().brokerPid(), List.of(URI.create(natsUrl.split(",", 2)[0])));
    if (watch.pids.getOrDefault(BRIDGE, List.of()).equals(watch.pids.get(BROKER))) {
      watch.pids.remove(BROKER);
    }
    List<Long> own = new ArrayList<>(workers);
    own.add(ProcessHandle.current().pid());
    watch.pids.put(GENERATOR, own);
    return watch;
  }

  private void add(String role, int given, List<URI> listening) {
    if (given > 0) {
      pids.put(role, List.of((long) given));
      return;
    }
    List<Long> found = new ArrayList<>();
    for (URI each : listening) {
      if (isHere(each.getHost()) && each.getPort() > 0) {
        OptionalLong pid = Processes.listeningOn(each.getPort());
        pid.ifPresent(found::add);
      }
    }
    if (!found.isEmpty()) {
      pids.put(role, List.copyOf(found));
    }
  }

  private static boolean isHere(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** What each uses now; a role of which one is gone is left out: the rest is not its cost. */
  Map<String, Usage> sample() {
    Map<String, Usage> usage = new LinkedHashMap<>();
    pids.forEach((role, processes) -> {
      List<Usage> found = processes.stream().flatMap(pid -> Processes.usage(pid).stream()).toList();
      if (found.size() == processes.size()) {
        usage.put(
            role,
            new Usage(
                sum(found.stream().mapToLong(Usage::cpuNanos)),
                sum(found.stream().mapToLong(Usage::residentBytes)),
                (int) sum(found.stream().mapToLong(Usage::threads))));
      }
    });
    return usage;
  }

  private static long sum(LongStream numbers) {
    return numbers.sum();
  }

  /** The first process of a role, or 0. */
  long pid(String role) {
    List<Long> found = pids.getOrDefault(role, List.of());
    return found.isEmpty() ? 0 : found.getLast();
  }
}
