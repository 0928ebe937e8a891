package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.net.Upgrade;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A feed server that says what it is told to say, true or not. Each connection has a thread. */
final class FaultyServer implements AutoCloseable {
  private static final Pattern SINCE = Pattern.compile("[?&]since=(\\d+)");
  private static final String KEY = "sec-websocket-key:";

  private final ServerSocket listener;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What is said on a connection; it stays open until the client ends it, or the script. */
  interface Script {
    void serve(Connection connection) throws IOException;
  }

  FaultyServer(Script script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** The first line of each request so far. */
  List<String> requests() {
    return requests;
  }

  private void accept() {
    try {
      for (int number = 1; ; number++) {
        Socket socket = listener.accept();
        sockets.add(socket);
        int connection = number;
        Thread.ofVirtual().start(() -> serve(socket, connection));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket, int number) {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String request = in.readLine();
      requests.add(request);
      String key = "";
      String protocol = "";
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.regionMatches(true, 0, KEY, 0, KEY.length())) {
          key = line.substring(KEY.length()).strip();
        }
        if (line.startsWith("Sec-WebSocket-Protocol:")) {
          protocol = line + "\r\n";
        }
      }
      OutputStream out = socket.getOutputStream();
      String head =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n%s"
                  .formatted(protocol)
              + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(Upgrade.accept(key));
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      Matcher since = SINCE.matcher(request);
      script.serve(
          new Connection(socket, number, since.find() ? Long.parseLong(since.group(1)) : -1));
    } catch (IOException e) {
      // The client has gone, as it may.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /**
   * One connection.
   *
   * @param number from 1
   * @param since the cursor asked for, -1 for none
   */
  record Connection(Socket socket, int number, long since) {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    void hello(long cursor) throws IOException {
      text("{\"type\":\"hello\",\"epoch\":\"e1\",\"cursor\":%d}".formatted(cursor));
    }

    void events(long... seqs) throws IOException {
      for (long seq : seqs) {
        text("{\"seq\":%d,\"subject\":\"s\",\"event\":%s}".formatted(seq, event(seq)));
      }
    }

    void bookmark(long seq) throws IOException {
      text("{\"type\":\"bookmark\",\"seq\":%d}".formatted(seq));
    }

    void text(String message) throws IOException {
      frame(TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    void close(int code) throws IOException {
      frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    void frame(int first, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(first);
      if (payload.length < 126) {
        frame.write(payload.length);
      } else {
        frame.write(126);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
      }
      frame.writeBytes(payload);
      socket.getOutputStream().write(frame.toByteArray());
    }

    /** Ends it without a close. */
    void drop() throws IOException {
      socket.close();
    }

    /** The event of a sequence, as it was published. */
    static String event(long seq) {
      return "{\"n\":%d,\"text\":\"event\"}".formatted(seq);
    }
  }
}
