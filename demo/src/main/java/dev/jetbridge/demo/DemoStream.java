package dev.jetbridge.demo;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The stream that the demo publishes to. Every call waits for the broker, 5 seconds at most. */
final class DemoStream {
  // Error codes of JetStream (nats-server, server/errors.json).
  private static final int STREAM_NOT_FOUND = 10059;
  private static final int SUBJECTS_OVERLAP = 10065;
  private static final int NO_MESSAGE_FOUND = 10037;

  /** How far back the last demo event is looked for, behind messages of others. */
  private static final int LOOK_BACK = 100;

  private static final String MESSAGE_ID = "Nats-Msg-Id";

  private final StreamShape shape;
  private final JetStream jetStream;
  private final JetStreamManagement management;

  DemoStream(Connection connection, StreamShape shape) throws IOException {
    this.shape = shape;
    this.jetStream = connection.jetStream();
    this.management = connection.jetStreamManagement();
  }

  /** Makes the stream, unless one of its name is there: then looks whether it fits. */
  StreamOpening open() throws IOException, JetStreamApiException {
    try {
      StreamInfo found = management.getStreamInfo(shape.name());
      List<String> differences = shape.differences(found.getConfiguration());
      return differences.isEmpty()
          ? new StreamOpening.Found(found.getStreamState().getMsgCount())
          : new StreamOpening.Refused(differences);
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != STREAM_NOT_FOUND) {
        throw e;
      }
    }
    try {
      StreamInfo unused = management.addStream(shape.toConfiguration());
      return new StreamOpening.Made();
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != SUBJECTS_OVERLAP) {
        throw e;
      }
      String reason = "another stream holds subjects of %s.>".formatted(shape.prefix());
      return new StreamOpening.Refused(List.of(reason));
    }
  }

  /** The demo event that the stream took last, if it still holds it. */
  Optional<EventId> lastEvent() throws IOException, JetStreamApiException {
    StreamState state = management.getStreamInfo(shape.name()).getStreamState();
    long oldest = Math.max(state.getFirstSequence(), state.getLastSequence() - LOOK_BACK + 1);
    for (long seq = state.getLastSequence(); seq >= Math.max(1, oldest); seq--) {
      Optional<EventId> id = eventAt(seq);
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  /** Whether the stream has come to this event, at least. */
  boolean holds(EventId id) throws IOException, JetStreamApiException {
    return lastEvent()
        .filter(last -> last.seed() == id.seed() && last.serial() >= id.serial())
        .isPresent();
  }

  private Optional<EventId> eventAt(long seq) throws IOException, JetStreamApiException {
    try {
      MessageInfo message = management.getMessage(shape.name(), seq);
      return message.getHeaders() == null
          ? Optional.empty()
          : EventId.parse(message.getHeaders().getFirst(MESSAGE_ID));
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_MESSAGE_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Publishes one event and returns once the stream has it. Again with the same id within the
   * stream's duplicate window (2 minutes), it is stored once.
   *
   * @throws IllegalStateException where the connection is down or the broker does not answer
   */
  void publish(EventId id, Message message) throws IOException, JetStreamApiException {
    PublishOptions options =
        PublishOptions.builder().messageId(id.toString()).expectedStream(shape.name()).build();
    var unused = jetStream.publish(message, options);
  }
}
