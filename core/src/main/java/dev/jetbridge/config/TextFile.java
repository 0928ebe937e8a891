package dev.jetbridge.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small text files, however large the file that is named turns out to be. */
final class TextFile {
  private TextFile() {}

  /**
   * The text of a UTF-8 file.
   *
   * @throws CharacterCodingException where it is not UTF-8
   * @throws IOException where it cannot be read or is longer than {@code maxBytes}
   */
  static String read(Path file, int maxBytes) throws IOException {
    byte[] bytes;
    try (InputStream content = Files.newInputStream(file)) {
      bytes = content.readNBytes(maxBytes + 1);
    }
    if (bytes.length > maxBytes) {
      throw new IOException(file + " is longer than " + maxBytes + " bytes");
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
