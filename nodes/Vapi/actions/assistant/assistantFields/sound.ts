import { group } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, flag, number, text } from '../../../../shared/form/fields';

const CUSTOM = 'custom';

const kind = choice({
  displayName: 'Background Sound',
  path: 'backgroundSound',
  default: 'office',
  description: 'Played behind the assistant. Left out: office on the phone, none on the web.',
  options: [
    { name: 'Audio File (URL)', value: CUSTOM },
    { name: 'Office', value: 'office' },
    { name: 'Off', value: 'off' },
  ],
});

/** Source: OpenAPI, FourierDenoisingPlan. */
const FOURIER = 'backgroundSpeechDenoisingPlan.fourierDenoisingPlan';

const fourier: Field[] = [
  flag({
    displayName: 'Fourier Denoising',
    path: `${FOURIER}.enabled`,
    name: 'fourier',
    default: true,
    description: 'Whether steady noise such as a television is filtered out. Experimental.',
  }),
  flag({
    displayName: 'Fourier: Detect Media',
    path: `${FOURIER}.mediaDetectionEnabled`,
    name: 'mediaDetection',
    default: true,
    description: 'Whether it filters more strongly when it hears television, music or radio',
  }),
  decibels('Fourier: Static Threshold', 'staticThreshold', -35, -80, 0, 'until it knows the noise'),
  decibels('Fourier: Offset', 'baselineOffsetDb', -15, -30, -5, 'below the usual level that is filtered'),
  number({
    displayName: 'Fourier: Window',
    path: `${FOURIER}.windowSizeMs`,
    name: 'windowSizeMs',
    default: 3000,
    min: 1000,
    max: 30000,
    description: 'Milliseconds over which the usual level is measured',
  }),
  number({
    displayName: 'Fourier: Percentile',
    path: `${FOURIER}.baselinePercentile`,
    name: 'baselinePercentile',
    default: 85,
    min: 1,
    max: 99,
    description: 'Of the levels in the window, the one that counts as usual',
  }),
];

function decibels(
  displayName: string,
  name: string,
  preset: number,
  min: number,
  max: number,
  what: string,
): Field {
  const path = `${FOURIER}.${name}`;
  return number({
    displayName,
    name,
    path,
    default: preset,
    min,
    max,
    decimals: true,
    description: `Decibels ${what}`,
  });
}

/** What is mixed in for the caller, and what is filtered out of the caller’s audio. */
export const soundField = group(
  { displayName: 'Sound and Noise', name: 'sound', path: '', placeholder: 'Add Sound Option' },
  [
    { ...kind, read: (value) => (value === CUSTOM ? undefined : value) },
    text({
      displayName: 'Background Sound URL',
      name: 'backgroundSoundUrl',
      path: 'backgroundSound',
      placeholder: 'e.g. https://example.com/cafe.mp3',
      displayOptions: { show: { backgroundSound: [CUSTOM] } },
    }),
    flag({
      displayName: 'Smart Denoising',
      name: 'smartDenoising',
      path: 'backgroundSpeechDenoisingPlan.smartDenoisingPlan.enabled',
      default: true,
      description: 'Whether noise and other voices behind the caller are filtered out (Krisp)',
    }),
    ...fourier,
  ],
);
