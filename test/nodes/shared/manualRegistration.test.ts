import { VapiToolTrigger } from '../../../nodes/VapiToolTrigger/VapiToolTrigger.node';
import { VapiTrigger } from '../../../nodes/VapiTrigger/VapiTrigger.node';

it('registers and removes nothing in Vapi: no context is touched', async () => {
  for (const trigger of [new VapiTrigger(), new VapiToolTrigger()]) {
    const methods = trigger.webhookMethods.default;
    // Any use of the context would throw.
    const untouchable = undefined as never;
    expect(await methods.checkExists.call(untouchable)).toBe(true);
    expect(await methods.create.call(untouchable)).toBe(true);
    expect(await methods.delete.call(untouchable)).toBe(true);
  }
});
