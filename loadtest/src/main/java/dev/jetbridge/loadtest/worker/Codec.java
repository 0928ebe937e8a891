package dev.jetbridge.loadtest.worker;

import dev.jetbridge.loadtest.crowd.Admission;
import dev.jetbridge.loadtest.crowd.CatchUp;
import dev.jetbridge.loadtest.crowd.Cohort;
import dev.jetbridge.loadtest.crowd.Ending;
import dev.jetbridge.loadtest.crowd.Interval;
import dev.jetbridge.loadtest.measure.Spread;
import dev.jetbridge.loadtest.oracle.Kind;
import dev.jetbridge.loadtest.oracle.Violation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** How requests and answers are written between processes of one build. */
final class Codec {
  private Codec() {}

  static void write(DataOutputStream out, Admission admission) throws IOException {
    text(out, admission.cohort().name());
    out.writeInt(admission.first());
    out.writeInt(admission.count());
    out.writeDouble(admission.perSecond());
    text(out, admission.beginning().name());
    out.writeLong(admission.behind());
    text(out, admission.filter());
    out.writeLong(admission.bytesPerSecond());
    out.writeLong(admission.dropEveryMillis());
  }

  static Admission admission(DataInputStream in) throws IOException {
    return new Admission(
        Cohort.valueOf(text(in)),
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        Admission.Beginning.valueOf(text(in)),
        in.readLong(),
        text(in),
        in.readLong(),
        in.readLong());
  }

  static void write(DataOutputStream out, Interval interval) throws IOException {
    out.writeLong(interval.delivered());
    out.writeLong(interval.bytes());
    out.writeInt(interval.open());
    out.writeInt(interval.stopped());
    out.writeLong(interval.opened());
    out.writeLong(interval.missing());
    write(out, interval.violations());
    out.writeInt(interval.closes().size());
    for (Map.Entry<String, Long> close : interval.closes().entrySet()) {
      text(out, close.getKey());
      out.writeLong(close.getValue());
    }
    out.writeInt(interval.latency().size());
    for (Map.Entry<Cohort, Histogram> latency : interval.latency().entrySet()) {
      text(out, latency.getKey().name());
      write(out, latency.getValue());
    }
    write(out, interval.connecting());
    write(out, interval.loopLag());
    write(out, interval.readLag());
    out.writeLong(interval.loopCpuNanos());
    out.writeInt(interval.loops());
    out.writeInt(interval.caughtUp().size());
    for (CatchUp one : interval.caughtUp()) {
      out.writeInt(one.storm());
      out.writeLong(one.nanos());
    }
  }

  static Interval interval(DataInputStream in) throws IOException {
    long delivered = in.readLong();
    long bytes = in.readLong();
    int open = in.readInt();
    int stopped = in.readInt();
    long opened = in.readLong();
    long missing = in.readLong();
    Map<Kind, Long> violations = violations(in);
    Map<String, Long> closes = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      closes.put(text(in), in.readLong());
    }
    Map<Cohort, Histogram> latency = new EnumMap<>(Cohort.class);
    for (int left = in.readInt(); left > 0; left--) {
      latency.put(Cohort.valueOf(text(in)), histogram(in));
    }
    Histogram connecting = histogram(in);
    Histogram loopLag = histogram(in);
    Histogram readLag = histogram(in);
    long loopCpuNanos = in.readLong();
    int loops = in.readInt();
    List<CatchUp> caughtUp = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      caughtUp.add(new CatchUp(in.readInt(), in.readLong()));
    }
    return new Interval(
        delivered,
        bytes,
        open,
        stopped,
        opened,
        missing,
        violations,
        closes,
        latency,
        connecting,
        loopLag,
        readLag,
        loopCpuNanos,
        loops,
        caughtUp);
  }

  static void write(DataOutputStream out, Ending ending) throws IOException {
    out.writeLong(ending.owed());
    out.writeLong(ending.delivered());
    out.writeLong(ending.gone());
    out.writeInt(ending.stopped());
    write(out, ending.violations());
    out.writeInt(ending.samples().size());
    for (Violation sample : ending.samples()) {
      text(out, sample.kind().name());
      out.writeInt(sample.viewer());
      out.writeInt(sample.connection());
      out.writeBoolean(sample.acrossReconnect());
      out.writeLong(sample.seq());
      text(out, sample.detail());
      List<String> lines = sample.evidence().lines();
      out.writeInt(lines.size());
      for (String line : lines) {
        text(out, line);
      }
    }
    long[] spread = ending.spread().packed();
    out.writeInt(spread.length);
    for (long number : spread) {
      out.writeLong(number);
    }
  }

  static Ending ending(DataInputStream in) throws IOException {
    long owed = in.readLong();
    long delivered = in.readLong();
    long gone = in.readLong();
    int stopped = in.readInt();
    Map<Kind, Long> violations = violations(in);
    List<Violation> samples = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      samples.add(
          new Violation(
              Kind.valueOf(text(in)),
              in.readInt(),
              in.readInt(),
              in.readBoolean(),
              in.readLong(),
              text(in),
              lines(in)::copy));
    }
    long[] spread = new long[in.readInt()];
    for (int at = 0; at < spread.length; at++) {
      spread[at] = in.readLong();
    }
    return new Ending(owed, delivered, gone, stopped, violations, samples, Spread.unpacked(spread));
  }

  private record Lines(List<String> copy) {}

  private static Lines lines(DataInputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      lines.add(text(in));
    }
    return new Lines(List.copyOf(lines));
  }

  private static void write(DataOutputStream out, Map<Kind, Long> violations) throws IOException {
    out.writeInt(violations.size());
    for (Map.Entry<Kind, Long> violation : violations.entrySet()) {
      text(out, violation.getKey().name());
      out.writeLong(violation.getValue());
    }
  }

  private static Map<Kind, Long> violations(DataInputStream in) throws IOException {
    Map<Kind, Long> violations = new EnumMap<>(Kind.class);
    for (int left = in.readInt(); left > 0; left--) {
      violations.put(Kind.valueOf(text(in)), in.readLong());
    }
    return violations;
  }

  private static void write(DataOutputStream out, Histogram histogram) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    out.writeInt(length);
    out.write(bytes.array(), 0, length);
  }

  private static Histogram histogram(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(in.readInt());
    try {
      return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 1);
    } catch (DataFormatException e) {
      throw new IOException("a damaged histogram from a worker", e);
    }
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
