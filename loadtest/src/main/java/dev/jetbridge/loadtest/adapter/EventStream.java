package dev.jetbridge.loadtest.adapter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The event stream format (WHATWG HTML §9.2.6), lines ended by LF or CRLF. What does not end with a
 * line is kept here until it does. One thread.
 */
final class EventStream implements Decoder {
  private final FeedSink sink;
  private final MessageScanner scanner = new MessageScanner();
  private byte[] rest = {};
  private byte[] data = {};
  private boolean hasData;
  private String id = "";

  EventStream(FeedSink sink) {
    this.sink = sink;
  }

  @Override
  public int decode(byte[] bytes, int from, int to) {
    byte[] all = bytes;
    int at = from;
    int end = to;
    if (rest.length > 0) {
      all = Arrays.copyOf(rest, rest.length + to - from);
      System.arraycopy(bytes, from, all, rest.length, to - from);
      at = 0;
      end = all.length;
    }
    for (int eol = at; eol < end; eol++) {
      if (all[eol] == '\n') {
        line(all, at, eol > at && all[eol - 1] == '\r' ? eol - 1 : eol);
        at = eol + 1;
      }
    }
    rest = Arrays.copyOfRange(all, at, end);
    return to;
  }

  private void line(byte[] bytes, int from, int to) {
    if (from == to) {
      dispatch();
      return;
    }
    int colon = from;
    while (colon < to && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(to, colon + 1);
    if (value < to && bytes[value] == ' ') {
      value++;
    }
    String field = new String(bytes, from, colon - from, StandardCharsets.UTF_8);
    if (field.equals("data")) {
      add(bytes, value, to);
    } else if (field.equals("id")) {
      id = new String(bytes, value, to - value, StandardCharsets.UTF_8);
    }
  }

  private void add(byte[] bytes, int from, int to) {
    int before = hasData ? data.length + 1 : 0;
    byte[] more = Arrays.copyOf(data, before + to - from);
    if (hasData) {
      more[before - 1] = '\n';
    }
    System.arraycopy(bytes, from, more, before, to - from);
    data = more;
    hasData = true;
  }

  private void dispatch() {
    if (!hasData) {
      return;
    }
    byte[] event = data;
    data = new byte[0];
    hasData = false;
    sink.message(event, 0, event.length);
    if (scanner.scan(event, 0, event.length) && scanner.isEvent()) {
      sink.event(
          scanner.seq(),
          event,
          scanner.eventOffset(),
          scanner.eventLength(),
          scanner.timeOffset(),
          scanner.timeLength());
    } else if (id.matches("[1-9]\\d{0,17}")) {
      sink.event(Long.parseLong(id), event, 0, event.length, 0, 0);
    } else {
      sink.broken("an event with id '%s', expected its sequence".formatted(id));
    }
  }
}
