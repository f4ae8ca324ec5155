import type { Field } from '../../../../shared/form/field';
import { flag, number } from '../../../../shared/form/fields';
import { onlyFor } from './providers';

/** Source: OpenAPI, ElevenLabsVoice. */
export const elevenLabs = [
  elevenLabsNumber('Similarity', 'similarityBoost', 0.75, 'How close to the original voice, 0 to 1'),
  elevenLabsNumber('Stability', 'stability', 0.5, 'Lower is livelier, higher more even, 0 to 1'),
  elevenLabsNumber('Style', 'style', 0, 'How much the style of the voice is exaggerated, 0 to 1'),
  number({
    displayName: 'ElevenLabs: Latency Optimisation',
    path: 'optimizeStreamingLatency',
    default: 3,
    min: 0,
    max: 4,
    description: 'From 0 (best quality) to 4 (fastest)',
    displayOptions: onlyFor('11labs'),
  }),
  flag({
    displayName: 'ElevenLabs: Speaker Boost',
    path: 'useSpeakerBoost',
    default: true,
    description: 'Whether to come closer to the original speaker, at the price of some latency',
    displayOptions: onlyFor('11labs'),
  }),
];

function elevenLabsNumber(label: string, path: string, preset: number, description: string): Field {
  return number({
    displayName: `ElevenLabs: ${label}`,
    path,
    default: preset,
    min: 0,
    max: 1,
    decimals: true,
    description,
    displayOptions: onlyFor('11labs'),
  });
}
