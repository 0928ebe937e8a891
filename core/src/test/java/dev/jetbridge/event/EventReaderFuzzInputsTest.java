package dev.jetbridge.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("On each input that a fuzzer found or started from, a reader of events")
class EventReaderFuzzInputsTest {
  private final EventReaderFuzz fuzz = new EventReaderFuzz();

  @ParameterizedTest
  @MethodSource
  @DisplayName("judges the payload as a well-kept parser does")
  void payload(Path input) throws IOException {
    fuzz.payload(Files.readAllBytes(input));
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("makes nothing but one JSON object of headers and payload")
  void headers(Path input) throws IOException {
    fuzz.headers(Files.readAllBytes(input));
  }

  static List<Path> payload() throws IOException, URISyntaxException {
    return inputs("payload");
  }

  static List<Path> headers() throws IOException, URISyntaxException {
    return inputs("headers");
  }

  private static List<Path> inputs(String of) throws IOException, URISyntaxException {
    URL folder = EventReaderFuzz.class.getResource("EventReaderFuzzInputs/" + of);
    try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(folder).toURI()))) {
      List<Path> inputs = files.sorted().toList();
      assertThat(inputs).isNotEmpty();
      return inputs;
    }
  }
}
