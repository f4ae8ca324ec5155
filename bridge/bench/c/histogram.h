/* How often each duration occurred, in us, within 1 % of its value. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H
#include <stdint.h>
#include <string.h>

enum { HISTOGRAM_EXACT = 256, HISTOGRAM_STEPS = 128, HISTOGRAM_SIZE = HISTOGRAM_EXACT + 24 * HISTOGRAM_STEPS };

struct histogram {
  uint64_t count;
  uint32_t max;
  uint32_t buckets[HISTOGRAM_SIZE];
};

static inline void histogram_add(struct histogram *h, uint32_t us) {
  uint32_t at = us;
  if (us >= HISTOGRAM_EXACT) {
    int shift = 24 - __builtin_clz(us);
    at = HISTOGRAM_EXACT + (uint32_t)(shift - 1) * HISTOGRAM_STEPS + ((us >> shift) - HISTOGRAM_STEPS);
  }
  h->buckets[at]++;
  h->count++;
  if (us > h->max) h->max = us;
}

/* The duration that `share` of all don't exceed; 0 when there are none. */
static inline uint32_t histogram_quantile(const struct histogram *h, double share) {
  uint64_t wanted = (uint64_t)(share * (double)h->count), seen = 0;
  if (h->count == 0) return 0;
  for (uint32_t at = 0; at < HISTOGRAM_SIZE; at++) {
    seen += h->buckets[at];
    if (seen <= wanted) continue;
    if (at < HISTOGRAM_EXACT) return at;
    uint32_t shift = (at - HISTOGRAM_EXACT) / HISTOGRAM_STEPS + 1;
    return ((at - HISTOGRAM_EXACT) % HISTOGRAM_STEPS + HISTOGRAM_STEPS) << shift;
  }
  return h->max;
}

static inline void histogram_reset(struct histogram *h) { memset(h, 0, sizeof *h); }

#endif
