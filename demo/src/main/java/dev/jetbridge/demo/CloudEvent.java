package dev.jetbridge.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetbridge.demo.cluster.Happening;
import dev.jetbridge.demo.cluster.Node;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A happening as a CloudEvent 1.0, in no content mode yet.
 *
 * @param attributes the context attributes, {@code datacontenttype} aside, in the order in which
 *     they are written
 * @param data JSON
 */
record CloudEvent(Map<String, String> attributes, ObjectNode data) {
  private static final String TYPE_PREFIX = "dev.cellos.";
  private static final String CONTROL_PLANE = "/cellos/control";

  static CloudEvent of(EventId id, Instant time, Happening happening) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Node agent = happening.agent();
    attributes.put("specversion", "1.0");
    attributes.put("id", id.toString());
    attributes.put("source", agent == null ? CONTROL_PLANE : "/cellos/nodes/" + agent.name());
    attributes.put("type", TYPE_PREFIX + happening.kind().token() + "." + happening.verb());
    attributes.put("subject", happening.subject());
    attributes.put("time", time.toString());
    attributes.put("partitionkey", happening.partition());
    if (agent != null) {
      attributes.put("site", agent.site());
    }
    return new CloudEvent(attributes, happening.data());
  }
}
