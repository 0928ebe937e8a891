package dev.jetbridge.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetbridge.demo.cluster.Happening;
import dev.jetbridge.demo.cluster.Node;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A demo event as a NATS message, by the CloudEvents NATS protocol binding: structured mode, or
 * binary mode where the agent that reports it speaks that.
 */
final class EventMessage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA_TYPE = "application/json";

  private EventMessage() {}

  /** The message for {@code happening}, on {@code prefix.tenant.kind}. */
  static Message of(String prefix, EventId id, Instant time, Happening happening) {
    CloudEvent event = CloudEvent.of(id, time, happening);
    Node agent = happening.agent();
    NatsMessage.Builder message =
        NatsMessage.builder()
            .subject(prefix + "." + happening.tenant() + "." + happening.kind().token());
    return agent != null && agent.binary()
        ? message.headers(headers(event)).data(bytes(event.data())).build()
        : message
            .headers(new Headers().add("Content-Type", "application/cloudevents+json"))
            .data(structured(event))
            .build();
  }

  private static byte[] structured(CloudEvent event) {
    ObjectNode whole = JSON.createObjectNode();
    event.attributes().forEach(whole::put);
    whole.put("datacontenttype", DATA_TYPE);
    whole.set("data", event.data());
    return bytes(whole);
  }

  private static Headers headers(CloudEvent event) {
    Headers headers = new Headers();
    event.attributes().forEach((name, value) -> headers.add("ce-" + name, encode(value)));
    return headers.add("ce-datacontenttype", DATA_TYPE);
  }

  /**
   * Percent-encoding as the binding wants it (§3.1.3.2): all but printable ASCII, and {@code "%}.
   */
  static String encode(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7F && octet != '"' && octet != '%') {
        text.append((char) octet);
      } else {
        text.append("%%%02X".formatted(octet));
      }
    }
    return text.toString();
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write an event as JSON", e);
    }
  }
}
