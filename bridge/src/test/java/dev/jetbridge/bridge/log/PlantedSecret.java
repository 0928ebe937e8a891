package dev.jetbridge.bridge.log;

import java.util.stream.Stream;

/**
 * A secret in the form in which it could reach a log.
 *
 * @param text what is logged
 * @param secret the part of it that must not be seen
 */
record PlantedSecret(String text, String secret) {
  // In pieces, so that scanners of sources take none of them for a real one.
  private static final String SEED =
      "SU" + "AIBDPBAUTWCWBKIO6XHQNZLFA5PZMCQJCHUKYABTFPOYQPBL5A7QPZ3ABC";
  private static final String CLAIMS = "J0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ";
  private static final String JWT = "ey" + CLAIMS + "." + CLAIMS + ".c2lnbmF0dXJl";

  static Stream<PlantedSecret> all() {
    return Stream.of(
        of("Authorization: Bearer %s", "t0k.en-_~+/=="),
        of("authorization=Basic %s", "dXNlcjpwYXNz"),
        of("{Authorization=[Bearer %s]}", "t0ken"),
        of("\"Authorization\": \"%s\"", "raw-credential"),
        of("sent BEARER %s", "t0ken"),
        of("protocols jetbridge.v1, bearer.%s", "dDBrZW4tc2VjcmV0"),
        of("cannot reach nats://bridge:%s@broker:4222", "pässw0rd"),
        of("cannot reach nats://bridge:%s@broker:4222/x", "p/a?s#s@w:rd"),
        of("[tls://%s@a:4222,", "t0ken"),
        of("https://user:%s@host", "a\"b'c"),
        of("GET /ws/events?since=0&token=%s&subject=a", "t0ken"),
        of("/snapshot?access_token=%s", "t0ken"),
        of("?sig=%s", "c2lnbmF0dXJl"),
        of("CONNECT {\"user\":\"me\",\"pass\":\"%s\",\"echo\":true}", "a b\\\"c"),
        of("CONNECT {\"auth_token\":\"%s\"}", "t0ken"),
        of("nats.password=%s", "hunter2"),
        of("password: '%s'", "two words"),
        of("secret = %s;", "hunter2"),
        of("apiKey=%s", "hunter2"),
        of("seed %s", SEED),
        of("seed=x_%s", SEED),
        of("jwt is %s", JWT),
        of("-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----", "MIIEvQ\nIBADAN"),
        of("-----BEGIN EC PRIVATE KEY-----\n%s\n-----END EC PRIVATE KEY-----", "MHcCAQ"),
        of("-----BEGIN NATS USER JWT-----\n%s\n------END NATS USER JWT------", JWT),
        of("-----BEGIN USER NKEY SEED-----\n%s\n------END USER NKEY SEED------", SEED));
  }

  private static PlantedSecret of(String around, String secret) {
    return new PlantedSecret(around.formatted(secret), secret);
  }

  @Override
  public String toString() {
    return text.replace(secret, "...");
  }
}
