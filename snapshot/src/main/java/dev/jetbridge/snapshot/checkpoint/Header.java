package dev.jetbridge.snapshot.checkpoint;

import dev.jetbridge.snapshot.Label;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Witness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says of itself before its items.
 *
 * @param label what the state stands for
 * @param settings the fingerprint of the projection that made it
 * @param items how many follow
 */
record Header(Label label, String settings, int items) {

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      Witness witness = label.witness();
      out.writeLong(label.position());
      writeTime(out, label.time());
      out.writeLong(witness == null ? 0 : witness.sequence());
      writeTime(out, witness == null ? null : witness.time());
      out.writeBoolean(label.complete());
      out.writeInt(items);
      out.writeUTF(label.stream());
      out.writeUTF(label.epoch().value());
      out.writeUTF(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("header of a checkpoint", e);
    }
    return bytes.toByteArray();
  }

  /** The header in these bytes; empty where they are none. */
  static Optional<Header> read(byte[] content) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
      long position = in.readLong();
      Instant time = readTime(in);
      long witnessed = in.readLong();
      Instant witnessTime = readTime(in);
      boolean complete = in.readBoolean();
      int items = in.readInt();
      String stream = in.readUTF();
      Epoch epoch = new Epoch(in.readUTF());
      String settings = in.readUTF();
      Witness witness = witnessTime == null ? null : new Witness(witnessed, witnessTime);
      boolean whole = in.available() == 0 && items >= 0;
      return whole
          ? Optional.of(
              new Header(
                  new Label(stream, epoch, position, time, witness, complete), settings, items))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static void writeTime(DataOutputStream out, @Nullable Instant time) throws IOException {
    out.writeBoolean(time != null);
    out.writeLong(time == null ? 0 : time.getEpochSecond());
    out.writeInt(time == null ? 0 : time.getNano());
  }

  private static @Nullable Instant readTime(DataInputStream in) throws IOException {
    boolean known = in.readBoolean();
    Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
    return known ? time : null;
  }
}
