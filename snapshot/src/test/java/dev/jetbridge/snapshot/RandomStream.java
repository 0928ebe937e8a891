package dev.jetbridge.snapshot;

import dev.jetbridge.stream.StreamMessage;
import java.util.List;
import java.util.Random;

/** Messages such as publishers send, and such as they should not, from a seed. */
final class RandomStream {
  private static final List<String> TYPES =
      List.of("cell.changed", "cell.deleted", "cell.deleted.not", "heartbeat");
  private final Random random;
  private final int keys;
  private long sequence;

  RandomStream(Random random, int keys) {
    this.random = random;
    this.keys = keys;
  }

  /** The next, one above the last or, after what was deleted from the stream, a few more. */
  StreamMessage next() {
    sequence += random.nextInt(8) == 0 ? 1 + random.nextInt(5) : 1;
    return Messages.message(sequence, subject(), payload());
  }

  private String subject() {
    int key = random.nextInt(keys);
    return (random.nextInt(6) == 0 ? "other.é." : "cells.") + key;
  }

  private String payload() {
    return switch (random.nextInt(24)) {
      case 0 -> "no event";
      case 1 -> "[1,2]";
      case 2 -> " 7 ";
      case 3 -> "{}";
      default -> event();
    };
  }

  private String event() {
    StringBuilder event = new StringBuilder("{ \"id\":\"" + sequence + "\"");
    if (random.nextInt(10) > 0) {
      event.append(", \"so\\u0075rce\" : ").append(text("/cells/"));
    }
    if (random.nextInt(10) > 0) {
      event.append(",\"subject\":").append(text("s\\n\\ud83d\\ude00"));
    }
    event.append(",\"type\":\"").append(TYPES.get(random.nextInt(TYPES.size()))).append('"');
    return switch (random.nextInt(8)) {
      case 0 -> event.append('}').toString();
      case 1 -> event.append(",\"data\":null}").toString();
      default -> event.append(",\"data\":").append(value(3)).append("\n}").toString();
    };
  }

  private String text(String prefix) {
    return switch (random.nextInt(16)) {
      case 0 -> "null";
      case 1 -> "\"\"";
      case 2 -> "[\"x\"]";
      default -> '"' + prefix + random.nextInt(keys) + '"';
    };
  }

  private String value(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0 -> "null";
      case 1 -> "\"}\\\"{" + random.nextInt(9) + '"';
      case 2 -> "-1.5";
      case 3 -> "true";
      case 4 -> "[{\"a\":null},[],2]";
      default -> object(depth);
    };
  }

  private String object(int depth) {
    StringBuilder object = new StringBuilder("{");
    int members = random.nextInt(4);
    for (int i = 0; i < members; i++) {
      object.append(i == 0 ? "" : " ,").append('"').append((char) ('a' + random.nextInt(4)));
      object.append("\" :").append(value(depth - 1));
    }
    return object.append('}').toString();
  }
}
