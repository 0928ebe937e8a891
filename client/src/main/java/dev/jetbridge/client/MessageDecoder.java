package dev.jetbridge.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.jetbridge.stream.Sequence;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the server's messages. An event is scanned once, without a tree, and its value is found as
 * a range of the text; the order of members means nothing and unknown ones are ignored (P-6.7).
 */
final class MessageDecoder {
  // The size of a message is bounded where it is received; nothing inside needs a bound of its own.
  // Names are not collected: those inside events are anybody's, an endless feed has ever new ones,
  // and looking them up costs most.
  static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final ControlDecoder control = new ControlDecoder(JSON);
  private final ItemDecoder items = new ItemDecoder(JSON);

  /**
   * Reads one message.
   *
   * @param lineage what the cursor of an event is made of, null before the server's hello
   * @throws ContractBreach where it is not what the contract allows
   */
  Message decode(String frame, @Nullable Lineage lineage) {
    try {
      return decode(frame, frame, lineage);
    } catch (IOException e) {
      return decodeMasked(frame, lineage, e);
    }
  }

  private Message decodeMasked(String frame, @Nullable Lineage lineage, IOException refusal) {
    String masked = LoneSurrogates.masked(frame);
    try {
      if (!masked.equals(frame)) {
        return decode(frame, masked, lineage);
      }
    } catch (IOException e) {
      refusal.addSuppressed(e);
    }
    throw new ContractBreach("message found that is no JSON: " + excerpt(frame), refusal);
  }

  /**
   * Reads a message.
   *
   * @param readable the frame, or the same in other words, each in its place
   */
  private Message decode(String frame, String readable, @Nullable Lineage lineage)
      throws IOException {
    try (JsonParser parser = JSON.createParser(readable)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ContractBreach("message found that is no JSON object: " + excerpt(frame));
      }
      Members members = new Members();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        if (!members.read(parser)) {
          return "item".equals(parser.getText())
              ? items.decode(frame, readable)
              : control.decode(readable);
        }
      }
      if (parser.nextToken() != null) {
        throw new ContractBreach("text found after a JSON object: " + excerpt(frame));
      }
      return members.event(frame, lineage);
    }
  }

  /** The beginning of a message, for people to recognise it by. */
  static String excerpt(String frame) {
    int shown = 120;
    return frame.length() <= shown ? frame : frame.substring(0, shown) + "...";
  }

  /** The members of an event message, as far as they have been read. */
  private static final class Members {
    private long sequence = Sequence.NONE;
    private @Nullable String subject;
    private @Nullable String time;
    private int start = -1;
    private int end = -1;

    /** Reads one member; false at {@code type}, which no event message has at top level. */
    boolean read(JsonParser parser) throws IOException {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "type" -> {
          return false;
        }
        case "seq" -> sequence = sequence(parser, value);
        case "subject" -> subject = text(parser, value, name);
        case "time" -> time = text(parser, value, name);
        case "event" -> {
          start = (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          parser.finishToken();
          end = (int) parser.currentLocation().getCharOffset();
        }
        default -> parser.skipChildren();
      }
      return true;
    }

    FeedEvent event(String frame, @Nullable Lineage lineage) {
      if (sequence == Sequence.NONE || subject == null || time == null || start < 0) {
        throw new ContractBreach(
            "message found without type and not with all of seq, subject, time and event: "
                + excerpt(frame));
      }
      if (lineage == null) {
        throw new ContractBreach("event " + sequence + " found before hello");
      }
      return new FeedEvent(
          lineage,
          sequence,
          subject,
          BrokerTime.decode(time),
          frame,
          withSpaceBefore(frame, start),
          withSpaceAfter(frame, end));
    }

    /** White space around the value is the publisher's too: the server writes none. */
    private static int withSpaceBefore(String frame, int start) {
      int from = start;
      while (isSpace(frame.charAt(from - 1))) {
        from--;
      }
      return from;
    }

    private static int withSpaceAfter(String frame, int end) {
      int to = end;
      while (isSpace(frame.charAt(to))) {
        to++;
      }
      return to;
    }

    private static boolean isSpace(char c) {
      return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static long sequence(JsonParser parser, JsonToken value) throws IOException {
      long found = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : Sequence.NONE;
      if (found <= Sequence.NONE || found > Sequence.MAX) {
        throw new ContractBreach(
            "seq " + parser.getText() + " found, expected 1 to " + Sequence.MAX);
      }
      return found;
    }

    private static String text(JsonParser parser, JsonToken value, String name) throws IOException {
      if (value != JsonToken.VALUE_STRING) {
        throw new ContractBreach(name + " " + parser.getText() + " found, expected a string");
      }
      return parser.getText();
    }
  }
}
