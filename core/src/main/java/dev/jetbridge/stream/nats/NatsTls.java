package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsTlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS to the broker from PEM files (RFC 7468), the server's name verified. */
final class NatsTls {
  private static final char[] NO_PASSWORD = {};
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private NatsTls() {}

  /**
   * A context for one connection; the files are read now.
   *
   * @throws IOException where a file cannot be read or holds something else
   */
  static SSLContext context(NatsTlsSettings settings) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(settings), trustManagers(settings.caFile()), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS to the broker not set up: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trustManagers(@Nullable Path caFile)
      throws IOException, GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(caFile == null ? null : trusted(caFile));
    TrustManager[] managers = factory.getTrustManagers();
    for (int i = 0; i < managers.length; i++) {
      if (managers[i] instanceof X509ExtendedTrustManager manager) {
        managers[i] = new NameCheck(manager);
      }
    }
    return managers;
  }

  private static KeyStore trusted(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    return store;
  }

  private static KeyManager @Nullable [] keyManagers(NatsTlsSettings settings)
      throws IOException, GeneralSecurityException {
    if (settings.certificateFile() == null) {
      return null;
    }
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client",
        key(Objects.requireNonNull(settings.keyFile())),
        NO_PASSWORD,
        certificates(settings.certificateFile()).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found = factory.generateCertificates(in);
      if (found.isEmpty()) {
        throw new IOException("no certificate found in " + file + ", expected PEM");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException("no certificate that works found in " + file + ", expected PEM", e);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int start = text.indexOf(begin);
    int end = text.indexOf("-----END PRIVATE KEY-----");
    if (start < 0 || end < start) {
      throw new IOException("no PRIVATE KEY found in " + file + ", expected PKCS #8 in PEM");
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException("no key that works found in " + file + ", expected PKCS #8 in PEM", e);
    }
    for (String algorithm : KEY_ALGORITHMS) {
      Optional<PrivateKey> key = decode(algorithm, encoded);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new IOException("key of unknown kind found in " + file + ", expected " + KEY_ALGORITHMS);
  }

  /** Empty where it is a key of another kind, which the encoding tells in no way the JDK offers. */
  private static Optional<PrivateKey> decode(String algorithm, byte[] encoded)
      throws GeneralSecurityException {
    try {
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
