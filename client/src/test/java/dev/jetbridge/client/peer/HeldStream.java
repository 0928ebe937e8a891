package dev.jetbridge.client.peer;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * A server that holds a stream and gives it from any cursor on, a little at a time and not always
 * to the end of a message: every now and then it drops a connection or closes it.
 */
public final class HeldStream implements Script {
  private static final int BURST = 50;

  private final String epoch;
  private final long last;
  private final Random random;
  private volatile boolean calm;

  /**
   * A stream with a hole in every ten sequences.
   *
   * @param last the last sequence
   * @param seed for what goes wrong when
   */
  public HeldStream(String epoch, long last, long seed) {
    this.epoch = epoch;
    this.last = last;
    this.random = new Random(seed);
  }

  /** From now on everything goes well and fast. */
  public void calm() {
    calm = true;
  }

  /** All that it holds, as messages. */
  public List<String> messages() {
    return LongStream.rangeClosed(1, last)
        .filter(HeldStream::holds)
        .mapToObj(this::message)
        .toList();
  }

  @Override
  public void play(Peer client) throws IOException {
    String since = client.request().parameter("since");
    long cursor = since.equals("earliest") ? 0 : Long.parseLong(since);
    String known = client.request().parameter("epoch");
    if (cursor > 0 && !known.equals(epoch)) {
      throw new AssertionError("epoch '" + known + "' sent, expected " + epoch);
    }
    client
        .accept()
        .text(
            """
            {"type":"hello","stream":"HELD","epoch":"%s","subjects":[">"],"oldest_seq":1,\
            "newest_seq":%d,"cursor":%d,"bookmark_seconds":15}\
            """
                .formatted(epoch, last, cursor));
    for (long seq = cursor + 1; seq <= last; seq++) {
      if (holds(seq)) {
        client.text(message(seq));
      } else {
        client.text("{\"type\":\"bookmark\",\"seq\":%d}".formatted(seq));
      }
      if (!calm && seq % BURST == 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        if (disturbs(client, seq)) {
          return;
        }
      }
    }
    client.text("{\"type\":\"caught_up\",\"seq\":%d}".formatted(last));
    int unused = client.awaitClose();
  }

  private boolean disturbs(Peer client, long seq) throws IOException {
    switch (random.nextInt(60)) {
      case 0 -> client.half(message(seq + 1));
      case 1 -> client.reset();
      case 2 -> client.close(1001, "going-away");
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(long seq) {
    return seq % 10 != 3;
  }

  private String message(long seq) {
    return """
    {"seq":%d,"subject":"orders.%d","time":"2026-01-01T00:00:00.%09dZ",\
    "event":{"specversion":"1.0","id":"%x","type":"order.placed","data":"%s"}}\
    """
        .formatted(seq, seq % 7, seq, seq, "\u00e9".repeat((int) (seq % 97)));
  }
}
