package dev.jetbridge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The value types that keys are declared with, under the names that declarations read well in. */
final class Types {
  static final ValueType<Integer> PORT = new Integers(0, 65_535);
  static final ValueType<Path> FILE = Paths.FILE;
  static final ValueType<Path> NEW_FILE = Paths.NEW_FILE;
  static final ValueType<Path> DIRECTORY = Paths.DIRECTORY;
  static final ValueType<Secret> SECRET = Secrets.SECRET;

  private Types() {}

  static ValueType<Duration> duration(Duration least, Duration most) {
    return new Durations(least, most);
  }

  static ValueType<Long> size(long least, long most) {
    return new Sizes(least, most);
  }

  static ValueType<Integer> integer(int least, int most) {
    return new Integers(least, most);
  }

  static <E extends Enum<E>> ValueType<E> choice(E[] constants) {
    return new Choice<>(List.of(constants));
  }

  static <T> ValueType<List<T>> list(ValueType<T> item) {
    return new Listing<>(item, 0);
  }

  static <T> ValueType<List<T>> atLeastOne(ValueType<T> item) {
    return new Listing<>(item, 1);
  }
}
