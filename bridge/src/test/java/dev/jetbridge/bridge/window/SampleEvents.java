package dev.jetbridge.bridge.window;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jetbridge.event.EventReader;
import dev.jetbridge.stream.StreamMessage;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** Messages of about 300 bytes, and their entries, for measurements. */
final class SampleEvents {
  static final String SUBJECT = "cellos.events.acme.cell.c-0042.state";

  /** The product's own encoder. */
  static final Function<StreamMessage, Frames> ENCODER =
      EventFrames.encoder(
          new EventReader(1 << 20),
          true,
          (message, cause) -> {
            throw new IllegalStateException(cause + " found, expected an event");
          });

  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.123456789Z");
  private static final byte[] PAYLOAD =
      """
      {"specversion":"1.0","id":"5f1c9a0e-7b7d-4a55-9d5e-0c6f4f6f3b1a","source":"/cells/eu-1/c-0042",\
      "type":"cellos.cell.state","subject":"formation/f-17/cell/c-0042",\
      "time":"2026-03-04T05:06:07.123Z","datacontenttype":"application/json",\
      "data":{"from":"starting","to":"running","attempt":1,"cpu":0.25,"ok":true}}\
      """
          .getBytes(UTF_8);

  private SampleEvents() {}

  static StreamMessage message(long sequence) {
    return message(sequence, PAYLOAD);
  }

  static StreamMessage message(long sequence, byte[] payload) {
    return new StreamMessage(sequence, SUBJECT, TIME, Map.of(), payload);
  }

  static Entry entry(long sequence) {
    StreamMessage message = message(sequence);
    return entry(sequence, ENCODER.apply(message));
  }

  static Entry entry(long sequence, Frames frames) {
    return new Entry(sequence, SUBJECT, TIME, frames);
  }
}
