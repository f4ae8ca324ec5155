/*
 * Both ends of a relay in one program: the callers, as Twilio's Media Streams brings them, and Vapi, which echoes.
 *
 *   load AUTH_TOKEN ACCOUNT_SID PUBLIC_URL DRAIN_MS TARGET...       TARGET = name:kind:calls
 *
 * kind `twilio`: a call begins with a signed webhook, its answer names the ticket; `bare`: with the media socket alone;
 * `pipe`: the same, and what is behind the relay echoes the carrier's messages itself, because a pipe translates none.
 * Commands come on stdin, a line each; answers are lines of JSON on stdout:
 *
 *   relay INDEX PORT   where the relay of a target listens       open     sets all calls up, answers when they talk
 *   begin              begins to measure                         window   what was measured since, and begins anew
 *   finish             stops talking, waits for what is under way, hangs up, and answers with all counts
 *   tls INDEX PORT     where the relay gets at the target's Vapi over TLS, through a pipe that isn't ours
 *   speak INDEX BURST_MS PERIOD_MS INTERRUPT_MS LEAD_FRAMES GREETS
 *                      Vapi does not echo but speaks: so much audio at once, every so often (0: never again), cut off by
 *                      `user-interrupted` so long after (0: never); if it greets, also as soon as it is joined. The
 *                      carrier gets the first frames of what is played without a break at once. Not through a pipe.
 *   pause INDEX EVERY_MS FOR_MS
 *                      the callers are silent for so long in every stretch of so long, not all at the same time
 *
 * Every call talks 50 times a second, the calls spread evenly over 20 ms. A frame names its call and its number; its
 * other bytes follow from the two, so that each byte that comes back can be checked.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "histogram.h"
#include "playout.h"
#include "wire.h"

enum {
  FRAME = 160,
  FRAME_US = 20000,
  /* Frames of one call that may be under way: 20 s of audio. What is older counts as lost. */
  RING = 1024,
  MAX_TARGETS = 8,
  /* Calls that are set up at a time: few, as carriers bring them, so that no limit against floods is met. */
  MAX_SETTING_UP = 4,
  SETUP_US = 60 * 1000000,
  /* From the moment that both sockets stand until the first word. */
  FIRST_WORD_US = 100000,
  /* A greeting is at the relay, and has been worked off there, when the carrier's stream begins. */
  GREETED_US = 50000,
  /* The longest that is said at once: 2.5 s. */
  MAX_BURST = 125,
  INPUT = 1 << 18,
};

enum kind { TWILIO, BARE, PIPE };
enum role { LISTENER, COMMANDS, WEBHOOK, CARRIER, ACCEPTED, VAPI, ECHO };
enum phase { IDLE, ASKING, UPGRADING, LIVE, OVER };
/* Whose audio: the caller's, which comes back by an echo or ends at Vapi, or Vapi's own. */
enum voice { CALLER, ASSISTANT, VOICES };

struct bytes {
  uint8_t *data;
  size_t length, capacity;
};

struct connection {
  int fd;
  enum role role;
  int dead, waiting_to_write;
  struct target *target;
  struct call *call;
  struct bytes in, out;
  char stream_sid[35];
  struct connection *next_dead;
};

/* One voice of one call. */
struct flow {
  uint32_t sent, highest;
  int heard_own;
  uint8_t partial[FRAME];
  size_t partial_length;
  /* When the frame was sent, in us; 0 once it has arrived. */
  uint64_t sent_at[RING];
};

struct call {
  struct target *target;
  uint32_t index;
  enum phase phase;
  struct connection *carrier, *vapi;
  char sid[35], stream_sid[35], ticket[512];
  uint64_t talks_from, started_at;
  /* Messages of audio, silence among them. */
  uint32_t talked;
  int heard_any;
  struct flow flows[VOICES];
  /* In us; 0: nothing of the kind is to come. */
  uint64_t upgrade_at, burst_at, interrupt_at;
  /* When the assistant was cut off, until that has reached the carrier; 0 otherwise. */
  uint64_t interrupted_at;
  /* Frames of the assistant with lower numbers were cut off: when it happens, and once the carrier knows. */
  uint32_t cut_below, stale_below;
  struct playout playout;
};

/* What became of one voice's frames, of all calls of a target. */
struct tally {
  /* Since the last window. */
  uint64_t window_sent, window_arrived;
  struct histogram delay;
  /* Since the start. */
  uint64_t sent, arrived, altered, duplicated, reordered;
};

struct target {
  char name[32];
  enum kind kind;
  uint32_t count, live;
  int relay_port, listen_port, tls_port;
  struct call *calls;
  /* Vapi speaks instead of echoing. */
  int speaks, greets;
  uint64_t burst_us, period_us, interrupt_us;
  uint32_t lead_frames;
  /* In frames; 0: the callers never pause. */
  uint32_t pause_every, pause_for;
  struct tally tallies[VOICES];
  /* Since the last window. */
  struct playout_tally playout;
  struct histogram time_to_clear;
  /* Since the start. */
  uint64_t silent, foreign, clears, interruptions, uncleared, stale;
  uint32_t failed, dropped, unmasked;
  struct histogram first_audio;
};

static const char *auth_token, *account_sid, *public_url;
static uint64_t drain_us;
static struct target targets[MAX_TARGETS];
static uint32_t target_count;
static struct call **slots; /* All calls in the order in which they talk. */
static uint32_t slot_count, next_slot, next_setup, setting_up;
static uint64_t next_due_ns, setup_began, finish_at;
static int epoll_fd, opening, finishing;
static struct histogram lateness;
static struct connection *dead_connections;
static uint8_t input[INPUT];
static uint32_t mask_state = 0x9e3779b9;

static uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t now_us(void) { return now_ns() / 1000; }

static void fail(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

static uint32_t next_mask(void) {
  mask_state ^= mask_state << 13, mask_state ^= mask_state >> 17, mask_state ^= mask_state << 5;
  return mask_state;
}

/* ---- frames of audio ---- */

static uint32_t mark_of(const struct call *call, enum voice voice) {
  return (voice == CALLER ? 0x1a000000u : 0x2a000000u) | (uint32_t)(call->target - targets) << 16 | call->index;
}

static void fill_frame(uint32_t mark, uint32_t number, uint8_t *out) {
  memcpy(out, &mark, 4);
  memcpy(out + 4, &number, 4);
  uint64_t state = ((uint64_t)mark << 32 | number) * 0x9e3779b97f4a7c15u | 1;
  for (int at = 8; at < FRAME; at += 8) {
    state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
    memcpy(out + at, &state, 8);
  }
}

/* mu-law's zero throughout, in either of its codes: what a relay sends when it has nothing else. */
static int is_silence(const uint8_t *frame) {
  for (int at = 0; at < FRAME; at++) {
    if ((frame[at] | 0x80) != 0xff) return 0;
  }
  return 1;
}

static void check_frame(struct call *call, enum voice voice, const uint8_t *frame) {
  struct target *target = call->target;
  struct flow *flow = &call->flows[voice];
  struct tally *tally = &target->tallies[voice];
  uint32_t mark, number;
  uint8_t expected[FRAME];
  memcpy(&mark, frame, 4);
  memcpy(&number, frame + 4, 4);
  if (mark != mark_of(call, voice) || number >= flow->sent) {
    if (is_silence(frame)) target->silent++;
    // A relay may play something of its own while it waits, but once the audio flows there is nothing else.
    else if (flow->heard_own) tally->altered++;
    else target->foreign++;
    return;
  }
  if (voice == ASSISTANT && !flow->heard_own) {
    histogram_add(&target->first_audio, (uint32_t)(now_us() - call->started_at));
  }
  flow->heard_own = 1;
  fill_frame(mark, number, expected);
  if (memcmp(expected, frame, FRAME) != 0) tally->altered++;
  if (voice == ASSISTANT && number < call->stale_below) target->stale++;
  uint64_t *sent_at = &flow->sent_at[number % RING];
  if (flow->sent - number > RING) return;
  if (*sent_at == 0) {
    tally->duplicated++;
    return;
  }
  if (number < flow->highest) tally->reordered++;
  else flow->highest = number;
  histogram_add(&tally->delay, (uint32_t)(now_us() - *sent_at));
  *sent_at = 0;
  tally->arrived++;
  tally->window_arrived++;
}

/* What arrives is a stream of bytes; a relay may cut it anew. */
static void hear(struct call *call, enum voice voice, const uint8_t *audio, size_t length) {
  struct flow *flow = &call->flows[voice];
  while (length > 0) {
    if (flow->partial_length == 0 && length >= FRAME) {
      check_frame(call, voice, audio);
      audio += FRAME, length -= FRAME;
      continue;
    }
    size_t part = FRAME - flow->partial_length < length ? FRAME - flow->partial_length : length;
    memcpy(flow->partial + flow->partial_length, audio, part);
    flow->partial_length += part, audio += part, length -= part;
    if (flow->partial_length == FRAME) flow->partial_length = 0, check_frame(call, voice, flow->partial);
  }
}

/* The carrier has got audio from the relay. */
static void hear_at_carrier(struct call *call, const uint8_t *audio, size_t length) {
  struct target *target = call->target;
  if (!target->speaks) {
    if (!call->heard_any) histogram_add(&target->first_audio, (uint32_t)(now_us() - call->started_at));
    call->heard_any = 1;
    hear(call, CALLER, audio, length);
    return;
  }
  uint64_t now = now_us();
  for (size_t at = 0; at < length; at += FRAME) playout_frame(&call->playout, &target->playout, now, target->lead_frames);
  hear(call, ASSISTANT, audio, length);
}

/* ---- connections ---- */

static void append(struct bytes *bytes, const void *data, size_t length) {
  if (bytes->length + length > bytes->capacity) {
    bytes->capacity = (bytes->length + length) * 2;
    bytes->data = realloc(bytes->data, bytes->capacity);
    if (!bytes->data) fail("memory");
  }
  memcpy(bytes->data + bytes->length, data, length);
  bytes->length += length;
}

static void watch(struct connection *connection, int operation, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = connection};
  if (epoll_ctl(epoll_fd, operation, connection->fd, &event) < 0) fail("epoll_ctl");
}

static struct connection *add_connection(int fd, enum role role, struct target *target, struct call *call) {
  struct connection *connection = calloc(1, sizeof *connection);
  if (!connection) fail("memory");
  connection->fd = fd, connection->role = role, connection->target = target, connection->call = call;
  watch(connection, EPOLL_CTL_ADD, EPOLLIN);
  return connection;
}

/* Freed after the events at hand, which may name it again. */
static void drop(struct connection *connection) {
  if (connection->dead) return;
  connection->dead = 1;
  close(connection->fd);
  connection->next_dead = dead_connections;
  dead_connections = connection;
}

static void free_dead(void) {
  while (dead_connections) {
    struct connection *connection = dead_connections;
    dead_connections = connection->next_dead;
    free(connection->in.data);
    free(connection->out.data);
    free(connection);
  }
}

