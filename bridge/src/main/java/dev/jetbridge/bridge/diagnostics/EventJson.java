package dev.jetbridge.bridge.diagnostics;

import dev.jetbridge.stream.BrokerConnection;
import dev.jetbridge.stream.BrokerEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How events, connections and findings are written: values for Jackson. The names are public. */
final class EventJson {
  private EventJson() {}

  static Map<String, Object> of(Occurrence occurrence) {
    BrokerEvent event = occurrence.event();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", occurrence.first().toString());
    json.put("last", occurrence.last().toString());
    json.put("count", occurrence.count());
    json.put("connection", event.connection());
    if (event.client() > 0) {
      json.put("client", event.client());
    }
    json.put("kind", label(event.kind()));
    json.put("party", label(event.party()));
    json.put("cause", event.cause());
    return json;
  }

  static Map<String, Object> of(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pattern", finding.pattern().label());
    json.put("connection", finding.connection());
    json.put("first", finding.first().toString());
    json.put("last", finding.last().toString());
    json.put("count", finding.count());
    json.put("summary", finding.summary());
    json.put("advice", finding.pattern().advice());
    return json;
  }

  static Map<String, Object> of(BrokerConnection connection) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", connection.name());
    json.put("connected", connection.fault() == null);
    json.put("since", connection.since().toString());
    if (connection.server() != null) {
      json.put("server", connection.server());
      json.put("client", connection.client());
    }
    if (connection.expires() != null) {
      json.put("credentials_expire", connection.expires().toString());
    }
    if (connection.fault() != null) {
      json.put("fault", connection.fault());
    }
    return json;
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
