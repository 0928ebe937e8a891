package dev.jetbridge.client.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a write to a pipe that nobody reads any more. The JDK has no type for it, and
 * words that depend on the user's language (strerror(3)); so a pipe is broken to hear them.
 */
final class BrokenPipe {
  private static final String IN_ENGLISH = "Broken pipe";

  private BrokenPipe() {}

  static boolean is(IOException failure) {
    String words = String.valueOf(failure.getMessage());
    return words.contains(IN_ENGLISH) || words.equals(inTheUsersLanguage());
  }

  static @Nullable String inTheUsersLanguage() {
    try {
      Pipe pipe = Pipe.open();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        pipe.source().close();
        int unused = sink.write(ByteBuffer.allocate(1));
        return null;
      }
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
