package dev.jetbridge.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Configuration from environment variables: {@code session.send-timeout} is {@code
 * JETBRIDGE_SESSION_SEND_TIMEOUT}. A variable with that prefix that is no key is refused, with two
 * exceptions: what the commands around the bridge read, and what Kubernetes sets in every container
 * beside a service of our name (its documentation: "Discovering services", environment variables).
 */
final class Environment {
  static final String PREFIX = "JETBRIDGE_";

  private static final Set<String> NOT_KEYS =
      Set.of("CONFIG", "TOKEN", "JAVA_OPTS", "NATS_SERVER", "NATS_PORT", "RUN_DIR");
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          ".*_SERVICE_HOST|.*_SERVICE_PORT(_.+)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private Environment() {}

  /** The variable that stands for a key. */
  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  static Given read(Map<String, String> environment) {
    Map<String, String> keys = Catalogue.variables();
    List<Entry> entries = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach((name, text) -> {
          if (!name.startsWith(PREFIX) || isServiceLink(name, text)) {
            return;
          }
          String key = keys.get(name);
          if (key != null) {
            entries.add(Entry.scalar(key, text, new Origin.Variable(name)));
          } else if (!NOT_KEYS.contains(name.substring(PREFIX.length()))) {
            problems.add(unknown(name, keys.keySet()));
          }
        });
    return new Given(entries, problems);
  }

  private static boolean isServiceLink(String name, String text) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(text).matches());
  }

  private static Problem unknown(String name, Set<String> known) {
    return Problem.at(
        new Origin.Variable(name),
        "stands for no configuration key" + Suggestion.among(known, name));
  }
}
