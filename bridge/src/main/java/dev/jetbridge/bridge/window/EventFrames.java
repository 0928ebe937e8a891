package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.protocol.Deflation;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.event.Envelope;
import dev.jetbridge.event.Event;
import dev.jetbridge.event.EventReader;
import dev.jetbridge.event.SkipCause;
import dev.jetbridge.stream.StreamMessage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one event. The detailed form is made at once and holds the event's bytes; the plain
 * form is cut from it on first need, and so are both compressed, so that what nobody reads costs
 * nothing.
 */
public final class EventFrames implements Frames {
  private final long sequence;
  private final byte[] detailed;

  /** Where the event's bytes begin in the detailed message, its headers left out. */
  private final int eventAt;

  private final int eventLength;

  /** In how many forms it may come to be held. */
  private final int forms;

  private volatile byte @Nullable [] plain;
  private volatile byte @Nullable [] plainDeflated;
  private volatile byte @Nullable [] detailedDeflated;

  private EventFrames(long sequence, byte[] detailed, int eventAt, int eventLength, int forms) {
    this.sequence = sequence;
    this.detailed = detailed;
    this.eventAt = eventAt;
    this.eventLength = eventLength;
    this.forms = forms;
  }

  /**
   * What makes frames of messages; thread-safe.
   *
   * @param reader judges what is an event
   * @param deflates whether some may be read compressed: more is then retained for each
   * @param skipped told of every message that is none
   */
  public static Function<StreamMessage, Frames> encoder(
      EventReader reader, boolean deflates, BiConsumer<StreamMessage, SkipCause> skipped) {
    int forms = deflates ? Coding.values().length : 2;
    return message ->
        switch (reader.read(message)) {
          case Event.Accepted event -> of(message, event.json(), forms);
          case Event.Skipped(SkipCause cause) -> {
            skipped.accept(message, cause);
            yield new SkippedFrames(ServerFrames.text(Envelope.skipped(message, cause)));
          }
        };
  }

  private static Frames of(StreamMessage message, byte[] json, int forms) {
    int length = Envelope.detailedLength(message, json);
    byte[] frames = new byte[ServerFrames.textLength(length)];
    Envelope.putDetailed(frames, frames.length - length, message, json);
    ServerFrames.frame(frames, length);
    return new EventFrames(
        message.sequence(), frames, length - 1 - json.length, json.length, forms);
  }

  @Override
  public byte[] in(Coding coding) {
    return switch (coding) {
      case V1 -> detailed;
      case PLAIN -> plain();
      case V1_DEFLATED -> {
        byte[] made = detailedDeflated;
        if (made == null) {
          made = Deflation.ofThread().deflated(detailed);
          detailedDeflated = made;
        }
        yield made;
      }
      case PLAIN_DEFLATED -> {
        byte[] made = plainDeflated;
        if (made == null) {
          made = Deflation.ofThread().deflated(plain());
          plainDeflated = made;
        }
        yield made;
      }
    };
  }

  private byte[] plain() {
    byte[] made = plain;
    if (made == null) {
      made = cut();
      plain = made;
    }
    return made;
  }

  @Override
  public boolean isEvent() {
    return true;
  }

  private byte[] cut() {
    int length = Envelope.plainLength(sequence, eventLength);
    byte[] frames = new byte[ServerFrames.textLength(length)];
    int at = Envelope.putPlainStart(frames, frames.length - length, sequence);
    at = ServerFrames.putPayload(detailed, eventAt, eventAt + eventLength, frames, at);
    frames[at] = '}';
    ServerFrames.frame(frames, length);
    return frames;
  }

  @Override
  public int retainedBytes() {
    // All forms, whether made or not: the bound must hold when another is asked for.
    return forms * detailed.length;
  }

  /** What is shown of a message that is no event: a word in the detailed form, nothing in plain. */
  private static final class SkippedFrames implements Frames {
    private final byte[] word;

    SkippedFrames(byte[] word) {
      this.word = word;
    }

    @Override
    public byte @Nullable [] in(Coding coding) {
      return switch (coding.format()) {
        case V1 -> word;
        case PLAIN -> null;
      };
    }

    @Override
    public boolean isEvent() {
      return false;
    }

    @Override
    public int retainedBytes() {
      return word.length;
    }
  }
}
