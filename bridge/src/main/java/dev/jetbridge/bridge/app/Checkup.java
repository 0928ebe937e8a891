package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.admin.ProcessFacts;
import dev.jetbridge.bridge.server.EventLoops;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.stream.StreamState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How the bridge is, for probes and operators. */
final class Checkup {
  private final Supplier<Upstream> upstream;
  private final ReplayConnection replays;
  private final BooleanSupplier draining;
  private final EventLoops loops;

  Checkup(
      Supplier<Upstream> upstream,
      ReplayConnection replays,
      BooleanSupplier draining,
      EventLoops loops) {
    this.upstream = upstream;
    this.replays = replays;
    this.draining = draining;
    this.loops = loops;
  }

  /** What keeps it from serving new feeds; empty where nothing does. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (draining.getAsBoolean()) {
      faults.add("draining");
    }
    Upstream now = upstream.get();
    if (!now.reading()) {
      faults.add("stream not read since " + now.since() + ": " + now.fault());
    } else if (!now.filled()) {
      faults.add("window not filled yet");
    }
    Instant down = replays.downSince();
    if (down != null) {
      faults.add("no connection to the broker for replays since " + down);
    }
    return faults;
  }

  Map<String, Object> diagnostics() {
    Map<String, Object> facts = new LinkedHashMap<>(ProcessFacts.now());
    Upstream now = upstream.get();
    Map<String, Object> stream = new LinkedHashMap<>();
    stream.put("reading", now.reading());
    stream.put("since", now.since().toString());
    stream.put("window_filled", now.filled());
    if (now.fault() != null) {
      stream.put("fault", now.fault());
    }
    StreamState state = now.state();
    if (state != null) {
      stream.put("name", state.stream());
      stream.put("epoch", state.epoch().value());
      stream.put("first_seq", state.firstSequence());
      stream.put("last_seq", state.lastSequence());
    }
    facts.put("stream", stream);
    facts.put("event_loop_pending_tasks", loops.pendingTasks());
    return facts;
  }
}
