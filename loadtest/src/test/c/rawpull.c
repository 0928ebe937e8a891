// Raw pull in the place of a bridge and its viewers: reads a stream from its beginning by as many
// consumers as there would be viewers, over one connection or over several, counts, and does nothing
// else. What is left is what the broker takes. To hold a bridge's replay against.
//
//   rawpull NATS_PORT STREAM READERS CONNECTIONS EVENTS BATCH BYTES
//
// It asks as the bridge does, with the same kind of consumer: once half of a batch is left under way
// it asks for the rest, so that the broker always has something to do. Each reader takes EVENTS
// messages, whose sequences have to follow each other.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { INPUT = 64 << 10, WORDS = 6, PATIENCE_MILLIS = 15000 };

typedef struct {
  int fd;
  size_t length, room;
  char *text;
} Connection;

typedef struct {
  Connection *connection;
  int number;
  long long came, last;
  long underWay, sincePull;
} Reader;

static const char *stream;
static Reader *all;
static long long wanted;
static long batch, batchBytes;
static int run, reading;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void refuse(const Reader *reader, const char *found, size_t length) {
  fprintf(stderr, "reader %d: %.*s\n", reader->number, (int)length, found);
  exit(1);
}

static void say(const Connection *connection, const char *words, size_t length) {
  if (send(connection->fd, words, length, MSG_NOSIGNAL) != (ssize_t)length) fail("send to nats-server");
}

static void publish(const Reader *reader, const char *api, const char *inbox, const char *format, ...) {
  char body[1024], command[2048];
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(body, sizeof body, format, arguments);
  va_end(arguments);
  int length = snprintf(command, sizeof command, "PUB $JS.API.CONSUMER.%s.%s.raw%d-%d _INBOX.raw%d.%s.%d %d\r\n%s\r\n",
      api, stream, run, reader->number, run, inbox, reader->number, size, body);
  say(reader->connection, command, length);
}

static void pull(Reader *reader) {
  long long missing = wanted - reader->came - reader->underWay;
  if (reader->underWay > batch / 2 || !missing) return;
  long count = batch - reader->underWay < missing ? batch - reader->underWay : missing;
  reader->underWay += count;
  reader->sincePull = 0;
  publish(reader, "MSG.NEXT", "pull",
      "{\"batch\":%ld,\"expires\":30000000000,\"idle_heartbeat\":500000000,\"max_bytes\":%ld}", count, batchBytes);
}

// The end of a pull, or a sign of life.
static void status(Reader *reader, const char *head, size_t length) {
  static const char pending[] = "Nats-Pending-Messages: ";
  if (!strncmp(head, "NATS/1.0 100", 12)) return;
  char *left = memmem(head, length, pending, sizeof pending - 1);
  // Where nothing came before the bytes were used up, the next message is larger than they are.
  if (!left || !reader->sincePull) refuse(reader, head, length);
  reader->underWay -= strtol(left + sizeof pending - 1, NULL, 10);
  pull(reader);
}

// $JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>; newer servers
// may put a domain and an account before the stream.
static long long sequence(const char *reply, const char *end) {
  int dots = 0, before;
  for (const char *at = reply; at < end; at++) dots += *at == '.';
  for (before = dots > 8 ? 7 : 5; before; reply++) before -= *reply == '.';
  return strtoll(reply, NULL, 10);
}

static void event(Reader *reader, const char *reply, const char *end) {
  long long number = sequence(reply, end);
  if (number != reader->last + 1) {
    fprintf(stderr, "reader %d: sequence %lld after %lld\n", reader->number, number, reader->last);
    exit(1);
  }
  reader->last = number;
  reader->underWay--;
  reader->sincePull++;
  if (++reader->came < wanted) {
    pull(reader);
  } else {
    reading--;
  }
}

