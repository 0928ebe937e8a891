package dev.jetbridge.bridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An offer of compression")
@Clause("P-5.6")
class DeflateOfferTest {
  private static final String ALONE = "permessage-deflate; server_no_context_takeover";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "permessage-deflate | ",
        "Permessage-Deflate;client_max_window_bits | ",
        "permessage-deflate; client_max_window_bits=\"10\" | ",
        "x-webkit-deflate-frame, permessage-deflate; server_no_context_takeover | ",
        "permessage-deflate; client_no_context_takeover | ; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits=15 | ; server_max_window_bits=15",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate | ",
      })
  @DisplayName("is taken where it can be kept, the first that can")
  void taken(String offer, String added) {
    assertThat(DeflateOffer.answer(List.of(offer))).contains(ALONE + (added == null ? "" : added));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",;=",
        "permessage-deflated",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=015",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; mux",
        "permessage-deflate;",
        "permessage-deflate; =",
        "permessage-deflate; client_max_window_bits=\"",
      })
  @DisplayName("is passed over where it asks for what is not done, or is malformed")
  void passedOver(String offer) {
    assertThat(DeflateOffer.answer(List.of(offer))).isEmpty();
  }

  @Test
  @DisplayName("may stand in a header of its own")
  void manyLines() {
    assertThat(DeflateOffer.answer(List.of("mux", "permessage-deflate"))).contains(ALONE);
    assertThat(DeflateOffer.answer(List.of())).isEmpty();
  }
}
