package dev.jetbridge.bridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Parts of a gzip member")
class GzipPartTest {
  private static int crc(byte[] text) {
    CRC32 sum = new CRC32();
    sum.update(text);
    return (int) sum.getValue();
  }

  private static byte[] text(int length, boolean random) {
    byte[] text = new byte[length];
    Random noise = new Random(length);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (random ? noise.nextInt() : 'a' + i % 7);
    }
    return text;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 65_536, 300_001})
  @DisplayName("make one member together, whatever is in them")
  void oneMember(int length) throws IOException {
    for (boolean random : new boolean[] {false, true}) {
      byte[] whole = text(length, random);
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      int crc = 0;
      int parts = 4;
      for (int part = 0; part < parts; part++) {
        int from = length * part / parts;
        int to = length * (part + 1) / parts;
        byte[] text = Arrays.copyOfRange(whole, from, to);
        crc = Crc32Sum.combined(crc, crc(text), text.length);
        zipped.writeBytes(GzipPart.of(text, 4, part == 0, part == parts - 1, crc, to));
      }
      try (GZIPInputStream in =
          new GZIPInputStream(new ByteArrayInputStream(zipped.toByteArray()))) {
        assertThat(in.readAllBytes()).isEqualTo(whole);
      }
    }
  }

  @Test
  @DisplayName("have a checksum that is put together from theirs")
  void checksum() {
    byte[] first = text(1_234, true);
    byte[] second = text(777_777, true);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(Crc32Sum.combined(crc(first), crc(second), second.length)).isEqualTo(crc(both));
    assertThat(Crc32Sum.combined(crc(first), crc(new byte[0]), 0)).isEqualTo(crc(first));
    assertThat(Crc32Sum.combined(0, crc(second), second.length)).isEqualTo(crc(second));
  }
}
