package dev.jetbridge.client;

/** Messages as a server writes them. */
public final class Frames {
  /** The stream that they tell of. */
  public static final String STREAM = "EVENTS";

  /** Its incarnation. */
  public static final String EPOCH = "0011223344556677";

  private Frames() {}

  /** A hello of a server that delivers after this sequence. */
  public static String hello(long cursor) {
    return hello(cursor, EPOCH, 15);
  }

  /** A hello of another incarnation, or with other bookmarks. */
  public static String hello(long cursor, String epoch, long bookmarkSeconds) {
    return """
    {"type":"hello","stream":"%s","epoch":"%s","subjects":["orders.>"],"oldest_seq":1,\
    "newest_seq":%d,"cursor":%d,"heartbeat_seconds":25,"bookmark_seconds":%d,"session":"s1"}\
    """
        .formatted(STREAM, epoch, cursor + 1000, cursor, bookmarkSeconds);
  }

  /** An event of this sequence. */
  public static String event(long seq) {
    return event(seq, "{\"id\":\"%d\"}".formatted(seq));
  }

  /** An event of this sequence with this value. */
  public static String event(long seq, String value) {
    return "{\"seq\":%d,\"subject\":\"orders.a\",\"time\":\"%s\",\"event\":%s}"
        .formatted(seq, time(seq), value);
  }

  /** The time of the event with this sequence. */
  public static String time(long seq) {
    return "2026-01-01T00:%02d:%02d.%09dZ".formatted(seq / 60 % 60, seq % 60, 1_000 + seq);
  }

  public static String caughtUp(long seq) {
    return "{\"type\":\"caught_up\",\"seq\":%d,\"time\":\"%s\"}".formatted(seq, time(seq));
  }

  public static String bookmark(long seq) {
    return "{\"type\":\"bookmark\",\"seq\":%d,\"time\":\"%s\"}".formatted(seq, time(seq));
  }

  public static String skipped(long seq) {
    return "{\"type\":\"skipped\",\"seq\":%d,\"subject\":\"orders.a\",\"cause\":\"not-json\"}"
        .formatted(seq);
  }

  public static String goAway(long reconnectAfterMillis) {
    return "{\"type\":\"goaway\",\"reconnect_after_ms\":%d,\"deadline_ms\":60000}"
        .formatted(reconnectAfterMillis);
  }

  /** What comes right before a 4410. */
  public static String gone(long oldest) {
    return """
    {"type":"/problems/ws/retention-exhausted","title":"Cursor older than stream retention",\
    "oldest_seq":%d,"epoch":"%s"}\
    """
        .formatted(oldest, EPOCH);
  }

  public static String snapshotBegin(long cursor, int count) {
    return "{\"type\":\"snapshot_begin\",\"cursor\":%d,\"time\":\"%s\",\"epoch\":\"%s\",\"count\":%d}"
        .formatted(cursor, time(cursor), EPOCH, count);
  }

  public static String item(String key, long seq, String value) {
    return "{\"type\":\"item\",\"key\":\"%s\",\"seq\":%d,\"subject\":\"orders.a\",\"value\":%s}"
        .formatted(key, seq, value);
  }

  public static String snapshotEnd(long cursor) {
    return "{\"type\":\"snapshot_end\",\"cursor\":%d}".formatted(cursor);
  }
}
