package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What is asked for and has not come")
class PullsTest {
  private static final int SCHEDULES = 500;
  private static final int STEPS = 400;
  private static final long LIFE = 100;
  private static final long CERTAIN = 150;

  private final Pulls pulls = new Pulls();

  @Test
  @DisplayName("is counted over several pulls")
  void counts() {
    long first = pulls.asked(10, 1_000, 100);
    long second = pulls.asked(10, 1_000, 100);
    for (int i = 0; i < 7; i++) {
      assertThat(pulls.delivered(10)).isZero();
    }
    assertThat(pulls.messages()).isEqualTo(13);

    assertThat(pulls.ended(first, 6, 960)).isEqualTo(6);
    assertThat(pulls.messages()).isEqualTo(7);
    assertThat(pulls.ended(second, 7, 970)).isEqualTo(7);
    assertThat(pulls.messages()).isZero();
  }

  @Test
  @DisplayName("ends when the bytes are used up to the last")
  void bytes() {
    pulls.asked(10, 100, 100);
    assertThat(pulls.delivered(60)).isZero();
    assertThat(pulls.delivered(40)).isEqualTo(8);
    assertThat(pulls.messages()).isZero();
  }

  @Test
  @DisplayName("does not end by bytes where a pull had no bound")
  void unbounded() {
    pulls.asked(10, 0, 100);
    pulls.asked(10, 100, 100);
    assertThat(pulls.delivered(60)).isZero();
    assertThat(pulls.delivered(40)).isZero();
    assertThat(pulls.messages()).isEqualTo(18);
  }

  @Test
  @DisplayName("ends with the pull's time where no word comes, and a late word counts no more")
  void expires() {
    long number = pulls.asked(10, 100, 100);
    assertThat(pulls.expire(100)).isZero();
    assertThat(pulls.expire(101)).isEqualTo(10);
    assertThat(pulls.ended(number, 10, 100)).isZero();
    assertThat(pulls.messages()).isZero();
  }

  @Test
  @DisplayName("holds as many pulls as may wait, not all ever asked")
  void size() {
    for (int i = 0; i < 1_000; i++) {
      pulls.asked(10, 1_000, 100);
      for (int n = 0; n < 10; n++) {
        assertThat(pulls.delivered(10)).isZero();
      }
    }
    assertThat(pulls.size()).isZero();
    pulls.asked(10, 1_000, 100);
    assertThat(pulls.size()).isEqualTo(1);
  }

  @Nested
  @DisplayName("against a broker that serves by turns")
  class AgainstBroker {
    @Test
    @DisplayName("is exact where the broker tells of filled pulls, as 2.10 and later do")
    void telling() {
      for (int seed = 0; seed < SCHEDULES; seed++) {
        new Schedule(seed, true).run();
      }
    }

    @Test
    @DisplayName("is never too little, and right again in time, where it does not, as with 2.9")
    void silent() {
      for (int seed = 0; seed < SCHEDULES; seed++) {
        new Schedule(seed, false).run();
      }
    }
  }

  /** One random course of asks, messages of random size, and time. */
  private static final class Schedule {
    private final String name;
    private final Random random;
    private final boolean tellsFilled;
    private final Pulls pulls = new Pulls();
    private final Deque<Waiting> broker = new ArrayDeque<>();
    private long now;
    private long asked;
    private long delivered;
    private long undelivered;

    Schedule(int seed, boolean tellsFilled) {
      this.name = "seed " + seed;
      this.random = new Random(seed);
      this.tellsFilled = tellsFilled;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        int choice = random.nextInt(100);
        if (choice < 25 && pulls.size() < 8) {
          ask();
        } else if (choice < 90) {
          deliver(1 + random.nextInt(20));
        } else {
          now += random.nextInt(40);
          expireAtBroker(tellsFilled ? 0 : random.nextInt(4));
          undelivered += pulls.expire(now);
        }
        check();
      }
      now += CERTAIN + 1;
      expireAtBroker(0);
      undelivered += pulls.expire(now);
      check();
      assertThat(pulls.messages()).as(name).isZero();
    }

    private void ask() {
      int count = 1 + random.nextInt(20);
      int bytes = 1 + random.nextInt(100);
      asked += count;
      broker.add(new Waiting(pulls.asked(count, bytes, now + CERTAIN), count, bytes, now + LIFE));
    }

    // As nats-server's nextWaiting() and popOrPopAndRequeue().
    private void deliver(int size) {
      while (!broker.isEmpty()) {
        Waiting pull = broker.remove();
        if (size > pull.bytes) {
          undelivered += pulls.ended(pull.number, pull.count, pull.bytes);
          continue;
        }
        pull.bytes -= size;
        pull.count = pull.bytes == 0 ? 0 : pull.count - 1;
        if (pull.count > 0) {
          broker.add(pull);
        }
        delivered++;
        undelivered += pulls.delivered(size);
        if (pull.count == 0 && pull.bytes > 0 && tellsFilled) {
          undelivered += pulls.ended(pull.number, 0, pull.bytes);
        }
        return;
      }
    }

    /** Ends what is over, some of it without a word. */
    private void expireAtBroker(int silent) {
      int unsaid = silent;
      for (Iterator<Waiting> all = broker.iterator(); all.hasNext(); ) {
        Waiting pull = all.next();
        if (now > pull.deadline) {
          all.remove();
          if (unsaid-- <= 0) {
            undelivered += pulls.ended(pull.number, pull.count, pull.bytes);
          }
        }
      }
    }

    private void check() {
      long waiting = broker.stream().mapToLong(pull -> pull.count).sum();
      assertThat(asked).as(name).isEqualTo(delivered + undelivered + pulls.messages());
      assertThat(pulls.messages()).as(name).isGreaterThanOrEqualTo(waiting);
      if (tellsFilled && broker.isEmpty()) {
        assertThat(pulls.messages()).as(name).isZero();
      }
    }
  }

  private static final class Waiting {
    private final long number;
    private final long deadline;
    private int count;
    private int bytes;

    Waiting(long number, int count, int bytes, long deadline) {
      this.number = number;
      this.count = count;
      this.bytes = bytes;
      this.deadline = deadline;
    }
  }
}
