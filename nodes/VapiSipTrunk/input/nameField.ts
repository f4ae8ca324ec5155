import { text } from '../../shared/form/fields';

/** What everything that belongs to the trunk is called, and found again by. */
export const nameField = text({
  displayName: 'Trunk Name',
  name: 'trunkName',
  path: 'name',
  placeholder: 'e.g. Support line',
  required: true,
  description:
    'Up to 40 characters. Everything that is made at the carrier and in Vapi carries it, and is found again by it: do not change it afterwards.',
});
