package dev.jetbridge.bridge.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Permits to replay")
class ReplayPermitsTest {
  private final List<Integer> granted = new ArrayList<>();

  @Test
  @DisplayName("are lent in the order of asking, no more than there are")
  void order() {
    ReplayPermits permits = new ReplayPermits(1);
    ReplayPermits.Ticket first = request(permits, 1);
    ReplayPermits.Ticket second = request(permits, 2);
    request(permits, 3);
    assertThat(granted).containsExactly(1);

    second.release();
    first.release();

    assertThat(granted).containsExactly(1, 3);
    assertThat(permits.lent()).isEqualTo(1);
    assertThat(permits.waiting()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, true", "15, 2, false", "256, 16, true", "256, 17, false"})
  @DisplayName("are ample while a sixteenth of them is lent, or one")
  void ample(int most, int lent, boolean ample) {
    ReplayPermits permits = new ReplayPermits(most);
    for (int n = 0; n < lent; n++) {
      request(permits, n);
    }

    assertThat(permits.areAmple()).isEqualTo(ample);
  }

  private ReplayPermits.Ticket request(ReplayPermits permits, int who) {
    return permits.request(Runnable::run, () -> granted.add(who));
  }
}
