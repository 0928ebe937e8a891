package dev.jetbridge.config;

import org.jspecify.annotations.Nullable;

/** The reference documentation of all keys in Markdown: docs/configuration.md is its text. */
public final class ConfigurationReference {
  private static final String HEAD =
      """
      # Configuration

      <!-- Generated from the keys themselves: ./jetbridge config reference > docs/configuration.md -->

      A bridge needs to know its stream (`stream.name`) and who may connect (`auth.tokens-file` or `auth.token`);
      everything else has a default.

      ## Where values come from

      The later overrides the earlier, key by key:

      1. the default in the tables below;
      2. the YAML file named by `--config` or, without that, by `JETBRIDGE_CONFIG`;
      3. an environment variable: `JETBRIDGE_` and the key in upper case, dots and dashes as underscores
         (`session.send-timeout` is `JETBRIDGE_SESSION_SEND_TIMEOUT`);
      4. `--set key=value` on the command line; of two for one key the last holds.

      ```yaml
      stream.name: EVENTS            # dotted names and sections may be mixed
      auth:
        tokens-file: /etc/jetbridge/tokens.yaml
      nats:
        url: [tls://a.example:4222, tls://b.example:4222]
        user: bridge
        password-file: /run/secrets/nats-password
      ```

      - Nothing is guessed. An unknown key, a value that is empty or out of range, a number without its unit, a key that
        stands twice in the file: all such problems are told at once, each with its place, and the start is refused
        (exit code 1). `jetbridge config check` does only that; `jetbridge config print` shows every value with its
        origin, secrets masked.
      - **Durations** are whole numbers with units: `500ms`, `50s`, `10m`, `1h30m`, `1d`. **Sizes** too: `512B`, `64KiB`,
        `1MiB`, `2GiB` (powers of 1024), `64KB`, `1MB`, `2GB` (powers of 1000). **Lists** are YAML lists, or one text with
        commas between.
      - **Secrets** (type *secret*) may be given by the file that holds them: each has a second key that ends in `-file`
        (`nats.password-file`, `JETBRIDGE_NATS_PASSWORD_FILE`). The line break at the end of the file is not part of the
        secret. On a command line a secret can be seen by other users of the machine: prefer the file.
      - The YAML file is UTF-8, at most 1 MiB, one document; tags, aliases and merges are refused.
      - Relative paths are relative to the directory that the command is started in.
      - In the environment, `JETBRIDGE_CONFIG`, `JETBRIDGE_TOKEN`, `JETBRIDGE_JAVA_OPTS`, `JETBRIDGE_NATS_SERVER`,
        `JETBRIDGE_NATS_PORT` and `JETBRIDGE_RUN_DIR` are not keys but read by the commands and scripts, and the variables
        that Kubernetes sets beside a service named `jetbridge` are passed over.
      """;

  private static final String TOKENS_FILE =
      """

      ## The tokens file

      ```yaml
      tokens:
        - name: console                       # what logs and `/sessions` call it
          sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
          subjects: ["cellos.events.>"]       # what it may read
        - name: support
          token: s3cret                       # or the token itself, where the file is as safe as a secret
          subjects: ["cellos.events.*.formation", "cellos.events.*.cell"]
          expires: 2026-12-31T23:59:59Z       # then its sessions end with 4401
      ```

      `printf %s "$TOKEN" | sha256sum` prints the hash of a token. The file is read again when it changes.
      """;

  private ConfigurationReference() {}

  /** The whole page, ending in a line break. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    Catalogue.SECTIONS.forEach(section -> append(page, section));
    return page.append(TOKENS_FILE).toString();
  }

  private static void append(StringBuilder page, Section section) {
    page.append("\n## ").append(section.title()).append("\n\n");
    page.append("| key | type | default | |\n|---|---|---|---|\n");
    section.keys().forEach(key -> append(page, key));
  }

  private static void append(StringBuilder page, Key<?> key) {
    String range = key.type().range();
    page.append(
        "| `%s` | %s | %s | %s |\n"
            .formatted(
                key.name(),
                key.type().name() + (range.isEmpty() ? "" : ", " + range),
                fallback(key),
                key.description()));
  }

  private static String fallback(Key<?> key) {
    @Nullable String fallback = key.fallback();
    if (fallback != null) {
      return fallback.isEmpty() ? "empty" : "`" + fallback + "`";
    }
    return switch (key.presence()) {
      case REQUIRED -> "**must be given**";
      case OPTIONAL, DEFAULTED -> "";
    };
  }
}
