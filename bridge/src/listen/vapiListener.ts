import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Recording } from '../recording/recording';
import type { RunningRecording } from '../recording/runningRecording';
import type { MediaSocket } from '../sockets/mediaSocket';
import type { StreamFormat } from './format';
import { StreamIntake } from './streamIntake';

export interface VapiListenerOptions {
  /** What of the stream's format is not to be found out. */
  known: Partial<StreamFormat>;
  clock: Clock;
  log: Logger;
  /** The recording has begun to end; resolves when it is on disk. Called once. */
  ended: (recording: Promise<Recording>) => void;
  /** The socket is closed. Called once. */
  closed: () => void;
}

/** Records one listen stream of Vapi's, until it ends or somebody has heard enough. */
export class VapiListener {
  readonly #intake: StreamIntake;
  #result: Promise<Recording> | undefined;

  constructor(
    private readonly socket: MediaSocket,
    private readonly running: RunningRecording,
    private readonly options: VapiListenerOptions,
  ) {
    const { known, log } = options;
    const recording = running.recording.id;
    this.#intake = new StreamIntake(
      {
        format: (format) => {
          running.useFormat(format);
          log.info({ recording, ...format }, 'listen format');
        },
        audio: (audio) => {
          if (!running.append(audio)) socket.close();
        },
      },
      known,
    );
  }

  get recording(): Recording {
    return this.running.recording;
  }

  /** Takes in what comes; what has come already, too. */
  begin(): void {
    const { socket, running } = this;
    const { clock, log, closed } = this.options;
    // It can be deleted while it is being made.
    void running.over.then(() => socket.close());
    socket.listen({
      binary: (audio) => {
        if (!this.#result) this.#intake.push(audio, clock.now());
      },
      // Nobody documents what is said there; it may quote the conversation.
      text: () => undefined,
      drained: () => undefined,
      closed: (code) => {
        void this.#end();
        log.info({ recording: this.recording.id, code }, 'listening ended');
        closed();
      },
    });
  }

  /** Ends the recording, with all that has come, and leaves the call. Resolves when it is on disk. */
  stop(): Promise<Recording> {
    const result = this.#end();
    this.socket.close();
    return result;
  }

  /** Cuts the stream at once; what has come is kept. */
  terminate(): void {
    this.socket.terminate();
  }

  #end(): Promise<Recording> {
    if (!this.#result) {
      this.#intake.end();
      this.#result = this.running.end();
      this.options.ended(this.#result);
    }
    return this.#result;
  }
}
