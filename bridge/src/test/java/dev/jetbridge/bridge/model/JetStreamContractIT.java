package dev.jetbridge.bridge.model;

import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A JetStream source")
class JetStreamContractIT
    implements StateContract, ReplayStartContract, DeliveryContract, ReplayEndContract {
  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  private NatsFixture fixture;

  @BeforeEach
  void open() {
    fixture = new NatsFixture(NATS.server());
  }

  @AfterEach
  void close() {
    fixture.close();
    Streams.deleteAll(NATS.server().connect());
  }

  @Override
  public SourceFixture fixture() {
    return fixture;
  }
}