static void lost_connection(struct connection *connection);

static void flush(struct connection *connection) {
  struct bytes *out = &connection->out;
  ssize_t written = out->length > 0 ? write(connection->fd, out->data, out->length) : 0;
  if (written < 0 && errno != EAGAIN) {
    lost_connection(connection);
    return;
  }
  if (written > 0) memmove(out->data, out->data + written, out->length -= (size_t)written);
  int wait = out->length > 0;
  if (wait != connection->waiting_to_write) {
    connection->waiting_to_write = wait;
    watch(connection, EPOLL_CTL_MOD, wait ? EPOLLIN | EPOLLOUT : EPOLLIN);
  }
}

static void put(struct connection *connection, const void *data, size_t length) {
  if (connection->dead) return;
  size_t done = 0;
  if (connection->out.length == 0) {
    ssize_t written = write(connection->fd, data, length);
    if (written < 0 && errno != EAGAIN && errno != ENOTCONN) {
      lost_connection(connection);
      return;
    }
    if (written > 0) done = (size_t)written;
  }
  if (done == length) return;
  append(&connection->out, (const uint8_t *)data + done, length - done);
  if (connection->waiting_to_write) return;
  connection->waiting_to_write = 1;
  watch(connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
}

static void put_text(struct connection *connection, const char *text, int masked) {
  uint8_t frame[2048];
  put(connection, frame, write_frame(frame, OP_TEXT, text, strlen(text), masked ? next_mask() : 0));
}

static int connect_to(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0) fail("socket");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) fail("connect");
  return fd;
}

static void listen_for(struct target *target) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 4096) < 0) fail("listen");
  getsockname(fd, (struct sockaddr *)&address, &size);
  target->listen_port = ntohs(address.sin_port);
  add_connection(fd, LISTENER, target, NULL);
}

/* ---- the callers ---- */

static void end_setup(struct call *call, int well) {
  setting_up--;
  if (well) call->phase = LIVE, call->target->live++;
  else call->phase = OVER, call->target->failed++;
}

static void ask_for_answer(struct call *call) {
  char body[512], signed_text[1024], request[2048], signature[29];
  const char *from = "+15005550006", *to = "+15005550001";
  uint8_t digest[20];
  snprintf(body, sizeof body, "AccountSid=%s&CallSid=%s&From=%%2B%s&To=%%2B%s", account_sid, call->sid, from + 1, to + 1);
  // Address, then names and values sorted by name (Twilio docs, "Webhooks security").
  int length = snprintf(signed_text, sizeof signed_text, "%s/twilio/voiceAccountSid%sCallSid%sFrom%sTo%s", public_url,
                        account_sid, call->sid, from, to);
  hmac_sha1(auth_token, signed_text, (size_t)length, digest);
  signature[base64_encode(digest, 20, signature)] = 0;
  length = snprintf(request, sizeof request,
                    "POST /twilio/voice HTTP/1.1\r\nHost: bridge\r\nX-Twilio-Signature: %s\r\nConnection: close\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
                    signature, strlen(body), body);
  call->phase = ASKING;
  put(add_connection(connect_to(call->target->relay_port), WEBHOOK, call->target, call), request, (size_t)length);
}

static void ask_for_upgrade(struct call *call) {
  char signed_text[512], request[1024], signature[29];
  uint8_t digest[20];
  // "https://host" is signed as "wss://host" here.
  int length = snprintf(signed_text, sizeof signed_text, "wss%s/twilio/media", strstr(public_url, "://"));
  hmac_sha1(auth_token, signed_text, (size_t)length, digest);
  signature[base64_encode(digest, 20, signature)] = 0;
  length = snprintf(request, sizeof request,
                    "GET /twilio/media HTTP/1.1\r\nHost: bridge\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                    "X-Twilio-Signature: %s\r\n\r\n",
                    signature);
  call->phase = UPGRADING;
  call->carrier = add_connection(connect_to(call->target->relay_port), CARRIER, call->target, call);
  put(call->carrier, request, (size_t)length);
}

static void start_stream(struct call *call) {
  char text[1536];
  put_text(call->carrier, "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}", 1);
  snprintf(text, sizeof text,
           "{\"event\":\"start\",\"sequenceNumber\":\"1\",\"start\":{\"accountSid\":\"%s\",\"streamSid\":\"%s\","
           "\"callSid\":\"%s\",\"tracks\":[\"inbound\"],\"mediaFormat\":{\"encoding\":\"audio/x-mulaw\","
           "\"sampleRate\":8000,\"channels\":1},\"customParameters\":{\"ticket\":\"%s\"}},\"streamSid\":\"%s\"}",
           account_sid, call->stream_sid, call->sid, call->ticket, call->stream_sid);
  call->started_at = now_us();
  put_text(call->carrier, text, 1);
  end_setup(call, 1);
  if (call->vapi || call->target->kind == PIPE) call->talks_from = now_us() + FIRST_WORD_US;
}

static int is_pause(const struct call *call, uint32_t frame) {
  const struct target *target = call->target;
  // Shifted from call to call, so that the load is the same at any time.
  return target->pause_every > 0 && (frame + call->index * 37) % target->pause_every < target->pause_for;
}

