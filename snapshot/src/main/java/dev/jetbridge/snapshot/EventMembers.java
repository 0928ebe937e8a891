package dev.jetbridge.snapshot;

/**
 * Where the CloudEvent members that a projection may need begin within an event, found in one pass;
 * -1 where there is none. For one thread, used again for every event.
 */
final class EventMembers {
  int source;
  int subject;
  int type;
  int data;

  /** Finds them; of members that share a name the last one counts. */
  void find(byte[] json) {
    source = -1;
    subject = -1;
    type = -1;
    data = -1;
    int start = JsonScan.pastSpace(json, 0);
    if (json[start] != '{') {
      return;
    }
    for (int member = JsonScan.next(json, start + 1); member >= 0; ) {
      int value = JsonScan.valueOf(json, member);
      note(json, member, value);
      member = JsonScan.next(json, JsonScan.pastValue(json, value));
    }
  }

  private void note(byte[] json, int name, int value) {
    switch (json[name + 1]) {
      case 's', 't', 'd', '\\' -> compare(json, name, value);
      default -> {
        // No name that is looked for begins so.
      }
    }
  }

  private void compare(byte[] json, int name, int value) {
    if (JsonString.is(json, name, "source")) {
      source = value;
    } else if (JsonString.is(json, name, "subject")) {
      subject = value;
    } else if (JsonString.is(json, name, "type")) {
      type = value;
    } else if (JsonString.is(json, name, "data")) {
      data = value;
    }
  }
}
