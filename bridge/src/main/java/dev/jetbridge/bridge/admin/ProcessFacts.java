package dev.jetbridge.bridge.admin;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the JVM says of itself, for {@code /diagnostics}. */
public final class ProcessFacts {
  private ProcessFacts() {}

  /** Version and age, heap, and each thread with its state. */
  public static Map<String, Object> now() {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("java", runtime.getVmName() + " " + runtime.getVmVersion());
    facts.put("uptime_seconds", runtime.getUptime() / 1000);
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put(
        "heap_bytes",
        Map.of("used", heap.getUsed(), "committed", heap.getCommitted(), "max", heap.getMax()));
    facts.put("threads", threads());
    return facts;
  }

  private static Map<String, List<String>> threads() {
    var bean = ManagementFactory.getThreadMXBean();
    Map<String, List<String>> byName = new TreeMap<>();
    for (ThreadInfo thread : bean.getThreadInfo(bean.getAllThreadIds(), 1)) {
      if (Objects.nonNull(thread)) {
        StackTraceElement[] stack = thread.getStackTrace();
        String where = stack.length == 0 ? "" : stack[0].toString();
        byName.put(
            thread.getThreadName() + " #" + thread.getThreadId(),
            List.of(thread.getThreadState().name(), where));
      }
    }
    return byName;
  }
}
