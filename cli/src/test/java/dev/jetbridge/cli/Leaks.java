package dev.jetbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What has left a process by each way out, and the secrets that are found in it. */
final class Leaks {
  /** How much of a secret is enough to be of use to somebody. */
  private static final int TELLING = 12;

  private final Map<String, String> secrets;
  private final Map<String, String> seen = new LinkedHashMap<>();

  /**
   * Nothing has left yet.
   *
   * @param secrets by the names that they are told by
   */
  Leaks(Map<String, String> secrets) {
    this.secrets = Map.copyOf(secrets);
  }

  /** Takes down what was seen of a process; returns it. */
  String saw(String way, String text) {
    seen.merge(way, text, String::concat);
    return text;
  }

  /** All that was seen by a way. */
  String of(String way) {
    return seen.getOrDefault(way, "");
  }

  /** Each secret that was seen, with the way and what stands around it, the secret left out. */
  List<String> found() {
    List<String> found = new ArrayList<>();
    seen.forEach((way, text) ->
        secrets.forEach((name, secret) ->
            forms(secret)
                .filter(text::contains)
                .findFirst()
                .ifPresent(
                    form -> found.add(way + ": " + name + " in " + around(text, form, name)))));
    return found;
  }

  /** The secret itself, the beginning of it, and what it is encoded as on its ways. */
  private static Stream<String> forms(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    return Stream.of(
        secret,
        secret.substring(0, TELLING),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        Base64.getEncoder().encodeToString(("user:" + secret).getBytes(UTF_8)),
        URLEncoder.encode(secret, UTF_8));
  }

  private static String around(String text, String form, String name) {
    int at = text.indexOf(form);
    return text.substring(Math.max(0, at - 120), Math.min(text.length(), at + form.length() + 40))
        .replace(form, "<" + name + ">");
  }
}