static void talk(struct call *call) {
  uint8_t audio[FRAME], frame[640];
  char text[600];
  struct flow *flow = &call->flows[CALLER];
  struct tally *tally = &call->target->tallies[CALLER];
  uint32_t talked = call->talked++, number = flow->sent;
  int pauses = is_pause(call, talked);
  if (pauses) memset(audio, 0xff, FRAME);
  else fill_frame(mark_of(call, CALLER), number, audio);
  size_t length = (size_t)sprintf(text,
                                  "{\"event\":\"media\",\"sequenceNumber\":\"%u\",\"media\":{\"track\":\"inbound\","
                                  "\"chunk\":\"%u\",\"timestamp\":\"%u\",\"payload\":\"",
                                  talked + 2, talked + 1, talked * 20);
  length += base64_encode(audio, FRAME, text + length);
  length += (size_t)sprintf(text + length, "\"},\"streamSid\":\"%s\"}", call->stream_sid);
  if (!pauses) {
    flow->sent++;
    flow->sent_at[number % RING] = now_us();
    tally->sent++;
    tally->window_sent++;
  }
  put(call->carrier, frame, write_frame(frame, OP_TEXT, text, length, next_mask()));
}

/* The text between `before` and the next quote; NULL when there is none. */
static const char *quoted(const char *text, size_t length, const char *before, size_t *found) {
  const char *start = memmem(text, length, before, strlen(before));
  if (!start) return NULL;
  start += strlen(before);
  const char *end = memchr(start, '"', length - (size_t)(start - text));
  if (!end) return NULL;
  *found = (size_t)(end - start);
  return start;
}

static void on_clear(struct call *call) {
  call->target->clears++;
  call->flows[call->target->speaks ? ASSISTANT : CALLER].partial_length = 0;
  playout_clear(&call->playout);
  if (call->interrupted_at == 0) return;
  histogram_add(&call->target->time_to_clear, (uint32_t)(now_us() - call->interrupted_at));
  call->interrupted_at = 0;
  call->stale_below = call->cut_below;
}

static void on_carrier_text(struct call *call, const char *text, size_t length) {
  uint8_t audio[1 << 15];
  char answer[256];
  size_t found;
  const char *payload = quoted(text, length, "\"payload\":\"", &found);
  if (payload && found <= sizeof audio / 3 * 4) {
    long bytes = base64_decode(payload, found, audio);
    if (bytes < 0) call->target->tallies[call->target->speaks ? ASSISTANT : CALLER].altered++;
    else hear_at_carrier(call, audio, (size_t)bytes);
    return;
  }
  if (memmem(text, length, "\"clear\"", 7)) {
    on_clear(call);
    return;
  }
  const char *name = quoted(text, length, "\"name\":\"", &found);
  if (!name || found > 64) return;
  snprintf(answer, sizeof answer, "{\"event\":\"mark\",\"sequenceNumber\":\"4\",\"streamSid\":\"%s\",\"mark\":{\"name\":\"%.*s\"}}",
           call->stream_sid, (int)found, name);
  put_text(call->carrier, answer, 1);
}

/* The carrier's socket is opened once the relay has Vapi, and its greeting if it greets. */
static void begin_stream(struct call *call) {
  if (call->target->greets) call->upgrade_at = now_us() + GREETED_US;
  else ask_for_upgrade(call);
}

/* The relay's answer to the webhook: TwiML with the ticket. 0: not complete yet. */
static int on_answer(struct call *call, const char *text, size_t length) {
  if (!memmem(text, length, "</Response>", 11) && !memmem(text, length, "HTTP/1.1 4", 10)) return 0;
  size_t found = 0;
  const char *parameter = memmem(text, length, "<Parameter", 10);
  const char *ticket =
      parameter ? quoted(parameter, length - (size_t)(parameter - text), " value=\"", &found) : NULL;
  if (!ticket || found >= sizeof call->ticket) {
    end_setup(call, 0);
    return 1;
  }
  memcpy(call->ticket, ticket, found);
  call->ticket[found] = 0;
  // The stream begins when Vapi is there, as it mostly is; how long that takes is measured elsewhere.
  if (call->vapi) begin_stream(call);
  return 1;
}

/* ---- Vapi ---- */

static struct call *call_named(struct target *target, const char *sid) {
  char number[9] = {0};
  memcpy(number, sid + 26, 8);
  uint32_t index = (uint32_t)strtoul(number, NULL, 16);
  return index < target->count ? &target->calls[index] : NULL;
}

/* Says so much at once, in messages of 20 ms each. */
static void say(struct call *call, uint64_t us) {
  static uint8_t messages[MAX_BURST * (FRAME + 4)];
  uint8_t audio[FRAME];
  size_t length = 0;
  struct flow *flow = &call->flows[ASSISTANT];
  struct tally *tally = &call->target->tallies[ASSISTANT];
  for (uint64_t left = us / FRAME_US; left > 0; left--) {
    uint32_t number = flow->sent++;
    fill_frame(mark_of(call, ASSISTANT), number, audio);
    flow->sent_at[number % RING] = now_us();
    tally->sent++;
    tally->window_sent++;
    length += write_frame(messages + length, OP_BINARY, audio, FRAME, 0);
  }
  put(call->vapi, messages, length);
}

static void interrupt(struct call *call) {
  call->interrupt_at = 0;
  if (call->interrupted_at > 0) call->target->uncleared++;
  call->target->interruptions++;
  call->cut_below = call->flows[ASSISTANT].sent;
  call->interrupted_at = now_us();
  put_text(call->vapi, "{\"type\":\"user-interrupted\"}", 0);
}

