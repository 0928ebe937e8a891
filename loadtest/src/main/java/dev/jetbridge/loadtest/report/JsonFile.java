package dev.jetbridge.loadtest.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.jetbridge.loadtest.plan.InvalidPlan;
import dev.jetbridge.loadtest.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A result as JSON, written and read again. */
public final class JsonFile {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private JsonFile() {}

  public static void write(Path file, RunResult result) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(result));
  }

  /** Reads what was written by this or another version of the same format. */
  public static RunResult read(Path file) throws InvalidPlan {
    try {
      RunResult result = JSON.readValue(Files.readAllBytes(file), RunResult.class);
      if (!RunResult.FORMAT.equals(result.format())) {
        throw new InvalidPlan(
            "%s: format '%s' found, expected %s"
                .formatted(file, result.format(), RunResult.FORMAT));
      }
      return result;
    } catch (JsonProcessingException e) {
      throw new InvalidPlan("%s is no result: %s".formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new InvalidPlan("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
