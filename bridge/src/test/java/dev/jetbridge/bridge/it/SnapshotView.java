package dev.jetbridge.bridge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.bridge.it.SnapshotClient.Item;
import dev.jetbridge.bridge.it.SnapshotClient.Snapshot;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.StoredMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A view as its author would write it: begins with a snapshot, applies events, and knows up to
 * which sequence it is right. Keyed by subject, newest event, {@code *.deleted} deletes. It goes by
 * the wire alone.
 */
final class SnapshotView {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Map<String, String> state = new TreeMap<>();
  private long cursor;

  /** What is held for a key: the sequence and the event. */
  private static String held(long sequence, JsonNode event) {
    return sequence + " " + event;
  }

  static SnapshotView of(Snapshot snapshot) {
    SnapshotView view = new SnapshotView();
    for (Map.Entry<String, Item> item : snapshot.items().entrySet()) {
      view.state.put(item.getKey(), held(item.getValue().seq(), item.getValue().event()));
    }
    view.cursor = snapshot.cursor();
    return view;
  }

  /** Reads the snapshot that a feed begins with, to its end. */
  static SnapshotView told(RawWebSocket feed) {
    SnapshotView view = new SnapshotView();
    long count = -1;
    while (true) {
      JsonNode message = message(feed);
      switch (message.path("type").asText()) {
        case "hello" -> {}
        case "snapshot_begin" -> {
          count = message.get("count").asLong();
          view.cursor = message.get("cursor").asLong();
        }
        case "item" -> {
          String before =
              view.state.put(
                  message.get("key").asText(),
                  held(message.get("seq").asLong(), message.get("value")));
          if (before != null || count < 0) {
            throw new AssertionError("item out of place found: " + message);
          }
        }
        case "snapshot_end" -> {
          if (view.state.size() != count || message.get("cursor").asLong() != view.cursor) {
            throw new AssertionError(
                view.state.size() + " items found, expected " + count + ": " + message);
          }
          return view;
        }
        default -> throw new AssertionError(message + " found, expected a snapshot");
      }
    }
  }

  /** Applies what a feed brings, up to a sequence. */
  SnapshotView follow(RawWebSocket feed, long until) {
    while (cursor < until) {
      JsonNode message = message(feed);
      if (message.has("event")) {
        apply(message.get("seq").asLong(), message.get("subject").asText(), message.get("event"));
      } else if (message.path("type").asText().matches("bookmark|caught_up|skipped")) {
        cursor = Math.max(cursor, message.get("seq").asLong());
      }
    }
    return this;
  }

  private void apply(long sequence, String subject, JsonNode event) {
    if (sequence <= cursor) {
      throw new AssertionError("seq " + sequence + " found after " + cursor);
    }
    put(sequence, subject, event);
    cursor = sequence;
  }

  private void put(long sequence, String subject, JsonNode event) {
    if (event.path("type").asText().endsWith(".deleted")) {
      state.remove(subject);
    } else {
      state.put(subject, held(sequence, event));
    }
  }

  private static JsonNode message(RawWebSocket feed) {
    byte @Nullable [] message = feed.readMessage(LIMIT);
    if (message == null) {
      CloseSeen closed = feed.closed();
      throw new AssertionError("no message from the feed, closed " + closed);
    }
    return parsed(message);
  }

  private static JsonNode parsed(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("broken JSON", e);
    }
  }

  /** Everything up to here is in it. */
  long cursor() {
    return cursor;
  }

  /** By key, sequence and event. */
  Map<String, String> state() {
    return state;
  }

  /** What a full replay of these messages comes to, up to a sequence. */
  static Map<String, String> replayed(Collection<StoredMessage> all, long until) {
    SnapshotView view = new SnapshotView();
    for (StoredMessage message : all) {
      if (message.seq() <= until) {
        view.put(message.seq(), message.subject(), parsed(message.payload()));
      }
    }
    return view.state;
  }
}