/* What Vapi has to do of itself for a call that talks. */
static void speak(struct call *call) {
  struct target *target = call->target;
  uint64_t now = now_us();
  if (call->interrupt_at > 0 && now >= call->interrupt_at && call->vapi) interrupt(call);
  if (target->period_us == 0 || !call->vapi) return;
  // Spread evenly, so that not all speak at once.
  if (call->burst_at == 0) call->burst_at = now + target->period_us * call->index / target->count;
  if (now < call->burst_at) return;
  call->burst_at += target->period_us;
  if (target->interrupt_us > 0) {
    put_text(call->vapi, "{\"type\":\"speech-update\",\"status\":\"started\",\"role\":\"assistant\"}", 0);
    call->interrupt_at = now + target->interrupt_us;
  }
  if (call->vapi) say(call, target->burst_us);
}

static void on_vapi_open(struct connection *connection, struct call *call) {
  connection->role = VAPI;
  connection->call = call;
  call->vapi = connection;
  if (call->target->greets) say(call, call->target->burst_us);
  if (call->phase == ASKING && call->ticket[0]) begin_stream(call);
  if (call->phase == LIVE) call->talks_from = now_us() + FIRST_WORD_US;
}

static const char *header(const char *head, const char *name, size_t length) {
  size_t name_length = strlen(name);
  for (const char *line = head; line < head + length; line++) {
    if (strncasecmp(line, name, name_length) == 0 && line[name_length] == ':') {
      line += name_length + 1;
      return line + strspn(line, " ");
    }
    line = strchr(line, '\n');
    if (!line) break;
  }
  return NULL;
}

