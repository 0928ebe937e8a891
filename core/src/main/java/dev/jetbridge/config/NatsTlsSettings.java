package dev.jetbridge.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards the broker, as PEM files. Whether TLS is used at all is said by the URL and by the
 * server.
 *
 * @param caFile certificates that the server's is checked against; null: those of the JDK
 * @param certificateFile certificate of the bridge, where the server asks for one
 * @param keyFile the certificate's private key (PKCS#8, not encrypted)
 */
public record NatsTlsSettings(
    @Nullable Path caFile, @Nullable Path certificateFile, @Nullable Path keyFile) {

  static final Key<Path> CA_FILE =
      Key.optional(
          "nats.tls.ca-file",
          Types.FILE,
          "PEM file of the certificates that the server's is checked against. Left out: those that the JDK trusts.");
  static final Key<Path> CERTIFICATE_FILE =
      Key.optional(
          "nats.tls.certificate-file",
          Types.FILE,
          "PEM file of the bridge's own certificate, where the server verifies clients.");
  static final Key<Path> KEY_FILE =
      Key.optional(
          "nats.tls.key-file",
          Types.FILE,
          "PEM file of that certificate's private key (PKCS#8, not encrypted).");

  public NatsTlsSettings {
    CA_FILE.checkIfPresent(caFile);
    CERTIFICATE_FILE.checkIfPresent(certificateFile);
    KEY_FILE.checkIfPresent(keyFile);
    if ((certificateFile == null) != (keyFile == null)) {
      throw new Conflict(
          "Only one of nats.tls.certificate-file and nats.tls.key-file is given, expected both or neither",
          CERTIFICATE_FILE,
          KEY_FILE);
    }
  }

  /** Whether none of the files is given, so that the JDK's own defaults hold. */
  public boolean isDefault() {
    return caFile == null && certificateFile == null;
  }

  static NatsTlsSettings read(Values values) {
    return new NatsTlsSettings(
        values.optional(CA_FILE), values.optional(CERTIFICATE_FILE), values.optional(KEY_FILE));
  }
}
