import type { Clock } from '../clock';
import { Attendance } from './attendance';
import { FRAME_MS, SILENCE_FRAME } from './audio';
import { CallerKeys } from './callerKeys';
import { Downlink } from './downlink';
import type { Farewell } from './endings';
import type { Meter } from './meter';
import type { AudioTap } from './observer';
import type { AssistantPeer, CarrierPeer, PeerEvent } from './peer';
import type { CallSettings } from './settings';
import { SilenceFiller } from './silence';
import { Taps } from './taps';
import { Uplink } from './uplink';

/**
 * A carrier sends always, silence included. One whose socket is dead is found by that (see sockets/heartbeat.ts); one
 * that answers pings and sends no media may have paused, and is given so long.
 */
const CARRIER_SILENT_MS = 60_000;

/** Who has been silent for too long. */
export type Missed = 'carrier' | 'assistant';

/** Everything that is heard in a call: the audio of both ways, and what is put in where one side has none. */
export class CallMedia {
  readonly downlink: Downlink;
  readonly #uplink: Uplink;
  readonly #attendance: Attendance;
  readonly #keys: CallerKeys;
  readonly #silence = new SilenceFiller();
  readonly #taps = new Taps();
  /** The same, only while anybody listens. */
  #tap: AudioTap | undefined;
  #hasAssistant = false;
  /** Whether there is a caller who must not be left in silence. */
  #isAttended = false;
  /** Whether the caller is with somebody else, and may come back. */
  #isAway = false;
  #isEnding = false;
  /** Ticks since the carrier was last heard: ticks, not time, so that a pause of the process counts for nothing. */
  #ticksUnheard = 0;
  readonly #counters = {
    callerBytes: 0,
    assistantBytes: 0,
    interruptions: 0,
    malformed: 0,
    dtmf: 0,
  };

  constructor(
    private readonly clock: Clock,
    private readonly meter: Meter,
    settings: CallSettings,
  ) {
    this.#uplink = new Uplink(clock, meter);
    this.downlink = new Downlink(clock, meter, settings);
    this.#attendance = new Attendance(settings);
    this.#keys = new CallerKeys(settings.dtmf);
  }

  get counters(): Record<string, number> {
    return {
      ...this.#counters,
      callerBytesDropped: this.#uplink.droppedBytes,
      staleBytesDropped: this.downlink.staleBytes,
    };
  }

  /** Lets `tap` hear what both sides hear, until it is removed or the session is over. */
  addTap(tap: AudioTap): void {
    this.#taps.add(tap);
    this.#listen();
  }

  removeTap(tap: AudioTap): void {
    this.#taps.remove(tap);
    this.#listen();
  }

  /** The session is over, whichever way it went: nothing will be heard any more, and nothing waits. */
  close(): void {
    this.#uplink.close();
    this.#keys.close();
    this.downlink.stop();
    this.#taps.ended(this.clock.now());
    this.#listen();
  }

  attachCarrier(carrier: CarrierPeer): void {
    this.#isAttended = true;
    this.#isAway = false;
    this.#ticksUnheard = 0;
    this.downlink.attach(carrier);
  }

  /** The caller is with somebody else: the assistant hears silence, and what it says is dropped. */
  detachCarrier(): void {
    this.#isAttended = false;
    this.#isAway = true;
    this.downlink.detach();
  }

  attachAssistant(peer: AssistantPeer): void {
    if (this.#isEnding) return;
    this.#hasAssistant = true;
    this.#attendance.opened();
    this.downlink.assistantOpened();
    this.#uplink.open(peer);
    this.#keys.open(peer);
  }

  detachAssistant(): void {
    this.#hasAssistant = false;
    this.#uplink.detach();
    this.#keys.detach();
    this.#attendance.gone();
  }

  /** False: more of the assistant's audio is waiting than may. */
  fromAssistant(audio: Buffer): boolean {
    this.#counters.assistantBytes += audio.length;
    if (this.#attendance.audio(audio)) this.downlink.stopRinging();
    if (this.#isAway) return true;
    return this.downlink.push(audio);
  }

  fromCaller(audio: Buffer): void {
    this.#counters.callerBytes += audio.length;
    this.#ticksUnheard = 0;
    this.#tap?.caller(audio, this.clock.now());
    if (this.#isEnding) return;
    this.#silence.heard(audio.length);
    this.#uplink.push(this.#keys.mix(audio));
  }

  /** What the assistant reports besides audio, as far as it bears on what is heard. */
  onAssistant(event: PeerEvent): void {
    switch (event.kind) {
      case 'alive':
        this.#attendance.alive();
        break;
      case 'interrupted':
        this.#attendance.alive();
        this.#counters.interruptions += 1;
        this.meter.interrupted();
        this.downlink.interrupt();
        break;
      case 'speaking':
        this.#attendance.alive();
        this.downlink.assistantStarted();
        break;
      case 'stopped':
        this.#attendance.alive();
        this.downlink.assistantStopped();
        break;
      case 'drained':
        this.#uplink.pump();
        this.#keys.pump();
        break;
      case 'malformed':
        this.#counters.malformed += 1;
        this.meter.malformed('assistant');
        break;
      default:
    }
  }

  /** The same for the carrier. */
  onCarrier(event: PeerEvent): void {
    switch (event.kind) {
      case 'played':
        this.downlink.played(event.mark);
        break;
      case 'dtmf':
        this.#counters.dtmf += 1;
        this.meter.dtmf();
        if (!this.#isEnding) this.#keys.pressed(event.digit);
        break;
      case 'malformed':
        this.#counters.malformed += 1;
        this.meter.malformed('carrier');
        break;
      default:
    }
  }

  /** Sends what is due. To be called every 20 ms. Returns who has been silent for too long, if anyone. */
  frame(slot: number): Missed | undefined {
    this.downlink.frame(slot);
    // Asked also while nobody is there to get it: it counts.
    const isMissing = this.#silence.due();
    if (isMissing && this.#hasAssistant) this.#uplink.push(this.#keys.mix(SILENCE_FRAME));
    if (!this.#isAttended) return undefined;
    const { silentMs, isAnnounced } = this.downlink;
    this.#attendance.frame(this.downlink.isPlaying(slot), silentMs, isAnnounced);
    if (this.#attendance.ringing) this.downlink.ring(slot);
    if (this.#isEnding) return undefined;
    this.#ticksUnheard += 1;
    if (this.#ticksUnheard * FRAME_MS >= CARRIER_SILENT_MS) return 'carrier';
    return this.#attendance.isLost ? 'assistant' : undefined;
  }

  /** The session ends: the caller is not heard any more, and hears what `farewell` leaves of the assistant. */
  end(farewell: Farewell): void {
    this.#isEnding = true;
    this.#hasAssistant = false;
    this.#uplink.close();
    this.#keys.detach();
    if (farewell === 'divert') {
      // Until the carrier has taken the call over the caller waits, maybe long.
      this.downlink.drop();
      this.#attendance.gone();
      return;
    }
    this.#isAttended = false;
    if (farewell !== 'play-out') this.downlink.stop();
  }

  #listen(): void {
    this.#tap = this.#taps.size > 0 ? this.#taps : undefined;
    this.downlink.tap = this.#tap;
  }
}
