package dev.jetbridge.loadtest.worker;

import dev.jetbridge.loadtest.crowd.Admission;
import dev.jetbridge.loadtest.crowd.Crowd;
import dev.jetbridge.loadtest.crowd.Ending;
import dev.jetbridge.loadtest.crowd.Interval;
import dev.jetbridge.loadtest.plan.Knob;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The viewers of a {@link WorkerMain}, seen from the process that has started it. */
final class Worker implements Crowd {
  private static final long FLUSH_MILLIS = 2;
  private static final long END_SECONDS = 10;

  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final ScheduledExecutorService flusher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("worker-flush").factory());

  /** What is written for a request, beyond its name. */
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  /** What is read for an answer. */
  private interface Answer<T> {
    T read(DataInputStream in) throws IOException;
  }

  private Worker(Process process) {
    this.process = process;
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /** Starts a process like this one. */
  static Worker start(Map<Knob, String> settings, long base) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(WorkerMain.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Worker worker = new Worker(builder.start());
    worker.begin(settings, base);
    return worker;
  }

  private void begin(Map<Knob, String> settings, long base) throws IOException {
    synchronized (out) {
      out.writeInt(settings.size());
      for (Map.Entry<Knob, String> setting : settings.entrySet()) {
        Codec.text(out, setting.getKey().name());
        Codec.text(out, setting.getValue());
      }
      out.writeLong(base);
      out.flush();
    }
    var unused =
        flusher.scheduleAtFixedRate(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  long pid() {
    return process.pid();
  }

  private void flush() {
    try {
      synchronized (out) {
        out.flush();
      }
    } catch (IOException e) {
      // The next request finds it gone, and says so.
    }
  }

  private void tell(Request request, Body body) {
    try {
      synchronized (out) {
        out.writeByte(request.code());
        body.write(out);
      }
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private <T> T ask(Request request, Body body, Answer<T> answer) {
    tell(request, body);
    flush();
    try {
      T read = answer.read(in);
      Request answered = Request.of(in.readByte());
      if (answered != request) {
        throw new IOException("an answer to %s, expected one to %s".formatted(answered, request));
      }
      return read;
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private UncheckedIOException gone(IOException cause) {
    return new UncheckedIOException(
        "a process of viewers (pid %d) is gone".formatted(process.pid()), cause);
  }

  @Override
  public void sent(long fingerprint, int subject) {
    tell(
        Request.SENT,
        to -> {
          to.writeLong(fingerprint);
          to.writeInt(subject);
        });
  }

  @Override
  public void acknowledged(long seq, long fingerprint, int subject) {
    tell(
        Request.ACKNOWLEDGED,
        to -> {
          to.writeLong(seq);
          to.writeLong(fingerprint);
          to.writeInt(subject);
        });
  }

  @Override
  public void admit(Admission admission) {
    int unused = ask(Request.ADMIT, to -> Codec.write(to, admission), from -> 0);
  }

  @Override
  public int cut(double share, Duration away) {
    return ask(
        Request.CUT,
        to -> {
          to.writeDouble(share);
          to.writeLong(away.toMillis());
        },
        DataInputStream::readInt);
  }

  @Override
  public void measure(long from, long until) {
    int unused =
        ask(
            Request.MEASURE,
            to -> {
              to.writeLong(from);
              to.writeLong(until);
            },
            in -> 0);
  }

  @Override
  public Interval poll() {
    return ask(Request.POLL, to -> {}, Codec::interval);
  }

  @Override
  public int incomplete() {
    return ask(Request.INCOMPLETE, to -> {}, DataInputStream::readInt);
  }

  @Override
  public void release() {
    int unused = ask(Request.RELEASE, to -> {}, from -> 0);
  }

  @Override
  public Ending finish() {
    return ask(Request.FINISH, to -> {}, Codec::ending);
  }

  @Override
  public void close() {
    flusher.shutdownNow();
    try {
      out.close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
