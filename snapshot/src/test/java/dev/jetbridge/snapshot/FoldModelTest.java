package dev.jetbridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random schedules on the fold, compared with everything read again from the start. */
@DisplayName("a version of the state")
class FoldModelTest {
  private static final int SCHEDULES = Integer.getInteger("jetbridge.snapshot.schedules", 2000);
  private static final List<KeyRule> KEYS =
      List.of(
          new KeyRule.Subject(),
          new KeyRule.Source(),
          new KeyRule.EventSubject(),
          new KeyRule.SourceAndSubject(),
          new KeyRule.At(new JsonPointer("/data/a/b")),
          new KeyRule.At(new JsonPointer("/data/c")),
          new KeyRule.At(new JsonPointer("/id")));

  static Projection projection(Random random) {
    return new Projection(
        KEYS.get(random.nextInt(KEYS.size())),
        random.nextBoolean() ? Reduction.LATEST : Reduction.MERGE,
        Deletion.of(random.nextBoolean(), random.nextBoolean() ? "*.deleted" : "none"),
        random.nextInt(3) == 0 ? SubjectFilters.of("cells.*") : SubjectFilters.ALL,
        Messages.MAX_BYTES);
  }

  @Test
  @DisplayName("is what a replay up to its position comes to, whenever taken and however late read")
  void equalsReplay() {
    for (long seed = 0; seed < SCHEDULES; seed++) {
      Random random = new Random(seed);
      Projection projection = projection(random);
      // From a few keys on one page to some that fill several.
      RandomStream stream = new RandomStream(random, 1 + random.nextInt(seed % 50 == 0 ? 2000 : 9));
      Fold fold = Messages.fold(projection);
      List<StreamMessage> all = new ArrayList<>();
      List<Version> versions = new ArrayList<>(List.of(fold.version()));
      int steps = seed % 50 == 0 ? 3000 : 60;
      for (int i = 0; i < steps; i++) {
        StreamMessage message = stream.next();
        all.add(message);
        fold.message(message);
        if (random.nextInt(steps / 6) == 0) {
          versions.add(fold.version());
        }
      }
      versions.add(fold.version());
      for (Version version : versions) {
        assertSame(seed, version, all);
      }
    }
  }

  @Test
  @DisplayName("is that also where another thread takes and reads it while the fold runs")
  void equalsReplayUnderFold() throws Exception {
    try (ExecutorService writer = Executors.newSingleThreadExecutor();
        ExecutorService reader = Executors.newSingleThreadExecutor()) {
      for (long seed = 0; seed < 8; seed++) {
        Random random = new Random(seed);
        Projection projection = projection(random);
        RandomStream stream = new RandomStream(random, 1500);
        Fold fold = Messages.fold(projection);
        Versions versions = new Versions(fold, writer);
        AtomicBoolean folding = new AtomicBoolean(true);
        ConcurrentLinkedQueue<Version> taken = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> reading =
            CompletableFuture.runAsync(
                () -> {
                  while (folding.get()) {
                    Version version = versions.take().join();
                    // Read at once too, while pages of it are written to.
                    assertThat(NaiveState.of(version)).hasSize(version.size());
                    if (taken.size() < 40) {
                      taken.add(version);
                    }
                  }
                },
                reader);
        List<StreamMessage> all = new ArrayList<>();
        for (int burst = 0; burst < 200; burst++) {
          List<StreamMessage> messages = new ArrayList<>();
          for (int i = 0; i < 30; i++) {
            messages.add(stream.next());
          }
          all.addAll(messages);
          writer.submit(() -> messages.forEach(fold::message)).get(10, TimeUnit.SECONDS);
        }
        folding.set(false);
        reading.get(10, TimeUnit.SECONDS);
        assertThat(taken).isNotEmpty();
        for (Version version : taken) {
          assertSame(seed, version, all);
        }
      }
    }
  }

  private static void assertSame(long seed, Version version, List<StreamMessage> all) {
    assertThat(NaiveState.of(version))
        .as("seed %d, %s, %s", seed, version.label(), version.projection())
        .isEqualTo(NaiveState.after(version.projection(), all, version.label().position()));
    assertThat(version.size()).isEqualTo(NaiveState.of(version).size());
  }
}
