import { describeWith } from '../../support/needs';
import { answerErrors, bodyProperties, contractAvailable } from './contract';

describeWith(contractAvailable(), 'Vapi’s schemas', 'the contract', () => {
  it('knows the properties of a body', () => {
    const squad = ['name', 'members', 'membersOverrides'];
    expect([...(bodyProperties('POST /squad', {}) ?? [])]).toEqual(squad);
    expect(bodyProperties('GET /squad', {})).toBeUndefined();
    expect(bodyProperties('POST /nothing', {})).toBeUndefined();
  });

  it('knows those of the variant that the tag names', () => {
    const of = (provider: string) => bodyProperties('POST /credential', { provider });
    expect(of('s3')?.has('s3BucketName')).toBe(true);
    expect(of('openai')?.has('s3BucketName')).toBe(false);
    expect(bodyProperties('POST /phone-number', { provider: 'twilio' })?.has('twilioAccountSid')).toBe(true);
    expect(bodyProperties('PATCH /phone-number/{id}', { provider: 'vapi' })?.has('number')).toBe(false);
  });

  it('checks answers, too', () => {
    expect(answerErrors('POST /file', { name: 'x' })).toContain('id should not be empty');
    expect(answerErrors('GET /v2/knowledge-base/{id}/file', [{}])).toContain('0.status should not be empty');
    expect(answerErrors('POST /chat', {})).toEqual([]);
  });
});
