package dev.jetbridge.stream.nats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import io.nats.client.Message;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Reads the reply to {@code $JS.API.STREAM.MSG.GET.<stream>}, past its payload. */
final class MessageReply {
  private MessageReply() {}

  /**
   * The broker's time of the message; empty where the stream does not hold it.
   *
   * @throws StreamFailure.Failed where it is another error, or not what it should be
   */
  static Optional<Instant> time(Message reply) {
    try (JsonParser parser = ApiReply.JSON.createParser(reply.getData())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("message")) {
          return Optional.of(messageTime(parser));
        }
        parser.skipChildren();
      }
    } catch (IOException | DateTimeException e) {
      throw refused("message not understood: " + e.getMessage());
    }
    ApiReply error = ApiReply.read(reply);
    if (error.errorCode() == ApiReply.MESSAGE_NOT_FOUND) {
      return Optional.empty();
    }
    error.orThrow();
    throw refused("reply without message and error found, expected one of them");
  }

  private static Instant messageTime(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("time")) {
        return Instant.parse(parser.getText());
      }
      parser.skipChildren();
    }
    throw refused("message without a time found, expected one");
  }

  private static StreamFailure.Failed refused(String detail) {
    return new StreamFailure.Failed(new StreamFailure(Kind.REFUSED, detail));
  }
}
