package dev.jetbridge.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * TLS on the data port, from PEM files that are read again when they change.
 *
 * @param certificateFile the certificate, its intermediate certificates after it
 * @param keyFile the private key (PKCS#8), not encrypted
 * @param reloadInterval how often the files are looked at for a change
 */
public record TlsSettings(Path certificateFile, Path keyFile, Duration reloadInterval) {
  static final Key<Path> CERTIFICATE_FILE =
      Key.optional(
          "server.tls.certificate-file",
          Types.FILE,
          "PEM file of the certificate, intermediate certificates after it. Left out: plain TCP.");
  static final Key<Path> KEY_FILE =
      Key.optional(
          "server.tls.key-file",
          Types.FILE,
          "PEM file of the certificate's private key (PKCS#8, not encrypted).");
  static final Key<Duration> RELOAD_INTERVAL =
      Key.of(
          "server.tls.reload-interval",
          Types.duration(Duration.ofMillis(100), Duration.ofDays(1)),
          "10s",
          "How often the two files are looked at; a change serves new connections without a restart.");

  public TlsSettings {
    CERTIFICATE_FILE.check(certificateFile);
    KEY_FILE.check(keyFile);
    RELOAD_INTERVAL.check(reloadInterval);
  }

  static @Nullable TlsSettings read(Values values) {
    @Nullable Path certificate = values.optional(CERTIFICATE_FILE);
    @Nullable Path key = values.optional(KEY_FILE);
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new Conflict(
          "Only one of server.tls.certificate-file and server.tls.key-file is given, expected both or neither",
          CERTIFICATE_FILE,
          KEY_FILE);
    }
    return new TlsSettings(certificate, key, values.get(RELOAD_INTERVAL));
  }
}
