import { decodeMuLaw } from '../relay/codec';

/** How audio is encoded that comes without a header. */
export interface StreamFormat {
  encoding: 'pcm_s16le' | 'mulaw';
  sampleRate: number;
  channels: 1 | 2;
}

/** What Vapi's listen stream is by the reports of users; its documentation says only that it is PCM. */
const REPORTED: StreamFormat = { encoding: 'pcm_s16le', sampleRate: 16_000, channels: 2 };
const RATES = [8000, 16_000, 24_000, 32_000, 48_000];
/** How far a measured rate may be off. */
const RATE_TOLERANCE = 0.2;
/** A deviation from zero that is no line noise, in 16 bits. */
const AUDIBLE = 300;
/** So many audible samples are enough to judge by: a quarter of a second of speech. */
const ENOUGH = 2000;
/** So much of a stream is judged by, in bytes: some seconds. */
const LOOKED_AT = 256 * 1024;
/** As rough as this is no speech. */
const NOISE = 0.85;
/** Below this, samples that are two apart are more alike than neighbours: they are of one channel. */
const ALIKE = 0.8;

/** How alike neighbours are, and samples that are two apart: the smaller, the more. */
interface Roughness {
  next: number;
  afterNext: number;
  /** How many samples are audible. */
  audible: number;
  /** The share of audible samples in pairs whose two are the same. */
  twins: number;
}

/** Whether there is enough to hear in `audio` to tell its format by. */
export function isTelling(audio: Buffer): boolean {
  return judge(audio) !== undefined;
}

/**
 * Finds the format of a stream by what is in it and how fast it came. Read in the wrong way, speech is noise, whose
 * neighbouring samples have nothing to do with each other.
 * @param audio the stream from its beginning
 * @param bytesPerSecond as measured; undefined: too little has come
 * @param known what is not to be found out
 */
export function detectFormat(
  audio: Buffer,
  bytesPerSecond: number | undefined,
  known: Partial<StreamFormat> = {},
): StreamFormat {
  const encoding = known.encoding ?? judge(audio) ?? silentEncoding(audio);
  const width = encoding === 'mulaw' ? 1 : 2;
  const channels = known.channels ?? channelsOf(audio, encoding);
  const samplesPerSecond = bytesPerSecond === undefined ? undefined : bytesPerSecond / width;
  if (channels !== undefined) {
    return { encoding, channels, sampleRate: known.sampleRate ?? rateOf(samplesPerSecond, channels) };
  }
  // Nothing can be heard: what has been reported, if it comes that fast.
  const rate = known.sampleRate ?? REPORTED.sampleRate;
  const isMono = samplesPerSecond !== undefined && samplesPerSecond < rate * (1 + RATE_TOLERANCE);
  const silent = isMono ? 1 : REPORTED.channels;
  return { encoding, channels: silent, sampleRate: known.sampleRate ?? rateOf(samplesPerSecond, silent) };
}

/** The encoding by what can be heard, if there is enough of it. */
function judge(audio: Buffer): StreamFormat['encoding'] | undefined {
  if (isHushed(audio)) return undefined;
  const linear = measure(samplesOf(audio, 'pcm_s16le'));
  const muLaw = measure(samplesOf(audio, 'mulaw'));
  const isMuLaw = muLaw.audible >= ENOUGH && smallest(muLaw) < NOISE;
  const isLinear = linear.audible >= ENOUGH && smallest(linear) < NOISE;
  if (isMuLaw && isLinear) return smallest(muLaw) < smallest(linear) ? 'mulaw' : 'pcm_s16le';
  if (isMuLaw) return 'mulaw';
  return isLinear ? 'pcm_s16le' : undefined;
}

/** Whether it is the noise of a quiet line in 16 bits, which read as mu-law is loud: the upper bytes are signs only. */
function isHushed(audio: Buffer): boolean {
  let [zeros, signs] = [0, 0];
  for (let at = 1; at < audio.length; at += 2) {
    if (audio[at] === 0) zeros += 1;
    else if (audio[at] === 0xff) signs += 1;
  }
  const samples = audio.length >> 1;
  return zeros + signs >= samples * 0.9 && zeros >= samples * 0.02;
}

/** Silence is all zeros in 16 bits, and mu-law's zero in mu-law. */
function silentEncoding(audio: Buffer): StreamFormat['encoding'] {
  const isMuLaw = audio.length > 0 && audio.every((code) => (code | 0x80) === 0xff);
  return isMuLaw ? 'mulaw' : REPORTED.encoding;
}

function channelsOf(audio: Buffer, encoding: StreamFormat['encoding']): 1 | 2 | undefined {
  const { next, afterNext, audible, twins } = measure(samplesOf(audio, encoding));
  if (audible < ENOUGH) return undefined;
  return twins > 0.9 || afterNext < next * ALIKE ? 2 : 1;
}

function rateOf(samplesPerSecond: number | undefined, channels: number): number {
  if (samplesPerSecond === undefined) return REPORTED.sampleRate;
  const measured = samplesPerSecond / channels;
  const best = RATES.reduce((a, b) => (Math.abs(b - measured) < Math.abs(a - measured) ? b : a));
  return Math.abs(best - measured) <= best * RATE_TOLERANCE ? best : REPORTED.sampleRate;
}

/** The end of a stream is looked at only: it is done between the frames of the calls. */
function samplesOf(audio: Buffer, encoding: StreamFormat['encoding']): Int16Array {
  const bytes = audio.subarray(Math.max(0, audio.length - LOOKED_AT) & ~3);
  if (encoding === 'mulaw') {
    const samples = new Int16Array(bytes.length);
    for (let at = 0; at < bytes.length; at += 1) samples[at] = decodeMuLaw(bytes[at]!);
    return samples;
  }
  const samples = new Int16Array(bytes.length >> 1);
  for (let at = 0; at < samples.length; at += 1) samples[at] = bytes[2 * at]! | (bytes[2 * at + 1]! << 8);
  return samples;
}

function smallest({ next, afterNext }: Roughness): number {
  return Math.min(next, afterNext);
}

function measure(samples: Int16Array): Roughness {
  let [total, sum, next, afterNext, audible, pairs, twins] = [0, 0, 0, 0, 0, 0, 0];
  for (const sample of samples) total += sample;
  // What never changes is no sound, however far from zero it is.
  const mean = total / Math.max(1, samples.length);
  for (let index = 2; index < samples.length; index += 1) {
    const sample = samples[index]!;
    const level = Math.abs(sample - mean);
    sum += level;
    next += Math.abs(sample - samples[index - 1]!);
    afterNext += Math.abs(sample - samples[index - 2]!);
    if (level < AUDIBLE) continue;
    audible += 1;
    if (index % 2 === 0) continue;
    pairs += 1;
    if (sample === samples[index - 1]) twins += 1;
  }
  const scale = Math.max(1, sum);
  return { next: next / scale, afterNext: afterNext / scale, audible, twins: twins / Math.max(1, pairs) };
}
