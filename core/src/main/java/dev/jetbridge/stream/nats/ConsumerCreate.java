package dev.jetbridge.stream.nats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.SubjectFilter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks for an ephemeral pull consumer that costs the broker little: no acknowledgements, its state
 * in memory on one server, gone by itself some time after its reader (nats-server's {@code
 * ConsumerConfig}).
 *
 * @param stream the stream's name
 * @param consumer a name of its own: with it the create can be limited by rights, and undone
 * @param position the position to start after; {@link StreamSource#EARLIEST} for the oldest message
 *     held, {@link StreamSource#LAST_PER_SUBJECT} for the newest of each subject
 * @param form what to put to the broker of the reader's filters
 */
record ConsumerCreate(String stream, String consumer, long position, FilterForm form) {
  private static final Duration INACTIVE = Duration.ofSeconds(30);
  private static final int MAX_WAITING = 64;

  ConsumerCreate {
    // The broker wants to be told whose subjects, also where it is all of them.
    if (position == StreamSource.LAST_PER_SUBJECT && form instanceof FilterForm.None) {
      form = new FilterForm.One(SubjectFilter.ALL);
    }
  }

  String subject() {
    return form instanceof FilterForm.One(var filter)
        ? Api.consumerCreate(stream, consumer, filter.value())
        : Api.consumerCreate(stream, consumer);
  }

  byte[] body() {
    ObjectNode request = ApiReply.JSON.createObjectNode();
    request.put("stream_name", stream);
    ObjectNode config = request.putObject("config");
    config.put("name", consumer);
    if (position == StreamSource.LAST_PER_SUBJECT) {
      config.put("deliver_policy", "last_per_subject");
    } else if (position < 0) {
      config.put("deliver_policy", "all");
    } else {
      config.put("deliver_policy", "by_start_sequence");
      config.put("opt_start_seq", position + 1);
    }
    config.put("ack_policy", "none");
    config.put("replay_policy", "instant");
    config.put("inactive_threshold", INACTIVE.toNanos());
    config.put("mem_storage", true);
    config.put("num_replicas", 1);
    config.put("max_waiting", MAX_WAITING);
    switch (form) {
      case FilterForm.None() -> {}
      case FilterForm.One(var filter) -> config.put("filter_subject", filter.value());
      case FilterForm.Several(var filters) ->
          filters.values().forEach(config.putArray("filter_subjects")::add);
    }
    return request.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the reply shows that several filters were understood; 2.9 passes over them. */
  boolean isUnderstood(ApiReply reply) {
    return !(form instanceof FilterForm.Several)
        || !reply.body().path("config").path("filter_subjects").isEmpty();
  }

  /**
   * The position that the consumer really starts after.
   *
   * @throws StreamFailure.Failed where the reply does not say
   */
  static long effective(ApiReply reply) {
    JsonNode delivered = reply.body().path("delivered").path("stream_seq");
    if (!delivered.isIntegralNumber()) {
      throw new StreamFailure.Failed(
          new StreamFailure(
              Kind.REFUSED, "create reply without delivered.stream_seq found, expected one"));
    }
    return delivered.asLong();
  }
}
