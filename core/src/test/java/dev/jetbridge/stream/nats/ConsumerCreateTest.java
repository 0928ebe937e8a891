package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The create of a consumer")
class ConsumerCreateTest {
  private static final SubjectFilters TWO = SubjectFilters.of("a.x", "b.x");

  @Test
  @DisplayName("names its one filter in the subject, where rights can see it")
  void one() throws IOException {
    ConsumerCreate create = create(41, form(SubjectFilters.of("a.*.>")));

    assertThat(create.subject()).isEqualTo("$JS.API.CONSUMER.CREATE.S.c.a.*.>");
    assertThat(config(create).path("filter_subject").asText()).isEqualTo("a.*.>");
    assertThat(config(create).path("opt_start_seq").asLong()).isEqualTo(42);
    assertThat(config(create).path("deliver_policy").asText()).isEqualTo("by_start_sequence");
  }

  @Test
  @DisplayName("has neither filter nor place where all is asked for from the start")
  void all() throws IOException {
    ConsumerCreate create = create(-1, form(SubjectFilters.ALL));

    assertThat(create.subject()).isEqualTo("$JS.API.CONSUMER.CREATE.S.c");
    assertThat(config(create).has("filter_subject")).isFalse();
    assertThat(config(create).has("filter_subjects")).isFalse();
    assertThat(config(create).has("opt_start_seq")).isFalse();
    assertThat(config(create).path("deliver_policy").asText()).isEqualTo("all");
  }

  @Test
  @DisplayName("is understood with several filters only where the reply shows them")
  void several() {
    ConsumerCreate create = create(0, form(TWO));

    assertThat(create.subject()).isEqualTo("$JS.API.CONSUMER.CREATE.S.c");
    assertThat(create.isUnderstood(reply("{\"config\":{\"name\":\"c\"}}"))).isFalse();
    assertThat(create.isUnderstood(reply("{\"config\":{\"filter_subjects\":[\"a.x\",\"b.x\"]}}")))
        .isTrue();
    assertThat(create(0, form(SubjectFilters.ALL)).isUnderstood(reply("{}"))).isTrue();
  }

  @Test
  @DisplayName("costs the broker little and goes by itself")
  void cheap() throws IOException {
    JsonNode config = config(create(0, form(SubjectFilters.ALL)));

    assertThat(config.path("ack_policy").asText()).isEqualTo("none");
    assertThat(config.path("mem_storage").asBoolean()).isTrue();
    assertThat(config.path("num_replicas").asInt()).isEqualTo(1);
    assertThat(config.path("inactive_threshold").asLong()).isEqualTo(30_000_000_000L);
  }

  @Test
  @DisplayName("widens its filter step by step")
  void wider() {
    FilterForm several = FilterForm.of(TWO, true);
    assertThat(several).isEqualTo(new FilterForm.Several(TWO));
    assertThat(several.wider()).isEqualTo(new FilterForm.One(new SubjectFilter("*.x")));
    assertThat(several.wider().wider()).isEqualTo(new FilterForm.None());
    assertThat(several.wider().wider().wider()).isEqualTo(new FilterForm.None());
    assertThat(FilterForm.of(TWO, false)).isEqualTo(several.wider());
    assertThat(FilterForm.of(SubjectFilters.of("a", "b.c"), false))
        .isEqualTo(new FilterForm.None());
  }

  @Test
  @DisplayName("says in its reply where it starts, or is refused")
  void effective() {
    assertThat(ConsumerCreate.effective(reply("{\"delivered\":{\"stream_seq\":60}}")))
        .isEqualTo(60);
    assertThatThrownBy(() -> ConsumerCreate.effective(reply("{\"delivered\":{}}")))
        .isInstanceOf(StreamFailure.Failed.class);
  }

  private static FilterForm form(SubjectFilters filters) {
    return FilterForm.of(filters, true);
  }

  private static ConsumerCreate create(long position, FilterForm form) {
    return new ConsumerCreate("S", "c", position, form);
  }

  private static JsonNode config(ConsumerCreate create) throws IOException {
    return ApiReply.JSON.readTree(create.body()).path("config");
  }

  private static ApiReply reply(String text) {
    return ApiReply.read(NatsMessage.builder().subject("r").data(text).build());
  }
}
