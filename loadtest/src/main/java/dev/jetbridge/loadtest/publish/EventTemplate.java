package dev.jetbridge.loadtest.publish;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * The events of one run: CloudEvents of one size that differ in a number and in the time at which
 * they were due, each at a fixed place, so that both can be read without parsing.
 *
 * <pre>{"specversion":"1.0","id":"RRRRRRRR-NNNNNNNNNNNN","source":"/loadtest",
 * "type":"dev.jetbridge.loadtest","sent":"SSSSSSSSSSSSSSSSSSS","data":"..."}</pre>
 *
 * {@code sent} is in nanoseconds since 1970. Any thread.
 */
public final class EventTemplate {
  private static final String BEFORE_RUN = "{\"specversion\":\"1.0\",\"id\":\"";
  private static final String BEFORE_SENT =
      "\",\"source\":\"/loadtest\",\"type\":\"dev.jetbridge.loadtest\",\"sent\":\"";
  private static final String BEFORE_DATA = "\",\"data\":\"";
  private static final String END = "\"}";
  private static final int RUN = 8;
  private static final int NUMBER = 12;
  private static final int SENT = 19;
  private static final int NUMBER_AT = BEFORE_RUN.length() + RUN + 1;
  private static final int SENT_AT = NUMBER_AT + NUMBER + BEFORE_SENT.length();
  private static final int DATA_AT = SENT_AT + SENT + BEFORE_DATA.length();

  /** The size of the smallest event. */
  public static final int SMALLEST = DATA_AT + END.length();

  private final byte[] template;

  /**
   * Events of a run.
   *
   * @param run 8 characters that no other run has
   * @param size in bytes, {@link #SMALLEST} or more
   */
  public EventTemplate(String run, int size) {
    if (run.length() != RUN) {
      throw new IllegalArgumentException(
          "run '%s' found, expected %d characters".formatted(run, RUN));
    }
    if (size < SMALLEST) {
      throw new IllegalArgumentException(
          "events of %d bytes found, expected %d or more".formatted(size, SMALLEST));
    }
    String head =
        BEFORE_RUN + run + "-" + "0".repeat(NUMBER) + BEFORE_SENT + "0".repeat(SENT) + BEFORE_DATA;
    template = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), size);
    // What compresses as badly as real data, and is the same in every run.
    Random letters = new Random(1);
    for (int at = DATA_AT; at < size - END.length(); at++) {
      template[at] = (byte) ('a' + letters.nextInt(26));
    }
    template[size - 2] = '"';
    template[size - 1] = '}';
  }

  /** The event of this number. */
  public byte[] event(long number, long sent) {
    byte[] event = template.clone();
    write(event, NUMBER_AT, NUMBER, number);
    write(event, SENT_AT, SENT, sent);
    return event;
  }

  /** When an event was due, or -1 where these bytes are no event of this form. */
  public static long sent(byte[] bytes, int offset, int length) {
    if (length < SMALLEST || bytes[offset + SENT_AT - 1] != '"') {
      return -1;
    }
    long sent = 0;
    for (int at = offset + SENT_AT; at < offset + SENT_AT + SENT; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      sent = sent * 10 + digit;
    }
    return sent;
  }

  private static void write(byte[] event, int at, int digits, long number) {
    long rest = number;
    for (int digit = at + digits - 1; digit >= at; digit--) {
      event[digit] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
