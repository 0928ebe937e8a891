package dev.jetbridge.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that holds one secret and nothing else, as container platforms mount them: UTF-8, at most
 * 64 KiB, the line break at its end not being part of it.
 */
final class SecretFile {
  private static final int MAX_BYTES = 64 << 10;

  private SecretFile() {}

  /**
   * Replaces the name of a file by what it holds.
   *
   * @param secret the key whose value the file holds
   * @param file the entry that names the file
   * @param problems takes what is wrong with the file
   * @return the secret's entry, empty where there was a problem
   */
  static Optional<Entry> read(Key<?> secret, Entry file, List<Problem> problems) {
    try {
      String text = TextFile.read(Path.of(file.text()), MAX_BYTES).replaceFirst("[\\r\\n]+$", "");
      if (!text.isBlank()) {
        return Optional.of(Entry.scalar(secret.name(), text, file.origin()));
      }
      problems.add(problem(file, "which holds nothing"));
    } catch (CharacterCodingException malformed) {
      problems.add(problem(file, "which is not UTF-8"));
    } catch (IOException | InvalidPathException unreadable) {
      problems.add(problem(file, "which cannot be read"));
    }
    return Optional.empty();
  }

  private static Problem problem(Entry file, String found) {
    return Problem.at(
        file.origin(),
        "%s is \"%s\", %s, expected a file of UTF-8 text, at most 64 KiB, that holds the secret"
            .formatted(file.key(), file.text(), found));
  }
}
