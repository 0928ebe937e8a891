package dev.jetbridge.client.follow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.jetbridge.client.FeedEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** An event laid out for people; numbers and strings keep their value, white space does not. */
final class PrettyEvent {
  // The event's size is bounded by its message; nothing inside needs a bound of its own.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  private PrettyEvent() {}

  static String render(FeedEvent event) {
    StringWriter text = new StringWriter(event.frame().length() * 2);
    text.write("%s  %s  #%d\n".formatted(event.time(), event.subject(), event.sequence()));
    try (JsonParser from = JSON.createParser(event.json());
        JsonGenerator to = JSON.createGenerator(text)) {
      DefaultPrettyPrinter layout = new DefaultPrettyPrinter();
      layout.indentObjectsWith(INDENT);
      layout.indentArraysWith(INDENT);
      to.setPrettyPrinter(layout);
      while (from.nextToken() != null) {
        copy(from, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PlainText.harmless(text.toString()) + "\n";
  }

  private static void copy(JsonParser from, JsonGenerator to) throws IOException {
    JsonToken token = from.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      // As written: a double would round it.
      to.writeNumber(from.getText());
    } else {
      to.copyCurrentEvent(from);
    }
  }
}
