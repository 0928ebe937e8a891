package dev.jetbridge.bridge.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a client offers in {@code Sec-WebSocket-Extensions} (RFC 6455 §9.1), as far as it is
 * permessage-deflate (RFC 7692 §7). Of its offers the first is taken that can be kept: every
 * message compressed by itself, in a window of 32 KiB.
 */
public final class DeflateOffer {
  private static final String NAME = "permessage-deflate";
  private static final String ALONE = "server_no_context_takeover";
  private static final String CLIENT_ALONE = "client_no_context_takeover";
  private static final String WINDOW = "server_max_window_bits";
  private static final String CLIENT_WINDOW = "client_max_window_bits";
  private static final String LARGEST_WINDOW = "15";

  private DeflateOffer() {}

  /**
   * What is answered to the header's lines, each a list with commas; empty where none of the offers
   * can be kept, or none is made: the extension is then not used.
   */
  public static Optional<String> answer(List<String> lines) {
    for (String line : lines) {
      for (String offer : line.split(",", -1)) {
        Optional<String> answer = answer(offer.split(";", -1));
        if (answer.isPresent()) {
          return answer;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> answer(String[] offer) {
    if (!offer[0].strip().equalsIgnoreCase(NAME)) {
      return Optional.empty();
    }
    // Named whether asked for or not: a client that can inflate can do so without what came before
    // (RFC 7692 §7.1.1.1).
    StringBuilder answer = new StringBuilder(NAME).append("; ").append(ALONE);
    Set<String> seen = new HashSet<>();
    for (int i = 1; i < offer.length; i++) {
      String[] parameter = offer[i].split("=", 2);
      String name = parameter[0].strip().toLowerCase(Locale.ROOT);
      String value = parameter.length == 1 ? "" : unquoted(parameter[1].strip());
      if (!seen.add(name) || !isKept(name, value)) {
        return Optional.empty();
      }
      if (name.equals(CLIENT_ALONE)) {
        answer.append("; ").append(CLIENT_ALONE);
      } else if (name.equals(WINDOW)) {
        answer.append("; ").append(WINDOW).append('=').append(LARGEST_WINDOW);
      }
    }
    return Optional.of(answer.toString());
  }

  private static boolean isKept(String name, String value) {
    return switch (name) {
      case ALONE, CLIENT_ALONE -> value.isEmpty();
      // The JDK's compressor has the largest window and no other.
      case WINDOW -> value.equals(LARGEST_WINDOW);
      case CLIENT_WINDOW -> value.isEmpty() || value.matches("[89]|1[0-5]");
      default -> false;
    };
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
