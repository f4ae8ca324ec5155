import { CarrierDocuments } from '../../../bridge/src/carriers/documents';
import { settle } from '../support/fakePeers';
import { VirtualClock } from '../support/virtualClock';

describe('CarrierDocuments', () => {
  it('keeps a farewell until it was asked for', async () => {
    const clock = new VirtualClock();
    const documents = new CarrierDocuments(clock, 'PLIVO_API_FAILED');
    const ids: string[] = [];
    const offered = documents.offer('<Response/>', async (id) => void ids.push(id));
    await settle();
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(documents.fetch('other')).toBeUndefined();
    expect(documents.size).toBe(1);
    expect(documents.fetch(ids[0] ?? '')).toBe('<Response/>');
    await offered;
    expect(documents.size).toBe(0);
    expect(documents.fetch(ids[0] ?? '')).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('fails when it is not asked for in time', async () => {
    const clock = new VirtualClock();
    const documents = new CarrierDocuments(clock, 'PLIVO_API_FAILED');
    const failed = expect(documents.offer('', () => Promise.resolve())).rejects.toMatchObject({
      code: 'PLIVO_API_FAILED',
    });
    await settle();
    clock.advance(2500);
    await failed;
    expect(documents.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('forgets a farewell whose call could not be diverted', async () => {
    const documents = new CarrierDocuments(new VirtualClock(), 'PLIVO_API_FAILED');
    const refused = new Error('no');
    await expect(documents.offer('', () => Promise.reject(refused))).rejects.toBe(refused);
    expect(documents.size).toBe(0);
  });

  it('keeps the document of a hand-over for a carrier that asks once more', async () => {
    const clock = new VirtualClock();
    const documents = new CarrierDocuments(clock, 'PLIVO_API_FAILED');
    let asked = '';
    const handedOver = documents.handOver('<Dial/>', (id) => {
      asked = id;
      expect(documents.fetch(id)).toBe('<Dial/>');
      return Promise.resolve('taken');
    });
    await expect(handedOver).resolves.toBe('taken');
    expect(documents.fetch(asked)).toBe('<Dial/>');
    expect(clock.pending).toBe(0);
  });

  it('does not know what became of a hand-over whose document is not asked for', async () => {
    const clock = new VirtualClock();
    const documents = new CarrierDocuments(clock, 'PLIVO_API_FAILED');
    let asked = '';
    const handedOver = documents.handOver('<Dial/>', (id) => Promise.resolve(((asked = id), 'taken')));
    await settle();
    clock.advance(2500);
    await expect(handedOver).resolves.toBe('unanswered');
    expect(documents.fetch(asked)).toBe('<Dial/>');
    await expect(documents.handOver('', () => Promise.resolve('unanswered'))).resolves.toBe('unanswered');
  });

  it('forgets the document of a hand-over that was refused', async () => {
    const documents = new CarrierDocuments(new VirtualClock(), 'PLIVO_API_FAILED');
    const refused = new Error('no');
    await expect(documents.handOver('', () => Promise.reject(refused))).rejects.toBe(refused);
    expect(documents.size).toBe(0);
  });

  it('forgets what nobody has asked for in eleven minutes, without a timer', () => {
    const clock = new VirtualClock();
    const documents = new CarrierDocuments(clock, 'PLIVO_API_FAILED');
    const [old, other] = [documents.keep('<Say/>'), documents.keep('<Say/>')];
    expect(old).not.toBe(other);
    clock.advance(11 * 60_000 - 1);
    expect(documents.fetch(old)).toBe('<Say/>');
    clock.advance(1);
    expect(documents.fetch(old)).toBeUndefined();
    expect(documents.size).toBe(0);
    expect(clock.pending).toBe(0);
  });
});
