package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.StreamSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** The model's broker, of which the contract is asked as of the real one. */
final class SimFixture implements SourceFixture {
  private static final Duration TICK = Duration.ofMillis(5);
  private static final int TICKS = 10_000;
  private static final int A_WHILE = 200;

  private final SimTime time;
  private final Loop loop;
  private final SimBroker broker;
  private final SimBroker nothing;

  SimFixture(long seed) {
    Random random = new Random(seed);
    this.time = new SimTime(random);
    this.loop = time.loop();
    this.broker = new SimBroker(time, random);
    this.nothing = new SimBroker(time, random);
    nothing.deleteStream();
  }

  @Override
  public StreamSource source() {
    return broker;
  }

  @Override
  public StreamSource sourceOfNothing() {
    return nothing;
  }

  @Override
  public Executor executor() {
    return loop;
  }

  @Override
  public void publish(String subject, int bytes) {
    time.pass(TICK);
    broker.stream.publish(subject, time.now(), bytes);
  }

  @Override
  public Instant timeOf(long sequence) {
    return broker.stream.message(sequence).time();
  }

  @Override
  public void delete(long sequence) {
    broker.stream.delete(sequence);
  }

  @Override
  public void purge() {
    broker.stream.retire(broker.stream.last());
  }

  @Override
  public void purgeBelow(long sequence) {
    broker.stream.retire(sequence - 1);
  }

  @Override
  public void deleteStream() {
    broker.deleteStream();
  }

  @Override
  public void recreate() {
    broker.replaceStream(false);
  }

  @Override
  public long consumers() {
    return broker.openConsumers();
  }

  @Override
  public void loseBroker() {
    broker.disconnect();
  }

  @Override
  public void findBroker() {
    broker.reconnect();
  }

  @Override
  public void until(String what, BooleanSupplier condition) {
    for (int i = 0; i < TICKS && !condition.getAsBoolean(); i++) {
      time.pass(TICK);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  @Override
  public void stays(String what, BooleanSupplier condition) {
    for (int i = 0; i < A_WHILE; i++) {
      time.pass(TICK);
      assertThat(condition.getAsBoolean()).as(what).isTrue();
    }
  }

  @Override
  public void close() {}
}
