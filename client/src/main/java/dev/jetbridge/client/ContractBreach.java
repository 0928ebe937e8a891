package dev.jetbridge.client;

/** The server said what the wire contract rules out. */
final class ContractBreach extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ContractBreach(String foundAndExpected) {
    super(foundAndExpected);
  }

  ContractBreach(String foundAndExpected, Throwable cause) {
    super(foundAndExpected, cause);
  }
}
