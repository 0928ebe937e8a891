// An independent client of a feed, to hold the load tester's figures against: it shares nothing with
// it but the protocol. It opens viewers, notes for each event when it was due and when it came, and
// says what came of the events that were due in a given stretch of time.
//
//   feedclient record HOST PORT TOKEN VIEWERS CONNECTS_PER_SECOND SECONDS FILE
//   feedclient report FILE FROM_NANOS UNTIL_NANOS
//
// HOST is an IPv4 address. It takes the plain dialect, and understands as much of WebSocket as a
// feed of events below 64 KiB without fragments needs.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 256 << 10 };

typedef struct {
  int fd;
  int open;
  size_t length;
  unsigned char *rest;
} Viewer;

typedef struct {
  int64_t due;
  int64_t latency;
} Sample;

static Sample *samples;
static size_t count, capacity;
static long cut, broken;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void note(int64_t due, int64_t came) {
  if (count == capacity) {
    capacity = capacity ? capacity * 2 : 1 << 20;
    samples = realloc(samples, capacity * sizeof *samples);
    if (!samples) fail("realloc");
  }
  samples[count++] = (Sample){due, came - due};
}

// The feed's message: "sent" holds when its event was due.
static void message(const unsigned char *bytes, size_t length, int64_t came) {
  static const char key[] = "\"sent\":\"";
  const unsigned char *at = memmem(bytes, length, key, sizeof key - 1);
  if (!at || at + sizeof key - 1 + 19 > bytes + length) {
    broken++;
    return;
  }
  int64_t due = 0;
  for (int digit = 0; digit < 19; digit++) due = due * 10 + (at[sizeof key - 1 + digit] - '0');
  note(due, came);
}

// Answers a ping: a masked pong with the same payload, the mask being zeros.
static void pong(int fd, const unsigned char *payload, size_t length) {
  unsigned char frame[6 + 125] = {0x8A, 0x80 | (unsigned char)length};
  memcpy(frame + 6, payload, length);
  if (send(fd, frame, 6 + length, MSG_NOSIGNAL) < 0) cut++;
}

static size_t frames(Viewer *viewer, const unsigned char *bytes, size_t length, int64_t came) {
  size_t at = 0;
  while (length - at >= 2) {
    size_t head = 2, size = bytes[at + 1] & 0x7F;
    if (size == 126) {
      head = 4;
      if (length - at < head) break;
      size = (size_t)bytes[at + 2] << 8 | bytes[at + 3];
    } else if (size == 127) {
      broken++;
      return length;
    }
    if (length - at < head + size) break;
    const unsigned char *payload = bytes + at + head;
    switch (bytes[at] & 0x0F) {
      case 1: message(payload, size, came); break;
      case 9: pong(viewer->fd, payload, size); break;
      case 8: cut++; break;
      default: broken++;
    }
    at += head + size;
  }
  return at;
}

static void readable(Viewer *viewer) {
  static unsigned char buffer[BUFFER];
  memcpy(buffer, viewer->rest, viewer->length);
  ssize_t got = recv(viewer->fd, buffer + viewer->length, BUFFER - viewer->length, 0);
  int64_t came = now();
  if (got <= 0) {
    if (got < 0 && errno == EAGAIN) return;
    cut++;
    close(viewer->fd);
    return;
  }
  size_t length = viewer->length + got, from = 0;
  if (!viewer->open) {
    unsigned char *end = memmem(buffer, length, "\r\n\r\n", 4);
    if (end) {
      if (memcmp(buffer, "HTTP/1.1 101", 12)) {
        fprintf(stderr, "refused: %.60s\n", buffer);
        exit(1);
      }
      viewer->open = 1;
      from = end + 4 - buffer;
    }
  }
  if (viewer->open) from += frames(viewer, buffer + from, length - from, came);
  viewer->length = length - from;
  viewer->rest = realloc(viewer->rest, viewer->length + 1);
  memcpy(viewer->rest, buffer + from, viewer->length);
}

