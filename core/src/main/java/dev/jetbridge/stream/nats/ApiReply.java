package dev.jetbridge.stream.nats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import io.nats.client.Message;
import java.io.IOException;

/** A reply of the JetStream API (JetStream ADR-1, ADR-7). */
final class ApiReply {
  static final int STREAM_NOT_FOUND = 10059;
  static final int MESSAGE_NOT_FOUND = 10037;
  static final int CONSUMER_NOT_FOUND = 10014;
  static final int FILTER_OUTSIDE_STREAM = 10093;
  static final int FILTERS_OVERLAP = 10138;

  static final JsonMapper JSON = new JsonMapper();

  private final JsonNode body;

  private ApiReply(JsonNode body) {
    this.body = body;
  }

  /**
   * Reads a reply, an error of the API among them.
   *
   * @throws StreamFailure.Failed where it is not JSON
   */
  static ApiReply read(Message message) {
    try {
      return new ApiReply(JSON.readTree(message.getData()));
    } catch (IOException e) {
      throw new StreamFailure.Failed(
          new StreamFailure(
              Kind.REFUSED,
              "reply of " + message.getData().length + " bytes found, expected JSON: " + e));
    }
  }

  /** What it says where it is not an error. */
  JsonNode body() {
    return body;
  }

  boolean isError() {
    return body.has("error");
  }

  /** JetStream's own number of the error, 0 where there is none. */
  int errorCode() {
    return body.path("error").path("err_code").asInt();
  }

  /** The error as a failure. */
  StreamFailure failure() {
    JsonNode error = body.path("error");
    return new StreamFailure(
        kind(errorCode(), error.path("code").asInt()),
        "JetStream error %d: %s".formatted(errorCode(), error.path("description").asText()));
  }

  /**
   * @throws StreamFailure.Failed where it is an error
   */
  ApiReply orThrow() {
    if (isError()) {
      throw new StreamFailure.Failed(failure());
    }
    return this;
  }

  // Numbers as in nats-server's server/errors.json.
  private static Kind kind(int errorCode, int status) {
    return switch (errorCode) {
      case STREAM_NOT_FOUND -> Kind.STREAM_MISSING;
      case CONSUMER_NOT_FOUND -> Kind.CONSUMER_LOST;
      // Consumers of the stream; account, memory, storage and server resources.
      case 10026, 10002, 10023, 10028, 10047 -> Kind.CONSUMER_LIMIT;
      // A cluster without a leader answers 10009 with status 500.
      case 10009 -> Kind.UNAVAILABLE;
      default -> status == 503 ? Kind.UNAVAILABLE : Kind.REFUSED;
    };
  }
}
