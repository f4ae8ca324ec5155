import {
  ANY_EVENT,
  choiceFor,
  EVENT_GROUPS,
  eventGroup,
  FINAL_TRANSCRIPT,
  groupChoice,
  SERVER_EVENTS,
  serverMessagesFor,
} from '../../../../nodes/shared/protocol/events';

it('has each type once, and an event in each group', () => {
  const types = SERVER_EVENTS.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(new Set(SERVER_EVENTS.map(({ group }) => group))).toEqual(new Set(EVENT_GROUPS));
});

it('has none of the messages that want an answer', () => {
  const types = SERVER_EVENTS.map(({ type }) => type);
  for (const type of ['tool-calls', 'function-call', 'assistant-request', 'campaign.predial']) {
    expect(types).not.toContain(type);
  }
  expect(types.filter((type) => type.includes('request'))).toEqual([]);
});

it.each([
  ['end-of-call-report', 'call'],
  ['contact.failed', 'campaign'],
  ['constructor', undefined],
])('knows the group of %s', (type, group) => {
  expect(eventGroup(type)).toBe(group);
});

describe('choiceFor', () => {
  const everything = [ANY_EVENT, groupChoice('conversation'), FINAL_TRANSCRIPT, 'transcript', 'hang'];

  it.each<[string, string[], { type: string; message?: object }, string | undefined]>([
    ['its own name', ['hang'], { type: 'hang' }, 'hang'],
    ['nothing', ['hang'], { type: 'status-update' }, undefined],
    ['nothing when nothing is chosen', [], { type: 'hang' }, undefined],
    ['its name before its group', everything, { type: 'hang' }, 'hang'],
    ['its group before all', everything, { type: 'speech-update' }, groupChoice('conversation')],
    ['all', everything, { type: 'status-update' }, ANY_EVENT],
    ['all for a type that nobody knows', everything, { type: 'assistant.somethingNew' }, ANY_EVENT],
    ['no group for a type that nobody knows', [groupChoice('call')], { type: 'call.new' }, undefined],
    [
      'a group for what is subscribed to by name',
      [groupChoice('call')],
      { type: 'phone-call-control' },
      'group:call',
    ],
    [
      'the final subscription',
      everything,
      { type: 'transcript', message: { transcriptType: 'final' } },
      FINAL_TRANSCRIPT,
    ],
    [
      'the final subscription by the type as it arrived',
      [FINAL_TRANSCRIPT],
      { type: 'transcript', message: { type: FINAL_TRANSCRIPT } },
      FINAL_TRANSCRIPT,
    ],
    [
      'partial ones not with final only',
      [FINAL_TRANSCRIPT],
      { type: 'transcript', message: { transcriptType: 'partial' } },
      undefined,
    ],
    [
      'final ones with both',
      ['transcript'],
      { type: 'transcript', message: { transcriptType: 'final' } },
      'transcript',
    ],
  ])('takes by %s', (_, chosen, { type, message = {} }, expected) => {
    expect(choiceFor(chosen, { type, message: { ...message } })).toBe(expected);
  });
});

describe('serverMessagesFor', () => {
  it.each<[string, string[], string[]]>([
    ['exactly what is ticked', ['hang', 'end-of-call-report'], ['end-of-call-report', 'hang']],
    ['nothing for nothing', [], []],
    ['nothing that Vapi would refuse', ['assistant.somethingNew', 'constructor', 'tool-calls'], []],
    ['a group', [groupChoice('session')], ['session.created', 'session.updated', 'session.deleted']],
    ['one subscription for transcripts', [FINAL_TRANSCRIPT, 'transcript'], ['transcript']],
    ['final transcripts only', [FINAL_TRANSCRIPT], [FINAL_TRANSCRIPT]],
    ['what changes how Vapi behaves if ticked', ['phone-call-control'], ['phone-call-control']],
    ['no campaign events on an assistant', ['campaign.ended', groupChoice('campaign')], []],
  ])('gives %s', (_, events, expected) => {
    expect(serverMessagesFor(events)).toEqual(expected);
  });

  it('never takes a call out of the hands of Vapi, or subscribes to each token, by a group or by all', () => {
    const types = serverMessagesFor([ANY_EVENT, ...EVENT_GROUPS.map(groupChoice)]);
    expect(types).toContain('transcript');
    expect(types).not.toContain('phone-call-control');
    expect(types).not.toContain('model-output');
  });

  it('gives a campaign its own', () => {
    expect(serverMessagesFor(['contact.failed', 'hang'], 'campaign')).toEqual(['contact.failed']);
    expect(serverMessagesFor([ANY_EVENT], 'campaign')).toEqual(
      serverMessagesFor(['group:campaign'], 'campaign'),
    );
  });
});
