import fastify, { type FastifyInstance } from 'fastify';
import { CarrierDocuments } from '../../../../bridge/src/carriers/documents';
import { sayNcco } from '../../../../bridge/src/carriers/vonage/answer';
import { transferRoutes, whisperRoutes } from '../../../../bridge/src/carriers/vonage/transferRoutes';
import { VirtualClock } from '../../support/virtualClock';

const SESSION = '0f0e0d0c-0b0a-4908-8706-050403020100';
const CALL = 'aaaaaaaa-bbbb-4ccc-8ddd-000000000001';
const [LEG, OTHER_LEG] = ['bbbbbbbb-bbbb-4ccc-8ddd-000000000001', 'bbbbbbbb-bbbb-4ccc-8ddd-000000000002'];

describe('the hand-over routes of Vonage', () => {
  let app: FastifyInstance;
  let base: string;
  let clock: VirtualClock;
  let told: unknown[];
  let documents: CarrierDocuments;

  beforeEach(async () => {
    clock = new VirtualClock();
    told = [];
    app = fastify();
    documents = new CarrierDocuments(clock, 'VONAGE_API_FAILED');
    whisperRoutes(app, '/vonage/whisper', documents);
    transferRoutes(app, {
      intake: {
        transferAnswered: (session) => told.push(['answered', session]),
        transferEnded: (session) => told.push(['ended', session]),
        transferOver: (call, outcome) => {
          told.push([outcome, call]);
          return `ticket ${told.length}`;
        },
      },
      documentsFor: (call, called) => ({
        connect: (ticket) => JSON.stringify([{ ticket, call, called }]),
        fallback: () => '["fallback"]',
        busy: () => '',
      }),
      eventOf: (request) => request.body as Record<string, unknown>,
      uuidOf: String,
      word: String,
      clock,
    });
    base = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => app.close());

  const tell = async (status: string, uuid: string | undefined = LEG): Promise<unknown> => {
    const response = await fetch(`${base}/transfer/${SESSION}/${CALL}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uuid, status, from: '1415' }),
    });
    return response.status === 204 ? undefined : response.json();
  };

  it('tell of the session that somebody has answered, and has gone', async () => {
    for (const status of ['started', 'ringing', 'answered', 'completed']) {
      expect(await tell(status)).toBeUndefined();
    }
    expect(told).toEqual([
      ['answered', SESSION],
      ['ended', SESSION],
    ]);
  });

  it('answer the first failure of a leg, and that again when it is repeated, but no other one', async () => {
    expect(await tell('busy')).toEqual([{ ticket: 'ticket 1', call: CALL, called: '1415' }]);
    expect(await tell('busy')).toEqual([{ ticket: 'ticket 2', call: CALL, called: '1415' }]);
    // The caller is about to come back with the ticket: it must stay good.
    for (const status of ['unanswered', 'failed', 'completed']) expect(await tell(status)).toBeUndefined();
    expect(told).toEqual([
      ['busy', CALL],
      ['busy', CALL],
      ['ended', SESSION],
    ]);
    expect(await tell('failed', OTHER_LEG)).toEqual([{ ticket: 'ticket 4', call: CALL, called: '1415' }]);
  });

  it('say to whoever answers what was kept for them, and else nothing', async () => {
    const id = documents.keep(JSON.stringify(sayNcco('A caller & friend')));
    const said = await fetch(`${base}/vonage/whisper/${id}`);
    expect(await said.json()).toEqual([{ action: 'talk', text: 'A caller & friend' }]);
    const other = await fetch(`${base}/vonage/whisper/other`, { method: 'POST' });
    expect(await other.json()).toEqual([]);
  });
});
