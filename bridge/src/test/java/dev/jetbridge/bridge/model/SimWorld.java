package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.session.Feed;
import dev.jetbridge.bridge.session.ReplayPermits;
import dev.jetbridge.bridge.session.SessionObserver;
import dev.jetbridge.bridge.session.SessionState;
import dev.jetbridge.bridge.window.Fanout;
import dev.jetbridge.bridge.window.Frames;
import dev.jetbridge.bridge.window.Tail;
import dev.jetbridge.bridge.window.TailListener;
import dev.jetbridge.bridge.window.TailPace;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.ProvenReplay.Supply;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.SubjectFilters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A bridge, its broker and its clients, driven by one seed. */
final class SimWorld {
  private static final String[] SUBJECTS = {"a.x", "a.y", "b.x", "b.y.z", "c"};
  private static final List<SubjectFilters> FILTERS =
      List.of(
          SubjectFilters.ALL,
          SubjectFilters.of("a.>"),
          SubjectFilters.of("c"),
          SubjectFilters.of("*.x", "b.>"),
          SubjectFilters.of("nothing.here"));
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Random random;
  private final SimTime time;
  private final SimBroker broker;
  private final List<SimStream> incarnations = new ArrayList<>();
  private final List<Loop> loops = new ArrayList<>();
  private final List<Fanout<SimBurst>> fanouts = new ArrayList<>();
  private final List<boolean[]> awake = new ArrayList<>();
  final List<SimClient> clients = new ArrayList<>();
  private final Window window;
  private final Tail tail;
  private final Feed feed;
  private final ReplayPermits permits;
  private boolean failing;

  SimWorld(long seed) {
    this.random = new Random(seed);
    this.time = new SimTime(random);
    this.broker = new SimBroker(time, random);
    incarnations.add(broker.stream);
    int before = random.nextInt(60);
    for (int i = 0; i < before; i++) {
      publish();
    }
    this.window = new Window(4 + random.nextInt(40), 1L << 20);
    Function<StreamMessage, Frames> encoder = this::frames;
    TailPace pace =
        new TailPace(
            new Supply(16, 900),
            window.capacity(),
            Duration.ofMinutes(1),
            Duration.ofMillis(100),
            Duration.ofMillis(20));
    this.permits = new ReplayPermits(1 + random.nextInt(3));
    this.tail = new Tail(broker, SubjectFilters.ALL, window, encoder, pace, time.loop(), new Ear());
    this.feed =
        new Feed(
            broker,
            SubjectFilters.ALL,
            window,
            tail::upstream,
            encoder,
            permits,
            new Silent(),
            null,
            new Feed.Pace(
                random.nextInt(8) > 0,
                new Supply(8, 600),
                new Supply(24, 1800),
                12,
                Duration.ofMillis(20),
                LONG,
                LONG,
                Duration.ofMillis(80),
                LONG));
    for (int i = 0; i < 2; i++) {
      loops.add(time.loop());
      fanouts.add(new Fanout<>(window, SimBurst::new, 60));
      awake.add(new boolean[1]);
    }
    tail.start();
  }

  private Frames frames(StreamMessage message) {
    if (failing) {
      failing = false;
      throw new Planted();
    }
    byte[] frame =
        (message.payload()[0] + " " + message.sequence()).getBytes(StandardCharsets.UTF_8);
    return new Frames() {
      @Override
      public boolean isEvent() {
        return true;
      }

      @Override
      public byte @Nullable [] in(Coding coding) {
        return frame;
      }

      @Override
      public int retainedBytes() {
        return frame.length;
      }
    };
  }

  SimStream incarnation(int number) {
    return incarnations.get(number);
  }

  List<SimStream> incarnationsOf(String epoch) {
    return incarnations.stream().filter(s -> s.epoch.value().equals(epoch)).toList();
  }

  /** One random thing happens. */
  void happen() {
    switch (random.nextInt(25)) {
      case 0, 1, 2, 3, 4, 5 -> publishSome(1 + random.nextInt(6));
      case 6 -> publishSome(random.nextInt(60));
      case 7 -> unlessBegunAgain(s -> s.delete(1 + random.nextLong(s.last() + 1)));
      case 8 -> unlessBegunAgain(s -> s.purgeSubject(SUBJECTS[random.nextInt(SUBJECTS.length)]));
      case 9 ->
          unlessBegunAgain(s -> s.retire(s.first() + random.nextLong(s.last() - s.first() + 2)));
      case 10 -> broker.dropConsumers(Kind.CONSUMER_LOST);
      case 11 -> outage();
      case 12 -> broker.lossOneIn = random.nextBoolean() ? 0 : 10 + random.nextInt(30);
      case 13 -> rarely(10, () -> replace(random.nextBoolean()));
      case 14 -> rarely(10, this::deleteForAWhile);
      case 15 -> rarely(4, tail::resetWindow);
      case 16, 17, 18 -> connect();
      case 19 -> anyClient().ifPresent(SimClient::vanish);
      case 20 -> rarely(8, this::plantFailure);
      default -> drainSome();
    }
    time.pass(Duration.ofNanos(random.nextInt(8_000_000)));
  }

  /**
   * A stream that begins again under the same creation time is recognised by the newest event that
   * was read of it: where the new one has already lost its own at that place, nobody can tell.
   */
  private void unlessBegunAgain(java.util.function.Consumer<SimStream> deletion) {
    if (incarnationsOf(broker.stream.epoch.value()).size() == 1) {
      deletion.accept(broker.stream);
    }
  }

