#include "wire.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_encode(const uint8_t *in, size_t length, char *out) {
  char *start = out;
  size_t i = 0;
  for (; i + 2 < length; i += 3) {
    uint32_t group = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8 | in[i + 2];
    *out++ = alphabet[group >> 18];
    *out++ = alphabet[group >> 12 & 63];
    *out++ = alphabet[group >> 6 & 63];
    *out++ = alphabet[group & 63];
  }
  if (i < length) {
    uint32_t group = (uint32_t)in[i] << 16 | (i + 1 < length ? (uint32_t)in[i + 1] << 8 : 0);
    *out++ = alphabet[group >> 18];
    *out++ = alphabet[group >> 12 & 63];
    *out++ = i + 1 < length ? alphabet[group >> 6 & 63] : '=';
    *out++ = '=';
  }
  return (size_t)(out - start);
}

long base64_decode(const char *in, size_t length, uint8_t *out) {
  static int8_t values[256];
  if (values['B'] == 0) {
    memset(values, -1, sizeof values);
    for (int i = 0; i < 64; i++) values[(uint8_t)alphabet[i]] = (int8_t)i;
  }
  if (length % 4 != 0) return -1;
  size_t padding = 0;
  while (padding < 2 && padding < length && in[length - 1 - padding] == '=') padding++;
  uint8_t *start = out;
  for (size_t i = 0; i < length; i += 4) {
    size_t given = i + 4 == length ? 4 - padding : 4;
    uint32_t group = 0;
    for (size_t j = 0; j < 4; j++) {
      int value = j < given ? values[(uint8_t)in[i + j]] : 0;
      if (value < 0) return -1;
      group = group << 6 | (uint32_t)value;
    }
    *out++ = (uint8_t)(group >> 16);
    if (given > 2) *out++ = (uint8_t)(group >> 8);
    if (given > 3) *out++ = (uint8_t)group;
  }
  return out - start;
}

static uint32_t rotate(uint32_t value, int bits) { return value << bits | value >> (32 - bits); }

static void sha1_block(uint32_t state[5], const uint8_t *block) {
  uint32_t w[80];
  for (int i = 0; i < 16; i++) {
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
           block[4 * i + 3];
  }
  for (int i = 16; i < 80; i++) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 80; i++) {
    uint32_t f, k;
    if (i < 20) f = (b & c) | (~b & d), k = 0x5a827999;
    else if (i < 40) f = b ^ c ^ d, k = 0x6ed9eba1;
    else if (i < 60) f = (b & c) | (b & d) | (c & d), k = 0x8f1bbcdc;
    else f = b ^ c ^ d, k = 0xca62c1d6;
    uint32_t next = rotate(a, 5) + f + e + k + w[i];
    e = d, d = c, c = rotate(b, 30), b = a, a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

void sha1(const uint8_t *data, size_t length, uint8_t digest[20]) {
  uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  size_t whole = length / 64 * 64;
  for (size_t at = 0; at < whole; at += 64) sha1_block(state, data + at);
  uint8_t tail[128] = {0};
  size_t rest = length - whole;
  memcpy(tail, data + whole, rest);
  tail[rest] = 0x80;
  size_t tail_length = rest < 56 ? 64 : 128;
  uint64_t bits = (uint64_t)length * 8;
  for (int i = 0; i < 8; i++) tail[tail_length - 1 - (size_t)i] = (uint8_t)(bits >> (8 * i));
  for (size_t at = 0; at < tail_length; at += 64) sha1_block(state, tail + at);
  for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

void hmac_sha1(const char *key, const char *data, size_t length, uint8_t digest[20]) {
  uint8_t block[64] = {0}, inner[64 + 2048], outer[64 + 20];
  size_t key_length = strlen(key);
  if (key_length > 64) key_length = 64;
  if (length > 2048) length = 2048;
  memcpy(block, key, key_length);
  for (int i = 0; i < 64; i++) inner[i] = block[i] ^ 0x36, outer[i] = block[i] ^ 0x5c;
  memcpy(inner + 64, data, length);
  sha1(inner, 64 + length, outer + 64);
  sha1(outer, sizeof outer, digest);
}

void websocket_accept(const char *key, char *out) {
  char joined[24 + 36 + 1];
  uint8_t digest[20];
  memcpy(joined, key, 24);
  memcpy(joined + 24, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
  sha1((const uint8_t *)joined, 60, digest);
  out[base64_encode(digest, 20, out)] = 0;
}

static void apply_mask(uint8_t *data, size_t length, const uint8_t key[4]) {
  uint64_t wide;
  memcpy(&wide, key, 4);
  memcpy((uint8_t *)&wide + 4, key, 4);
  size_t i = 0;
  for (; i + 8 <= length; i += 8) {
    uint64_t word;
    memcpy(&word, data + i, 8);
    word ^= wide;
    memcpy(data + i, &word, 8);
  }
  for (; i < length; i++) data[i] ^= key[i % 4];
}

long read_frame(uint8_t *data, size_t available, struct frame *frame) {
  if (available < 2) return 0;
  // Each message in one frame and without extensions: a relay has no reason for anything else.
  if ((data[0] & 0xf0) != 0x80) return -1;
  size_t head = 2, length = data[1] & 0x7f;
  if (length == 126) {
    if (available < 4) return 0;
    length = (size_t)data[2] << 8 | data[3];
    head = 4;
  } else if (length == 127) {
    if (available < 10) return 0;
    length = 0;
    for (int i = 2; i < 10; i++) length = length << 8 | data[i];
    if (length > 1 << 20) return -1;
    head = 10;
  }
  frame->masked = data[1] >> 7;
  size_t start = head + (frame->masked ? 4 : 0);
  if (available < start + length) return 0;
  frame->opcode = data[0] & 15;
  frame->payload = data + start;
  frame->length = length;
  if (frame->masked) apply_mask(frame->payload, length, data + head);
  return (long)(start + length);
}

size_t write_frame(uint8_t *out, int opcode, const void *payload, size_t length, uint32_t mask) {
  size_t at = 0;
  uint8_t masked = mask != 0 ? 0x80 : 0;
  out[at++] = (uint8_t)(0x80 | opcode);
  if (length < 126) {
    out[at++] = masked | (uint8_t)length;
  } else if (length < 65536) {
    out[at++] = masked | 126;
    out[at++] = (uint8_t)(length >> 8);
    out[at++] = (uint8_t)length;
  } else {
    out[at++] = masked | 127;
    for (int i = 7; i >= 0; i--) out[at++] = (uint8_t)((uint64_t)length >> (8 * i));
  }
  uint8_t *key = out + at;
  if (masked) memcpy(key, &mask, 4), at += 4;
  memmove(out + at, payload, length);
  if (masked) apply_mask(out + at, length, key);
  return at + length;
}
