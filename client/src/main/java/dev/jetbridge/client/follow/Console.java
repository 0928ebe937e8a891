package dev.jetbridge.client.follow;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Where a run writes: events to one side, everything else to the other. */
interface Console {
  /** For events; unbuffered, and telling its errors. Fit to begin a line on. */
  OutputStream out() throws IOException;

  /** Brings what was written to the disk, where there is one. */
  void sync() throws IOException;

  /** For people. */
  PrintStream err();
}
