package dev.jetbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jetbridge.stream.StreamMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

/**
 * Lets a fuzzer look for what tables and generators do not think of: {@code scripts/fuzz}. What it
 * found is kept among the test resources and tried by {@link EventReaderFuzzInputsTest}; the fuzzer
 * itself, an agent that rewrites classes, stays out of the suite.
 */
@DisplayName("Whatever is stored, a reader of events")
class EventReaderFuzz {
  private static final EventReader READER = new EventReader(1 << 20);

  @FuzzTest
  @DisplayName("judges a payload as a well-kept parser does")
  void payload(byte[] input) {
    StreamMessage message = new StreamMessage(1, "a", Instant.EPOCH, Map.of(), input);
    SkipCause found =
        switch (READER.read(message)) {
          case Event.Accepted accepted -> null;
          case Event.Skipped(SkipCause cause) -> cause;
        };
    assertThat(found).isEqualTo(JacksonText.fault(input));
  }

  /** The input: source, media type, name and value of an extension, then the payload, by NULs. */
  @FuzzTest
  @DisplayName("makes nothing but one JSON object of headers and payload")
  void headers(byte[] input) {
    String[] parts = new String(input, UTF_8).split("\0", 5);
    if (parts.length < 5) {
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", "1");
    headers.put("ce-type", "t");
    headers.put("ce-source", parts[0]);
    headers.put("ce-datacontenttype", parts[1]);
    headers.put("ce-" + parts[2], parts[3]);
    byte[] payload = parts[4].getBytes(UTF_8);
    StreamMessage message = new StreamMessage(1, "a", Instant.EPOCH, headers, payload);
    if (READER.read(message) instanceof Event.Accepted accepted) {
      assertThat(JacksonText.fault(accepted.json())).isNull();
      assertThat(new String(accepted.json(), UTF_8)).startsWith("{\"specversion\":\"1.0\",");
    }
  }
}
