package dev.jetbridge.bridge.admin;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.web.ConsoleFile;
import dev.jetbridge.web.ConsoleFiles;
import java.util.Map;
import java.util.function.IntSupplier;

/** The console below {@value #PATH}: its files, and where its feed is. Thread-safe. */
public final class ConsolePages {
  static final String PATH = "/console";

  private static final String FOLDER = PATH + "/";
  private static final String SETTINGS = FOLDER + "settings.json";

  private final ConsoleFiles files = ConsoleFiles.read();
  private final IntSupplier feedPort;
  private final boolean tls;

  /**
   * The console of a bridge.
   *
   * @param feedPort the data port's number, asked when a page is opened
   * @param tls whether the data port speaks TLS
   */
  public ConsolePages(IntSupplier feedPort, boolean tls) {
    this.feedPort = feedPort;
    this.tls = tls;
  }

  boolean serves(String path) {
    return path.equals(PATH)
        || path.equals(SETTINGS)
        || (path.startsWith(FOLDER) && files.find(path.substring(FOLDER.length())).isPresent());
  }

  /** The page at a path that is served. */
  HttpAnswer answer(String path) {
    if (path.equals(PATH)) {
      // The page's own addresses are relative to its folder.
      return HttpAnswer.empty(308, Map.of("Location", "console/"));
    }
    if (path.equals(SETTINGS)) {
      return HttpAnswer.text(
          "application/json", "{\"port\":" + feedPort.getAsInt() + ",\"tls\":" + tls + "}\n");
    }
    ConsoleFile file = files.find(path.substring(FOLDER.length())).orElseThrow();
    HttpAnswer answer = HttpAnswer.text(file.mediaType(), file.text());
    for (Map.Entry<String, String> header : ConsoleFiles.HEADERS.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }
}
