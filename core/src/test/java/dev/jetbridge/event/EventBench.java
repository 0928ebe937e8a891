package dev.jetbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jetbridge.stream.StreamMessage;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an event of about 300 bytes costs between the broker and the window. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class EventBench {
  // Room for the largest header that a WebSocket server writes (RFC 6455 §5.2).
  private static final int HEADER = 10;

  private final byte[] payload =
      """
      {"specversion":"1.0","id":"5f1c9a0e-7b7d-4a55-9d5e-0c6f4f6f3b1a","source":"/cells/eu-1/c-0042",\
      "type":"cellos.cell.state","subject":"formation/f-17/cell/c-0042",\
      "time":"2026-03-04T05:06:07.123Z","datacontenttype":"application/json",\
      "data":{"from":"starting","to":"running","attempt":1,"cpu":0.25,"ok":true}}\
      """
          .getBytes(UTF_8);
  private final StreamMessage message =
      new StreamMessage(
          123_456_789,
          "cellos.events.acme.cell",
          Instant.parse("2026-03-04T05:06:07.123456789Z"),
          Map.of(),
          payload);
  private final EventReader reader = new EventReader(1 << 20);

  /** The check by this package. */
  @Benchmark
  public @Nullable Object validate() {
    return JsonText.fault(payload, EventReader.MAX_DEPTH);
  }

  /** The same check by a streaming parser, after a strict check of UTF-8. */
  @Benchmark
  public @Nullable Object validateWithJackson() {
    return StrictUtf8.isValid(payload) ? JacksonText.grammarFault(payload) : SkipCause.NOT_UTF8;
  }

  /** The copy into an array of its own, with the plain envelope. */
  @Benchmark
  public byte[] splicePlain() {
    byte[] frame = new byte[HEADER + Envelope.plainLength(message, payload)];
    Envelope.putPlain(frame, HEADER, message, payload);
    return frame;
  }

  /** The same with subject and time. */
  @Benchmark
  public byte[] spliceDetailed() {
    byte[] frame = new byte[HEADER + Envelope.detailedLength(message, payload)];
    Envelope.putDetailed(frame, HEADER, message, payload);
    return frame;
  }

  /** Both steps, as every event of the feed takes them. */
  @Benchmark
  public byte @Nullable [] readAndSplice() {
    return switch (reader.read(message)) {
      case Event.Accepted accepted -> {
        byte[] json = accepted.json();
        byte[] frame = new byte[HEADER + Envelope.plainLength(message, json)];
        Envelope.putPlain(frame, HEADER, message, json);
        yield frame;
      }
      case Event.Skipped skipped -> null;
    };
  }
}
