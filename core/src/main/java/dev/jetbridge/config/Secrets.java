package dev.jetbridge.config;

/** A secret; never shown again once it is read. */
record Secrets() implements ValueType<Secret> {
  static final Secrets SECRET = new Secrets();

  @Override
  public String name() {
    return "secret";
  }

  @Override
  public String expected() {
    return "a secret that is not blank";
  }

  @Override
  public Secret parse(String text) {
    return new Secret(text);
  }

  @Override
  public boolean accepts(Secret value) {
    return true;
  }

  @Override
  public String format(Secret value) {
    return value.toString();
  }
}
