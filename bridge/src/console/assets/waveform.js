import { colour, surface } from './dom.js';

/** The loudest of each of `count` stretches of samples, 0 to 1. */
export function peaks(samples, count) {
  const found = new Float32Array(count);
  for (let bar = 0; bar < count; bar += 1) {
    const from = Math.floor((bar * samples.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * samples.length) / count));
    for (let at = from; at < to && at < samples.length; at += 1) {
      found[bar] = Math.max(found[bar], Math.abs(samples[at]));
    }
  }
  return found;
}

/** Draws both sides of a recording: the caller above, the assistant below. */
export function drawWaveform(canvas, audio) {
  const { context, width, height } = surface(canvas);
  const bars = Math.max(1, Math.floor(width / 3));
  const middle = height / 2;
  const sides = [
    [audio.getChannelData(0), 'caller', -1],
    [audio.getChannelData(audio.numberOfChannels - 1), 'assistant', 1],
  ];
  for (const [samples, name, direction] of sides) {
    context.fillStyle = colour(name);
    peaks(samples, bars).forEach((peak, bar) => {
      const length = Math.max(1, peak * (middle - 2));
      context.fillRect(bar * 3, direction < 0 ? middle - 1 - length : middle + 1, 2, length);
    });
  }
}

/** Draws the last `count` values as a line, the newest at the right. */
export function drawLine(canvas, values, count, top) {
  const { context, width, height } = surface(canvas);
  context.strokeStyle = colour('line');
  context.beginPath();
  context.moveTo(0, height - 0.5);
  context.lineTo(width, height - 0.5);
  context.stroke();
  if (values.length < 2) return;
  context.strokeStyle = colour('accent');
  context.lineWidth = 1.5;
  context.beginPath();
  values.forEach((value, at) => {
    const x = width - ((values.length - 1 - at) * width) / (count - 1);
    context.lineTo(x, height - 2 - (Math.min(value, top) / top) * (height - 6));
  });
  context.stroke();
}
