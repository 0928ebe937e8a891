package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Tells which events delete. For one thread. */
final class Deletes {
  private final List<byte[]> types;
  private final boolean nullData;
  private final KeyText type = new KeyText();

  Deletes(Deletion deletion) {
    this.types = deletion.types().stream().map(p -> p.value().getBytes(UTF_8)).toList();
    this.nullData = deletion.nullData();
  }

  /** Whether the members of the event have to be found first. */
  boolean needsMembers() {
    return nullData || !types.isEmpty();
  }

  boolean includes(byte[] json, EventMembers members) {
    return (nullData && members.data >= 0 && json[members.data] == 'n') || isTyped(json, members);
  }

  private boolean isTyped(byte[] json, EventMembers members) {
    if (types.isEmpty()) {
      return false;
    }
    type.clear();
    if (type.appendString(json, members.type) != null) {
      return false;
    }
    for (byte[] pattern : types) {
      if (TypePattern.matches(pattern, type.bytes(), type.length())) {
        return true;
      }
    }
    return false;
  }
}
