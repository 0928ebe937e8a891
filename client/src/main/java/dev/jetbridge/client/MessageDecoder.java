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
  // Names are not collected: those inside events are anybody's, and looking them up costs most.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final ControlDecoder control = new ControlDecoder(JSON);

  /**
   * Reads one message.
   *
   * @param lineage what the cursor of an event is made of, null before the server's hello
   * @throws ContractBreach where it is not what the contract allows
   */
  Message decode(String frame, @Nullable Lineage lineage) {
    try (JsonParser parser = JSON.createParser(frame)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ContractBreach("message found that is no JSON object: " + excerpt(frame));
      }
      Members members = new Members();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        if (!members.read(parser)) {
          return control.decode(frame);
        }
      }
      if (parser.nextToken() != null) {
        throw new ContractBreach("text found after a JSON object: " + excerpt(frame));
      }
      return members.event(frame, lineage);
    } catch (IOException e) {
      throw new ContractBreach("message found that is no JSON: " + excerpt(frame), e);
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
      return new FeedEvent(lineage, sequence, subject, BrokerTime.decode(time), frame, start, end);
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
