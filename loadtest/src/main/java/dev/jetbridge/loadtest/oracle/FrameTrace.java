package dev.jetbridge.loadtest.oracle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last messages that a viewer received, the beginning of each, in a ring of 16 entries of 256
 * bytes; and, for each {@link Evidence} taken, the few that follow. One thread.
 */
public final class FrameTrace {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ENTRIES = 16;
  private static final int ENTRY = 256;
  private static final int HEAD = Long.BYTES + Long.BYTES;
  private static final int TEXT = ENTRY - HEAD;
  private static final int AFTER = 3;

  private final byte[] ring = new byte[ENTRIES * ENTRY];
  private long received;
  private @Nullable List<Excerpt> open;

  /** Notes a message. */
  public void received(long nanos, byte[] bytes, int offset, int length) {
    int at = (int) (received++ & (ENTRIES - 1)) * ENTRY;
    LONGS.set(ring, at, nanos);
    LONGS.set(ring, at + Long.BYTES, (long) length);
    System.arraycopy(bytes, offset, ring, at + HEAD, Math.min(length, TEXT));
    if (open != null) {
      follow(line(received - 1));
    }
  }

  /** Notes something that is no message, such as a close. */
  public void noted(long nanos, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    received(nanos, bytes, 0, bytes.length);
  }

  /** What was received up to now, to which the next messages will be added. */
  public Evidence excerpt() {
    Excerpt excerpt = new Excerpt();
    for (long entry = Math.max(0, received - ENTRIES); entry < received; entry++) {
      excerpt.lines.add(line(entry));
    }
    if (open == null) {
      open = new ArrayList<>();
    }
    open.add(excerpt);
    return excerpt;
  }

  private void follow(String line) {
    List<Excerpt> following = open == null ? List.of() : open;
    following.forEach(excerpt -> excerpt.lines.add(line));
    following.removeIf(excerpt -> ++excerpt.after == AFTER);
    if (following.isEmpty()) {
      open = null;
    }
  }

  private String line(long entry) {
    int at = (int) (entry & (ENTRIES - 1)) * ENTRY;
    long nanos = (long) LONGS.get(ring, at);
    int length = (int) (long) LONGS.get(ring, at + Long.BYTES);
    String text =
        new String(ring, at + HEAD, Math.min(length, TEXT), StandardCharsets.UTF_8)
            + (length > TEXT ? "... (%d bytes)".formatted(length) : "");
    return "#%d %+.6fs %s".formatted(entry + 1, nanos / 1e9, text);
  }

  private static final class Excerpt implements Evidence {
    private final List<String> lines = new ArrayList<>();
    private int after;

    @Override
    public List<String> lines() {
      return List.copyOf(lines);
    }
  }
}
