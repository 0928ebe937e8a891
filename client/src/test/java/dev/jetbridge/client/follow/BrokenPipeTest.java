package dev.jetbridge.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pipe that nobody reads any more")
class BrokenPipeTest {
  @Test
  @DisplayName("is known by the words that the system has for it, whatever the language")
  void words() throws Exception {
    Process deaf = new ProcessBuilder("sh", "-c", "exec 0<&-; echo; exec sleep 60").start();
    try (OutputStream in = deaf.getOutputStream()) {
      assertThat(deaf.getInputStream().read()).isEqualTo('\n');
      IOException failure =
          catchThrowableOfType(
              IOException.class,
              () -> {
                in.write(0);
                in.flush();
              });
      assertThat(BrokenPipe.is(failure)).as(failure::toString).isTrue();
      assertThat(BrokenPipe.inTheUsersLanguage()).isEqualTo(failure.getMessage());
    } catch (IOException e) {
      // Closing writes what could not be written.
      assertThat(BrokenPipe.is(e)).as(e::toString).isTrue();
    } finally {
      deaf.destroyForcibly();
    }
  }

  @Test
  @DisplayName("is told from other failures")
  void others() {
    assertThat(BrokenPipe.is(new IOException("No space left on device"))).isFalse();
    assertThat(BrokenPipe.is(new IOException())).isFalse();
  }
}
