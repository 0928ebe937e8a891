package dev.jetbridge.bridge.diagnostics;

import static dev.jetbridge.stream.BrokerEvent.Kind.CONSUMER_LIMIT;
import static dev.jetbridge.stream.BrokerEvent.Kind.CONSUMER_SILENT;
import static dev.jetbridge.stream.BrokerEvent.Kind.DISCONNECTED;
import static dev.jetbridge.stream.BrokerEvent.Kind.REBUILT;
import static dev.jetbridge.stream.BrokerEvent.Kind.TAIL_RESET;

import dev.jetbridge.config.DurationText;
import dev.jetbridge.stream.BrokerEvent.Kind;
import dev.jetbridge.stream.BrokerEvent.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The patterns that are looked for, each on one connection at a time. */
public final class Detectors {
  /** What is over for longer is history: it stays in the events and is found no more. */
  static final Duration RECENT = Duration.ofMinutes(15);

  static final int FLAPS = 3;
  static final Duration FLAPPING = Duration.ofMinutes(5);
  static final int REBUILDS = 5;
  static final Duration STORM = Duration.ofMinutes(1);

  /** A connection that is lost so soon after a silence explains it. */
  static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Set<Kind> REBUILDING = Set.of(REBUILT, TAIL_RESET);

  private static final List<Detector> ALL =
      List.of(
          Standing::revoked,
          Standing::expired,
          Standing::refused,
          Standing::loop,
          Standing::unreachable,
          Detectors::consumerLimit,
          Detectors::heartbeatLoss,
          Detectors::flapping,
          Detectors::rebuildStorm,
          Standing::expiring);

  private Detectors() {}

  /** All that is found in what happened, the most urgent first. */
  public static List<Finding> findings(List<Occurrence> entries, Instant now) {
    Map<String, List<Occurrence>> connections = new LinkedHashMap<>();
    for (Occurrence entry : entries) {
      connections.computeIfAbsent(entry.connection(), name -> new ArrayList<>()).add(entry);
    }
    List<Finding> findings = new ArrayList<>();
    for (List<Occurrence> history : connections.values()) {
      for (Detector detector : ALL) {
        detector.find(history, now).ifPresent(findings::add);
      }
    }
    findings.sort(Comparator.comparing(Finding::pattern));
    return findings;
  }

  static Optional<Finding> flapping(List<Occurrence> history, Instant now) {
    return crowd(losses(history), now, FLAPS, FLAPPING)
        .map(crowd ->
            crowd.finding(
                Pattern.FLAPPING,
                "%d connections lost within %s, the last because: %s"
                    .formatted(crowd.count(), DurationText.of(FLAPPING), crowd.cause())));
  }

  /** The connections lost, but those that ended for their credentials: that has its own name. */
  private static List<Occurrence> losses(List<Occurrence> history) {
    List<Occurrence> losses = new ArrayList<>();
    boolean deniedNext = false;
    for (Occurrence o : history.reversed()) {
      if (o.kind() == DISCONNECTED && !deniedNext) {
        losses.add(o);
      }
      if (Standing.TOLD.contains(o.kind())) {
        deniedNext = Standing.DENIED.contains(o.kind());
      }
    }
    return losses.reversed();
  }

  static Optional<Finding> rebuildStorm(List<Occurrence> history, Instant now) {
    return crowd(
            only(
                history, o -> REBUILDING.contains(o.kind()) && o.event().party() != Party.OPERATOR),
            now,
            REBUILDS,
            STORM)
        .map(crowd ->
            crowd.finding(
                Pattern.REBUILD_STORM,
                "begun again %d times within %s, the last because: %s"
                    .formatted(crowd.count(), DurationText.of(STORM), crowd.cause())));
  }

  static Optional<Finding> consumerLimit(List<Occurrence> history, Instant now) {
    return crowd(only(history, o -> o.kind() == CONSUMER_LIMIT), now, 1, RECENT)
        .map(crowd ->
            crowd.finding(
                Pattern.CONSUMER_LIMIT,
                "%d consumers refused, the last because: %s"
                    .formatted(crowd.count(), crowd.cause())));
  }

  static Optional<Finding> heartbeatLoss(List<Occurrence> history, Instant now) {
    return crowd(unexplained(history), now, 1, RECENT)
        .map(crowd ->
            crowd.finding(
                Pattern.HEARTBEAT_LOSS,
                "%d consumers went silent while the connection stood, the last: %s"
                    .formatted(crowd.count(), crowd.cause())));
  }

  private static List<Occurrence> only(List<Occurrence> history, Predicate<Occurrence> wanted) {
    return history.stream().filter(wanted).toList();
  }

  /** The silences that no loss of the connection follows soon. */
  private static List<Occurrence> unexplained(List<Occurrence> history) {
    List<Occurrence> silences = new ArrayList<>();
    Instant nextLoss = Instant.MAX;
    for (Occurrence o : history.reversed()) {
      if (o.kind() == DISCONNECTED) {
        nextLoss = o.first();
      } else if (o.kind() == CONSUMER_SILENT && nextLoss.isAfter(o.last().plus(SILENCE))) {
        silences.add(o);
      }
    }
    return silences.reversed();
  }

  /** The newest that are enough within a span, where the last of them is recent. */
  private static Optional<Crowd> crowd(
      List<Occurrence> found, Instant now, int enough, Duration within) {
    for (int last = found.size() - 1; last >= 0; last--) {
      Instant end = found.get(last).last();
      if (end.isBefore(now.minus(RECENT))) {
        return Optional.empty();
      }
      Instant begin = end.minus(within);
      int first = last;
      int count = 0;
      while (first >= 0 && !found.get(first).last().isBefore(begin)) {
        count += found.get(first).countSince(begin);
        first--;
      }
      if (count >= enough) {
        return Optional.of(new Crowd(found.subList(first + 1, last + 1), count));
      }
    }
    return Optional.empty();
  }

  private record Crowd(List<Occurrence> members, int count) {
    String cause() {
      return members.getLast().event().cause();
    }

    Finding finding(Pattern pattern, String summary) {
      Occurrence last = members.getLast();
      return new Finding(
          pattern, last.connection(), members.getFirst().first(), last.last(), count, summary);
    }
  }
}
