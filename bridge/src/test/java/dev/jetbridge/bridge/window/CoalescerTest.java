package dev.jetbridge.bridge.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A word of what is new")
class CoalescerTest {
  private static final long HAND_OVER = 500_000;

  private final HandTurned loop = new HandTurned();
  private final List<Long> passed = new ArrayList<>();
  private long handOver = HAND_OVER;
  private final Coalescer coalescer =
      new Coalescer(loop, () -> handOver, () -> passed.add(loop.nanos));

  @Nested
  @DisplayName("that comes alone")
  class Alone {
    @Test
    @DisplayName("is passed on at once, however many came before it")
    void isPassedOnAtOnce() {
      for (int i = 0; i < 100; i++) {
        loop.to(i * 2_000_000L);
        coalescer.news();
        assertThat(passed).as("after word %d", i).hasSize(i + 1);
      }
    }

    @Test
    @DisplayName("is passed on at once again, soon after bursts have ceased")
    void isPassedOnAtOnceAfterBursts() {
      for (int burst = 0; burst < 100; burst++) {
        burst(burst * 50_000_000L);
      }
      for (int i = 0; i < 20; i++) {
        loop.to(10_000_000_000L + i * 50_000_000L);
        coalescer.news();
      }
      loop.to(20_000_000_000L);
      int before = passed.size();
      coalescer.news();
      assertThat(passed).hasSize(before + 1);
    }
  }

  @Nested
  @DisplayName("that comes in a burst")
  class InABurst {
    @Test
    @DisplayName("goes with the rest of it, once bursts have been seen")
    void goesWithTheRest() {
      burst(0);
      int before = passed.size();
      for (int burst = 1; burst <= 10; burst++) {
        burst(burst * 50_000_000L);
      }
      assertThat(passed).hasSize(before + 10);
    }

    @Test
    @DisplayName("is late by a hand-over at most")
    void isLateByAHandOver() {
      burst(0);
      burst(50_000_000L);
      assertThat(passed.getLast()).isEqualTo(50_000_000L + HAND_OVER);
    }

    @Test
    @DisplayName("is late by a millisecond at most, however long a hand-over takes")
    void isLateByAMillisecond() {
      handOver = Duration.ofSeconds(3).toNanos();
      burst(0);
      burst(50_000_000L);
      assertThat(passed.getLast()).isEqualTo(50_000_000L + Coalescer.MOST.toNanos());
    }

    @Test
    @DisplayName("is never forgotten")
    void isNeverForgotten() {
      for (int i = 0; i < 1_000; i++) {
        loop.to(i * 70_000L);
        coalescer.news();
        long told = loop.nanos;
        loop.to(told + 1);
        assertThat(passed.getLast() >= told || loop.due != null).as("word %d", i).isTrue();
      }
    }
  }

  /** Eight words, 20 µs apart. */
  private void burst(long at) {
    for (int i = 0; i < 8; i++) {
      loop.to(at + i * 20_000L);
      coalescer.news();
    }
    loop.to(at + 10_000_000L);
  }

  /** A loop with one timer, whose time passes when it is told to. */
  private static final class HandTurned implements Loop {
    private long nanos;
    private long dueAt;
    private @Nullable Runnable due;

    void to(long then) {
      while (due != null && dueAt <= then) {
        nanos = dueAt;
        Runnable task = due;
        due = null;
        task.run();
      }
      nanos = then;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      assertThat(due).as("a timer that is set already").isNull();
      due = task;
      dueAt = nanos + delay.toNanos();
      return () -> due = null;
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }
}
