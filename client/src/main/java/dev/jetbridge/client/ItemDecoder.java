package dev.jetbridge.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jetbridge.stream.Sequence;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the items of a snapshot: scanned once, without a tree, the value a range of the text. */
final class ItemDecoder {
  private final JsonFactory json;

  ItemDecoder(JsonFactory json) {
    this.json = json;
  }

  /**
   * Reads one.
   *
   * @param readable the frame, or the same in other words, each in its place
   */
  SnapshotItem decode(String frame, String readable) throws IOException {
    try (JsonParser parser = json.createParser(readable)) {
      JsonToken unused = parser.nextToken();
      @Nullable String key = null;
      @Nullable String subject = null;
      long sequence = Sequence.NONE;
      int start = -1;
      int end = -1;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (name) {
          case "key" -> key = text(parser, value);
          case "subject" -> subject = text(parser, value);
          case "seq" ->
              sequence =
                  value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : Sequence.NONE;
          case "value" -> {
            start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            parser.finishToken();
            end = (int) parser.currentLocation().getCharOffset();
          }
          default -> parser.skipChildren();
        }
      }
      if (key == null || subject == null || sequence <= Sequence.NONE || start < 0) {
        throw new ContractBreach(
            "item found not with all of key, seq, subject and value: "
                + MessageDecoder.excerpt(frame));
      }
      return new SnapshotItem(key, sequence, subject, frame, start, end);
    }
  }

  private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
    return value == JsonToken.VALUE_STRING ? parser.getText() : null;
  }
}
