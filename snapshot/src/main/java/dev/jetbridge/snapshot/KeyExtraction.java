package dev.jetbridge.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the key of an event by a rule. For one thread. */
final class KeyExtraction {
  private final KeyRule rule;
  private final List<String> tokens;

  KeyExtraction(KeyRule rule) {
    this.rule = rule;
    this.tokens = rule instanceof KeyRule.At(JsonPointer pointer) ? pointer.tokens() : List.of();
  }

  /** Whether the members of the event have to be found first. */
  boolean needsMembers() {
    return switch (rule) {
      case KeyRule.Source() -> true;
      case KeyRule.EventSubject() -> true;
      case KeyRule.SourceAndSubject() -> true;
      case KeyRule.Subject() -> false;
      case KeyRule.At(JsonPointer pointer) -> false;
    };
  }

  /** Puts the key into an empty buffer; null, or why there is none. */
  @Nullable NoKey extract(String subject, byte[] json, EventMembers members, KeyText key) {
    NoKey fault =
        switch (rule) {
          case KeyRule.Subject() -> {
            key.append(subject);
            yield null;
          }
          case KeyRule.Source() -> key.appendString(json, members.source);
          case KeyRule.EventSubject() -> key.appendString(json, members.subject);
          case KeyRule.SourceAndSubject() -> both(json, members, key);
          case KeyRule.At(JsonPointer pointer) -> at(json, key);
        };
    return fault == null && key.length() > KeyRule.MAX_BYTES ? NoKey.TOO_LONG : fault;
  }

  private static @Nullable NoKey both(byte[] json, EventMembers members, KeyText key) {
    NoKey source = key.appendString(json, members.source);
    if (source != null) {
      return source;
    }
    if (key.contains(' ')) {
      return NoKey.MALFORMED;
    }
    key.append((byte) ' ');
    return key.appendString(json, members.subject);
  }

  private @Nullable NoKey at(byte[] json, KeyText key) {
    int at = JsonScan.pastSpace(json, 0);
    for (int i = 0; i < tokens.size() && at >= 0; i++) {
      String token = tokens.get(i);
      at =
          switch (json[at]) {
            case '{' -> JsonScan.member(json, at, token);
            case '[' -> isIndex(token) ? JsonScan.element(json, at, Integer.parseInt(token)) : -1;
            default -> -1;
          };
    }
    if (at >= 0 && (json[at] == '{' || json[at] == '[')) {
      return NoKey.NOT_TEXT;
    }
    if (at < 0 || json[at] == 'n' || json[at] == '"') {
      return key.appendString(json, at);
    }
    key.append(json, at, JsonScan.pastValue(json, at) - at);
    return null;
  }

  // RFC 6901 §4: digits without a leading zero.
  private static boolean isIndex(String token) {
    return !token.isEmpty()
        && token.length() <= 9
        && (token.length() == 1 || token.charAt(0) != '0')
        && token.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
