import fc from 'fast-check';
import { readVoiceUrl, writeVoiceUrl } from '../../../nodes/VapiTwilioTrigger/voiceUrl';

const address = 'https://n8n.example/webhook/calls';
const nothing = { voiceUrl: '', voiceMethod: 'POST', voiceApplicationSid: '' };

describe('our voice URL', () => {
  it('holds whatever was there before', () => {
    const previous = fc.record({
      voiceUrl: fc.string(),
      voiceMethod: fc.constantFrom('GET', 'POST'),
      voiceApplicationSid: fc.constantFrom('', `AP${'4'.repeat(32)}`),
    });
    fc.assert(
      fc.property(previous, fc.string({ minLength: 1 }), (before, owner) => {
        const set = { address, owner, previous: before };
        const url = writeVoiceUrl(set);
        expect(url).toMatch(/^https:\/\/n8n\.example\/webhook\/calls\?vapiPrevious=[\w-]+$/);
        expect(readVoiceUrl(url)).toEqual(set);
      }),
    );
  });

  it.each([
    '',
    'no URL',
    address,
    `${address}?vapiPrevious=`,
    `${address}?vapiPrevious=%7B%7D`,
    `${address}?vapiPrevious=${Buffer.from('[1]').toString('base64url')}`,
    `${address}?vapiPrevious=${Buffer.from('{"url":"x"}').toString('base64url')}`,
  ])('is not %j', (url) => {
    expect(readVoiceUrl(url)).toBeUndefined();
  });

  it('may have lost its previous settings: then there was nothing', () => {
    const record = Buffer.from('{"owner":"w1 n1","url":7}').toString('base64url');
    expect(readVoiceUrl(`${address}?vapiPrevious=${record}`)).toEqual({
      address,
      owner: 'w1 n1',
      previous: nothing,
    });
  });
});
