package dev.jetbridge.demo.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One step of the cluster's time: its number, the chances taken in it and what happened in it, in
 * the order in which it happened.
 */
final class Tick {
  private final long number;
  private final SplittableRandom random;
  private final Ids ids;
  private final List<Node> nodes;
  private final List<Happening> happenings = new ArrayList<>();

  Tick(long number, SplittableRandom random, Ids ids, List<Node> nodes) {
    this.number = number;
    this.random = random;
    this.ids = ids;
    this.nodes = nodes;
  }

  long number() {
    return number;
  }

  /** True once in {@code times} asked, on average. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** A number from {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** The tick that comes {@code least} to {@code most} ticks after this one. */
  long after(int least, int most) {
    return number + between(least, most);
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  Node anyNode() {
    return pick(nodes);
  }

  /** An id that nothing else in this cluster has. */
  String newId(String prefix) {
    return prefix + "-" + ids.next();
  }

  /** An empty object for what an event says. */
  static ObjectNode data() {
    return JsonNodeFactory.instance.objectNode();
  }

  void happened(Happening happening) {
    happenings.add(happening);
  }

  List<Happening> happenings() {
    return List.copyOf(happenings);
  }
}
