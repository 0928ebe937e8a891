package dev.jetbridge.bridge.snapshot;

import java.util.List;
import java.util.Locale;

/** How an answer's bytes are coded (RFC 9110 §8.4). */
public enum Encoding {
  IDENTITY(64 * 1024),
  GZIP(256 * 1024);

  private final int pieceBytes;

  Encoding(int pieceBytes) {
    this.pieceBytes = pieceBytes;
  }

  /** About how much of the plain text goes into one piece. */
  int pieceBytes() {
    return pieceBytes;
  }

  /**
   * The coding to answer in: gzip where the client names it, or anything, with a weight above zero
   * (RFC 9110 §12.5.3).
   */
  public static Encoding of(List<String> acceptEncoding) {
    boolean any = false;
    for (String element : String.join(",", acceptEncoding).split(",", -1)) {
      String[] parts = element.strip().toLowerCase(Locale.ROOT).split(";", 2);
      boolean wanted = parts.length == 1 || !parts[1].strip().matches("q=0(\\.0{0,3})?");
      String coding = parts[0].strip();
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return wanted ? GZIP : IDENTITY;
      }
      any |= coding.equals("*") && wanted;
    }
    return any ? GZIP : IDENTITY;
  }
}
