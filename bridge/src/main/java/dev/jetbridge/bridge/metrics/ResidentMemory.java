package dev.jetbridge.bridge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of this process that is in RAM, all of it: heap, buffers, code, stacks. Linux alone
 * tells ({@code VmRSS} of proc(5)); elsewhere there is no meter.
 */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LINE = "VmRSS:";
  private static final double KIBIBYTE = 1024;

  private ResidentMemory() {}

  /** Registers the meter where there is something to show. */
  static void register(MeterRegistry registry) {
    if (!Double.isNaN(bytes())) {
      Gauge.builder("process.resident.memory", ResidentMemory::bytes)
          .description("Memory of the process that is in RAM.")
          .baseUnit("bytes")
          .register(registry);
    }
  }

  private static double bytes() {
    try {
      return Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith(LINE))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException absent) {
      return Double.NaN;
    }
  }
}
