package dev.jetbridge.bridge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.bridge.protocol.Subprotocols;
import dev.jetbridge.testkit.Clause;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a credential")
@Clause("P-3.2")
class CredentialTest {
  private static final String TOKEN = "s3cret-Token.1";
  private static final Credential GOOD = new Credential.Token(TokenHash.of(TOKEN));

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
  @DisplayName("is read from the Authorization header, whatever the case of its scheme")
  void fromTheHeader(String scheme) {
    assertThat(read(List.of(scheme + TOKEN))).isEqualTo(GOOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetbridge.v1", "jetbridge.plain"})
  @DisplayName("is read from a subprotocol beside a dialect")
  void fromASubprotocol(String dialect) {
    assertThat(read(List.of(), dialect + ", bearer." + encoded(TOKEN))).isEqualTo(GOOD);
    assertThat(read(List.of(), "bearer." + encoded(TOKEN), "other, " + dialect)).isEqualTo(GOOD);
  }

  @Test
  @DisplayName("may be missing")
  void missing() {
    assertThat(read(List.of(), "jetbridge.v1, other")).isEqualTo(new Credential.None());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "s3cret-Token.1",
        "Bearer a b",
        "Bearer a,b",
        "Bearer \"a\"",
        "Token s3cret-Token.1",
        "Bearer=s3cret",
        "Bearer s3cret\u00e9"
      })
  @DisplayName("of another form is malformed, and not repeated")
  @Clause({"P-3.2", "P-3.4"})
  void malformedHeader(String header) {
    assertThat(malformed(List.of(header))).contains("expected").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "czNjcmV0LQ==", "czNjcmV0LQ=", "a+b/", "czNjcmV0L", "a b", "!!", "YR"})
  @DisplayName("in a subprotocol is base64url without padding, and nothing else")
  void malformedSubprotocol(String encoded) {
    assertThat(malformed(List.of(), "jetbridge.v1, bearer." + encoded)).contains("base64url");
  }

  @Test
  @DisplayName("in a subprotocol does not come alone")
  void alone() {
    assertThat(malformed(List.of(), "bearer." + encoded(TOKEN))).contains("alone");
    assertThat(malformed(List.of(), "graphql-ws, bearer." + encoded(TOKEN))).contains("alone");
  }

  @Test
  @DisplayName("comes once in a request")
  void once() {
    String bearer = "bearer." + encoded(TOKEN);

    assertThat(malformed(List.of("Bearer a", "Bearer a"))).contains("2 credentials");
    assertThat(malformed(List.of("Bearer a"), "jetbridge.v1, " + bearer)).contains("2 credentials");
    assertThat(malformed(List.of(), "jetbridge.v1, " + bearer + ", " + bearer))
        .contains("2 credentials");
  }

  @Test
  @DisplayName("is not shown by what carries it")
  @Clause("P-3.4")
  void isNotShown() {
    Subprotocols offered = Subprotocols.read(List.of("jetbridge.v1, bearer." + encoded(TOKEN)));

    assertThat(offered.toString()).doesNotContain(encoded(TOKEN)).doesNotContain(TOKEN);
    assertThat(GOOD.toString()).doesNotContain(TOKEN).containsPattern("\\b[0-9a-f]{8}\\b");
  }

  @Test
  @DisplayName("leaves the choice of the dialect to the server, which prefers v1")
  void dialect() {
    assertThat(Subprotocols.read(List.of("jetbridge.plain, jetbridge.v1")).format())
        .contains(Format.V1);
    assertThat(Subprotocols.read(List.of("jetbridge.plain", "x")).format()).contains(Format.PLAIN);
    assertThat(Subprotocols.read(List.of("Jetbridge.V1, jetbridge.v2")).format()).isEmpty();
    assertThat(Subprotocols.read(List.of()).format()).isEmpty();
  }

  private static Credential read(List<String> authorization, String... offered) {
    Subprotocols subprotocols = Subprotocols.read(List.of(offered));
    return Credential.read(
        authorization, subprotocols.bearers(), subprotocols.format().isPresent());
  }

  private static String malformed(List<String> authorization, String... offered) {
    return switch (read(authorization, offered)) {
      case Credential.Malformed malformed -> malformed.detail();
      case Credential.None none -> throw new AssertionError("none found");
      case Credential.Token token -> throw new AssertionError("accepted");
    };
  }

  private static String encoded(String token) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }
}
