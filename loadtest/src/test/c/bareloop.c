// The bare write loop in a bridge's place: reads a subject of a nats-server and writes each event to
// every WebSocket that is connected, one send after the other, and nothing else. No checks, no
// tokens, no filters, no cursors: what is left is what the kernel takes. To hold a bridge's figures
// against.
//
//   bareloop PORT NATS_PORT SUBJECT
//
// Events that came from the broker by one read leave by one send a client, as one buffer. The first
// event is number 1, so it has to listen before the stream of that subject holds one.
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
#include <unistd.h>

enum { INPUT = 256 << 10, REQUEST = 4096, ENVELOPE = 64 };

typedef struct Client {
  int fd;
  int open;
  size_t asked;
  char request[REQUEST];
  size_t left;
  unsigned char *rest;
  struct Client *next, **self;
} Client;

static int poll;
static Client *clients;
static long long sequence;
static unsigned char *burst;
static size_t burstLength, burstRoom;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint32_t rotate(uint32_t word, int bits) { return word << bits | word >> (32 - bits); }

// SHA-1 (FIPS 180-4) of less than 120 bytes.
static void sha1(const char *text, size_t length, unsigned char digest[20]) {
  unsigned char block[128] = {0};
  size_t blocks = length + 9 > 64 ? 2 : 1;
  memcpy(block, text, length);
  block[length] = 0x80;
  for (int at = 0; at < 8; at++) block[blocks * 64 - 1 - at] = (uint64_t)length * 8 >> 8 * at;
  uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  for (size_t from = 0; from < blocks * 64; from += 64) {
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int t = 0; t < 16; t++) {
      const unsigned char *at = block + from + 4 * t;
      w[t] = (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
    }
    for (int t = 16; t < 80; t++) w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    for (int t = 0; t < 80; t++) {
      uint32_t f = t < 20 ? (b & c) | (~b & d) : t < 40 || t >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      uint32_t k = t < 20 ? 0x5A827999 : t < 40 ? 0x6ED9EBA1 : t < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
      uint32_t next = rotate(a, 5) + f + e + k + w[t];
      e = d, d = c, c = rotate(b, 30), b = a, a = next;
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
  }
  for (int at = 0; at < 20; at++) digest[at] = h[at / 4] >> (24 - 8 * (at % 4));
}

// The answer to a key (RFC 6455 §4.2.2).
static void accepted(const char *key, size_t length, char answer[29]) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char text[64 + 36];
  unsigned char digest[21] = {0};
  memcpy(text, key, length);
  memcpy(text + length, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
  sha1(text, length + 36, digest);
  for (int at = 0; at < 7; at++) {
    uint32_t three = digest[3 * at] << 16 | digest[3 * at + 1] << 8 | digest[3 * at + 2];
    for (int letter = 0; letter < 4; letter++) answer[4 * at + letter] = letters[three >> (18 - 6 * letter) & 63];
  }
  answer[27] = '=';
  answer[28] = 0;
}

static void watch(int fd, int change, uint32_t events, void *owner) {
  struct epoll_event event = {.events = events, .data.ptr = owner};
  if (epoll_ctl(poll, change, fd, &event)) fail("epoll_ctl");
}

static void enlist(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Client *client = calloc(1, sizeof *client);
  if (!client) fail("calloc");
  client->fd = fd;
  client->next = clients;
  client->self = &clients;
  if (clients) clients->self = &client->next;
  clients = client;
  watch(fd, EPOLL_CTL_ADD, EPOLLIN, client);
}

static void dismiss(Client *client) {
  close(client->fd);
  *client->self = client->next;
  if (client->next) client->next->self = client->self;
  free(client->rest);
  free(client);
}

static void sendAll(Client *client, const unsigned char *bytes, size_t length) {
  size_t done = 0;
  if (!client->left) {
    ssize_t sent = send(client->fd, bytes, length, MSG_NOSIGNAL);
    // A connection that is gone shows when it is read.
    if (sent < 0 && errno != EAGAIN) return;
    done = sent < 0 ? 0 : sent;
    if (done == length) return;
    watch(client->fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT, client);
  }
  client->rest = realloc(client->rest, client->left + length - done);
  if (!client->rest) fail("realloc");
  memcpy(client->rest + client->left, bytes + done, length - done);
  client->left += length - done;
}

static void writable(Client *client) {
  ssize_t sent = send(client->fd, client->rest, client->left, MSG_NOSIGNAL);
  if (sent <= 0) return;
  client->left -= sent;
  memmove(client->rest, client->rest + sent, client->left);
  if (!client->left) watch(client->fd, EPOLL_CTL_MOD, EPOLLIN, client);
}

// Whether the client is still there.
static int readable(Client *client) {
  char nowhere[4096];
  int full = client->asked == REQUEST - 1;
  char *to = client->open || full ? nowhere : client->request + client->asked;
  size_t room = client->open || full ? sizeof nowhere : REQUEST - 1 - client->asked;
  ssize_t got = recv(client->fd, to, room, 0);
  if (got < 0 && errno == EAGAIN) return 1;
  if (got <= 0 || full) {
    dismiss(client);
    return 0;
  }
  if (client->open) return 1;
  client->asked += got;
  if (!strstr(client->request, "\r\n\r\n")) return 1;
  char *key = strcasestr(client->request, "\r\nSec-WebSocket-Key: "), answer[29], head[256];
  if (!key || strcspn(key + 21, "\r\n") > 60) {
    dismiss(client);
    return 0;
  }
  accepted(key + 21, strcspn(key + 21, "\r\n"), answer);
  int length = snprintf(head, sizeof head,
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: %s\r\n\r\n", answer);
  if (send(client->fd, head, length, MSG_NOSIGNAL) != length) {
    dismiss(client);
    return 0;
  }
  client->open = 1;
  return 1;
}

static void append(const char *event, size_t size) {
  if (burstLength + size + ENVELOPE > burstRoom) {
    burstRoom = 2 * (burstLength + size + ENVELOPE);
    burst = realloc(burst, burstRoom);
    if (!burst) fail("realloc");
  }
  char envelope[ENVELOPE];
  size_t lead = snprintf(envelope, sizeof envelope, "{\"seq\":%lld,\"event\":", ++sequence);
  size_t payload = lead + size + 1;
  unsigned char *at = burst + burstLength;
  *at++ = 0x81;
  if (payload < 126) {
    *at++ = payload;
  } else if (payload <= 0xFFFF) {
    *at++ = 126, *at++ = payload >> 8, *at++ = payload;
  } else {
    *at++ = 127;
    for (int shift = 56; shift >= 0; shift -= 8) *at++ = (uint64_t)payload >> shift;
  }
  memcpy(at, envelope, lead);
  memcpy(at + lead, event, size);
  at[lead + size] = '}';
  burstLength = at + payload - burst;
}

// Takes the broker's lines from what was read; returns how much of it was whole.
static size_t lines(int broker, const char *text, size_t length) {
  size_t from = 0;
  for (char *end; (end = memmem(text + from, length - from, "\r\n", 2));) {
    const char *line = text + from;
    size_t next = end + 2 - text;
    int headers = !strncmp(line, "HMSG ", 5);
    if (headers || !strncmp(line, "MSG ", 4)) {
      char *word = end;
      while (word[-1] != ' ') word--;
      size_t size = strtoul(word, NULL, 10), head = 0;
      if (headers) {
        for (word--; word[-1] != ' ';) word--;
        head = strtoul(word, NULL, 10);
      }
      if (length - next < size + 2) break;
      append(text + next + head, size - head);
      next += size + 2;
    } else if (!strncmp(line, "PING", 4)) {
      if (send(broker, "PONG\r\n", 6, MSG_NOSIGNAL) != 6) fail("send to nats-server");
    } else if (!strncmp(line, "-ERR", 4)) {
      fprintf(stderr, "nats-server says %.*s\n", (int)(end - line), line);
      exit(1);
    }
    from = next;
  }
  return from;
}

static void hear(int broker) {
  static char *text;
  static size_t length;
  static size_t room = INPUT;
  if (!text || length == room) text = realloc(text, length == room ? room *= 2 : room);
  if (!text) fail("realloc");
  ssize_t got = recv(broker, text + length, room - length, 0);
  if (got <= 0) fail("read from nats-server");
  length += got;
  size_t taken = lines(broker, text, length);
  length -= taken;
  memmove(text, text + taken, length);
  if (!burstLength) return;
  for (Client *client = clients; client; client = client->next) {
    if (client->open) sendAll(client, burst, burstLength);
  }
  burstLength = 0;
}

static struct sockaddr_in loopback(const char *port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int subscribed(const char *port, const char *subject) {
  struct sockaddr_in address = loopback(port);
  int broker = socket(AF_INET, SOCK_STREAM, 0);
  if (broker < 0 || connect(broker, (struct sockaddr *)&address, sizeof address)) fail("connect to nats-server");
  char words[512], answer[8192] = {0};
  int length = snprintf(words, sizeof words,
      "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\nSUB %s 1\r\nPING\r\n", subject);
  if (send(broker, words, length, MSG_NOSIGNAL) != length) fail("send to nats-server");
  // Behind the PONG every event comes here.
  for (size_t had = 0; !strstr(answer, "PONG\r\n");) {
    ssize_t got = recv(broker, answer + had, sizeof answer - 1 - had, 0);
    if (got <= 0) fail("subscribe");
    had += got;
  }
  return broker;
}

int main(int length, char **arguments) {
  if (length != 4) {
    fprintf(stderr, "usage: bareloop PORT NATS_PORT SUBJECT\n");
    return 2;
  }
  poll = epoll_create1(0);
  int broker = subscribed(arguments[2], arguments[3]);
  watch(broker, EPOLL_CTL_ADD, EPOLLIN, &broker);
  struct sockaddr_in address = loopback(arguments[1]);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) fail("listen");
  watch(listener, EPOLL_CTL_ADD, EPOLLIN, &listener);
  for (struct epoll_event events[256];;) {
    int ready = epoll_wait(poll, events, 256, -1);
    for (int at = 0; at < ready; at++) {
      void *owner = events[at].data.ptr;
      if (owner == &broker) {
        hear(broker);
      } else if (owner == &listener) {
        for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) enlist(fd);
      } else if (!(events[at].events & ~EPOLLOUT) || readable(owner)) {
        if (events[at].events & EPOLLOUT) writable(owner);
      }
    }
  }
}
