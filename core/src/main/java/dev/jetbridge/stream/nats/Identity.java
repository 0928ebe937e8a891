package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsSettings;
import io.nats.client.AuthHandler;
import io.nats.client.Nats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who the bridge is to the broker, as its files said at one moment: the credentials file and those
 * of TLS. Two that were read from the same bytes are equal. Its text holds nothing of them.
 */
final class Identity {
  private static final int MAX_BYTES = 1 << 20;

  /** A warning is due when this part of the time that credentials are good for is left. */
  private static final int WARN_PART = 4;

  private static final Duration WARN_AT_MOST = Duration.ofDays(1);
  private static final Duration WARN_UNKNOWN = Duration.ofHours(1);

  /** How far this clock and the broker's may differ where a reason is looked for. */
  private static final Duration CLOCKS = Duration.ofSeconds(2);

  private final String fingerprint;
  private final @Nullable Path file;
  private final byte @Nullable [] credentials;
  private final UserJwt jwt;

  private Identity(String fingerprint, @Nullable Path file, byte @Nullable [] credentials) {
    this.fingerprint = fingerprint;
    this.file = file;
    this.credentials = credentials;
    this.jwt = UserJwt.of(credentials == null ? new byte[0] : credentials);
  }

  /**
   * Reads the files that the settings name.
   *
   * @throws IOException where one cannot be read or is above 1 MiB
   */
  static Identity read(NatsSettings settings) throws IOException {
    Path file = settings.credsFile();
    byte[] credentials = file == null ? null : content(file);
    MessageDigest digest = sha256();
    if (credentials != null) {
      digest.update(credentials);
    }
    for (Path other :
        Stream.of(
                settings.tls().caFile(), settings.tls().certificateFile(), settings.tls().keyFile())
            .flatMap(Stream::ofNullable)
            .toList()) {
      digest.update(sha256().digest(content(other)));
    }
    return new Identity(HexFormat.of().formatHex(digest.digest()), file, credentials);
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IOException(file + " is larger than 1 MiB, expected at most that");
      }
      return content;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256, expected of every JDK", e);
    }
  }

  /**
   * Makes sure that the broker's challenge can be answered.
   *
   * @throws IOException where the credentials file holds something else
   */
  void check() throws IOException {
    try {
      AuthHandler handler = handler();
      if (handler != null) {
        char[] unused = handler.getID();
      }
    } catch (RuntimeException e) {
      throw new IOException(
          file + " holds no seed that works, expected a user JWT and its nkey seed", e);
    }
  }

  /** What answers the broker's challenge; null where there is no credentials file. */
  @Nullable AuthHandler handler() {
    return credentials == null ? null : Nats.staticCredentials(credentials.clone());
  }

  /** When it expires; null where it does not or does not say. */
  @Nullable Instant expires() {
    return jwt.expires();
  }

  /** Whether it has expired, as far as that can be told from here. */
  boolean isExpired(Instant now) {
    Instant end = jwt.expires();
    return end != null && !now.isBefore(end.minus(CLOCKS));
  }

  /** Whether it is time to say that it expires soon: a quarter of its time is left, or a day. */
  boolean isExpiring(Instant now) {
    Instant end = jwt.expires();
    if (end == null) {
      return false;
    }
    Instant begin = jwt.issued();
    Duration ahead =
        begin == null ? WARN_UNKNOWN : Duration.between(begin, end).dividedBy(WARN_PART);
    return now.isAfter(end.minus(ahead.compareTo(WARN_AT_MOST) < 0 ? ahead : WARN_AT_MOST));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Identity that && fingerprint.equals(that.fingerprint);
  }

  @Override
  public int hashCode() {
    return fingerprint.hashCode();
  }

  @Override
  public String toString() {
    return "credentials " + fingerprint.substring(0, 8);
  }
}
