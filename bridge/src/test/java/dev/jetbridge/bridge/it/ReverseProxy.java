package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.TestCertificate;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

/**
 * A real nginx or HAProxy between clients and bridges, run by a file of {@code deploy} in which
 * nothing is changed but addresses, files and the idle time-out.
 */
final class ReverseProxy implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final Kind kind;
  private final int port;

  /** The programs, and the files for them. */
  enum Kind {
    NGINX("JETBRIDGE_NGINX", "nginx", "proxy/nginx.conf"),
    NGINX_OF_COMPOSE("JETBRIDGE_NGINX", "nginx", "compose/nginx.conf"),
    HAPROXY("JETBRIDGE_HAPROXY", "haproxy", "proxy/haproxy.cfg"),
    HAPROXY_PASSTHROUGH("JETBRIDGE_HAPROXY", "haproxy", "proxy/haproxy-passthrough.cfg");

    private final String variable;
    private final String program;
    private final String file;

    Kind(String variable, String program, String file) {
      this.variable = variable;
      this.program = program;
      this.file = file;
    }

    /** Where the program is; the test is aborted where it is not to be had. */
    String find() {
      String given = System.getenv(variable);
      List<String> places = new ArrayList<>();
      if (given != null) {
        places.add(given);
      } else {
        for (String folder :
            System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
          places.add(folder + "/" + program);
        }
        places.add("/usr/sbin/" + program);
      }
      Optional<String> found =
          places.stream().filter(p -> Files.isExecutable(Path.of(p))).findFirst();
      return found.orElseThrow(() ->
          new TestAbortedException(
              "no %s found in %s or PATH: %s not tried".formatted(program, variable, file)));
    }

    /** Whether it tells the bridges whom it speaks for. */
    boolean tellsClients() {
      return !isNginx();
    }

    /** Whether clients come by TLS. */
    boolean isSecure() {
      return this != NGINX_OF_COMPOSE;
    }

    private boolean isNginx() {
      return this == NGINX || this == NGINX_OF_COMPOSE;
    }

    /** Whether it is the bridges that have the certificate. */
    boolean passesTlsThrough() {
      return this == HAPROXY_PASSTHROUGH;
    }
  }

  private ReverseProxy(Process process, Kind kind, int port) {
    this.process = process;
    this.kind = kind;
    this.port = port;
  }

  /**
   * Starts one before two bridges and waits until it listens.
   *
   * @param idle in place of the three heartbeats
   */
  static ReverseProxy start(
      Kind kind,
      Path folder,
      TestCertificate tls,
      RunningBridge one,
      RunningBridge two,
      String idle) {
    String program = kind.find();
    int port = freePort();
    try {
      String text = Files.readString(shipped(kind.file));
      text = with(text, "75s", idle);
      text = with(text, "bridge-1:8080", "127.0.0.1:" + one.port());
      text = with(text, "bridge-2:8080", "127.0.0.1:" + two.port());
      List<String> command;
      if (kind.isNginx()) {
        if (kind.isSecure()) {
          text = with(text, "listen 443", "listen 127.0.0.1:" + port);
          text = with(text, "/etc/jetbridge/tls.crt", tls.certificate().toString());
          text = with(text, "/etc/jetbridge/tls.key", tls.privateKey().toString());
        } else {
          text = with(text, "listen 8080", "listen 127.0.0.1:" + port);
          text = withoutNames(text);
        }
        text = with(text, "http {", "http {\n  access_log off;\n" + temporary(folder));
        command =
            List.of(program, "-p", folder.toString(), "-e", "stderr", "-c", "proxy.conf", "-g")
                .stream()
                .toList();
        command = new ArrayList<>(command);
        command.add("daemon off; pid " + folder + "/nginx.pid;");
      } else {
        text = with(text, "bind :443", "bind 127.0.0.1:" + port);
        text =
            with(
                text,
                one.port() + " check port 8081",
                one.port() + " check port " + one.adminPort());
        text =
            with(
                text,
                two.port() + " check port 8081",
                two.port() + " check port " + two.adminPort());
        if (!kind.passesTlsThrough()) {
          Path pem = folder.resolve("tls.pem");
          Files.writeString(
              pem, Files.readString(tls.certificate()) + Files.readString(tls.privateKey()));
          text = with(text, "/etc/jetbridge/tls.pem", pem.toString());
        }
        command = List.of(program, "-db", "-f", folder.resolve("proxy.conf").toString());
      }
      Files.writeString(folder.resolve("proxy.conf"), text);
      Path log = folder.resolve("proxy.log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      ReverseProxy proxy = new ReverseProxy(process, kind, port);
      Awaitility.await("the proxy to listen")
          .atMost(LIMIT)
          .until(() -> !process.isAlive() || proxy.listens());
      assertThat(process.isAlive()).as(() -> read(log)).isTrue();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no proxy of " + program, e);
    }
  }

  /** An nginx before 1.27.3 does not ask for names again. */
  private static String withoutNames(String text) {
    String older = with(text, " resolve;", ";");
    older = with(older, "  resolver 127.0.0.11 valid=5s ipv6=off;\n", "");
    return with(older, "    zone bridges 64k;\n", "");
  }

  /** Debian's nginx would have these below /var. */
  private static String temporary(Path folder) {
    StringBuilder lines = new StringBuilder();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "scgi", "uwsgi")) {
      lines.append("  %s_temp_path %s/%s;\n".formatted(kind, folder, kind));
    }
    return lines.toString();
  }

  private static String with(String text, String found, String instead) {
    assertThat(text).contains(found);
    return text.replace(found, instead);
  }

  private static Path shipped(String file) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("deploy/proxy"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new AssertionError("no deploy/proxy found above the working directory");
    }
    return folder.resolve("deploy").resolve(file);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where clients connect. */
  int port() {
    return port;
  }

  /** Whether they come by TLS. */
  boolean isSecure() {
    return kind.isSecure();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
