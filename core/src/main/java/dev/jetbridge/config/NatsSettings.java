package dev.jetbridge.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the broker is reached and who the bridge is there. At most one kind of credential: a
 * credentials file, a user with its password, or a token.
 *
 * @param urls servers to try, without user or password in them
 * @param credsFile NATS credentials file (JWT and nkey seed), watched for renewed ones
 * @param user user name
 * @param password the user's password
 * @param token token
 * @param tls what TLS to the broker is checked against
 */
public record NatsSettings(
    List<String> urls,
    @Nullable Path credsFile,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable Secret token,
    NatsTlsSettings tls) {

  private static final ValueType<String> URL =
      Text.matching(
          "URL",
          "a URL such as nats://broker:4222 (nats, tls, ws or wss; user and password go to nats.user and nats.password)",
          "(nats|tls|ws|wss)://([0-9A-Za-z._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?/?");
  private static final ValueType<String> NAME = Text.matching("text", "a user name", ".*\\S.*");

  static final Key<List<String>> NATS_URL =
      Key.of(
          "nats.url",
          Types.atLeastOne(URL),
          "nats://127.0.0.1:4222",
          "Servers of the NATS cluster, the first that answers is taken. No user or password in the URL.");
  static final Key<Path> CREDS_FILE =
      Key.optional(
          "nats.creds-file",
          Types.FILE,
          "NATS credentials file (JWT and nkey seed). Renewed ones are taken up without a gap, within about a second of the file's change.");
  static final Key<String> USER =
      Key.optional("nats.user", NAME, "User name; wants `nats.password` beside it.");
  static final Key<Secret> PASSWORD =
      Key.optional("nats.password", Types.SECRET, "The user's password.");
  static final Key<Secret> TOKEN = Key.optional("nats.token", Types.SECRET, "Token.");

  static final Section SECTION =
      new Section(
          "Broker",
          List.of(
              NATS_URL,
              CREDS_FILE,
              USER,
              PASSWORD,
              TOKEN,
              NatsTlsSettings.CA_FILE,
              NatsTlsSettings.CERTIFICATE_FILE,
              NatsTlsSettings.KEY_FILE),
          NatsSettings::read);

  public NatsSettings {
    urls = List.copyOf(urls);
    NATS_URL.check(urls);
    CREDS_FILE.checkIfPresent(credsFile);
    USER.checkIfPresent(user);
    if ((user == null) != (password == null)) {
      throw new Conflict(
          "Only one of nats.user and nats.password is given, expected both or neither",
          USER,
          PASSWORD);
    }
    int kinds = (credsFile == null ? 0 : 1) + (user == null ? 0 : 1) + (token == null ? 0 : 1);
    if (kinds > 1) {
      throw new Conflict(
          "More than one kind of NATS credential is given, expected nats.creds-file, or nats.user with nats.password, or nats.token",
          CREDS_FILE,
          USER,
          TOKEN);
    }
  }

  /** A broker on this machine that asks for no credentials. */
  public static NatsSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static NatsSettings read(Values values) {
    return new NatsSettings(
        values.get(NATS_URL),
        values.optional(CREDS_FILE),
        values.optional(USER),
        values.optional(PASSWORD),
        values.optional(TOKEN),
        NatsTlsSettings.read(values));
  }
}
