package dev.jetbridge.bridge.protocol;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Gone;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The text message right before close code 4410: why the cursor is useless, and what the stream
 * still holds.
 *
 * @param gone why
 * @param oldest the first sequence that the stream holds; empty where unknown or none
 * @param epoch the stream's present incarnation; null where unknown
 */
public record GoneProblem(Gone gone, OptionalLong oldest, @Nullable Epoch epoch) {
  /** The stable path that programs decide by. */
  public String path() {
    return "/problems/ws/" + CloseReason.of(gone).text();
  }

  /** A few words for people; never varies for a cause. */
  public String title() {
    return switch (gone) {
      case RETENTION_EXHAUSTED -> "Cursor older than stream retention";
      case CURSOR_AHEAD -> "Cursor ahead of the stream";
      case STREAM_REPLACED -> "Stream replaced";
    };
  }

  /** The message, in UTF-8. */
  public byte[] json() {
    String first = oldest.isPresent() ? Long.toString(oldest.getAsLong()) : "null";
    String incarnation = epoch == null ? "null" : '"' + epoch.value() + '"';
    return ("{\"type\":\"" + path() + "\",\"title\":\"" + title() + "\",\"oldest_seq\":" + first)
        .concat(",\"epoch\":" + incarnation + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