  private void rarely(int oneIn, Runnable what) {
    if (random.nextInt(oneIn) == 0) {
      what.run();
    }
  }

  private void plantFailure() {
    if (random.nextBoolean()) {
      failing = true;
    } else {
      anyClient().ifPresent(SimClient::failNext);
    }
  }

  private void publish() {
    int bytes = 1 + random.nextInt(random.nextInt(20) == 0 ? 1_000 : 100);
    broker.stream.publish(SUBJECTS[random.nextInt(SUBJECTS.length)], time.now(), bytes);
  }

  private void publishSome(int many) {
    for (int i = 0; i < many && !broker.isMissing(); i++) {
      publish();
    }
  }

  private void outage() {
    broker.disconnect();
    time.after(random.nextInt(400_000_000), broker::reconnect);
  }

  private void replace(boolean sameEpoch) {
    broker.replaceStream(sameEpoch);
    incarnations.add(broker.stream);
    publishSome(random.nextInt(80));
  }

  private void deleteForAWhile() {
    broker.deleteStream();
    time.after(random.nextInt(300_000_000), () -> replace(false));
  }

  private void connect() {
    if (clients.stream().filter(c -> c.closed == null).count() >= 6) {
      return;
    }
    int on = random.nextInt(loops.size());
    SimClient client =
        new SimClient(
            "client " + clients.size(),
            this,
            loops.get(on),
            feed,
            fanouts.get(on),
            anyStart(),
            FILTERS.get(random.nextInt(FILTERS.size())));
    clients.add(client);
    loops.get(on).execute(client.session::begin);
  }

  private StartPoint anyStart() {
    SimStream stream = broker.stream;
    return switch (random.nextInt(6)) {
      case 0 -> new StartPoint.Latest();
      case 1 -> new StartPoint.Earliest();
      case 2 -> new StartPoint.After(Cursor.of(random.nextLong(stream.last() + 3)));
      case 3 ->
          new StartPoint.After(new Cursor(random.nextLong(stream.last() + 1), oldEpoch(), null));
      default -> {
        long at = Math.max(0, stream.last() - random.nextInt(30));
        yield new StartPoint.After(
            new Cursor(at, stream.epoch, at == 0 ? null : stream.message(at).time()));
      }
    };
  }

  private Epoch oldEpoch() {
    return incarnations.get(random.nextInt(incarnations.size())).epoch;
  }

  private java.util.Optional<SimClient> anyClient() {
    List<SimClient> open = clients.stream().filter(c -> c.closed == null).toList();
    return open.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(open.get(random.nextInt(open.size())));
  }

  private void drainSome() {
    for (SimClient client : clients) {
      if (random.nextInt(3) > 0) {
        client.drain(random.nextInt(13));
      }
    }
  }

  /** All trouble ends; everyone still open must come to the end of the stream. */
  void settle() {
    broker.lossOneIn = 0;
    broker.reconnect();
    if (broker.isMissing()) {
      replace(false);
    }
    for (int i = 0; i < 600; i++) {
      if (i % 50 == 0 && i < 200) {
        publishSome(3);
      }
      clients.forEach(client -> client.drain(100));
      time.pass(Duration.ofMillis(10));
    }
    for (SimClient client : clients) {
      if (client.closed == null) {
        assertThat(client.session.position())
            .as(
                "%s in %s after all trouble; permits %s lent, %s asked for; upstream %s",
                client.name,
                client.session.state(),
                permits.lent(),
                permits.waiting(),
                tail.upstream())
            .isEqualTo(broker.stream.last());
        assertThat(client.caughtUp).as("%s caught up", client.name).isTrue();
      } else {
        assertThat(client.session.state()).isEqualTo(SessionState.CLOSED);
      }
    }
    assertThat(permits.waiting()).isZero();
    if (feed.pace().shared()) {
      assertThat(permits.lent()).as("permits lent after all trouble").isZero();
      assertThat(broker.openConsumers()).as("consumers: the tail's alone").isEqualTo(1);
    }
  }

  private void wakeAll() {
    for (int i = 0; i < loops.size(); i++) {
      wake(i);
    }
  }

  private void wake(int loop) {
    if (!awake.get(loop)[0]) {
      awake.get(loop)[0] = true;
      loops
          .get(loop)
          .execute(() -> {
            awake.get(loop)[0] = false;
            if (fanouts.get(loop).run(1 + random.nextInt(20))) {
              wake(loop);
            }
          });
    }
  }

  private final class Ear implements TailListener {
    @Override
    public void moved() {
      wakeAll();
    }

    @Override
    public long handOverNanos() {
      return random.nextInt(1_500_000);
    }

    @Override
    public void upstream(Upstream upstream) {
      String fault = upstream.fault();
      assertThat(fault != null && fault.startsWith("internal") && !fault.contains("Planted"))
          .as("the tail failed: %s", fault)
          .isFalse();
      forAll(client -> client.session.upstream(upstream));
    }

    @Override
    public void replaced() {
      forAll(client -> client.session.streamReplaced());
      wakeAll();
    }

    @Override
    public void reset(ResetCause cause) {
      wakeAll();
    }

    private void forAll(java.util.function.Consumer<SimClient> task) {
      for (SimClient client : clients) {
        client.loop().execute(() -> task.accept(client));
      }
    }
  }

  private static final class Silent implements SessionObserver {
    @Override
    public void resumed(Resumed outcome) {}

    @Override
    public void moved(SessionState from, SessionState to) {}

    @Override
    public void overrun() {}

    @Override
    public void replayed() {}

    @Override
    public void closing(CloseReason reason) {}
  }
}
