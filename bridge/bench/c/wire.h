/* What both ends of the wire need: SHA-1 and base64 (RFC 3174, 4648), WebSocket frames (RFC 6455). Pure functions. */
#ifndef WIRE_H
#define WIRE_H
#include <stddef.h>
#include <stdint.h>

enum { OP_TEXT = 1, OP_BINARY = 2, OP_CLOSE = 8, OP_PING = 9, OP_PONG = 10 };

/* One frame in a buffer of bytes; `payload` points into it and is unmasked already. */
struct frame {
  int opcode;
  int masked;
  uint8_t *payload;
  size_t length;
};

/* Base64 with padding. Returns the number of characters; `out` gets no end mark. */
size_t base64_encode(const uint8_t *in, size_t length, char *out);
/* Returns the number of bytes, or -1 when it isn't base64 in its full form. */
long base64_decode(const char *in, size_t length, uint8_t *out);

void sha1(const uint8_t *data, size_t length, uint8_t digest[20]);
void hmac_sha1(const char *key, const char *data, size_t length, uint8_t digest[20]);

/* The answer to a Sec-WebSocket-Key (24 characters); writes 28 characters and an end mark. */
void websocket_accept(const char *key, char *out);

/*
 * Reads the frame at the start of `data` and unmasks it in place.
 * Returns the bytes it took; 0: it isn't complete yet; -1: it isn't a frame that a relay may send (fragments included).
 */
long read_frame(uint8_t *data, size_t available, struct frame *frame);

/* Writes a whole frame. `mask` 0: unmasked, as servers do. Returns its length, at most `length` + 14. */
size_t write_frame(uint8_t *out, int opcode, const void *payload, size_t length, uint32_t mask);

#endif
