import type { HookedTrigger } from '../../../support/engineHooks';
import { eventFields, MODEL, Org, toolFields } from './support';

// Reading is tried again after seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const OLD = { url: 'https://old.example.com/vapi', timeoutSeconds: 7, headers: { 'X-Old': 'secret' } };
const WITH_TEST = { registrationOptions: { registerTestUrl: true } };

/** A trigger with everything that registration can do to Vapi, in an organisation where some of it was there. */
const SCENARIOS: Record<string, (org: Org) => HookedTrigger> = {
  'tools: created, taken over, given to assistants with and without a list': (org) => {
    const taken = org.tool('cancel', { server: OLD, async: true });
    const assistants = [
      org.assistant({ name: 'Bare' }),
      org.assistant({ name: 'Empty', model: { ...MODEL, toolIds: [] } }),
      org.assistant({ name: 'Had it', model: { ...MODEL, toolIds: [taken] } }),
    ];
    return org.trigger(
      'vapiToolTrigger',
      toolFields(['book', 'cancel', 'move'], assistants, { existingTools: 'takeOver', ...WITH_TEST }),
    );
  },
  'events: assistants and phone numbers, with and without a server': (org) =>
    org.trigger(
      'vapiTrigger',
      eventFields(
        {
          assistants: [
            org.assistant({ name: 'Bare' }),
            org.assistant({ name: 'Served', server: OLD, serverMessages: ['hang', 'tool-calls'] }),
          ],
          numbers: [
            org.number({ name: 'Main', server: OLD, assistantId: 'a1' }),
            org.number({ name: 'Second' }),
          ],
        },
        WITH_TEST,
      ),
    ),
};

/** How the connection to Vapi ends: what Vapi says, and whether it did what it was asked. */
const ENDINGS = [
  { title: 'n8n dies before the request', fault: { cut: true } },
  { title: 'n8n dies before the answer', fault: { cut: true, carriedOut: true } },
];

/** The second life of n8n, with its database as it was. */
const FOREVER = 100_000;

type Scenario = (org: Org) => HookedTrigger;

/** Opens the same organisation again and again, as often as there are requests in the step that is to break off. */
async function atEachRequest(
  scenario: Scenario,
  prepare: (trigger: HookedTrigger) => Promise<void>,
  step: (trigger: HookedTrigger) => Promise<void>,
  check: (org: Org, trigger: HookedTrigger, before: unknown, request: number) => Promise<void>,
  breakOff: (org: Org, request: number) => void,
): Promise<number> {
  let requests = 1;
  for (let request = 0; request < requests; request++) {
    const org = await Org.open();
    try {
      const trigger = scenario(org);
      const before = org.snapshot();
      await prepare(trigger);
      org.takeRequests();
      if (request === 0) {
        // How many there are shows in a run where nothing happens.
        await step(trigger);
        requests = org.takeRequests().length;
        await trigger.activateAndDie();
        await trigger.deactivate();
        expect(org.snapshot()).toEqual(before);
        await prepare(trigger);
      }
      breakOff(org, request);
      await step(trigger).catch(() => undefined);
      org.vapi.mend();
      await check(org, trigger, before, request);
    } finally {
      await org.close();
    }
  }
  return requests;
}

/** What Vapi looks like when all goes well. */
async function reference(scenario: Scenario): Promise<unknown[]> {
  const org = await Org.open();
  try {
    await scenario(org).activate();
    return org.shape();
  } finally {
    await org.close();
  }
}

const nothing = async (): Promise<void> => undefined;

