package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.BrokerEvent;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why there is no connection: what an operator does about it differs. */
enum Verdict {
  /** No server was reached, or it ended the connection for a reason of its own. */
  UNREACHABLE(BrokerEvent.Kind.UNREACHABLE, "no connection"),
  /** The credentials have expired. */
  EXPIRED(BrokerEvent.Kind.EXPIRED, "credentials expired"),
  /** The credentials were revoked. */
  REVOKED(BrokerEvent.Kind.REVOKED, "credentials revoked"),
  /** The credentials are not accepted. */
  REFUSED(BrokerEvent.Kind.REFUSED, "credentials refused"),
  /** The files that hold them cannot be read. */
  UNREADABLE(BrokerEvent.Kind.REFUSED, "credentials unreadable");

  private final BrokerEvent.Kind kind;
  private final String words;

  Verdict(BrokerEvent.Kind kind, String words) {
    this.kind = kind;
    this.words = words;
  }

  /**
   * Judges by what the broker said: in {@code -ERR} it names an expiry or a revocation to a
   * connection that it ends, but answers a new one with {@code Authorization Violation} whatever is
   * wrong (nats-server's server/errors.go, server/auth.go).
   *
   * @param said the broker's words, empty where there were none
   * @param identity who the bridge was
   * @param revoked who it was when the broker last named a revocation; null where it never did
   */
  static Verdict of(String said, Identity identity, @Nullable Identity revoked, Instant now) {
    String text = said.toLowerCase(Locale.ROOT);
    if (text.contains("authentication expired")) {
      return EXPIRED;
    }
    if (text.contains("authentication revoked")) {
      return REVOKED;
    }
    if (text.contains("authorization violation") || text.contains("authentication error")) {
      if (identity.equals(revoked)) {
        return REVOKED;
      }
      return identity.isExpired(now) ? EXPIRED : REFUSED;
    }
    return UNREACHABLE;
  }

  BrokerEvent.Kind kind() {
    return kind;
  }

  /** In words for an operator. */
  String words() {
    return words;
  }
}
