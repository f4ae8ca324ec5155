import { onlyWhen, type Field } from '../../shared/form/field';
import { flag, text } from '../../shared/form/fields';

const buy = flag({
  displayName: 'Buy a Number',
  name: 'buyNumber',
  path: 'buy.wanted',
  default: false,
  description: 'Whether to buy a number for the trunk at Twilio if no number is chosen above and it has none',
});

/** The number to be bought; nothing is bought without a yes of its own. */
export const buyFields: Field[] = onlyWhen({ carrier: ['twilio'] }, [
  buy,
  ...onlyWhen({ buyNumber: [true] }, [
    text({
      displayName: 'Country',
      name: 'buyCountry',
      path: 'buy.country',
      default: 'US',
      placeholder: 'e.g. US',
      description: 'Code of two letters, such as US, GB or DE',
    }),
    text({
      displayName: 'Area Code',
      name: 'buyAreaCode',
      path: 'buy.areaCode',
      placeholder: 'e.g. 415',
      description: 'Numbers of the USA and Canada only',
    }),
    text({
      displayName: 'Contains',
      name: 'buyContains',
      path: 'buy.contains',
      placeholder: 'e.g. 555****',
      description: 'Digits or letters that the number has; * stands for any digit',
    }),
    flag({
      displayName: 'I Agree to Buy a Number',
      name: 'agreeToBuy',
      path: 'buy.agreed',
      default: false,
      description:
        'Whether you agree that Twilio charges your account for a number, now and each month. Not needed for the operation Preview.',
    }),
  ]),
]);
