package dev.jetbridge.cli;

import java.util.Map;

/** A secret of each kind. */
final class PlantedSecrets {
  // In pieces, so that scanners of sources take none of them for a real one.
  static final String SEED = "SU" + "AIBDPBAUTWCWBKIO6XHQNZLFA5PZMCQJCHUKYABTFPOYQPBL5A7QPZ3ABC";
  static final String JWT =
      "ey" + "J0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.eyJqdGkiOiJhYmMifQ.c2lnbmF0dXJl";

  static final String NATS_PASSWORD = "quartz-piano-81 of the broker";
  static final String NATS_TOKEN = "velvet-anchor-72-of-the-broker";
  static final String AUTH_TOKEN = "copper-lantern-63-of-a-reader";
  static final String FILE_TOKEN = "marble-falcon-54-of-the-file";
  static final String ADMIN_TOKEN = "walnut-comet-45-of-an-operator";
  static final String STRANGER = "amber-glacier-36-of-a-stranger";
  static final Map<String, String> ALL =
      Map.of(
          "nats.password", NATS_PASSWORD,
          "nats.token", NATS_TOKEN,
          "auth.token", AUTH_TOKEN,
          "a token of the file", FILE_TOKEN,
          "admin.token", ADMIN_TOKEN,
          "a stranger's token", STRANGER,
          "a seed", SEED,
          "a JWT", JWT);

  private PlantedSecrets() {}

  /** A file of NATS credentials. */
  static String credentials(String jwt, String seed) {
    return """
    -----BEGIN NATS USER JWT-----
    %s
    ------END NATS USER JWT------

    -----BEGIN USER NKEY SEED-----
    %s
    ------END USER NKEY SEED------
    """
        .formatted(jwt, seed);
  }
}
