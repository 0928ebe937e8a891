package dev.jetbridge.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The console as it is served: every file by its name, the page by the empty one. Immutable. */
public final class ConsoleFiles {
  /**
   * What each file is served with: nothing runs in the page but its own scripts, and no other page
   * frames it (CSP Level 3). The feed may be on any port.
   */
  public static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self' ws: wss: http: https:; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer");

  private static final String PAGE = "index.html";
  private static final List<String> NAMES =
      List.of(
          PAGE,
          "bridge.js",
          "client.js",
          "console.css",
          "detail.js",
          "following.js",
          "format.js",
          "icon.svg",
          "journal.js",
          "keys.js",
          "main.js",
          "spark.js",
          "waterfall.js");
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml; charset=utf-8");

  private final Map<String, ConsoleFile> files;

  private ConsoleFiles(Map<String, ConsoleFile> files) {
    this.files = Map.copyOf(files);
  }

  /** Reads them from this module. */
  public static ConsoleFiles read() {
    Map<String, ConsoleFile> files = new HashMap<>();
    for (String name : NAMES) {
      String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (mediaType == null) {
        throw new IllegalStateException(
            name + " found, expected one of the endings " + MEDIA_TYPES.keySet());
      }
      files.put(name.equals(PAGE) ? "" : name, new ConsoleFile(mediaType, text(name)));
    }
    return new ConsoleFiles(files);
  }

  /** The file of a name, without a path. */
  public Optional<ConsoleFile> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private static String text(String name) {
    try (@Nullable InputStream file = ConsoleFiles.class.getResourceAsStream("console/" + name)) {
      if (file == null) {
        throw new IllegalStateException("no console/" + name + " found in the module");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read console/" + name, e);
    }
  }
}
