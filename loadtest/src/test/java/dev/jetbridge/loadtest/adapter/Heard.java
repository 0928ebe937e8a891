package dev.jetbridge.loadtest.adapter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink and a wire that write down what they are told. */
final class Heard implements FeedSink, Wire {
  final List<String> words = new ArrayList<>();
  final List<String> sent = new ArrayList<>();

  @Override
  public void message(byte[] bytes, int offset, int length) {}

  @Override
  public void startsAfter(long seq, @Nullable String epoch, @Nullable String time) {
    words.add("starts after %d in %s".formatted(seq, epoch));
  }

  @Override
  public void event(
      long seq, byte[] bytes, int offset, int length, int timeOffset, int timeLength) {
    String event = new String(bytes, offset, length, StandardCharsets.UTF_8);
    String time = new String(bytes, timeOffset, timeLength, StandardCharsets.UTF_8);
    words.add("%d %s%s".formatted(seq, event, time.isEmpty() ? "" : " at " + time));
  }

  @Override
  public void covered(long seq, @Nullable String time) {
    words.add("covered " + seq);
  }

  @Override
  public void gone(String problem) {
    words.add("gone: " + problem);
  }

  @Override
  public void goaway(long millis) {
    words.add("goaway " + millis);
  }

  @Override
  public void closing(int code, String reason) {
    words.add("close " + code);
  }

  @Override
  public void broken(String found) {
    words.add("broken: " + found);
  }

  @Override
  public void text(String message) {
    sent.add(message);
  }

  @Override
  public void binary(byte[] message) {
    sent.add(new String(message, StandardCharsets.UTF_8));
  }

  @Override
  public void pong(byte[] payload) {
    sent.add("pong");
  }
}