describe.each(Object.entries(SCENARIOS))('%s', (_, scenario) => {
  let registered: unknown[];

  beforeAll(async () => {
    registered = await reference(scenario);
  });

  describe.each(ENDINGS)('$title', ({ fault }) => {
    const breakOff = (org: Org, request: number): void => {
      // The request itself is lost as said, all later ones never get there.
      org.vapi.failNext({ ...fault, skip: request });
      org.vapi.failNext({ cut: true, times: FOREVER, skip: 0 });
    };

    it('while publishing: the next start converges, and unpublishing restores', async () => {
      const requests = await atEachRequest(
        scenario,
        nothing,
        async (trigger) => await trigger.activateAndDie(),
        async (org, trigger, before) => {
          await trigger.activate('init');
          expect(org.shape()).toEqual(registered);
          await trigger.deactivate();
          expect(org.snapshot()).toEqual(before);
        },
        breakOff,
      );
      expect(requests).toBeGreaterThan(8);
    });

    it('while publishing: unpublishing restores at once', async () => {
      await atEachRequest(
        scenario,
        nothing,
        async (trigger) => await trigger.activateAndDie(),
        async (org, trigger, before) => {
          await trigger.deactivate();
          expect(org.snapshot()).toEqual(before);
        },
        breakOff,
      );
    });

    it('while unpublishing: the next time restores the rest', async () => {
      await atEachRequest(
        scenario,
        async (trigger) => await trigger.activate(),
        async (trigger) => await trigger.deactivate(),
        async (org, trigger, before) => {
          await trigger.deactivate();
          expect(org.snapshot()).toEqual(before);
        },
        breakOff,
      );
    });

    it('while unpublishing: publishing again converges', async () => {
      await atEachRequest(
        scenario,
        async (trigger) => await trigger.activate(),
        async (trigger) => await trigger.deactivate(),
        async (org, trigger, before) => {
          await trigger.activate();
          expect(org.shape()).toEqual(registered);
          await trigger.deactivate();
          expect(org.snapshot()).toEqual(before);
        },
        breakOff,
      );
    });

    it('while a test begins on top of production: the next start has production back', async () => {
      await atEachRequest(
        scenario,
        async (trigger) => await trigger.activate(),
        async (trigger) => await (await trigger.listenForTest())(),
        async (org, trigger, before) => {
          await trigger.activate('init');
          expect(org.shape()).toEqual(registered);
          await trigger.deactivate();
          expect(org.snapshot()).toEqual(before);
        },
        breakOff,
      );
    });
  });

  it('Vapi fails once: publishing either succeeds or is undone', async () => {
    await atEachRequest(
      scenario,
      nothing,
      async (trigger) => {
        await trigger.activate().catch(() => trigger.deactivate());
      },
      async (org, trigger, before) => {
        const isUndone = JSON.stringify(org.snapshot()) === JSON.stringify(before);
        if (!isUndone) expect(org.shape()).toEqual(registered);
        await trigger.activate();
        expect(org.shape()).toEqual(registered);
        await trigger.deactivate();
        expect(org.snapshot()).toEqual(before);
      },
      (org, request) => org.vapi.failNext({ status: 500, body: { message: 'Internal' }, skip: request }),
    );
  });

  it('Vapi has done it, but says that it failed', async () => {
    await atEachRequest(
      scenario,
      nothing,
      async (trigger) => await trigger.activate(),
      async (org, trigger, before) => {
        await trigger.activate();
        expect(org.shape()).toEqual(registered);
        await trigger.deactivate();
        expect(org.snapshot()).toEqual(before);
      },
      (org, request) => org.vapi.failNext({ status: 502, carriedOut: true, skip: request }),
    );
  });

  it('another plan is broken off: the next start has what the new one says', async () => {
    const other = (trigger: HookedTrigger): void => {
      const { parameters } = trigger.spec;
      const [first] = parameters.registrationAssistants as string[];
      trigger.spec.parameters = {
        ...parameters,
        registrationAssistants: [first ?? ''],
        tools: { tool: [{ name: 'cancel' }, { name: 'extra' }] },
        events: ['hang'],
      };
    };
    const org = await Org.open();
    const fresh = scenario(org);
    other(fresh);
    await fresh.activate();
    const wanted = org.shape();
    await org.close();
    for (const { fault } of ENDINGS) {
      await atEachRequest(
        scenario,
        async (trigger) => await trigger.activate(),
        async (trigger) => {
          const { spec } = trigger;
          trigger.spec = { ...spec };
          other(trigger);
          await trigger.activateAndDie('init');
        },
        async (again, trigger, before) => {
          await trigger.activate('init');
          expect(again.shape()).toEqual(wanted);
          await trigger.deactivate();
          expect(again.snapshot()).toEqual(before);
        },
        (again, request) => {
          again.vapi.failNext({ ...fault, skip: request });
          again.vapi.failNext({ cut: true, times: FOREVER });
        },
      );
    }
  });
});