static void dial(Viewer *viewer, int poll, struct sockaddr_in *server, const char *token) {
  viewer->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (viewer->fd < 0 || connect(viewer->fd, (struct sockaddr *)server, sizeof *server)) fail("connect");
  int on = 1;
  setsockopt(viewer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  char request[512];
  int length = snprintf(request, sizeof request,
      "GET /ws/events?since=latest HTTP/1.1\r\nHost: feed\r\nUpgrade: websocket\r\n"
      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer %s\r\n\r\n", token);
  if (send(viewer->fd, request, length, MSG_NOSIGNAL) != length) fail("send");
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = viewer};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, viewer->fd, &event)) fail("epoll_ctl");
}

static int record(char **arguments) {
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1]))};
  if (inet_pton(AF_INET, arguments[0], &server.sin_addr) != 1) fail("inet_pton");
  int viewers = atoi(arguments[3]), poll = epoll_create1(0), dialed = 0;
  double perSecond = atof(arguments[4]);
  int64_t start = now(), end = start + (int64_t)(atof(arguments[5]) * 1e9);
  Viewer *all = calloc(viewers, sizeof *all);
  struct epoll_event events[256];
  while (now() < end) {
    while (dialed < viewers && now() >= start + (int64_t)(dialed * 1e9 / perSecond)) {
      dial(&all[dialed++], poll, &server, arguments[2]);
    }
    int ready = epoll_wait(poll, events, 256, dialed < viewers ? 1 : 20);
    for (int at = 0; at < ready; at++) readable(events[at].data.ptr);
  }
  FILE *file = fopen(arguments[6], "wb");
  if (!file || fwrite(samples, sizeof *samples, count, file) != count || fclose(file)) fail("write");
  printf("%d viewers, %zu events received, %ld connections ended, %ld messages not understood\n",
      dialed, count, cut, broken);
  return 0;
}

static int rising(const void *one, const void *two) {
  int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
  return a < b ? -1 : a > b;
}

static int report(char **arguments) {
  FILE *file = fopen(arguments[0], "rb");
  if (!file) fail("open");
  int64_t from = atoll(arguments[1]), until = atoll(arguments[2]);
  int64_t *latencies = NULL;
  size_t kept = 0, room = 0;
  double sum = 0;
  for (Sample sample; fread(&sample, sizeof sample, 1, file) == 1;) {
    if (sample.due < from || sample.due >= until) continue;
    if (kept == room) {
      room = room ? room * 2 : 1 << 20;
      latencies = realloc(latencies, room * sizeof *latencies);
      if (!latencies) fail("realloc");
    }
    latencies[kept++] = sample.latency;
    sum += sample.latency;
  }
  if (!kept) {
    fprintf(stderr, "no event was due between the two times\n");
    return 1;
  }
  qsort(latencies, kept, sizeof *latencies, rising);
  printf("%zu %.1f %.1f %.1f %.1f %.1f %.1f\n", kept, kept / ((until - from) / 1e9), sum / kept / 1e3,
      latencies[kept / 2] / 1e3, latencies[(size_t)(kept * 0.9)] / 1e3,
      latencies[(size_t)(kept * 0.99)] / 1e3, latencies[kept - 1] / 1e3);
  return 0;
}

int main(int length, char **arguments) {
  if (length == 9 && !strcmp(arguments[1], "record")) return record(arguments + 2);
  if (length == 5 && !strcmp(arguments[1], "report")) return report(arguments + 2);
  fprintf(stderr, "usage: feedclient record HOST PORT TOKEN VIEWERS CONNECTS_PER_SECOND SECONDS FILE\n"
      "       feedclient report FILE FROM_NANOS UNTIL_NANOS   (events, events/s, then mean, p50, p90, p99, max in us)\n");
  return 2;
}
