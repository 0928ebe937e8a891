package dev.jetbridge.client.follow;

import dev.jetbridge.client.FeedEvent;
import dev.jetbridge.client.SnapshotItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output as a row of whole events. What is written at once is at most {@value #CHUNK}
 * bytes and ends with an event, unless one event alone is longer: a pipe takes such a piece whole
 * or not at all (POSIX {@code PIPE_BUF}, 4096 on Linux), so a killed process leaves no half event.
 */
final class EventOutput {
  static final int CHUNK = 4096;

  private final OutputStream out;
  private final OutputFormat format;
  private final byte[] pending = new byte[CHUNK];
  private int used;

  EventOutput(OutputStream out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  /**
   * Adds an event.
   *
   * @throws IOException where it, or what was added before, cannot be written
   */
  void add(FeedEvent event) throws IOException {
    byte[] text =
        switch (format) {
          case JSON -> line(event.frame());
          case EVENT -> line(event.json());
          case PRETTY -> PrettyEvent.render(event).getBytes(StandardCharsets.UTF_8);
        };
    put(text);
  }

  /** Adds an item of a snapshot, as events are added. */
  void add(SnapshotItem item) throws IOException {
    put(
        switch (format) {
          case JSON -> line(item.frame());
          case EVENT -> line(item.json());
          case PRETTY -> PrettyEvent.render(item).getBytes(StandardCharsets.UTF_8);
        });
  }

  /** Adds where a snapshot begins or ends, in the format that has words for it. */
  void mark(String frame) throws IOException {
    if (format == OutputFormat.JSON) {
      put(line(frame));
    }
  }

  private void put(byte[] text) throws IOException {
    if (text.length > CHUNK - used) {
      flush();
    }
    if (text.length > CHUNK) {
      out.write(text);
    } else {
      System.arraycopy(text, 0, pending, used, text.length);
      used += text.length;
    }
  }

  /** Hands everything added so far to the operating system. */
  void flush() throws IOException {
    if (used > 0) {
      int length = used;
      used = 0;
      out.write(pending, 0, length);
    }
    out.flush();
  }

  private static byte[] line(String json) {
    return (PlainText.onOneLine(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
