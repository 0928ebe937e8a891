package dev.jetbridge.testkit;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator of NATS with one account, whose users a {@link NatsServer} knows by their JWTs alone:
 * they expire, are renewed and are revoked while it runs (NATS ADR-14). Keys are made anew for
 * each.
 */
public final class NatsOperator {
  private static final String UNLIMITED =
      "\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,\"wildcards\":true,"
          + "\"conn\":-1,\"leaf\":-1";
  private static final String JET_STREAM =
      ",\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,\"consumer\":-1";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final NKey operator = key(() -> NKey.createOperator(new SecureRandom()));
  private final NKey system = key(() -> NKey.createAccount(new SecureRandom()));
  private final NKey account = key(() -> NKey.createAccount(new SecureRandom()));
  private final NKey publisher = key(() -> NKey.createUser(new SecureRandom()));
  private final NKey user = key(() -> NKey.createUser(new SecureRandom()));

  /** What a server is to be configured with, for {@link NatsServerBuilder#config}. */
  public String config() {
    return """
    operator: %s
    system_account: %s
    resolver: MEMORY
    resolver_preload: {
      %s: %s
      %s: %s
    }
    """
        .formatted(
            jwt(operator, operator, "operator", "{\"type\":\"operator\",\"version\":2}"),
            name(system),
            name(system),
            accountJwt(system, "system", UNLIMITED, ""),
            name(account),
            accountJwt(account, "account", UNLIMITED + JET_STREAM, ""));
  }

  /**
   * The content of a credentials file for the account's user.
   *
   * @param validity whole seconds from now; null for ever
   */
  public String credentials(@Nullable Duration validity) {
    return credentials(account, user, validity);
  }

  /**
   * Revokes all that was issued to the account's user by now, and has a running server know it: it
   * ends the user's connections.
   */
  public void revoke(NatsServer server) {
    String revoked =
        accountJwt(
            account,
            "account",
            UNLIMITED + JET_STREAM,
            ",\"revocations\":{\"%s\":%d}"
                .formatted(name(user), Instant.now().plusSeconds(1).getEpochSecond()));
    NKey admin = key(() -> NKey.createUser(new SecureRandom()));
    Connection connection = connect(server, credentials(system, admin, null));
    try {
      Message answer =
          connection.request(
              "$SYS.REQ.ACCOUNT.%s.CLAIMS.UPDATE".formatted(name(account)),
              revoked.getBytes(StandardCharsets.US_ASCII),
              LIMIT);
      String said =
          answer == null ? "nothing" : new String(answer.getData(), StandardCharsets.UTF_8);
      if (answer == null || said.contains("\"error\"")) {
        throw new AssertionError(said + " answered, expected the account's new JWT to be taken");
      }
    } catch (InterruptedException e) {
      throw Poll.interrupted("the account's new JWT to be taken", e);
    } finally {
      close(connection);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A connection as another user of the account, who is never revoked; the caller's to close. */
  public Connection connect(NatsServer server) {
    return connect(server, credentials(account, publisher, null));
  }

  private static Connection connect(NatsServer server, String credentials) {
    try {
      return Nats.connect(
          new Options.Builder()
              .server(server.url())
              .maxReconnects(-1)
              .authHandler(Nats.staticCredentials(credentials.getBytes(StandardCharsets.US_ASCII)))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + server.url(), e);
    } catch (InterruptedException e) {
      throw Poll.interrupted("a connection to " + server.url(), e);
    }
  }

  private static String credentials(NKey account, NKey user, @Nullable Duration validity) {
    try {
      String jwt =
          JwtUtils.issueUserJWT(
              account, name(account), name(user), "bridge", validity, new String[0], now());
      return JwtUtils.NATS_USER_JWT_FORMAT.formatted(jwt, new String(user.getSeed()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no user JWT", e);
    }
  }

  private String accountJwt(NKey subject, String name, String limits, String more) {
    return jwt(
        operator,
        subject,
        name,
        "{\"type\":\"account\",\"version\":2,\"limits\":{%s}%s}".formatted(limits, more));
  }

  private static String jwt(NKey issuer, NKey subject, String name, String claims) {
    JsonSerializable body = () -> claims;
    try {
      return JwtUtils.issueJWT(issuer, name(subject), name, null, now(), name(issuer), body);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no JWT for " + name, e);
    }
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static String name(NKey key) {
    try {
      return new String(key.getPublicKey());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no public key", e);
    }
  }

  private interface Maker {
    NKey make() throws GeneralSecurityException, IOException;
  }

  private static NKey key(Maker maker) {
    try {
      return maker.make();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no key", e);
    }
  }
}
