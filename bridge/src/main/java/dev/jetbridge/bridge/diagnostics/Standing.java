package dev.jetbridge.bridge.diagnostics;

import static dev.jetbridge.stream.BrokerEvent.Kind.CONNECTED;
import static dev.jetbridge.stream.BrokerEvent.Kind.CREDENTIALS_RELOADED;
import static dev.jetbridge.stream.BrokerEvent.Kind.DISCONNECTED;
import static dev.jetbridge.stream.BrokerEvent.Kind.EXPIRED;
import static dev.jetbridge.stream.BrokerEvent.Kind.EXPIRING;
import static dev.jetbridge.stream.BrokerEvent.Kind.RECONNECTED;
import static dev.jetbridge.stream.BrokerEvent.Kind.REFUSED;
import static dev.jetbridge.stream.BrokerEvent.Kind.REVOKED;
import static dev.jetbridge.stream.BrokerEvent.Kind.UNREACHABLE;

import dev.jetbridge.stream.BrokerEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Patterns of how a connection stands: what was said of it last. */
final class Standing {
  /** How many refusals in a row are a loop. */
  static final int LOOP = 3;

  /** Attempts follow each other within seconds, or half a minute: what is older is over. */
  static final Duration FRESH = Duration.ofMinutes(2);

  static final Set<Kind> MADE =
      Collections.unmodifiableSet(EnumSet.of(CONNECTED, RECONNECTED, CREDENTIALS_RELOADED));
  static final Set<Kind> DENIED =
      Collections.unmodifiableSet(EnumSet.of(REFUSED, EXPIRED, REVOKED));
  private static final Set<Kind> AWAY =
      Collections.unmodifiableSet(EnumSet.of(DISCONNECTED, UNREACHABLE));

  /** All that says how a connection stands. */
  static final Set<Kind> TOLD = told();

  private Standing() {}

  private static Set<Kind> told() {
    Set<Kind> told = EnumSet.copyOf(MADE);
    told.addAll(DENIED);
    told.addAll(AWAY);
    return Collections.unmodifiableSet(told);
  }

  static Optional<Finding> revoked(List<Occurrence> history, Instant now) {
    return denied(history, now, REVOKED, Pattern.CREDENTIALS_REVOKED);
  }

  static Optional<Finding> expired(List<Occurrence> history, Instant now) {
    return denied(history, now, EXPIRED, Pattern.CREDENTIALS_EXPIRED);
  }

  static Optional<Finding> refused(List<Occurrence> history, Instant now) {
    return denied(history, now, REFUSED, Pattern.CREDENTIALS_REFUSED);
  }

  private static Optional<Finding> denied(
      List<Occurrence> history, Instant now, Kind kind, Pattern pattern) {
    List<Occurrence> since = sinceMade(history, now);
    return since.isEmpty() || since.getLast().kind() != kind
        ? Optional.empty()
        : Optional.of(finding(pattern, since, EnumSet.of(kind)));
  }

  /** Refused over and over, where it had a connection before. */
  static Optional<Finding> loop(List<Occurrence> history, Instant now) {
    List<Occurrence> since = sinceMade(history, now);
    boolean wasMade = history.stream().anyMatch(o -> MADE.contains(o.kind()));
    if (since.isEmpty() || !wasMade || !DENIED.contains(since.getLast().kind())) {
      return Optional.empty();
    }
    Finding finding = finding(Pattern.AUTHENTICATION_LOOP, since, DENIED);
    return finding.count() < LOOP ? Optional.empty() : Optional.of(finding);
  }

  static Optional<Finding> unreachable(List<Occurrence> history, Instant now) {
    List<Occurrence> since = sinceMade(history, now);
    return since.isEmpty() || !AWAY.contains(since.getLast().kind())
        ? Optional.empty()
        : Optional.of(finding(Pattern.BROKER_UNREACHABLE, since, AWAY));
  }

  static Optional<Finding> expiring(List<Occurrence> history, Instant now) {
    List<Occurrence> since = after(history, EnumSet.of(EXPIRING));
    return since.stream().anyMatch(o -> o.kind() == EXPIRING)
            && since.stream().noneMatch(o -> isToldOtherwise(o, now))
        ? Optional.of(finding(Pattern.CREDENTIALS_EXPIRING, since, EnumSet.of(EXPIRING)))
        : Optional.empty();
  }

  // A refusal may be of those that were to follow, and that nothing tries any more.
  private static boolean isToldOtherwise(Occurrence o, Instant now) {
    return o.kind() == EXPIRED || o.kind() == REVOKED || (o.kind() == REFUSED && isFresh(o, now));
  }

  private static boolean isFresh(Occurrence o, Instant now) {
    return !o.last().isBefore(now.minus(FRESH));
  }

  /** What was tried and lost since there was a connection last; empty where that is long ago. */
  private static List<Occurrence> sinceMade(List<Occurrence> history, Instant now) {
    List<Occurrence> since = after(history, AWAY);
    return since.isEmpty() || !isFresh(since.getLast(), now) ? List.of() : since;
  }

  private static List<Occurrence> after(List<Occurrence> history, Set<Kind> told) {
    int made = history.size() - 1;
    while (made >= 0 && !MADE.contains(history.get(made).kind())) {
      made--;
    }
    return history.subList(made + 1, history.size()).stream()
        .filter(o -> told.contains(o.kind()) || DENIED.contains(o.kind()))
        .toList();
  }

  private static Finding finding(Pattern pattern, List<Occurrence> entries, Set<Kind> kinds) {
    List<Occurrence> members = entries.stream().filter(o -> kinds.contains(o.kind())).toList();
    Occurrence last = members.getLast();
    int count = members.stream().mapToInt(Occurrence::count).sum();
    return new Finding(
        pattern,
        last.connection(),
        members.getFirst().first(),
        last.last(),
        count,
        count == 1
            ? last.event().cause()
            : "%d times, the last: %s".formatted(count, last.event().cause()));
  }
}
