package dev.jetbridge.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A file of certificate authorities in PEM, for servers whose certificate no public one signed. */
public final class CertificateFile {
  private CertificateFile() {}

  /**
   * A TLS context that trusts the authorities of the file and no others.
   *
   * @throws IOException where the file cannot be read
   * @throws GeneralSecurityException where it holds no certificates
   */
  public static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> authorities;
    try (InputStream in = Files.newInputStream(pem)) {
      authorities = CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
    if (authorities.isEmpty()) {
      throw new GeneralSecurityException("no certificate found in " + pem + ", expected PEM");
    }
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    int number = 0;
    for (Certificate authority : authorities) {
      trusted.setCertificateEntry("authority-" + number++, authority);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
