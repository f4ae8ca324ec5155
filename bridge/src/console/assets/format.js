/** Seconds as `1:05` or `1:02:03`. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  const hours = Math.floor(whole / 3600);
  const [minutes, rest] = parts;
  const padded = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${padded}` : `${minutes}:${padded}`;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The time of day of an ISO time. */
export const timeOf = (iso) => clock.format(new Date(iso));
/** Day and time of an ISO time. */
export const dayOf = (iso) => day.format(new Date(iso));

/** A call's name in lists: the end of the carrier's id is what differs. */
export const nameOf = ({ carrier, carrierCallId }) =>
  carrierCallId ? `${carrier} …${carrierCallId.slice(-6)}` : carrier;

/** How long a call has lasted, in s. */
export function lasted(session, now = Date.now()) {
  return session.seconds ?? (now - Date.parse(session.createdAt)) / 1000;
}

/** Bytes as KiB or MiB. */
export const size = (bytes) =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
