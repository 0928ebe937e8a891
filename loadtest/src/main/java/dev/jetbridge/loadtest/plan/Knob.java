package dev.jetbridge.loadtest.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Everything about a run that can be set, with one name for the flag ({@code --viewers}), the key
 * of a scenario file ({@code viewers}) and the report.
 */
public enum Knob {
  URL(
      Group.TARGET,
      "url",
      "",
      "Feed to measure: ws://, wss://, http:// or https://host:port. Of several, with commas between"
          + " them, each connection of a viewer goes to the next one."),
  ADAPTER(
      Group.TARGET,
      "adapter",
      "jetbridge",
      "Its dialect: jetbridge, plain, nats, centrifugo, sse."),
  TOKEN(Group.TARGET, "token", "", "Bearer token (default: JETBRIDGE_TOKEN). Never shown."),
  CA_FILE(Group.TARGET, "ca-file", "", "Certificate authorities in PEM to trust."),
  NATS_URL(Group.TARGET, "nats-url", "nats://127.0.0.1:4222", "Broker to publish to."),
  STREAM(Group.TARGET, "stream", "LOADTEST", "Stream; made if it is missing."),
  SUBJECT_PREFIX(
      Group.TARGET,
      "subject-prefix",
      "loadtest.e",
      "Events are published on <prefix>.0, <prefix>.1 and so on."),
  CHANNEL(Group.TARGET, "channel", "loadtest", "Centrifugo: the channel."),
  API_URL(Group.TARGET, "api-url", "", "Centrifugo: the HTTP API to publish by."),
  API_KEY(Group.TARGET, "api-key", "", "Centrifugo: its key. Never shown."),

  VIEWERS(Group.LOAD, "viewers", "500", "Viewers that follow the stream's end."),
  CONNECT_RATE(Group.LOAD, "connect-rate", "1000", "How many connect in a second."),
  RATE(Group.LOAD, "rate", "20", "Events published in a second; 0 for none."),
  BURST(Group.LOAD, "burst", "1", "How many of them are due at the same moment."),
  BYTES(Group.LOAD, "bytes", "300", "Size of an event."),
  SUBJECTS(Group.LOAD, "subjects", "1", "Number of subjects, used by turns."),
  FILTER(
      Group.LOAD,
      "filter",
      "",
      "Subject filter of each viewer, or several with commas between them; {viewer} stands for its"
          + " number, {subject} for that modulo subjects."),
  WARM_UP(Group.LOAD, "warm-up", "3s", "Load before anything is measured."),
  DURATION(Group.LOAD, "duration", "30s", "Time measured."),
  RAMP(Group.LOAD, "ramp", "none", "What grows in steps: none, viewers, rate."),
  STEPS(Group.LOAD, "steps", "5", "Number of steps, equally long."),

  BACKLOG(Group.DISTURBANCE, "backlog", "0", "Events published before anybody connects."),
  REPLAYERS(
      Group.DISTURBANCE,
      "replayers",
      "0",
      "Viewers that begin with the first event of the backlog, when measuring begins."),
  STORMS(Group.DISTURBANCE, "storms", "0", "How often viewers are cut off, all at once."),
  STORM_SHARE(Group.DISTURBANCE, "storm-share", "100%", "How many of them."),
  STORM_EVERY(Group.DISTURBANCE, "storm-every", "10s", "Time before and between storms."),
  AWAY(Group.DISTURBANCE, "away", "0s", "How long they stay away."),
  SLOW_SHARE(Group.DISTURBANCE, "slow-share", "0%", "How many viewers read slowly."),
  SLOW_BYTES(Group.DISTURBANCE, "slow-bytes", "0", "Bytes a second that these read; 0: none."),
  FLAKY_SHARE(Group.DISTURBANCE, "flaky-share", "0%", "How many viewers drop at random."),
  DROP_EVERY(Group.DISTURBANCE, "drop-every", "5s", "Mean time after which these drop."),
  PATIENCE(
      Group.DISTURBANCE,
      "patience",
      "60s",
      "Longest wait for viewers to connect, to catch up, and to get what is left."),

  PROCESSES(Group.GENERATOR, "processes", "1", "Processes that the viewers are spread over."),
  LOOPS(Group.GENERATOR, "loops", "1", "Event loops in each."),
  SOURCES(
      Group.GENERATOR,
      "sources",
      "0",
      "Loopback addresses to connect from, 127.0.0.1 and up; 0: one for every 10,000 viewers."),
  BRIDGE_PID(
      Group.GENERATOR,
      "bridge-pid",
      "0",
      "Process whose CPU and memory are sampled; 0: who listens on the feeds' ports here."),
  BROKER_PID(
      Group.GENERATOR,
      "broker-pid",
      "0",
      "The same for the broker; 0: who listens on its port here.");

  /** What a knob is about, as help shows it. */
  public enum Group {
    TARGET("What is measured"),
    LOAD("Load"),
    DISTURBANCE("Disturbances"),
    GENERATOR("The generator itself");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    public String heading() {
      return heading;
    }
  }

  private final Group group;
  private final String key;
  private final String usual;
  private final String description;

  Knob(Group group, String key, String usual, String description) {
    this.group = group;
    this.key = key;
    this.usual = usual;
    this.description = description;
  }

  public Group group() {
    return group;
  }

  /** Its name in flags, files and reports. */
  public String key() {
    return key;
  }

  /** What it is set to where nothing else is said. */
  public String usual() {
    return usual;
  }

  public String description() {
    return description;
  }

  /** Whether its value is to be kept out of reports. */
  public boolean isSecret() {
    return this == TOKEN || this == API_KEY;
  }

  /** The knob of this name. */
  public static Optional<Knob> named(String key) {
    return Arrays.stream(values()).filter(knob -> knob.key.equals(key)).findFirst();
  }

  /** All of a group, in the order in which they are to be shown. */
  public static List<Knob> of(Group group) {
    return Arrays.stream(values()).filter(knob -> knob.group == group).toList();
  }
}
