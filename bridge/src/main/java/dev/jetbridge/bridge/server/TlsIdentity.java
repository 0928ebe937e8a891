package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.reload.FileWatch;
import dev.jetbridge.config.TlsSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and key that the data port shows, as their files have them: a change serves new
 * connections, and one that does not work leaves the old in place, with a warning. Thread-safe.
 */
final class TlsIdentity implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);

  private static final int MAX_WAITING = 1_000;

  private final List<Path> files;
  private final Duration handshakeTimeout;
  private final ExecutorService signers = signers();
  private volatile Shown shown;
  private final FileWatch watch;

  private TlsIdentity(
      TlsSettings settings, Duration handshakeTimeout, ScheduledExecutorService executor)
      throws IOException {
    this.files = List.of(settings.certificateFile(), settings.keyFile());
    this.handshakeTimeout = handshakeTimeout;
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(FileWatch.read(file));
    }
    this.shown = read(contents);
    this.watch = new FileWatch(files, contents, settings.reloadInterval(), executor, this::replace);
  }

  /**
   * Reads the files and watches them.
   *
   * @throws PortUnavailable where they cannot be read, or no handshake succeeds with them
   */
  static TlsIdentity open(
      TlsSettings settings, Duration handshakeTimeout, ScheduledExecutorService executor) {
    try {
      return new TlsIdentity(settings, handshakeTimeout, executor);
    } catch (IOException e) {
      throw new PortUnavailable(
          "TLS cannot be served from "
              + settings.certificateFile()
              + " and "
              + settings.keyFile()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Threads for signatures, which take milliseconds: a storm of handshakes must not stand before
   * events. Beyond the bound a handshake fails, before it would be signed for one who has given up.
   */
  private static ExecutorService signers() {
    int threads = Math.max(1, NettyRuntime.availableProcessors() / 2);
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(MAX_WAITING),
        new DefaultThreadFactory("jetbridge-tls", true));
  }

  SslHandler newHandler(ByteBufAllocator allocator) {
    SslHandler handler = shown.context().newHandler(allocator, signers);
    handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
    return handler;
  }

  /** When the certificate that new connections are shown expires. */
  Instant expiry() {
    return shown.expiry();
  }

  private void replace(List<byte[]> contents) {
    try {
      shown = read(contents);
    } catch (IOException e) {
      LOG.warn("{} changed and cannot be served, the old stay: {}", files, e.getMessage());
    }
  }

  private static Shown read(List<byte[]> contents) throws IOException {
    try {
      SslContext made =
          SslContextBuilder.forServer(
                  new ByteArrayInputStream(contents.get(0)),
                  new ByteArrayInputStream(contents.get(1)))
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .build();
      TlsRehearsal.handshake(made);
      X509Certificate leaf =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(contents.get(0)));
      LOG.info(
          "TLS certificate of {} read, valid until {}",
          leaf.getSubjectX500Principal(),
          leaf.getNotAfter().toInstant());
      return new Shown(made, leaf.getNotAfter().toInstant());
    } catch (IllegalArgumentException | CertificateException e) {
      throw new IOException("no certificate and key in PEM found: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    watch.close();
    signers.shutdown();
  }

  /** What new connections are shown, and until when it is valid. */
  private record Shown(SslContext context, Instant expiry) {}
}
