package dev.jetbridge.testkit;

import java.util.List;

/**
 * A user that a {@link NatsServer} knows. Empty allow lists mean no limit.
 *
 * @param publish the subjects that the user may publish to
 * @param subscribe the subjects that the user may subscribe to
 */
public record NatsUser(String name, String password, List<String> publish, List<String> subscribe) {

  public NatsUser {
    publish = List.copyOf(publish);
    subscribe = List.copyOf(subscribe);
  }

  /** A user that may do everything within its account. */
  public static NatsUser full(String name, String password) {
    return new NatsUser(name, password, List.of(), List.of());
  }

  /** A user that may publish and subscribe to the subjects named, and to nothing else. */
  public static NatsUser limited(
      String name, String password, List<String> publish, List<String> subscribe) {
    return new NatsUser(name, password, publish, subscribe);
  }

  /** This user in the syntax of nats-server's {@code users} list. */
  String toConfig() {
    StringBuilder config = new StringBuilder("{ user: ").append(quote(name));
    config.append(", password: ").append(quote(password));
    if (!publish.isEmpty() || !subscribe.isEmpty()) {
      config.append(", permissions: {");
      allow(config, "publish", publish);
      allow(config, "subscribe", subscribe);
      config.append(" }");
    }
    return config.append(" }").toString();
  }

  private static void allow(StringBuilder config, String what, List<String> subjects) {
    if (!subjects.isEmpty()) {
      config.append(' ').append(what).append(": { allow: [");
      config.append(String.join(", ", subjects.stream().map(NatsUser::quote).toList()));
      config.append("] },");
    }
  }

  /** {@code text} as a string of nats-server's configuration, which knows no escaped quote. */
  static String quote(String text) {
    if (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(
          "%s holds a quote or a backslash; expected neither".formatted(text));
    }
    return '"' + text + '"';
  }
}
