package dev.jetbridge.bridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The coding of an answer")
class EncodingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "GZIP", "br, gzip;q=0.5", "deflate,x-gzip", "*", "*;q=0.1", "gzip;q=1.0"})
  @DisplayName("is gzip where the client takes that")
  void gzip(String header) {
    assertThat(Encoding.of(List.of(header))).isEqualTo(Encoding.GZIP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "br", "identity", "gzip;q=0", "*, gzip; q=0.000", "*;q=0", "gzipped"})
  @DisplayName("is none where it does not")
  void identity(String header) {
    assertThat(Encoding.of(List.of(header))).isEqualTo(Encoding.IDENTITY);
  }
}
