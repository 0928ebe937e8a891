package dev.jetbridge.client.follow;

import dev.jetbridge.client.FeedEvent;
import dev.jetbridge.client.SnapshotItem;

/** An event laid out for people; everything but white space stays as it was spelt. */
final class PrettyEvent {
  private static final String INDENT = "  ";

  private final String json;
  private final StringBuilder text;
  private int depth;

  private PrettyEvent(String json, StringBuilder text) {
    this.json = json;
    this.text = text;
  }

  static String render(FeedEvent event) {
    return render(
        "%s  %s  #%d\n".formatted(event.time(), event.subject(), event.sequence()), event.json());
  }

  static String render(SnapshotItem item) {
    return render("%s  #%d\n".formatted(item.key(), item.sequence()), item.json());
  }

  private static String render(String head, String json) {
    StringBuilder text = new StringBuilder(json.length() * 2).append(head);
    new PrettyEvent(json, text).layOut();
    return PlainText.harmless(text.toString()) + "\n";
  }

  private void layOut() {
    for (int at = 0; at < json.length(); at++) {
      char c = json.charAt(at);
      switch (c) {
        case '"' -> at = string(at);
        case '{', '[' -> at = open(at);
        case '}', ']' -> {
          depth--;
          line();
          text.append(c);
        }
        case ',' -> {
          text.append(c);
          line();
        }
        case ':' -> text.append(": ");
        case ' ', '\t', '\n', '\r' -> {}
        default -> text.append(c);
      }
    }
  }

  /** Copies a string, which may hold any of the characters that mean something outside. */
  private int string(int from) {
    int to = from + 1;
    while (json.charAt(to) != '"') {
      to += json.charAt(to) == '\\' ? 2 : 1;
    }
    text.append(json, from, to + 1);
    return to;
  }

  private int open(int at) {
    int next = at + 1;
    while (" \t\n\r".indexOf(json.charAt(next)) >= 0) {
      next++;
    }
    text.append(json.charAt(at));
    if (json.charAt(next) == '}' || json.charAt(next) == ']') {
      text.append(json.charAt(next));
      return next;
    }
    depth++;
    line();
    return at;
  }

  private void line() {
    text.append('\n').append(INDENT.repeat(depth));
  }
}