// Takes the broker's lines from what was read; returns how much of it was whole.
static size_t lines(const Connection *connection) {
  size_t from = 0;
  for (char *end; (end = memmem(connection->text + from, connection->length - from, "\r\n", 2));) {
    char *line = connection->text + from, *body = end + 2;
    int headers = !strncmp(line, "HMSG ", 5);
    if (headers || !strncmp(line, "MSG ", 4)) {
      // [H]MSG SUBJECT SID [REPLY] [HEAD] SIZE
      char *words[WORDS] = {line};
      int count = 1;
      for (char *at = line; at < end && count < WORDS; at++) {
        if (*at == ' ') words[count++] = at + 1;
      }
      size_t size = strtoul(words[count - 1], NULL, 10);
      if (connection->text + connection->length < body + size + 2) break;
      long subscription = strtol(words[2], NULL, 10);
      Reader *reader = &all[subscription / 2];
      if (subscription % 2) {
        if (memmem(body, size, "\"error\"", 7)) refuse(reader, body, size);
        pull(reader);
      } else if (count - headers == 5) {
        event(reader, words[3], words[4] - 1);
      } else {
        status(reader, body, size);
      }
      body += size + 2;
    } else if (!strncmp(line, "PING", 4)) {
      say(connection, "PONG\r\n", 6);
    } else if (!strncmp(line, "-ERR", 4)) {
      fprintf(stderr, "nats-server says %.*s\n", (int)(end - line), line);
      exit(1);
    }
    from = body - connection->text;
  }
  return from;
}

static void readable(Connection *connection) {
  if (connection->length == connection->room) {
    connection->room = connection->room ? 2 * connection->room : INPUT;
    connection->text = realloc(connection->text, connection->room);
    if (!connection->text) fail("realloc");
  }
  ssize_t got = recv(connection->fd, connection->text + connection->length, connection->room - connection->length, 0);
  if (got <= 0) fail("read from nats-server");
  connection->length += got;
  size_t taken = lines(connection);
  connection->length -= taken;
  memmove(connection->text, connection->text + taken, connection->length);
}

static void dial(Connection *connection, int poll, const struct sockaddr_in *broker) {
  static const char words[] =
      "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true}\r\n";
  int on = 1;
  connection->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *)broker, sizeof *broker)) {
    fail("connect to nats-server");
  }
  setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  say(connection, words, sizeof words - 1);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->fd, &event)) fail("epoll_ctl");
}

// Subscribes by an even number to what is pulled, and by the odd one above to the answer that the
// consumer is there.
static void join(Reader *reader) {
  char words[256];
  int number = reader->number;
  int length = snprintf(words, sizeof words, "SUB _INBOX.raw%d.pull.%d %d\r\nSUB _INBOX.raw%d.made.%d %d\r\n",
      run, number, 2 * number, run, number, 2 * number + 1);
  say(reader->connection, words, length);
  publish(reader, "CREATE", "made",
      "{\"stream_name\":\"%s\",\"config\":{\"name\":\"raw%d-%d\",\"deliver_policy\":\"all\",\"ack_policy\":\"none\","
      "\"replay_policy\":\"instant\",\"inactive_threshold\":30000000000,\"mem_storage\":true,\"num_replicas\":1,"
      "\"max_waiting\":64}}", stream, run, number);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static double cpu(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

int main(int length, char **arguments) {
  if (length != 8) {
    fprintf(stderr, "usage: rawpull NATS_PORT STREAM READERS CONNECTIONS EVENTS BATCH BYTES\n"
        "       (prints events read, seconds, events/s, CPU seconds of its own)\n");
    return 2;
  }
  struct sockaddr_in broker = {
      .sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  run = getpid(), stream = arguments[2], wanted = atoll(arguments[5]);
  batch = atol(arguments[6]), batchBytes = atol(arguments[7]);
  int readers = atoi(arguments[3]), links = atoi(arguments[4]), poll = epoll_create1(0);
  Connection *connections = calloc(links, sizeof *connections);
  all = calloc(readers, sizeof *all);
  if (!connections || !all) fail("calloc");
  double start = now();
  for (int number = 0; number < links; number++) dial(&connections[number], poll, &broker);
  for (int number = 0; number < readers; number++) {
    all[number] = (Reader){.connection = &connections[number % links], .number = number};
    join(&all[number]);
  }
  struct epoll_event events[256];
  for (reading = readers; reading;) {
    int ready = epoll_wait(poll, events, 256, PATIENCE_MILLIS);
    if (ready < 0 && errno != EINTR) fail("epoll_wait");
    if (!ready) {
      fprintf(stderr, "nothing came for %d s, %d readers have not got all\n", PATIENCE_MILLIS / 1000, reading);
      return 1;
    }
    for (int at = 0; at < ready; at++) readable(events[at].data.ptr);
  }
  double seconds = now() - start;
  printf("%lld %.3f %.0f %.3f\n", readers * wanted, seconds, readers * wanted / seconds, cpu());
  return 0;
}
