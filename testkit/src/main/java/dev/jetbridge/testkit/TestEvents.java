package dev.jetbridge.testkit;

import java.nio.charset.StandardCharsets;

/** Payloads for tests. */
public final class TestEvents {
  private TestEvents() {}

  /** A small CloudEvent in JSON that carries the number {@code n}. */
  public static byte[] cloudEvent(long n) {
    return """
    {"specversion":"1.0","id":"%d","source":"/testkit","type":"dev.jetbridge.test","data":{"n":%d}}\
    """
        .formatted(n, n)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A CloudEvent of exactly {@code size} bytes (at least 200) that carries the number {@code n}.
   */
  public static byte[] cloudEvent(long n, int size) {
    String head =
        """
        {"specversion":"1.0","id":"%d","source":"/testkit","type":"dev.jetbridge.test","data":{"n":%d,"pad":"\
        """
            .formatted(n, n);
    String tail = "\"}}";
    int padding = size - head.length() - tail.length();
    if (padding < 0) {
      throw new IllegalArgumentException(
          "size %d is too small; expected 200 or more".formatted(size));
    }
    return (head + "x".repeat(padding) + tail).getBytes(StandardCharsets.UTF_8);
  }
}
