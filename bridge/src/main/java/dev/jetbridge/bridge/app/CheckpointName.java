package dev.jetbridge.bridge.app;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a stream's checkpoint is called. */
final class CheckpointName {
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z_-]{1,100}");
  private static final int LONGEST = 60;

  private CheckpointName() {}

  /** The stream's name where that fits, else its bytes in hexadecimal, cut, and a sum of it all. */
  static String of(String stream) {
    if (PLAIN.matcher(stream).matches()) {
      return stream;
    }
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, LONGEST / 2));
    return "x-" + hex + "-" + Integer.toHexString(stream.hashCode());
  }
}
