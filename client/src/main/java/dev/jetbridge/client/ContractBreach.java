package dev.jetbridge.client;

/** The server said what the wire contract rules out. */
final class ContractBreach extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was found may be as long as a message; people are shown its beginning. */
  private static final int MOST = 400;

  ContractBreach(String foundAndExpected) {
    super(bounded(foundAndExpected));
  }

  ContractBreach(String foundAndExpected, Throwable cause) {
    super(bounded(foundAndExpected), cause);
  }

  private static String bounded(String words) {
    return words.length() <= MOST ? words : words.substring(0, MOST) + "...";
  }
}
