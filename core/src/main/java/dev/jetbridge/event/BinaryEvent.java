package dev.jetbridge.event;

import dev.jetbridge.stream.StreamMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent in the binary content mode of the CloudEvents NATS protocol binding (1.0.3): its
 * attributes in headers that begin with {@code ce-}, its data in the payload. It becomes the
 * structured event that it stands for: the required attributes first, then the others by name, then
 * the data, so that one message is the same bytes wherever and whenever it is read.
 *
 * <p>{@code ce-specversion} makes a message such an event, unless its {@code Content-Type} is a
 * CloudEvents one, which means that the payload is the event. Header names are compared without
 * regard to the case of ASCII letters. {@code datacontenttype} comes from its own header, else from
 * {@code Content-Type}, as producers of other bindings write it.
 *
 * <p>Refused as {@link SkipCause#BAD_BINARY}, because a guess could deliver another event than was
 * meant: a version other than 1.0; {@code id}, {@code source} or {@code type} missing or empty; an
 * attribute name that is not of {@code [a-z0-9]} after folding, or is {@code data}; a name that
 * comes twice after folding; a value that {@link HeaderValue} refuses. Values are not looked into
 * further (a {@code time} that is no time is delivered as it is).
 */
final class BinaryEvent {
  private static final String PREFIX = "ce-";
  private static final String VERSION = "ce-specversion";
  private static final String CONTENT_TYPE = "content-type";
  private static final String STRUCTURED = "application/cloudevents";
  private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");

  private final SequencedMap<String, String> attributes;
  private final DataForm form;
  private final byte[] payload;

  private BinaryEvent(SequencedMap<String, String> attributes, byte[] payload) {
    this.attributes = attributes;
    this.form = DataForm.of(attributes.get("datacontenttype"), payload);
    this.payload = payload;
  }

  /** Whether the headers say that the message is one. */
  static boolean isIn(Map<String, String> headers) {
    boolean versioned = false;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey();
      if (name.length() == VERSION.length() && fold(name).equals(VERSION)) {
        versioned = true;
      } else if (name.length() == CONTENT_TYPE.length() && fold(name).equals(CONTENT_TYPE)) {
        String type = HeaderValue.trim(header.getValue());
        if (type.regionMatches(true, 0, STRUCTURED, 0, STRUCTURED.length())) {
          return false;
        }
      }
    }
    return versioned;
  }

  /** The structured event, of at most {@code maxBytes}. */
  static Event read(StreamMessage message, int maxBytes) {
    SequencedMap<String, String> attributes = attributes(message.headers());
    if (attributes == null) {
      return new Event.Skipped(SkipCause.BAD_BINARY);
    }
    BinaryEvent event = new BinaryEvent(attributes, message.payload());
    if (event.form == DataForm.JSON) {
      SkipCause fault = JsonText.fault(event.payload, EventReader.MAX_DEPTH - 1);
      if (fault != null) {
        return new Event.Skipped(fault);
      }
    }
    // Escapes and Base64 grow what was sent up to sixfold: the bound comes before the array.
    long length = event.length();
    return length > maxBytes
        ? new Event.Skipped(SkipCause.TOO_LARGE)
        : new Event.Accepted(event.structured((int) length));
  }

  private static @Nullable SequencedMap<String, String> attributes(Map<String, String> headers) {
    TreeMap<String, String> found = new TreeMap<>();
    String contentType = null;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = fold(header.getKey());
      if (name.equals(CONTENT_TYPE)) {
        String type = HeaderValue.trim(header.getValue());
        if (contentType != null || !HeaderValue.isAllowed(type)) {
          return null;
        }
        contentType = type;
      } else if (name.startsWith(PREFIX)) {
        String attribute = name.substring(PREFIX.length());
        String value = HeaderValue.decode(header.getValue());
        if (!isName(attribute) || value == null || found.put(attribute, value) != null) {
          return null;
        }
      }
    }
    if (contentType != null && !contentType.isEmpty()) {
      found.putIfAbsent("datacontenttype", contentType);
    }
    return ordered(found);
  }

  private static @Nullable SequencedMap<String, String> ordered(Map<String, String> found) {
    SequencedMap<String, String> ordered = new LinkedHashMap<>();
    for (String name : REQUIRED) {
      String value = found.remove(name);
      if (value == null || value.isEmpty()) {
        return null;
      }
      ordered.put(name, value);
    }
    ordered.putAll(found);
    return "1.0".equals(ordered.get("specversion")) ? ordered : null;
  }

  // CloudEvents 1.0.2, "Attribute naming convention"; "data" would stand twice in the JSON form.
  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals("data")
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
  }

  // ASCII alone: Unicode folds characters beyond it (U+212A, the Kelvin sign) into letters.
  private static String fold(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }

  private long length() {
    // A brace or comma, two quotes and a colon for each; the brace at the end.
    long length = 1 + form.length(payload);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      length += 4 + attribute.getKey().length() + JsonBytes.stringLength(attribute.getValue());
    }
    return length;
  }

  private byte[] structured(int length) {
    byte[] json = new byte[length];
    int at = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      json[at] = (byte) (at == 0 ? '{' : ',');
      json[at + 1] = '"';
      at = JsonBytes.putAscii(json, at + 2, attribute.getKey());
      json[at] = '"';
      json[at + 1] = ':';
      at = JsonBytes.putString(json, at + 2, attribute.getValue());
    }
    json[form.put(json, at, payload)] = '}';
    return json;
  }
}
