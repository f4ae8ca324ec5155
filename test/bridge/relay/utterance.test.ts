import { Utterance } from '../../../bridge/src/relay/utterance';

describe('Utterance', () => {
  it('runs from its beginning to its end', () => {
    const utterance = new Utterance();
    expect(utterance.running).toBe(false);
    for (let turn = 0; turn < 3; turn += 1) {
      utterance.began();
      expect(utterance.running).toBe(true);
      utterance.ended();
      utterance.ended();
      expect(utterance.running).toBe(false);
    }
  });

  it('believes no announcement of who has begun twice without an end, until another one speaks', () => {
    const utterance = new Utterance();
    for (let turn = 0; turn < 2; turn += 1) utterance.began();
    expect(utterance.running).toBe(false);
    utterance.began();
    expect(utterance.running).toBe(false);
    utterance.reset();
    utterance.began();
    expect(utterance.running).toBe(true);
    utterance.reset();
    expect(utterance.running).toBe(false);
  });
});
