package dev.jetbridge.snapshot.checkpoint;

/** Found while a checkpoint is read, and told as {@link Checkpoint.Broken}. */
final class Damage extends Exception {
  private final String found;
  private final String expected;

  Damage(String found, String expected) {
    super(found + " found, expected " + expected, null, false, false);
    this.found = found;
    this.expected = expected;
  }

  Checkpoint.Broken broken() {
    return new Checkpoint.Broken(found, expected);
  }
}
