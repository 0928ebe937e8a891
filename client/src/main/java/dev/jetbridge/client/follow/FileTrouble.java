package dev.jetbridge.client.follow;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in the few words that its exceptions do not always have. */
final class FileTrouble {
  private FileTrouble() {}

  static String reason(IOException trouble) {
    return switch (trouble) {
      case NoSuchFileException missing -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case CharacterCodingException coding -> "it is not UTF-8";
      default -> trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
    };
  }
}
