package dev.jetbridge.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a connection, or an attempt at one, came to its end. */
public sealed interface Ending {
  /** The server, or the network (1006), closed the WebSocket. */
  record Closed(int code, String reason) implements Ending {
    @Override
    public String toString() {
      return "closed with " + code + (reason.isEmpty() ? "" : " " + reason);
    }
  }

  /**
   * The server answered the opening handshake with something else than 101.
   *
   * @param status the HTTP status
   * @param retryAfter from {@code Retry-After}, null where absent
   * @param problem the server's reason, null where it could not be learned
   */
  record Refused(int status, @Nullable Duration retryAfter, @Nullable Problem problem)
      implements Ending {
    @Override
    public String toString() {
      return "refused with HTTP " + status + (problem == null ? "" : " (" + problem + ")");
    }
  }

  /** No connection came about, or it broke. */
  record Unreachable(String cause) implements Ending {
    @Override
    public String toString() {
      return cause;
    }
  }

  /** Nothing was heard for three bookmark intervals, though the feed was ready to hear. */
  record Silent(Duration silence) implements Ending {
    @Override
    public String toString() {
      return "nothing heard for " + silence.toSeconds() + " s";
    }
  }

  /** The server asked for it (P-6.6), and the moment that it named has come. */
  record SentAway() implements Ending {
    @Override
    public String toString() {
      return "sent away by a server that is about to stop";
    }
  }

  /** The server said what the contract rules out; nothing after it can be trusted. */
  record Broken(String breach) implements Ending {
    @Override
    public String toString() {
      return breach;
    }
  }

  /** The program had no token to show. */
  record NoToken(String cause) implements Ending {
    @Override
    public String toString() {
      return "no token: " + cause;
    }
  }
}
