package dev.jetbridge.bridge.admin;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.server.Pages;
import dev.jetbridge.web.ConsoleFile;
import dev.jetbridge.web.ConsoleFiles;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The console below {@value #PATH}: its files, and where its feed is. Thread-safe. */
public final class ConsolePages implements Pages {
  static final String PATH = "/console";

  private static final String FOLDER = PATH + "/";
  private static final String SETTINGS = FOLDER + "settings.json";

  private final ConsoleFiles files = ConsoleFiles.read();
  private final Supplier<String> settings;

  private ConsolePages(Supplier<String> settings) {
    this.settings = settings;
  }

  /**
   * The console beside a feed, with what the admin port tells of the bridge.
   *
   * @param feedPort the data port's number, asked when a page is opened
   * @param tls whether the data port speaks TLS
   */
  public static ConsolePages onAdminPort(IntSupplier feedPort, boolean tls) {
    return new ConsolePages(() -> "{\"port\":" + feedPort.getAsInt() + ",\"tls\":" + tls + "}\n");
  }

  /** The console at the feed itself, behind whatever proxy, without its operator's half. */
  public static ConsolePages onDataPort() {
    return new ConsolePages(() -> "{\"here\":true}\n");
  }

  @Override
  public boolean serves(String path) {
    return path.equals(PATH)
        || path.equals(SETTINGS)
        || (path.startsWith(FOLDER) && files.find(path.substring(FOLDER.length())).isPresent());
  }

  @Override
  public HttpAnswer answer(String path) {
    if (path.equals(PATH)) {
      // The page's own addresses are relative to its folder.
      return HttpAnswer.empty(308, Map.of("Location", "console/"));
    }
    if (path.equals(SETTINGS)) {
      return HttpAnswer.text("application/json", settings.get());
    }
    ConsoleFile file = files.find(path.substring(FOLDER.length())).orElseThrow();
    HttpAnswer answer = HttpAnswer.text(file.mediaType(), file.text());
    for (Map.Entry<String, String> header : ConsoleFiles.HEADERS.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }
}
