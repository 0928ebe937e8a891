package dev.jetbridge.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run was measured on. */
public final class Environment {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path LOAD = Path.of("/proc/loadavg");

  private Environment() {}

  /** Names and values, in the order in which they are to be shown. */
  public static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", field(CPU, "model name"));
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", field(MEMORY, "MemTotal"));
    facts.put("load average before", line(LOAD));
    facts.put(
        "kernel", System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""));
    facts.put(
        "generator's JDK",
        "%s %s".formatted(System.getProperty("java.vendor", ""), Runtime.version()));
    return facts;
  }

  private static String field(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String line(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
