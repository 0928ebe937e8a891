package dev.jetbridge.bridge.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.SubjectFilters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The control messages of {@code jetbridge.v1}, as frames ready for the socket. */
public final class ControlMessages {
  private ControlMessages() {}

  /**
   * What the first message of a feed says (P-6.2).
   *
   * @param oldest the first sequence held; empty where the stream holds none
   * @param newest the last sequence ever stored
   * @param cursor the position that delivery starts after
   * @param time the broker's time of the event at exactly the cursor, null where not known
   * @param session names the session in logs and on the admin port
   */
  public record Hello(
      String stream,
      Epoch epoch,
      SubjectFilters subjects,
      OptionalLong oldest,
      long newest,
      long cursor,
      @Nullable Instant time,
      Duration heartbeat,
      Duration bookmark,
      String session) {}

  /** The first message. */
  public static byte[] hello(Hello hello) {
    StringBuilder json = begin("hello");
    member(json, "stream", hello.stream());
    member(json, "epoch", hello.epoch().value());
    json.append(",\"subjects\":[");
    String comma = "";
    for (String filter : hello.subjects().values()) {
      json.append(comma);
      quote(json, filter);
      comma = ",";
    }
    json.append("],\"oldest_seq\":");
    if (hello.oldest().isPresent()) {
      json.append(hello.oldest().getAsLong());
    } else {
      json.append("null");
    }
    json.append(",\"newest_seq\":").append(hello.newest());
    json.append(",\"cursor\":").append(hello.cursor());
    time(json, "time", hello.time());
    json.append(",\"heartbeat_seconds\":").append(seconds(hello.heartbeat()));
    json.append(",\"bookmark_seconds\":").append(seconds(hello.bookmark()));
    member(json, "session", hello.session());
    return frame(json);
  }

  /** The backlog present at connect has been delivered (P-6.3). */
  public static byte[] caughtUp(long position, @Nullable Instant time) {
    return position("caught_up", position, time);
  }

  /** Every event up to here stands before this message (P-6.4). */
  public static byte[] bookmark(long position, @Nullable Instant time) {
    return position("bookmark", position, time);
  }

  /** The broker was lost, or found (P-6.5). */
  public static byte[] upstream(boolean up, Instant since) {
    StringBuilder json = begin("upstream");
    member(json, "state", up ? "up" : "down");
    time(json, "since", since);
    return frame(json);
  }

  /** A close is planned (P-6.6). */
  public static byte[] goaway(Duration reconnectAfter, Duration deadline) {
    StringBuilder json = begin("goaway");
    json.append(",\"reconnect_after_ms\":").append(reconnectAfter.toMillis());
    json.append(",\"deadline_ms\":").append(deadline.toMillis());
    return frame(json);
  }

  /** The state follows, in so many items (P-10.5). */
  public static byte[] snapshotBegin(long cursor, @Nullable Instant time, Epoch epoch, long count) {
    StringBuilder json = begin("snapshot_begin").append(",\"cursor\":").append(cursor);
    time(json, "time", time);
    member(json, "epoch", epoch.value());
    return frame(json.append(",\"count\":").append(count));
  }

  /** The state is told (P-10.5). */
  public static byte[] snapshotEnd(long cursor) {
    return frame(begin("snapshot_end").append(",\"cursor\":").append(cursor));
  }

  private static byte[] position(String type, long position, @Nullable Instant time) {
    StringBuilder json = begin(type).append(",\"seq\":").append(position);
    time(json, "time", time);
    return frame(json);
  }

  private static StringBuilder begin(String type) {
    return new StringBuilder(128).append("{\"type\":\"").append(type).append('"');
  }

  private static void member(StringBuilder json, String name, String value) {
    json.append(",\"").append(name).append("\":");
    quote(json, value);
  }

  private static void time(StringBuilder json, String name, @Nullable Instant time) {
    if (time != null) {
      member(json, name, time.toString());
    }
  }

  private static void quote(StringBuilder json, String value) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, json);
    json.append('"');
  }

  /** Whole seconds as an integer, else with their fraction. */
  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? Long.toString(duration.toSeconds())
        : Double.toString(duration.toMillis() / 1000.0);
  }

  private static byte[] frame(StringBuilder json) {
    return ServerFrames.text(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
  }
}
