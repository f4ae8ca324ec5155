/* The carrier's buffer as it plays: how evenly audio comes, how much of it lies ready, and whether it runs dry. */
#ifndef PLAYOUT_H
#define PLAYOUT_H
#include <stdlib.h>

#include "histogram.h"

enum {
  PLAYOUT_FRAME_US = 20000,
  /* So many frames share a grid: 5 s. Clocks don't part by anything that matters in that time. */
  PLAYOUT_GRID = 250,
};

/* What many calls together have shown. */
struct playout_tally {
  /* Behind the lead: from frame to frame, and how far that is from 20 ms; how far each frame is from its call's grid. */
  struct histogram interval, jitter, off_grid;
  /* How much lay unplayed with each frame's arrival, that frame included. */
  struct histogram ahead;
  /* From the first frame of a stretch to the last one of its lead. */
  struct histogram lead;
  /* Times that a buffer was empty when a frame came. */
  uint64_t stretches;
};

/* One call's. */
struct playout {
  uint64_t played_until, last, lead_began;
  /* Frames since the buffer was last empty. */
  uint32_t position;
  int64_t grid[PLAYOUT_GRID];
  uint32_t grid_count;
};

static int playout_compare(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static inline uint32_t playout_distance(int64_t a, int64_t b) { return (uint32_t)(a > b ? a - b : b - a); }

/* The grid is where most of its frames are: their median. */
static inline void playout_end_grid(struct playout *p, struct playout_tally *tally) {
  if (p->grid_count >= 10) {
    qsort(p->grid, p->grid_count, sizeof p->grid[0], playout_compare);
    int64_t middle = p->grid[p->grid_count / 2];
    for (uint32_t i = 0; i < p->grid_count; i++) histogram_add(&tally->off_grid, playout_distance(p->grid[i], middle));
  }
  p->grid_count = 0;
}

/* A frame of 20 ms has come. The first `lead` frames of a stretch may come at once. */
static inline void playout_frame(struct playout *p, struct playout_tally *tally, uint64_t now, uint32_t lead) {
  if (now >= p->played_until) {
    playout_end_grid(p, tally);
    p->played_until = p->lead_began = now;
    p->position = 0;
    tally->stretches++;
  }
  p->played_until += PLAYOUT_FRAME_US;
  histogram_add(&tally->ahead, (uint32_t)(p->played_until - now));
  if (p->position + 1 == lead) histogram_add(&tally->lead, (uint32_t)(now - p->lead_began));
  if (p->position > lead) {
    histogram_add(&tally->interval, (uint32_t)(now - p->last));
    histogram_add(&tally->jitter, playout_distance((int64_t)(now - p->last), PLAYOUT_FRAME_US));
  }
  if (p->position >= lead) {
    p->grid[p->grid_count++] = (int64_t)now - (int64_t)p->position * PLAYOUT_FRAME_US;
    if (p->grid_count == PLAYOUT_GRID) playout_end_grid(p, tally);
  }
  p->position++;
  p->last = now;
}

/* The carrier was told to drop what it has. */
static inline void playout_clear(struct playout *p) { p->played_until = 0, p->grid_count = 0; }

#endif
