package dev.jetbridge.loadtest.worker;

import dev.jetbridge.loadtest.crowd.Crowd;
import dev.jetbridge.loadtest.plan.InvalidPlan;
import dev.jetbridge.loadtest.plan.Knob;
import dev.jetbridge.loadtest.plan.Plan;
import dev.jetbridge.loadtest.plan.Scenario;
import dev.jetbridge.loadtest.plan.Settings;
import dev.jetbridge.loadtest.run.Crowds;
import dev.jetbridge.loadtest.run.RunFailed;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * A process of viewers. It reads the settings from standard input, where secrets are seen by
 * nobody, then requests, and answers on standard output; it ends with its input.
 */
public final class WorkerMain {
  private final DataInputStream in;
  private final DataOutputStream out;

  private WorkerMain(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Runs until the process that has started this one ends it. */
  public static void main(String[] arguments) throws IOException, InvalidPlan, RunFailed {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    // What anything prints must not get between the answers.
    System.setOut(System.err);
    new WorkerMain(in, out).run();
    System.exit(0);
  }

  private void run() throws IOException, InvalidPlan, RunFailed {
    Settings settings = new Settings();
    for (int left = in.readInt(); left > 0; left--) {
      settings.set(Knob.valueOf(Codec.text(in)), Codec.text(in));
    }
    long base = in.readLong();
    Plan plan = Plan.of("worker", Scenario.FANOUT, settings);
    try (Crowd crowd = Crowds.HERE.make(plan, base).crowd()) {
      while (true) {
        answer(crowd, Request.of(in.readByte()));
      }
    } catch (EOFException e) {
      // The run is over.
    }
  }

  private void answer(Crowd crowd, Request request) throws IOException {
    switch (request) {
      case SENT -> {
        crowd.sent(in.readLong(), in.readInt());
        return;
      }
      case ACKNOWLEDGED -> {
        crowd.acknowledged(in.readLong(), in.readLong(), in.readInt());
        return;
      }
      case ADMIT -> crowd.admit(Codec.admission(in));
      case CUT -> out.writeInt(crowd.cut(in.readDouble(), Duration.ofMillis(in.readLong())));
      case MEASURE -> crowd.measure(in.readLong(), in.readLong());
      case POLL -> Codec.write(out, crowd.poll());
      case INCOMPLETE -> out.writeInt(crowd.incomplete());
      case RELEASE -> crowd.release();
      case FINISH -> Codec.write(out, crowd.finish());
    }
    out.writeByte(request.code());
    out.flush();
  }
}
