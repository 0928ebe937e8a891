package dev.jetbridge.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a stream of a cluster's events holds on a bad day: CloudEvents, most of them plain, and
 * among them everything that JSON allows and that some program on the way might spell otherwise.
 */
final class OddEvents {
  /** What is published there is no event. */
  static final String NOISE = "cellos.events.acme.noise";

  private static final List<String> TENANTS = List.of("acme", "globex", "initech", "umbrella");
  private static final List<String> KINDS = List.of("formation", "cell", "placement", "health");
  private static final int LARGE = 40_000;
  private static final int LARGE_EVERY = 250;
  private static final int NOISE_EVERY = 97;

  /** Values of {@code data}, and what stands around the event. */
  private static final List<String> ODD =
      List.of(
          "\"Gr\u00fc\u00dfe, \u4e16\u754c \ud83d\ude80 e\u0301 \u202eabc\u202c \u2028\u0085 \u007f\"",
          "\"\\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u0000\\u001F \\ud83d\\ude80 \\uD83D\\uDE80\"",
          "{\"\\ud800\":1,\"\":\"\\udc00\",\"\\u0061\":2,\"a\":3}",
          "[1.0,1e5,1E+5,1.10,-0,-0.0,0.1e-400,9007199254740993,123456789012345678901234567890]",
          "{\n  \"state\" : \"ready\",\r\n\t\"since\" : [ 1 ,\n2 ] }",
          "{\"type\":\"hello\",\"seq\":1,\"event\":{\"seq\":2},\"text\":\"}\\n{\\\"seq\\\":3\"}",
          "[".repeat(60) + "]".repeat(60),
          "null");

  private static final List<String> NO_CLOUD_EVENTS =
      List.of("[]", "7", "\"text\"", "null", "{}", " {\"a\" : 1}\r\n", "\n[ 1.0 ]\t", "1e5");

  private OddEvents() {}

  static String subject(long number) {
    return number % NOISE_EVERY == 0
        ? NOISE
        : "cellos.events.%s.%s"
            .formatted(TENANTS.get(of(TENANTS, number)), KINDS.get(of(KINDS, number / 3)));
  }

  static byte[] payload(long number) {
    return text(number).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(long number) {
    if (number % NOISE_EVERY == 0) {
      return "{\"cut\":\"" + number;
    }
    if (number % LARGE_EVERY == 0) {
      return event(number, "{\"log\":\"" + "\u00e9\\n".repeat(LARGE / 4) + "\"}");
    }
    if (number % 17 == 0) {
      return NO_CLOUD_EVENTS.get(of(NO_CLOUD_EVENTS, number / 17));
    }
    if (number % 4 == 0) {
      return event(number, ODD.get(of(ODD, number / 4)));
    }
    return event(
        number,
        "{\"cell\":\"c-%05d\",\"node\":\"ams1-n%02d\",\"state\":\"ready\",\"cpu\":%d.%d}"
            .formatted(number / 7, number % 40, number % 9, number % 10));
  }

  /** A CloudEvent with this number. */
  static String event(long number, String data) {
    return """
    {"specversion":"1.0","id":"7-%d","source":"/cellos/nodes/ams1-n%02d",\
    "type":"dev.cellos.cell.ready","subject":"c-%05d","time":"2026-01-31T12:00:00.%03dZ",\
    "partitionkey":"f-%d","datacontenttype":"application/json","data":%s}\
    """
        .formatted(number, number % 40, number / 7, number % 1000, number % 11, data);
  }

  private static int of(List<?> list, long number) {
    return (int) (number % list.size());
  }
}
