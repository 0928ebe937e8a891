package dev.jetbridge.bridge.model;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The model's broker")
class SimContractTest
    implements StateContract, ReplayStartContract, DeliveryContract, ReplayEndContract {
  private SimFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SimFixture(1);
  }

  @Override
  public SourceFixture fixture() {
    return fixture;
  }
}