/* A request of the relay's to Vapi, or to Twilio's REST API. Returns the bytes it took; -1: it can't be answered. */
static long on_request(struct connection *connection, char *text, size_t length) {
  char answer[1024], body[512], accept[29];
  char *end = memmem(text, length, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = (size_t)(end - text) + 4;
  end[2] = 0;
  const char *size = header(text, "content-length", head), *key = header(text, "sec-websocket-key", head);
  size_t total = head + (size ? strtoul(size, NULL, 10) : 0);
  if (length < total) {
    end[2] = '\r';
    return 0;
  }
  if (key) {
    websocket_accept(key, accept);
    int written = snprintf(answer, sizeof answer,
                           "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           "Sec-WebSocket-Accept: %s\r\n\r\n",
                           accept);
    put(connection, answer, (size_t)written);
    if (connection->target->kind == PIPE) {
      connection->role = ECHO;
      return (long)total;
    }
    char *sid = strstr(text, "/CA");
    struct call *call = sid ? call_named(connection->target, sid + 1) : NULL;
    if (!call) return -1;
    on_vapi_open(connection, call);
    return (long)total;
  }
  const char *sid = memmem(end, total - head + 4, "\"CA", 3);
  int tls_port = connection->target->tls_port;
  if (strncmp(text, "POST /call ", 11) == 0 && sid) {
    snprintf(body, sizeof body,
             "{\"id\":\"%.34s\",\"type\":\"vapi.websocketCall\",\"status\":\"queued\",\"transport\":{\"provider\":"
             "\"vapi.websocket\",\"websocketCallUrl\":\"%s://127.0.0.1:%d/%.34s/transport\"}}",
             sid + 1, tls_port > 0 ? "wss" : "ws", tls_port > 0 ? tls_port : connection->target->listen_port, sid + 1);
  } else {
    strcpy(body, "{}");
  }
  int written = snprintf(answer, sizeof answer,
                         "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                         strlen(body), body);
  put(connection, answer, (size_t)written);
  return (long)total;
}

/* Behind a pipe there is the carrier's socket itself: its messages are turned round as a server would send them. */
static size_t turn_round(struct connection *connection, const char *text, size_t length, uint8_t *out) {
  char answer[2048];
  size_t payload_length, sid_length;
  if (!connection->stream_sid[0]) {
    const char *sid = quoted(text, length, "\"streamSid\":\"", &sid_length);
    if (sid && sid_length == 34) memcpy(connection->stream_sid, sid, 34);
  }
  const char *payload = quoted(text, length, "\"payload\":\"", &payload_length);
  if (!payload || payload_length > 1024) return 0;
  int written = snprintf(answer, sizeof answer, "{\"event\":\"media\",\"streamSid\":\"%s\",\"media\":{\"payload\":\"%.*s\"}}",
                         connection->stream_sid, (int)payload_length, payload);
  return write_frame(out, OP_TEXT, answer, (size_t)written, 0);
}

/* ---- reading ---- */

/* Takes whole frames from `data`, and returns how many bytes they were; -1: the connection is of no more use. */
static long on_frames(struct connection *connection, uint8_t *data, size_t length) {
  static uint8_t out[2 * INPUT];
  size_t at = 0, out_length = 0;
  struct frame frame;
  while (at < length && !connection->dead) {
    long taken = read_frame(data + at, length - at, &frame);
    if (taken < 0) return -1;
    if (taken == 0) break;
    at += (size_t)taken;
    uint32_t mask = connection->role == CARRIER ? next_mask() : 0;
    // Clients mask and servers don't (RFC 6455, 5.1); who gets that wrong is cut off by others.
    if (frame.masked != (connection->role != CARRIER)) connection->target->unmasked++;
    if (frame.opcode == OP_BINARY && connection->role == VAPI && connection->target->speaks) {
      hear(connection->call, CALLER, frame.payload, frame.length);
    } else if (frame.opcode == OP_BINARY && connection->role == VAPI) {
      out_length += write_frame(out + out_length, OP_BINARY, frame.payload, frame.length, 0);
    } else if (frame.opcode == OP_TEXT && connection->role == CARRIER) {
      on_carrier_text(connection->call, (char *)frame.payload, frame.length);
    } else if (frame.opcode == OP_TEXT && connection->role == ECHO) {
      out_length += turn_round(connection, (char *)frame.payload, frame.length, out + out_length);
    } else if (frame.opcode == OP_PING && frame.length < 126) {
      uint8_t pong[140];
      put(connection, pong, write_frame(pong, OP_PONG, frame.payload, frame.length, mask));
    } else if (frame.opcode == OP_CLOSE && frame.length < 126) {
      uint8_t answer[140];
      put(connection, answer, write_frame(answer, OP_CLOSE, frame.payload, frame.length, mask));
      return -1;
    }
    if (out_length > INPUT) put(connection, out, out_length), out_length = 0;
  }
  if (out_length > 0) put(connection, out, out_length);
  return (long)at;
}

static long consume(struct connection *connection, uint8_t *data, size_t length) {
  struct call *call = connection->call;
  switch (connection->role) {
    case WEBHOOK:
      return on_answer(call, (char *)data, length) ? -1 : 0;
    case ACCEPTED:
      return on_request(connection, (char *)data, length);
    case CARRIER:
      if (call->phase == UPGRADING) {
        char *end = memmem(data, length, "\r\n\r\n", 4);
        if (!end) return 0;
        if (memcmp(data, "HTTP/1.1 101", 12) != 0) return -1;
        start_stream(call);
        return (long)((uint8_t *)end + 4 - data);
      }
      return on_frames(connection, data, length);
    case VAPI:
    case ECHO:
      return on_frames(connection, data, length);
    default:
      return -1;
  }
}

/* A connection is over, by whichever side. */
static void lost_connection(struct connection *connection) {
  struct call *call = connection->call;
  if (connection->dead) return;
  drop(connection);
  if (!call) return;
  if (connection->role == WEBHOOK && call->phase == ASKING && !call->ticket[0]) end_setup(call, 0);
  if (connection->role == CARRIER && call->phase == UPGRADING) end_setup(call, 0);
  if (connection->role == VAPI) call->vapi = NULL;
  if (connection->role == CARRIER) call->carrier = NULL;
  if (connection->role == WEBHOOK || call->phase != LIVE) return;
  call->phase = OVER;
  call->target->live--;
  if (!finishing) call->target->dropped++;
  if (call->carrier) drop(call->carrier), call->carrier = NULL;
}

static void on_readable(struct connection *connection) {
  struct bytes *kept = &connection->in;
  size_t length = kept->length;
  if (length > sizeof input / 2) {
    lost_connection(connection);
    return;
  }
  if (length > 0) memcpy(input, kept->data, length);
  ssize_t count = read(connection->fd, input + length, sizeof input - length - 1);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) {
    lost_connection(connection);
    return;
  }
  length += (size_t)count;
  input[length] = 0;
  size_t at = 0;
  while (at < length && !connection->dead) {
    long taken = consume(connection, input + at, length - at);
    if (taken < 0) {
      lost_connection(connection);
      return;
    }
    if (taken == 0) break;
    at += (size_t)taken;
  }
  kept->length = 0;
  if (at < length && !connection->dead) append(kept, input + at, length - at);
}

static void on_acceptable(struct connection *listener) {
  for (;;) {
    int on = 1, fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    add_connection(fd, ACCEPTED, listener->target, NULL);
  }
}

/* ---- commands ---- */

static void begin_window(void) {
  histogram_reset(&lateness);
  for (uint32_t i = 0; i < target_count; i++) {
    for (int voice = 0; voice < VOICES; voice++) {
      struct tally *tally = &targets[i].tallies[voice];
      tally->window_sent = tally->window_arrived = 0;
      histogram_reset(&tally->delay);
    }
    histogram_reset(&targets[i].time_to_clear);
    memset(&targets[i].playout, 0, sizeof targets[i].playout);
  }
}

static void print_quantiles(const struct histogram *h) {
  printf("{\"count\":%lu,\"p50\":%u,\"p90\":%u,\"p99\":%u,\"p999\":%u,\"max\":%u}", h->count, histogram_quantile(h, 0.5),
         histogram_quantile(h, 0.9), histogram_quantile(h, 0.99), histogram_quantile(h, 0.999), h->max);
}

static void print_named(const char *name, const struct histogram *h) {
  printf(",\"%s\":", name);
  print_quantiles(h);
}

static void print_speech(struct target *t) {
  for (uint32_t i = 0; i < t->count; i++) playout_end_grid(&t->calls[i].playout, &t->playout);
  const struct tally *tally = &t->tallies[ASSISTANT];
  printf(",\"speech\":{\"sent\":%lu,\"arrived\":%lu,\"stretches\":%lu", tally->window_sent, tally->window_arrived,
         t->playout.stretches);
  print_named("interval", &t->playout.interval);
  print_named("jitter", &t->playout.jitter);
  print_named("offGrid", &t->playout.off_grid);
  print_named("ahead", &t->playout.ahead);
  print_named("lead", &t->playout.lead);
  print_named("timeToClear", &t->time_to_clear);
  printf("}");
}

static void print_window(void) {
  printf("{\"event\":\"window\",\"lateness\":");
  print_quantiles(&lateness);
  printf(",\"targets\":[");
  for (uint32_t i = 0; i < target_count; i++) {
    struct target *t = &targets[i];
    const struct tally *tally = &t->tallies[CALLER];
    printf("%s{\"name\":\"%s\",\"sent\":%lu,\"returned\":%lu,\"roundTrip\":", i ? "," : "", t->name, tally->window_sent,
           tally->window_arrived);
    print_quantiles(&tally->delay);
    if (t->speaks) print_speech(t);
    printf("}");
  }
  printf("]}\n");
}

static void print_open(void) {
  printf("{\"event\":\"open\",\"ms\":%lu,\"targets\":[", (now_us() - setup_began) / 1000);
  for (uint32_t i = 0; i < target_count; i++) {
    struct target *t = &targets[i];
    printf("%s{\"name\":\"%s\",\"live\":%u,\"failed\":%u}", i ? "," : "", t->name, t->live, t->failed);
  }
  printf("]}\n");
}

static uint64_t still_uncleared(const struct target *target) {
  uint64_t count = 0;
  for (uint32_t i = 0; i < target->count; i++) count += target->calls[i].interrupted_at > 0;
  return count;
}

static void print_result(void) {
  printf("{\"event\":\"result\",\"targets\":[");
  for (uint32_t i = 0; i < target_count; i++) {
    struct target *t = &targets[i];
    const struct tally *caller = &t->tallies[CALLER], *assistant = &t->tallies[ASSISTANT];
    // What was cut off is not expected to arrive.
    uint64_t lost = caller->sent - caller->arrived + (t->interrupt_us > 0 ? 0 : assistant->sent - assistant->arrived);
    printf("%s{\"name\":\"%s\",\"calls\":%u,\"failed\":%u,\"dropped\":%u,\"sent\":%lu,\"lost\":%lu,\"altered\":%lu,"
           "\"duplicated\":%lu,\"reordered\":%lu,\"silent\":%lu,\"foreign\":%lu,\"clears\":%lu,\"unmasked\":%u,"
           "\"interruptions\":%lu,\"uncleared\":%lu,\"stale\":%lu,\"firstAudio\":",
           i ? "," : "", t->name, t->count, t->failed, t->dropped, caller->sent + assistant->sent, lost,
           caller->altered + assistant->altered, caller->duplicated + assistant->duplicated,
           caller->reordered + assistant->reordered, t->silent, t->foreign, t->clears, t->unmasked, t->interruptions,
           t->uncleared + still_uncleared(t), t->stale);
    print_quantiles(&t->first_audio);
    printf("}");
  }
  printf("]}\n");
}

static void on_speak(struct target *target, const char *line) {
  unsigned burst, period, interrupt, lead, greets;
  if (sscanf(line, "speak %*u %u %u %u %u %u", &burst, &period, &interrupt, &lead, &greets) != 5) return;
  if (target->kind == PIPE || burst > MAX_BURST * 20) {
    fprintf(stderr, "load: this can't be spoken: %s\n", line);
    exit(2);
  }
  target->speaks = 1, target->greets = (int)greets, target->lead_frames = lead;
  target->burst_us = burst * 1000u, target->period_us = period * 1000u, target->interrupt_us = interrupt * 1000u;
}

static void on_command(const char *line) {
  unsigned index, every, length;
  int port;
  if (sscanf(line, "relay %u %d", &index, &port) == 2 && index < target_count) targets[index].relay_port = port;
  else if (sscanf(line, "tls %u %d", &index, &port) == 2 && index < target_count) targets[index].tls_port = port;
  else if (sscanf(line, "speak %u", &index) == 1 && index < target_count) on_speak(&targets[index], line);
  else if (sscanf(line, "pause %u %u %u", &index, &every, &length) == 3 && index < target_count)
    targets[index].pause_every = every / 20, targets[index].pause_for = length / 20;
  else if (strncmp(line, "open", 4) == 0) opening = 1, setup_began = now_us(), next_due_ns = now_ns();
  else if (strncmp(line, "begin", 5) == 0) begin_window();
  else if (strncmp(line, "window", 6) == 0) print_window(), begin_window();
  else if (strncmp(line, "finish", 6) == 0) finishing = 1, finish_at = now_us() + drain_us;
}

static void on_commands(struct connection *commands) {
  char text[1024];
  ssize_t count = read(commands->fd, text, sizeof text - 1);
  if (count <= 0) exit(0);
  append(&commands->in, text, (size_t)count);
  struct bytes *kept = &commands->in;
  uint8_t *end;
  while ((end = memchr(kept->data, '\n', kept->length))) {
    *end = 0;
    on_command((char *)kept->data);
    size_t taken = (size_t)(end + 1 - kept->data);
    memmove(kept->data, end + 1, kept->length -= taken);
  }
}

/* ---- the loop ---- */

static void set_up_more(void) {
  while (setting_up < MAX_SETTING_UP && next_setup < slot_count) {
    struct call *call = slots[next_setup++];
    setting_up++;
    if (call->target->kind == TWILIO) ask_for_answer(call);
    else ask_for_upgrade(call);
  }
  for (uint32_t i = 0; i < next_setup; i++) {
    struct call *call = slots[i];
    if (call->upgrade_at == 0 || now_us() < call->upgrade_at) continue;
    call->upgrade_at = 0;
    ask_for_upgrade(call);
  }
  if (next_setup < slot_count && now_us() - setup_began < SETUP_US) return;
  int late = now_us() - setup_began > SETUP_US;
  for (uint32_t i = 0; i < slot_count && !late; i++) {
    if (slots[i]->phase != OVER && (slots[i]->phase != LIVE || slots[i]->talks_from == 0)) return;
  }
  for (uint32_t i = 0; i < slot_count; i++) {
    if (slots[i]->phase == LIVE && slots[i]->talks_from > 0) continue;
    if (slots[i]->phase == LIVE) slots[i]->target->live--;
    if (slots[i]->phase != OVER) slots[i]->target->failed++;
    slots[i]->phase = OVER;
  }
  opening = 0;
  print_open();
}

static void talk_due(void) {
  uint64_t step = (uint64_t)FRAME_US * 1000 / slot_count, now = now_ns();
  for (; next_due_ns <= now; next_due_ns += step) {
    struct call *call = slots[next_slot];
    next_slot = (next_slot + 1) % slot_count;
    if (finishing || call->phase != LIVE || call->talks_from == 0) continue;
    if (now / 1000 < call->talks_from) continue;
    histogram_add(&lateness, (uint32_t)((now - next_due_ns) / 1000));
    talk(call);
    // A broken connection may have ended the call just now.
    if (call->target->speaks && call->phase == LIVE) speak(call);
  }
}

static int all_returned(void) {
  for (uint32_t i = 0; i < target_count; i++) {
    const struct target *t = &targets[i];
    if (t->tallies[CALLER].sent != t->tallies[CALLER].arrived) return 0;
    if (t->interrupt_us == 0 && t->tallies[ASSISTANT].sent != t->tallies[ASSISTANT].arrived) return 0;
  }
  return 1;
}

static void hang_up(void) {
  char text[256];
  for (uint32_t i = 0; i < slot_count; i++) {
    struct call *call = slots[i];
    if (call->phase != LIVE || !call->carrier) continue;
    snprintf(text, sizeof text,
             "{\"event\":\"stop\",\"sequenceNumber\":\"5\",\"stop\":{\"accountSid\":\"%s\",\"callSid\":\"%s\"},\"streamSid\":\"%s\"}",
             account_sid, call->sid, call->stream_sid);
    put_text(call->carrier, text, 1);
    if (call->carrier) lost_connection(call->carrier);
  }
}

static void create_calls(struct target *target) {
  target->calls = calloc(target->count, sizeof *target->calls);
  if (!target->calls) fail("memory");
  for (uint32_t i = 0; i < target->count; i++) {
    struct call *call = &target->calls[i];
    uint32_t number = (uint32_t)(target - targets);
    call->target = target;
    call->index = i;
    snprintf(call->sid, sizeof call->sid, "CA%08x%016lx%08x", number, now_us(), i);
    snprintf(call->stream_sid, sizeof call->stream_sid, "MZ%024x%08x", number, i);
  }
}

/* The calls of all targets in turn, each target's spread evenly. */
static void order_calls(void) {
  slots = calloc(slot_count, sizeof *slots);
  if (!slots) fail("memory");
  uint64_t taken[MAX_TARGETS] = {0};
  for (uint32_t at = 0; at < slot_count; at++) {
    uint32_t best = 0;
    double least = 2;
    for (uint32_t i = 0; i < target_count; i++) {
      double share = ((double)taken[i] + 0.5) / targets[i].count;
      if (taken[i] < targets[i].count && share < least) least = share, best = i;
    }
    slots[at] = &targets[best].calls[taken[best]++];
  }
}

int main(int argc, char **argv) {
  if (argc < 6 || argc - 5 > MAX_TARGETS) {
    fprintf(stderr, "usage: load AUTH_TOKEN ACCOUNT_SID PUBLIC_URL DRAIN_MS name:twilio|bare|pipe:calls...\n");
    return 2;
  }
  auth_token = argv[1], account_sid = argv[2], public_url = argv[3];
  drain_us = strtoul(argv[4], NULL, 10) * 1000;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  // Sleeps of less than 20 ms must not be rounded up by 50 us.
  prctl(PR_SET_TIMERSLACK, 1);
  setvbuf(stdout, NULL, _IOLBF, 0);
  epoll_fd = epoll_create1(0);

  for (int i = 5; i < argc; i++) {
    struct target *target = &targets[target_count++];
    char kind[16];
    if (sscanf(argv[i], "%31[^:]:%15[^:]:%u", target->name, kind, &target->count) != 3 || target->count == 0) {
      fprintf(stderr, "load: bad target %s\n", argv[i]);
      return 2;
    }
    target->kind = strcmp(kind, "pipe") == 0 ? PIPE : strcmp(kind, "bare") == 0 ? BARE : TWILIO;
    slot_count += target->count;
    create_calls(target);
    listen_for(target);
  }
  order_calls();
  add_connection(0, COMMANDS, NULL, NULL);
  printf("{\"event\":\"listening\",\"ports\":[");
  for (uint32_t i = 0; i < target_count; i++) printf("%s%d", i ? "," : "", targets[i].listen_port);
  printf("]}\n");

  struct epoll_event events[256];
  for (;;) {
    if (opening) set_up_more();
    if (next_due_ns > 0) talk_due();
    if (finishing == 1 && (all_returned() || now_us() >= finish_at)) {
      finishing = 2;
      print_result();
      hang_up();
    }
    uint64_t now = now_ns(), wait = next_due_ns == 0 ? 1000000000 : next_due_ns > now ? next_due_ns - now : 0;
    if (finishing == 2) wait = 1000000000;
    struct timespec timeout = {(time_t)(wait / 1000000000), (long)(wait % 1000000000)};
    int count = epoll_pwait2(epoll_fd, events, 256, &timeout, NULL);
    if (count < 0 && errno != EINTR) fail("epoll_pwait2");
    for (int i = 0; i < count; i++) {
      struct connection *connection = events[i].data.ptr;
      if (connection->dead) continue;
      if (events[i].events & EPOLLOUT) flush(connection);
      if (connection->dead || !(events[i].events & ~(uint32_t)EPOLLOUT)) continue;
      if (connection->role == LISTENER) on_acceptable(connection);
      else if (connection->role == COMMANDS) on_commands(connection);
      else on_readable(connection);
    }
    free_dead();
  }
}
